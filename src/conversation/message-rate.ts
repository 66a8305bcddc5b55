import { Injectable } from '@nestjs/common';
import type { Principal } from '../platform/access/principal.js';
import { AppConfig } from '../platform/config/app-config.js';
import { AppError } from '../platform/errors/app-error.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { addressKey } from '../platform/limits/address-key.js';
import '../platform/limits/limit-events.js';
import { RateStore } from '../platform/limits/rate-store.js';
import { forUser, tiersOf } from '../platform/limits/tiers.js';

/** The socket's messages count against the same limit of AI replies as those over REST. */
@Injectable()
export class MessageRate {
  constructor(
    private readonly rates: RateStore,
    private readonly events: DomainEvents,
    private readonly config: AppConfig,
  ) {}

  /** @throws AppError RATE_LIMITED */
  async take(principal: Principal, ip: string): Promise<void> {
    const { ai } = tiersOf(this.config.rateLimits);
    const isUser = principal.kind === 'user';
    const key = isUser ? `user:${principal.userId}` : `ip:${addressKey(ip)}`;
    const { allowed, retryAfterMs } = await this.rates.take(`ai:${key}`, isUser ? forUser(ai) : ai);
    if (allowed || this.config.rateLimits.dryRun) return;
    this.events.emit('limit.decided', { surface: 'socket', tier: 'ai', outcome: 'refused' });
    throw new AppError('RATE_LIMITED', { retryAfterMs });
  }
}
