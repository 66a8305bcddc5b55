import { Readable } from 'node:stream';
import { Controller, Get, Query, Req, Res, StreamableFile } from '@nestjs/common';
import type { Request, Response } from 'express';
import { createZodDto } from 'nestjs-zod';
import { ReportCsvQuery } from '../../libs/contracts/report.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { TheSession } from '../platform/access/caller.decorator.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { answerTagged } from './conditional.js';
import { ReportFiles } from './report-file.service.js';
import { ReportService } from './report.service.js';

class ReportCsvDto extends createZodDto(ReportCsvQuery) {}

const CHUNK = 64 * 1024;

@Controller('session/:id/report')
export class ReportFileController {
  constructor(
    private readonly files: ReportFiles,
    private readonly reports: ReportService,
  ) {}

  @Get('pdf')
  @Allow('session.read', { summary: 'The report as a PDF', form: 'file', mediaType: 'application/pdf', session: ['person', 'counselor'] })
  async pdf(
    @TheSession() session: SessionRef,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const tag = await this.files.pdfTag(session.sessionId);
    if (answerTagged(request, response, tag, true) === undefined) return undefined;
    const pdf = await this.files.pdf(session);
    const disposition = `attachment; filename="report-${session.sessionId}.pdf"`;
    return new StreamableFile(Readable.from(slices(pdf)), { type: 'application/pdf', disposition, length: pdf.length });
  }

  @Get('csv')
  @Allow('session.read', { summary: 'The timeline, or the voice, as CSV', form: 'file', mediaType: 'text/csv', session: ['person', 'counselor'] })
  async csv(
    @TheSession() session: SessionRef,
    @Query() { kind }: ReportCsvDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { etag } = await this.reports.summary(session.sessionId);
    if (answerTagged(request, response, `${etag}.csv-${kind}`, true) === undefined) return undefined;
    const lines = kind === 'voice' ? this.files.voiceCsv(session.sessionId) : this.files.emotionCsv(session.sessionId);
    const disposition = `attachment; filename="${kind}-${session.sessionId}.csv"`;
    return new StreamableFile(Readable.from(lines, { objectMode: false }), { type: 'text/csv; charset=utf-8', disposition });
  }
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}
