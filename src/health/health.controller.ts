import { Controller, Get, Res, VERSION_NEUTRAL } from '@nestjs/common';
import type { Response } from 'express';
import { HealthAnswer, LiveAnswer, ReadyAnswer, RootAnswer } from '../../libs/contracts/health.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { SkipLimit } from '../platform/limits/limit.decorators.js';
import { HealthService } from './health.service.js';

@SkipLimit()
@Controller({ version: VERSION_NEUTRAL })
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get()
  @Allow('public', { summary: 'What this server is', answer: RootAnswer, form: 'bare' })
  root() {
    return this.health.root();
  }

  @Get('health')
  @Allow('public', { summary: 'Whether the server runs, and which version', answer: HealthAnswer, form: 'bare' })
  summary() {
    return this.health.summary();
  }

  @Get('health/live')
  @Allow('public', { summary: 'Whether the process is alive', answer: LiveAnswer, form: 'bare' })
  live() {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @Allow('public', { summary: 'Whether every part that the server needs answers; 503 with the names of those that do not', answer: ReadyAnswer, form: 'bare', errors: [503] })
  async ready(@Res({ passthrough: true }) response: Response) {
    const readiness = await this.health.readiness();
    if (readiness.status !== 'ok') response.status(503);
    return readiness;
  }
}
