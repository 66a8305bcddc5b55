import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AuditTrail } from '../audit/audit-trail.service.js';
import { AppConfig } from '../platform/config/app-config.js';
import { IdempotencyService } from '../platform/idempotency/idempotency.service.js';
import { type Purge, Purges } from '../platform/jobs/purges.js';
import { Logger } from '../platform/logging/logger.js';
import { RetentionRepository } from './retention.repository.js';

const EVERY_MS = 3_600_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Rows of one statement, so that none holds locks for long. */
const BATCH = 200;
/** Batches of one kind in one round; the rest is for the next. */
const MAX_BATCHES = 1_000;

/** How many of each kind were removed; -1 where it failed. */
export type RetentionReport = Readonly<Record<string, number>>;

/** Removes what was kept long enough, kind by kind, in bounded batches. Any number of instances may: each passes over what another holds. */
@Injectable()
export class RetentionJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<unknown> = Promise.resolve();
  private isStopping = false;

  constructor(
    private readonly purges: Purges,
    private readonly trail: AuditTrail,
    private readonly logger: Logger,
    repository: RetentionRepository,
    idempotency: IdempotencyService,
    { retention }: AppConfig,
  ) {
    const ago = (ms: number) => new Date(Date.now() - ms);
    purges.register('sessions', (limit) => repository.purgeSessions(ago(retention.sessionsDays * DAY_MS), limit));
    purges.register('transcripts', (limit) => repository.purgeTranscripts(ago(retention.transcriptsDays * DAY_MS), limit));
    purges.register('guests', (limit) => repository.purgeGuests(ago(HOUR_MS), limit));
    purges.register('account events', (limit) => repository.purgeSecurityEvents(ago(retention.sessionsDays * DAY_MS), limit));
    purges.register('idempotency keys', (limit) => idempotency.purge(limit));
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.run();
    }, EVERY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }

  /** One round over all kinds. A kind that fails does not keep the others from being purged. */
  async run(): Promise<RetentionReport> {
    const report: Record<string, number> = {};
    for (const [kind, purge] of this.purges.all()) report[kind] = await this.runOne(kind, purge);
    const removed = Object.fromEntries(Object.entries(report).filter(([, count]) => count !== 0));
    this.logger.info({ removed }, 'retention');
    const personal = Object.entries(removed).filter(([kind]) => kind === 'sessions' || kind === 'transcripts' || kind === 'guests' || kind === 'exports');
    for (const [kind, count] of personal) await this.trail.record({ action: 'retention.purged', personId: null, what: `${kind}: ${count}` });
    return report;
  }

  private async runOne(kind: string, purge: Purge): Promise<number> {
    let total = 0;
    try {
      for (let batch = 0; batch < MAX_BATCHES && !this.isStopping; batch += 1) {
        const removed = await purge(BATCH);
        total += removed;
        if (removed < BATCH) break;
      }
      return total;
    } catch (error) {
      this.logger.error({ err: error, kind }, 'what was kept long enough could not be removed');
      return -1;
    }
  }
}
