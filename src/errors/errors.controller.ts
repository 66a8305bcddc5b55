import { Controller, Get, Query } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { ErrorFingerprint, ErrorStats } from '../../libs/contracts/errors-view.js';
import { PageQuery } from '../../libs/contracts/primitives.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { ErrorsService } from './errors.service.js';

class PageDto extends createZodDto(PageQuery) {}

@Controller('errors')
export class ErrorsController {
  constructor(private readonly errors: ErrorsService) {}

  @Get('stats')
  @Allow('public', { summary: 'How many failures there were: numbers only', answer: ErrorStats })
  stats() {
    return this.errors.stats();
  }

  @Get('recent')
  @Allow('errors.inspect', { summary: 'Kinds of failures, the latest first', answer: ErrorFingerprint, form: 'list' })
  recent(@Query() query: PageDto) {
    return this.errors.recent(query);
  }
}
