import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Report, ReportSummary } from '../../libs/contracts/report.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { TheSession } from '../platform/access/caller.decorator.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { answerTagged } from './conditional.js';
import { ReportService } from './report.service.js';


@Controller('session/:id')
export class ReportController {
  constructor(private readonly reports: ReportService) {}

  @Get('report')
  @Allow('session.read', { summary: 'The stored report', answer: Report, session: ['person', 'counselor'] })
  async report(
    @TheSession() session: SessionRef,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { content, etag } = await this.reports.report(session.sessionId);
    return answerTagged(request, response, `${etag}.report`, content);
  }

  @Get('summary')
  @Allow('session.read', { summary: 'The report in short', answer: ReportSummary, session: ['person', 'counselor'] })
  async summary(
    @TheSession() session: SessionRef,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { content, etag } = await this.reports.summary(session.sessionId);
    return answerTagged(request, response, `${etag}.summary`, content);
  }
}
