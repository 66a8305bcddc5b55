import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig } from '../platform/config/app-config.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { Purges } from '../platform/jobs/purges.js';
import { Logger } from '../platform/logging/logger.js';
import { ErrorRollupRepository, type Tally } from './error-rollup.repository.js';
import { kindOf } from './failure-kind.js';

const FLUSH_MS = 5_000;
/** Kinds that wait to be stored; what is beyond is counted under no route. As many as the program has routes and codes is far below. */
const MAX_KINDS = 2_000;
const KEEP_MINUTES_MS = 86_400_000;
const DAY_MS = 86_400_000;

/** Counts failures by kind, and stores the counts every few seconds. While the database is out they are kept, a bounded number of kinds. */
@Injectable()
export class ErrorRecorder implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private waiting = new Map<string, Tally>();
  private timer: NodeJS.Timeout | null = null;
  private storing: readonly Tally[] = [];
  private queue: Promise<unknown> = Promise.resolve();
  /** Grows with everything that was stored. */
  generation = 0;
  private hasFailed = false;

  constructor(
    private readonly repository: ErrorRollupRepository,
    private readonly logger: Logger,
    events: DomainEvents,
    purges: Purges,
    { retention }: AppConfig,
  ) {
    events.on('failure.occurred', (failure) => {
      const kind = kindOf(failure);
      this.count(this.waiting.size < MAX_KINDS || this.waiting.has(kind.fingerprint) ? kind : kindOf({ ...failure, route: '(other)', error: null }));
    });
    purges.register('error minutes', (limit) => repository.purge('minute', new Date(Date.now() - KEEP_MINUTES_MS), limit));
    purges.register('error hours', (limit) => repository.purge('hour', new Date(Date.now() - retention.logsDays * DAY_MS), limit));
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.flush();
  }

  /** Counted and not stored yet. */
  get pending(): readonly Tally[] {
    return [...this.storing, ...this.waiting.values()];
  }

  /** Stores what was counted. Never throws: what cannot be stored now waits. */
  flush(): Promise<void> {
    return this.alone(() => this.store());
  }

  /** Runs while nothing is being stored, so that what is stored and what is pending add up. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.queue.then(work);
    this.queue = done.catch(() => undefined);
    return done;
  }

  private async store(): Promise<void> {
    if (this.waiting.size === 0) return;
    const tallies = [...this.waiting.values()];
    this.waiting = new Map();
    this.storing = tallies;
    try {
      await this.repository.add(tallies);
      this.storing = [];
      this.generation += 1;
      this.hasFailed = false;
    } catch (error) {
      this.storing = [];
      for (const tally of tallies) this.merge(tally);
      if (!this.hasFailed) this.logger.warn({ err: error }, 'failures are counted and cannot be stored now');
      this.hasFailed = true;
    }
  }

  private count(kind: ReturnType<typeof kindOf>): void {
    const now = new Date();
    this.merge({ ...kind, count: 1, firstSeenAt: now, lastSeenAt: now });
  }

  private merge(tally: Tally): void {
    const known = this.waiting.get(tally.fingerprint);
    if (known === undefined) {
      this.waiting.set(tally.fingerprint, { ...tally });
      return;
    }
    known.count += tally.count;
    if (tally.lastSeenAt > known.lastSeenAt) known.lastSeenAt = tally.lastSeenAt;
  }
}
