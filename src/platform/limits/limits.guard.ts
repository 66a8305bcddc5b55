import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { getOptionsToken, getStorageToken, type ThrottlerModuleOptions, ThrottlerGuard } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import type { Principal } from '../access/principal.js';
import { AppError } from '../errors/app-error.js';
import { DomainEvents } from '../events/domain-events.js';
import { contextOf } from '../http/request-context.js';
import { routeOf } from '../http/route-name.js';
import { Logger } from '../logging/logger.js';
import { addressKey } from './address-key.js';
import './limit-events.js';
import { LIMIT_TIER } from './limit.decorators.js';
import { LimitSettings } from './limit-settings.js';
import { policyField, stateField } from './rate-limit-fields.js';
import type { RateDecision, RateRule } from './rate-store.js';
import { RateThrottlerStorage } from './rate-throttler-storage.js';
import { SlowDown } from './slow-down.js';
import { forUser, type Tier, tierOfMethod, TIERS } from './tiers.js';
import { UrgentRequests } from './urgent-requests.js';

const POLICY_FIELD = 'RateLimit-Policy';

type Handler = ReturnType<ExecutionContext['getHandler']>;

/** A tier's figures for one kind of caller, and how they are told. */
interface Quota {
  readonly rule: RateRule;
  readonly policy: string;
}

/**
 * Limits every route: reads and writes apart, or the stricter tier that a route names; by user when there is one, else by
 * address. Stands behind the guard that finds out who is calling and before the one that asks whether he may.
 */
@Injectable()
export class LimitsGuard extends ThrottlerGuard {
  private readonly named = new WeakMap<Handler, Tier | 'none' | 'by-method'>();
  private readonly quotas: Readonly<Record<'guest' | 'user', ReadonlyMap<Tier, Quota>>>;

  constructor(
    @Inject(getOptionsToken()) options: ThrottlerModuleOptions,
    @Inject(getStorageToken()) private readonly rates: RateThrottlerStorage,
    reflector: Reflector,
    private readonly settings: LimitSettings,
    private readonly slowDown: SlowDown,
    private readonly urgent: UrgentRequests,
    private readonly events: DomainEvents,
    private readonly log: Logger,
  ) {
    super(options, rates, reflector);
    const quotasFor = (ruleOf: (rule: RateRule) => RateRule) =>
      new Map(TIERS.map((tier) => [tier, { rule: ruleOf(settings.tiers[tier]), policy: policyField(tier, ruleOf(settings.tiers[tier])) }]));
    this.quotas = { guest: quotasFor((rule) => rule), user: quotasFor(forUser) };
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const tier = this.tierOf(context);
    if (tier === 'none') return true;
    const http = context.switchToHttp();
    await this.limit(http.getRequest<Request>(), http.getResponse<Response>(), tier);
    return true;
  }

  /**
   * Counts what reaches no route (unknown paths, pages that are served as they are, bodies that are refused before) with the reads and writes of its
   * address. What its route has counted is not counted again.
   * @throws AppError RATE_LIMITED
   */
  async limitUnrouted(request: Request, response: Response): Promise<void> {
    if (response.hasHeader(POLICY_FIELD)) return;
    await this.limit(request, response, tierOfMethod(request.method));
  }

  private async limit(request: Request, response: Response, tier: Tier): Promise<void> {
    const context = contextOf(request);
    const { principal } = context;
    const quota = this.quotas[principal.kind === 'user' ? 'user' : 'guest'].get(tier);
    if (quota === undefined) throw new Error('the tier has no figures');
    const { rule, policy } = quota;

    const { decision } = await this.rates.increment(`${tier}:${trackerOf(request)}`, rule.windowMs, rule.limit);
    response.setHeader(POLICY_FIELD, policy);
    response.setHeader('RateLimit', stateField(tier, decision));
    const delayMs = decision.allowed ? this.slowDown.delayOf(decision.used, rule.limit) : 0;
    if ((!decision.allowed || delayMs > 0) && this.urgent.has(tier, request)) {
      await this.limit(request, response, 'urgent');
      return;
    }
    if (!decision.allowed) {
      this.refuse(request, principal, tier, decision);
      return;
    }

    this.events.emit('limit.decided', { surface: 'http', tier, outcome: delayMs > 0 ? 'slowed' : 'allowed' });
    if (delayMs > 0 && !this.settings.dryRun) {
      const { signal } = context.abort;
      await this.slowDown.wait(delayMs, signal);
      if (signal.aborted) throw new AppError('RATE_LIMITED', { retryAfterMs: delayMs });
      context.timeLimit?.refresh();
    }
  }

  private refuse(request: Request, principal: Principal, tier: Tier, { retryAfterMs }: RateDecision): void {
    const isEnforced = !this.settings.dryRun;
    const route = routeOf(request);
    this.events.emit('limit.decided', { surface: 'http', tier, outcome: isEnforced ? 'refused' : 'would-refuse' });
    this.events.emit('limit.refused', {
      surface: 'http',
      tier,
      route,
      userId: principal.kind === 'user' ? principal.userId : null,
      ip: request.ip ?? '',
      isEnforced,
    });
    if (isEnforced) throw new AppError('RATE_LIMITED', { retryAfterMs });
    this.log.warn({ tier, route }, 'over the limit; let through in the dry run');
  }

  private tierOf(context: ExecutionContext): Tier | 'none' {
    const handler = context.getHandler();
    let named = this.named.get(handler);
    if (named === undefined) {
      const targets = [handler, context.getClass()];
      named = this.reflector.getAllAndOverride<Tier | 'none' | undefined>(LIMIT_TIER, targets) ?? 'by-method';
      this.named.set(handler, named);
    }
    return named === 'by-method' ? tierOfMethod(context.switchToHttp().getRequest<Request>().method) : named;
  }
}

function trackerOf(request: Request): string {
  const { principal, ip } = contextOf(request);
  return principal.kind === 'user' ? `user:${principal.userId}` : `ip:${addressKey(ip)}`;
}
