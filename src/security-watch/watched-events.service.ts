import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig } from '../platform/config/app-config.js';
import { LookupHash } from '../platform/crypto/lookup-hash.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { Purges } from '../platform/jobs/purges.js';
import { Logger } from '../platform/logging/logger.js';
import './security-watch.events.js';
import { type WatchedEvent, WatchedEventRepository } from './watched-event.repository.js';

export interface Sighting {
  readonly kind: string;
  /** What tells accounts apart; not the e-mail. */
  readonly account?: string | null;
  readonly ip?: string | null;
  readonly route?: string;
}

const FLUSH_MS = 2_000;
/** Rows a flush: an attack from everywhere at once fills this many and is counted in the last. */
const MAX_ROWS = 300;
const MAX_ROUTE = 256;
const DAY_MS = 86_400_000;

/** Stores what was seen. The same thing from the same source is one row a flush, so that a flood costs no more than a trickle. */
@Injectable()
export class WatchedEvents implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private waiting = new Map<string, WatchedEvent>();
  private timer: NodeJS.Timeout | null = null;
  private flushing: Promise<void> = Promise.resolve();

  constructor(
    private readonly repository: WatchedEventRepository,
    private readonly lookup: LookupHash,
    private readonly events: DomainEvents,
    private readonly logger: Logger,
    purges: Purges,
    { retention }: AppConfig,
  ) {
    purges.register('security events', (limit) => repository.purge(new Date(Date.now() - retention.logsDays * DAY_MS), limit));
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.flush();
  }

  note({ kind, account = null, ip = null, route }: Sighting): void {
    this.events.emit('security.watched', { kind, count: 1 });
    const isFull = this.waiting.size >= MAX_ROWS;
    const key = `${kind}|${account ?? ''}|${ip ?? ''}|${route ?? ''}`;
    const found = this.waiting.get(key) ?? (isFull ? this.waiting.get(kind) : undefined);
    if (found !== undefined) {
      found.count += 1;
      return;
    }
    // Of what is too much only the kind is kept.
    if (isFull) this.waiting.set(kind, { kind, account: null, address: null, route: null, count: 1 });
    else this.waiting.set(key, { kind, account: this.hashed('account', account), address: this.hashed('ip', ip), route: route?.slice(0, MAX_ROUTE) ?? null, count: 1 });
  }

  flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.store());
    return this.flushing;
  }

  private async store(): Promise<void> {
    if (this.waiting.size === 0) return;
    const rows = [...this.waiting.values()];
    this.waiting = new Map();
    await this.repository.add(rows).catch((error: unknown) => {
      this.logger.error({ err: error, lost: rows.length }, 'security events could not be stored');
    });
  }

  private hashed(purpose: 'account' | 'ip', value: string | null): Buffer | null {
    return value === null || value === '' ? null : this.lookup.of(purpose, value);
  }
}
