import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { Insight, TaskBody, TaskParams, TaskState } from '../../libs/contracts/insights.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { TheSession } from '../platform/access/caller.decorator.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { Page } from '../platform/http/answers.js';
import { DoneTasks } from './done-tasks.service.js';

class TaskParamsDto extends createZodDto(TaskParams) {}
class TaskDto extends createZodDto(TaskBody) {}

@Controller('session/:id/insights')
export class InsightController {
  constructor(private readonly tasks: DoneTasks) {}

  @Get()
  @Allow('session.read', { summary: 'Patterns of thinking that were found, in the order of time', answer: Insight, form: 'list', session: ['person', 'counselor'] })
  async list(@TheSession() session: SessionRef) {
    const items = await this.tasks.listInsights(session.sessionId);
    return new Page(items, { total: items.length, limit: items.length, offset: 0 });
  }

  @Put(':insightId/tasks/:task')
  @Allow('session.converse', { summary: 'Mark a proposed task as done, or as not done; after the session too', answer: TaskState, session: ['person'] })
  mark(@TheSession() session: SessionRef, @Param() { insightId, task }: TaskParamsDto, @Body() { done }: TaskDto) {
    return this.tasks.mark(session, insightId, task, done);
  }
}
