import type { RateRule, RateStore } from './rate-store.js';

const DAY_MS = 86_400_000;
/** How long a lock makes the next one longer. */
const LOCK_HISTORY: RateRule = { limit: 1_000_000, windowMs: 2 * DAY_MS };

export interface FailureCounterOptions {
  /** Sets this counter's keys apart from others' in the same store. */
  name: string;
  /** So many failures in `windowMs` lock the key. */
  limit: number;
  windowMs: number;
  /**
   * The first lock; each further one within two days is twice as long, up to a day. Null: no lock, refused only while the
   * window is full.
   */
  lockMs: number | null;
}

/** How long a key is locked, or null when it is not. */
export type Lock = { readonly retryAfterMs: number } | null;

/** One guess under way. Exactly one of the two is called when it is known how it went. */
export interface Attempt {
  /** Counts it as a failure; gives the lock that it caused. */
  failed(): Promise<Lock>;
  /** Not a failure: gives back what `begin` took. */
  succeeded(): Promise<void>;
}

/**
 * Counts failures of a key and locks it, longer each time. Kept in a `RateStore`, so it is shared, insured and capped as that
 * is.
 */
export class FailureCounter {
  private readonly failures: RateRule;

  constructor(
    private readonly store: RateStore,
    private readonly options: FailureCounterOptions,
  ) {
    this.failures = { limit: options.limit, windowMs: options.windowMs };
  }

  async check(key: string): Promise<Lock> {
    if (this.options.lockMs === null) {
      const { allowed, retryAfterMs } = await this.store.peek(this.key('failures', key), this.failures);
      return allowed ? null : { retryAfterMs };
    }
    const { used, resetMs } = await this.store.peek(this.key('locks', key), LOCK_HISTORY);
    if (used === 0) return null;
    const sinceLocked = LOCK_HISTORY.windowMs - resetMs;
    const retryAfterMs = lockLength(this.options.lockMs, used) - sinceLocked;
    return retryAfterMs > 0 ? { retryAfterMs } : null;
  }

  /**
   * Reserves a guess before the secret is compared, so that parallel guesses cannot outrun the count. Gives the lock instead
   * when the key is locked, or when as many guesses as may fail are under way.
   */
  async begin(key: string): Promise<Attempt | NonNullable<Lock>> {
    const lock = await this.check(key);
    if (lock !== null) return lock;
    const taken = await this.store.take(this.key('failures', key), this.failures);
    if (!taken.allowed) return { retryAfterMs: Math.min(taken.retryAfterMs, this.options.lockMs ?? Infinity) };
    return {
      failed: () => this.lockIfFull(key, taken.used),
      succeeded: () => this.store.refund(this.key('failures', key), this.failures),
    };
  }

  /** Counts a failure that no `begin` announced; gives the lock that it caused or met. */
  async registerFailure(key: string): Promise<Lock> {
    const taken = await this.store.take(this.key('failures', key), this.failures);
    return this.lockIfFull(key, taken.used);
  }

  /** Forgets the key's failures and its locks. */
  async clear(key: string): Promise<void> {
    await Promise.all([this.store.forget(this.key('failures', key)), this.store.forget(this.key('locks', key))]);
  }

  private async lockIfFull(key: string, used: number): Promise<Lock> {
    const { limit, lockMs } = this.options;
    if (used < limit || lockMs === null) return this.check(key);
    const locks = await this.store.take(this.key('locks', key), LOCK_HISTORY);
    await this.store.forget(this.key('failures', key));
    return { retryAfterMs: lockLength(lockMs, locks.used) };
  }

  private key(kind: string, key: string): string {
    return `${this.options.name}:${kind}:${key}`;
  }
}

const lockLength = (firstMs: number, count: number): number => Math.min(DAY_MS, firstMs * 2 ** Math.min(count - 1, 20));
