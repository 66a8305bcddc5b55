import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../platform/config/app-config.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { TokenBucket } from '../platform/limits/token-bucket.js';
import type {} from '../platform/http/failures.js';
import type {} from '../security-watch/security-watch.events.js';

const A_MINUTE = 30;
const FLUSH_MS = 2_000;

type SentrySdk = typeof import('@sentry/node');

/** Passes unknown errors and security alerts on to Sentry, where it is configured; no more than some a minute. */
@Injectable()
export class SentryReporter implements OnModuleInit, OnApplicationShutdown {
  private sdk: SentrySdk | null = null;
  private readonly bucket = new TokenBucket(A_MINUTE, A_MINUTE / 60, performance.now());

  constructor(
    private readonly config: AppConfig,
    events: DomainEvents,
  ) {
    events.on('failure.occurred', ({ code, route, error }) => {
      if (code === 'INTERNAL_ERROR') this.report((sdk) => sdk.captureException(error, { tags: { code, route } }));
    });
    events.on('security.alerted', ({ rule }) => {
      this.report((sdk) => sdk.captureMessage(`security alert: ${rule}`, { level: 'warning', tags: { rule } }));
    });
  }

  async onModuleInit(): Promise<void> {
    if (this.config.monitoring.sentryDsn === undefined) return;
    const sdk = await import('@sentry/node');
    // Without `--import ./instrument.js` there is nobody to send.
    if (sdk.isInitialized()) this.sdk = sdk;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.sdk?.flush(FLUSH_MS);
  }

  private report(send: (sdk: SentrySdk) => unknown): void {
    if (this.sdk !== null && this.bucket.take(performance.now()) === 0) send(this.sdk);
  }
}
