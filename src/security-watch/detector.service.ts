import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type {} from '../auth/security-event.service.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import type {} from '../platform/http/failures.js';
import type {} from '../platform/http/request.middleware.js';
import { addressKey } from '../platform/limits/address-key.js';
import type {} from '../platform/limits/limit-events.js';
import { RateStore } from '../platform/limits/rate-store.js';
import { Logger } from '../platform/logging/logger.js';
import { type RuleName, RULES } from './alert.js';
import { Alerts } from './alerts.service.js';
import { decoded, looksLikeInjection } from './injection-patterns.js';
import { WatchedEvents } from './watched-events.service.js';

/** Failures that are security events by themselves. */
const WATCHED_CODES = new Set(['TOKEN_INVALID', 'FORBIDDEN', 'CSRF_FAILED', 'ORIGIN_NOT_ALLOWED']);
const FAILED_LOGINS = new Set(['login.failed', 'reauthentication.failed', 'account.locked']);

/**
 * Looks for patterns in what happens. Counts live in the store of the rate limits: shared by all instances, capped, insured. To
 * be counted as another account of an address, the pair of both must be new in the window.
 */
@Injectable()
export class Detector {
  constructor(
    private readonly rates: RateStore,
    private readonly alerts: Alerts,
    private readonly logger: Logger,
    watched: WatchedEvents,
    events: DomainEvents,
  ) {
    events.on('failure.occurred', ({ code, status, route, ip }) => {
      if (WATCHED_CODES.has(code)) watched.note({ kind: `refused.${code.toLowerCase()}`, ip, route });
      if (status === 401 && ip !== null) this.count('repeated-401', addressKey(ip));
      if (code === 'INTERNAL_ERROR') this.count('repeated-500', route, route);
    });
    events.on('limit.refused', ({ surface, tier, route, userId, ip }) => {
      watched.note({ kind: `limit.${surface}.${tier}`, account: userId, ip, route });
      this.count('repeated-429', addressKey(ip));
    });
    events.on('security.noted', ({ kind, account, ip }) => {
      watched.note({ kind, account, ip });
      if (kind === 'token.reused') this.count('token-reuse', account ?? '');
      if (FAILED_LOGINS.has(kind) && account !== null && ip !== '') this.countPair(account, addressKey(ip));
    });
    events.on('request.ended', ({ request, status, route, ip }) => {
      if (status < 400) return;
      // Only a body that was refused for its form: a password may look like anything.
      const isProbe = looksLikeInjection(decoded(request.originalUrl)) || (status === 400 && looksLikeInjection(textOf(request)));
      if (!isProbe) return;
      watched.note({ kind: 'injection', ip, route });
      this.count('injection', addressKey(ip));
    });
  }

  private count(rule: RuleName, subject: string, route: string | null = null): void {
    this.attempt(async () => {
      const { limit, windowMs } = RULES[rule];
      // The last one that fits is the one that makes it too many.
      const { allowed, remaining } = await this.rates.take(`watch:${rule}:${subject}`, { limit, windowMs });
      if (allowed && remaining > 0) return;
      await this.alerts.raise(rule, subject, route);
    });
  }

  private countPair(account: string, address: string): void {
    this.attempt(async () => {
      const { windowMs } = RULES['many-accounts'];
      const { allowed } = await this.rates.take(`watch:pair:${account}:${address}`, { limit: 1, windowMs });
      if (!allowed) return;
      this.count('many-accounts', address);
      this.count('many-addresses', account);
    });
  }

  private attempt(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.logger.error({ err: error }, 'a detection rule could not be evaluated'));
  }
}

/** What a body holds; nothing when it cannot be read. */
function textOf(request: Request): string {
  try {
    return JSON.stringify(request.body ?? '');
  } catch {
    return '';
  }
}
