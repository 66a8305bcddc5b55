import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  getOptionsToken,
  getStorageToken,
  type ThrottlerModuleOptions,
  type ThrottlerRequest,
  type ThrottlerOptions,
  ThrottlerGuard,
} from '@nestjs/throttler';
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
import { forUser, type Tier, tierOfMethod } from './tiers.js';
import { UrgentRequests } from './urgent-requests.js';

const POLICY_FIELD = 'RateLimit-Policy';

type Handler = ReturnType<ExecutionContext['getHandler']>;

/**
 * Limits every route: reads and writes apart, or the stricter tier that a route names; by user when there is one, else by
 * address. Stands behind the guard that finds out who is calling and before the one that asks whether he may.
 */
@Injectable()
export class LimitsGuard extends ThrottlerGuard {
  private readonly named = new WeakMap<Handler, Tier | 'none' | 'by-method'>();
  private readonly tiers = new Map<string, ThrottlerOptions>();

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
  }

  override async onModuleInit(): Promise<void> {
    await super.onModuleInit();
    for (const throttler of this.throttlers) this.tiers.set(throttler.name ?? '', throttler);
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const tier = this.tierOf(context);
    if (tier === 'none') return true;
    const throttler = this.tiers.get(tier);
    if (throttler === undefined) throw new Error('the tier has no figures');
    const rule = this.settings.tiers[tier];
    return this.handleRequest({
      context,
      throttler,
      limit: rule.limit,
      ttl: rule.windowMs,
      blockDuration: 0,
      getTracker: (request) => this.getTracker(request),
      generateKey: (_context, tracker, name) => `${name}:${tracker}`,
    });
  }

  /**
   * Counts what reaches no route (unknown paths, pages that are served as they are, bodies that are refused before) with the reads and writes of its
   * address. What its route has counted is not counted again.
   * @throws AppError RATE_LIMITED
   */
  async limitUnrouted(request: Request, response: Response): Promise<void> {
    if (response.hasHeader(POLICY_FIELD)) return;
    const tier = tierOfMethod(request.method);
    await this.limit(request, response, tier, this.settings.tiers[tier]);
  }

  protected override getTracker(request: Record<string, unknown>): Promise<string> {
    return Promise.resolve(trackerOf(request as unknown as Request));
  }

  protected override async handleRequest({ context, throttler, limit, ttl }: ThrottlerRequest): Promise<boolean> {
    const http = context.switchToHttp();
    await this.limit(http.getRequest<Request>(), http.getResponse<Response>(), (throttler.name ?? 'read') as Tier, { limit, windowMs: ttl });
    return true;
  }

  private async limit(request: Request, response: Response, tier: Tier, guest: RateRule): Promise<void> {
    const context = contextOf(request);
    const { principal } = context;
    const rule = principal.kind === 'user' ? forUser(guest) : guest;

    const { decision } = await this.rates.increment(`${tier}:${trackerOf(request)}`, rule.windowMs, rule.limit);
    response.setHeader(POLICY_FIELD, policyField(tier, rule));
    response.setHeader('RateLimit', stateField(tier, decision));
    const delayMs = decision.allowed ? this.slowDown.delayOf(decision.used, rule.limit) : 0;
    if ((!decision.allowed || delayMs > 0) && this.urgent.has(tier, request)) {
      await this.limit(request, response, 'urgent', this.settings.tiers.urgent);
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
