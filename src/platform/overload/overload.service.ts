import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { DomainEvents } from '../events/domain-events.js';
import { Logger } from '../logging/logger.js';
import { LoopDelay, type LoopReading } from './loop-delay.js';

declare module '../events/domain-events.js' {
  interface DomainEventMap {
    /** For counting: a request was turned away because the server has more than it can do. */
    'overload.shed': { kind: WorkKind };
  }
}

/** What a request is for; the later one goes first. */
export type WorkKind = 'new' | 'running';

const ROUND_MS = 250;
/** Weight of a new reading; a single long turn of the loop is no overload. */
const WEIGHT = 0.4;
/** At so many times the knee everything of a kind is turned away. */
const FULL_AT: Readonly<Record<WorkKind, number>> = { new: 2, running: 6 };
/** From so many times the knee on. */
const FROM: Readonly<Record<WorkKind, number>> = { new: 1, running: 3 };
const RETRY_AFTER_MS = 2_000;
const RETRY_AFTER_MAX_MS = 15_000;

const AT_REST: LoopReading = { meanMs: 0, p99Ms: 0, maxMs: 0, utilization: 0 };

/**
 * Decides when there is more work than can be done: by how late the event loop is, and by how full the queues are that parts of the
 * server register. Beyond the knee a growing share of new work is turned away, much later that of running sessions, health never;
 * what is turned away costs next to nothing, so the server comes back by itself.
 */
@Injectable()
export class Overload implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop = new LoopDelay();
  private readonly queues = new Map<string, () => number>();
  private readonly debt: Record<WorkKind, number> = { new: 0, running: 0 };
  private readonly kneeMs: number;
  private timer: NodeJS.Timeout | null = null;
  private smoothedMs = 0;
  private ratio = 0;
  private isShedding = false;
  /** The last reading, for metrics. */
  reading = AT_REST;

  constructor(
    config: AppConfig,
    private readonly events: DomainEvents,
    private readonly logger: Logger,
  ) {
    this.kneeMs = config.overload.delayMs;
  }

  /** @param fullness how full a bounded queue is, 0…1; it counts as overload from 0.8 on */
  register(queue: string, fullness: () => number): void {
    this.queues.set(queue, fullness);
  }

  onApplicationBootstrap(): void {
    this.loop.start();
    this.timer = setInterval(() => this.observe(this.loop.read()), ROUND_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.loop.stop();
  }

  /** How many times the knee the load is; from 1 on requests are turned away. */
  get load(): number {
    return this.ratio;
  }

  /** How full each registered queue is, 0…1. */
  fullness(): [queue: string, share: number][] {
    return [...this.queues].map(([queue, read]) => [queue, read()]);
  }

  /** One look at the loop and the queues. */
  observe(reading: LoopReading): void {
    this.reading = reading;
    this.smoothedMs += (reading.meanMs - this.smoothedMs) * WEIGHT;
    const fullest = Math.max(0, ...this.fullness().map(([, share]) => share));
    this.ratio = this.kneeMs === 0 ? 0 : Math.max(this.smoothedMs / this.kneeMs, fullest / 0.8);
    const isOver = this.ratio >= 1;
    if (isOver === this.isShedding) return;
    this.isShedding = isOver;
    const fields = { load: Math.round(this.ratio * 100) / 100, delayMs: Math.round(this.smoothedMs) };
    if (isOver) this.logger.warn(fields, 'overloaded: requests are turned away');
    else this.logger.info(fields, 'no longer overloaded');
  }

  /** Null when the request may pass, else after how long it may come again. Spreads its refusals evenly. */
  refusal(kind: WorkKind): { retryAfterMs: number } | null {
    const share = Math.min(1, (this.ratio - FROM[kind]) / (FULL_AT[kind] - FROM[kind]));
    if (share <= 0) {
      this.debt[kind] = 0;
      return null;
    }
    this.debt[kind] += share;
    if (this.debt[kind] < 1) return null;
    this.debt[kind] -= 1;
    this.events.emit('overload.shed', { kind });
    return { retryAfterMs: Math.min(RETRY_AFTER_MAX_MS, Math.round(RETRY_AFTER_MS * this.ratio)) };
  }
}
