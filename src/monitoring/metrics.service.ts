import { Injectable } from '@nestjs/common';
import { HashingGate } from '../platform/crypto/hashing-gate.js';
import { Db } from '../platform/database/db.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import type {} from '../crisis/crisis.events.js';
import type {} from '../platform/ai/provider-events.js';
import { SlowDown } from '../platform/limits/slow-down.js';
import type {} from '../platform/limits/limit-events.js';
import { Overload } from '../platform/overload/overload.service.js';
import type {} from '../platform/realtime/event-dispatcher.js';
import { SessionConnections } from '../platform/realtime/session-connections.js';
import type {} from '../security-watch/security-watch.events.js';
import type {} from '../session/session.events.js';
import type {} from '../stt/transcription.events.js';
import { SignalWriter } from '../signal/signal-writer.service.js';
import { type Census, CensusRepository } from './census.repository.js';
import { Metrics } from './metrics.js';

/** Scrapes may come from several collectors; the database is asked once for all of them. */
const CENSUS_MS = 10_000;
const METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);
const STATES = ['active', 'paused', 'ended'] as const;
const LEVELS = ['concern', 'high', 'imminent'] as const;

/** Keeps the metrics: counters follow events, gauges are read when somebody asks. */
@Injectable()
export class MetricsService {
  private readonly metrics = new Metrics();
  private census: Census | null = null;
  private takenAt = -Infinity;
  private taking: Promise<void> | null = null;

  constructor(
    private readonly repository: CensusRepository,
    private readonly db: Db,
    private readonly overload: Overload,
    private readonly connections: SessionConnections,
    private readonly signals: SignalWriter,
    private readonly hashing: HashingGate,
    private readonly slowDown: SlowDown,
    events: DomainEvents,
  ) {
    const { metrics } = this;
    events.on('request.ended', ({ request, route, status, isAborted, durationMs }) => {
      const method = METHODS.has(request.method) ? request.method : 'OTHER';
      // A route is named with its method; what no route took has no name but its method, which may be anything.
      const pattern = route.slice(route.indexOf(' ') + 1);
      metrics.requests.observe({ method, route: pattern, status: isAborted ? 'aborted' : `${Math.floor(status / 100)}xx` }, durationMs / 1_000);
    });
    events.on('socket.event', ({ event, outcome, durationMs }) => {
      metrics.socketEvents.observe({ event }, durationMs / 1_000);
      metrics.socketOutcomes.inc({ event, outcome });
    });
    events.on('limit.decided', ({ surface, tier, outcome }) => metrics.limits.inc({ surface, tier, outcome }));
    events.on('provider.called', ({ purpose, provider, outcome, durationMs }) => {
      metrics.providerCalls.inc({ purpose, provider, outcome });
      metrics.providerTimes.observe({ purpose, provider }, durationMs / 1_000);
    });
    events.on('transcription.ended', ({ source, outcome }) => metrics.transcriptions.inc({ source, outcome }));
    events.on('failure.occurred', ({ code }) => metrics.failures.inc({ code }));
    events.on('overload.shed', ({ kind }) => metrics.shed.inc({ kind }));
    events.on('session.ended', ({ reason }) => metrics.sessionEnds.inc({ reason }));
    events.on('crisis.counted', ({ level, source }) => metrics.crises.inc({ level, source }));
    events.on('security.watched', ({ kind, count }) => metrics.securityEvents.inc({ kind }, count));
    events.on('security.alerted', ({ rule }) => metrics.securityAlerts.inc({ rule }));
  }

  get contentType(): string {
    return this.metrics.registry.contentType;
  }

  /** The Prometheus text format. Answers while the database is out: with what was last counted in it, and `bemore_database_up` 0. */
  async text(): Promise<string> {
    await this.refreshCensus();
    this.read();
    return this.metrics.registry.metrics();
  }

  private read(): void {
    const { metrics, overload } = this;
    const { meanMs, p99Ms, maxMs, utilization } = overload.reading;
    metrics.loopDelay.set({ of: 'mean' }, meanMs / 1_000);
    metrics.loopDelay.set({ of: 'p99' }, p99Ms / 1_000);
    metrics.loopDelay.set({ of: 'max' }, maxMs / 1_000);
    metrics.loopUtilization.set(utilization);
    metrics.load.set(overload.load);
    for (const [queue, share] of overload.fullness()) metrics.queueFullness.set({ queue }, share);
    metrics.sockets.set(this.connections.count);
    metrics.queues.set({ queue: 'signals' }, this.signals.length);
    metrics.queues.set({ queue: 'hashing' }, this.hashing.waiting);
    metrics.queues.set({ queue: 'slowed requests' }, this.slowDown.count);
    const { used, waiting } = this.db.load;
    metrics.pool.set({ state: 'used' }, used);
    metrics.pool.set({ state: 'waiting' }, waiting);
    const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
    for (const [of, bytes] of Object.entries({ rss, heapUsed, external, arrayBuffers })) metrics.memory.set({ of }, bytes);
    metrics.handles.set(process.getActiveResourcesInfo().length);
    const { user, system } = process.cpuUsage();
    metrics.cpu.set((user + system) / 1e6);
    metrics.startedAt.set(Date.now() / 1_000 - process.uptime());
    for (const state of STATES) metrics.sessions.set({ state }, this.census?.sessions[state] ?? 0);
    for (const level of LEVELS) {
      for (const state of ['open', 'acknowledged'] as const) {
        const found = this.census?.alerts.find((row) => row.level === level && row.state === state);
        metrics.crisisAlerts.set({ level, state }, found?.count ?? 0);
      }
    }
  }

  private async refreshCensus(): Promise<void> {
    if (Date.now() - this.takenAt < CENSUS_MS) return;
    this.taking ??= this.repository
      .take()
      .then(
        (census) => {
          this.census = census;
          this.metrics.databaseUp.set(1);
        },
        () => this.metrics.databaseUp.set(0),
      )
      .finally(() => {
        this.takenAt = Date.now();
        this.taking = null;
      });
    await this.taking;
  }
}
