import { Controller, Get } from '@nestjs/common';
import { Insight } from '../../libs/contracts/insights.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { TheSession } from '../platform/access/caller.decorator.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { Page } from '../platform/http/answers.js';
import { InsightService } from './insight.service.js';


@Controller('session/:id/insights')
export class InsightController {
  constructor(private readonly insights: InsightService) {}

  @Get()
  @Allow('session.read', { summary: 'Patterns of thinking that were found, in the order of time', answer: Insight, form: 'list', session: ['person', 'counselor'] })
  async list(@TheSession() session: SessionRef) {
    const items = await this.insights.list(session.sessionId);
    return new Page(items, { total: items.length, limit: items.length, offset: 0 });
  }
}
