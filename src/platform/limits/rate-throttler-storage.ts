import { Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { RateStore, type RateDecision } from './rate-store.js';

type ThrottlerRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;
export type RateRecord = ThrottlerRecord & { decision: RateDecision };

/**
 * The throttler's port on a `RateStore`. A block lasts until the window has room again, so `blockDuration` has nothing to say.
 */
@Injectable()
export class RateThrottlerStorage implements ThrottlerStorage {
  constructor(private readonly store: RateStore) {}

  async increment(key: string, ttl: number, limit: number): Promise<RateRecord> {
    const decision = await this.store.take(key, { limit, windowMs: ttl });
    return {
      totalHits: decision.used,
      timeToExpire: Math.ceil(decision.resetMs / 1_000),
      isBlocked: !decision.allowed,
      timeToBlockExpire: decision.allowed ? 0 : Math.ceil(decision.retryAfterMs / 1_000),
      decision,
    };
  }
}
