import { Controller, Get, Headers, StreamableFile, VERSION_NEUTRAL } from '@nestjs/common';
import { createHash, timingSafeEqual } from 'node:crypto';
import { Allow } from '../platform/access/allow.decorator.js';
import { OwnCredential } from '../platform/access/own-credential.decorator.js';
import { AppConfig } from '../platform/config/app-config.js';
import { AppError } from '../platform/errors/app-error.js';
import { SkipLimit } from '../platform/limits/limit.decorators.js';
import { MetricsService } from './metrics.service.js';

const digest = (text: string) => createHash('sha256').update(text).digest();

@SkipLimit()
@Controller({ path: 'metrics', version: VERSION_NEUTRAL })
export class MetricsController {
  constructor(
    private readonly metrics: MetricsService,
    private readonly config: AppConfig,
  ) {}

  @Get()
  @OwnCredential()
  @Allow('public', { summary: 'Metrics for Prometheus; behind METRICS_TOKEN when it is set', form: 'file', mediaType: 'text/plain', errors: [401] })
  async read(@Headers('authorization') authorization: string | undefined) {
    const { metricsToken } = this.config.monitoring;
    if (metricsToken !== undefined) {
      if (authorization === undefined) throw new AppError('UNAUTHENTICATED');
      if (!timingSafeEqual(digest(authorization), digest(`Bearer ${metricsToken}`))) throw new AppError('TOKEN_INVALID');
    }
    return new StreamableFile(Buffer.from(await this.metrics.text()), { type: this.metrics.contentType });
  }
}
