import { Body, Controller, Delete, Get, Param, Post, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { strictObject } from '../../libs/contracts/index.js';
import { Export, PasswordBody } from '../../libs/contracts/user.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Account, Context } from '../platform/access/caller.decorator.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import type { RequestContext } from '../platform/http/request-context.js';
import { Limit } from '../platform/limits/limit.decorators.js';
import { ErasureService } from './erasure.service.js';
import { ExportService } from './export.service.js';

class PasswordDto extends createZodDto(PasswordBody) {}
class ExportParams extends createZodDto(strictObject({ id: z.uuid() })) {}

@Controller('user')
export class PrivacyController {
  constructor(
    private readonly exports: ExportService,
    private readonly erasure: ErasureService,
  ) {}

  @Delete('me')
  @Allow('account.own', { summary: 'Delete the account and everything that is the caller’s', status: 204 })
  async erase(@Account() account: UserPrincipal, @Body() { password }: PasswordDto, @Context() context: RequestContext): Promise<void> {
    await this.erasure.erase(account, password, context);
  }

  @Post('export')
  @Limit('export')
  @Allow('account.own', { summary: 'Ask for a copy of everything held about the caller', answer: Export, status: 202 })
  request(@Account() account: UserPrincipal, @Body() { password }: PasswordDto, @Context() context: RequestContext) {
    return this.exports.request(account, password, context);
  }

  @Get('export/:id')
  @Allow('account.own', { summary: 'How far a copy is', answer: Export })
  read(@Account() account: UserPrincipal, @Param() { id }: ExportParams) {
    return this.exports.read(account, id);
  }

  @Get('export/:id/download')
  @Limit('export')
  @Allow('account.own', { summary: 'The copy: a ZIP of JSON and CSV', form: 'file', mediaType: 'application/zip' })
  async download(@Account() account: UserPrincipal, @Param() { id }: ExportParams, @Res({ passthrough: true }) response: Response) {
    const { stream, sizeBytes } = await this.exports.download(account, id);
    response.setHeader('Content-Length', String(sizeBytes));
    return new StreamableFile(stream, { type: 'application/zip', disposition: `attachment; filename="bemore-${id}.zip"` });
  }
}
