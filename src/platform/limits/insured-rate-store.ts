import { performance } from 'node:perf_hooks';
import type { Logger } from '../logging/logger.js';
import { RateStore, type RateDecision, type RateRule } from './rate-store.js';

const RETRY_AFTER_MS = 1_000;

export interface InsuredRateStoreOptions {
  /** After a failure, how long nobody waits for the shared store; then one call tries it. */
  retryAfterMs?: number;
  /** Monotonic milliseconds. */
  now?: () => number;
}

/**
 * A shared store whose failures nobody notices: the local one takes over and the shared one is tried again now and then. What
 * the shared store allows is counted locally as well, so that a key that had used up its limit stays where it was when the
 * local store takes over.
 */
export class InsuredRateStore extends RateStore {
  private isOut = false;
  private retryAt = 0;
  private readonly retryAfterMs: number;
  private readonly now: () => number;

  constructor(
    private readonly shared: RateStore,
    private readonly local: RateStore,
    private readonly logger: Logger,
    { retryAfterMs = RETRY_AFTER_MS, now = () => performance.now() }: InsuredRateStoreOptions = {},
  ) {
    super();
    this.retryAfterMs = retryAfterMs;
    this.now = now;
  }

  override async take(key: string, rule: RateRule): Promise<RateDecision> {
    const decision = await this.tryShared((store) => store.take(key, rule));
    if (decision === undefined) return this.local.take(key, rule);
    if (decision.allowed) await this.local.take(key, rule);
    return decision;
  }

  override async peek(key: string, rule: RateRule): Promise<RateDecision> {
    return (await this.tryShared((store) => store.peek(key, rule))) ?? this.local.peek(key, rule);
  }

  override async refund(key: string, rule: RateRule): Promise<void> {
    await this.tryShared((store) => store.refund(key, rule));
    await this.local.refund(key, rule);
  }

  override async forget(key: string): Promise<void> {
    await this.tryShared((store) => store.forget(key));
    await this.local.forget(key);
  }

  private async tryShared<T>(work: (store: RateStore) => Promise<T>): Promise<T | undefined> {
    if (this.isOut) {
      if (this.now() < this.retryAt) return undefined;
      this.retryAt = this.now() + this.retryAfterMs;
    }
    try {
      const result = await work(this.shared);
      if (this.isOut) this.logger.info({}, 'rate limits are counted in the shared store again');
      this.isOut = false;
      return result;
    } catch (error) {
      if (!this.isOut) this.logger.error({ err: error }, 'rate limits are counted in this process: the shared store failed');
      this.isOut = true;
      this.retryAt = this.now() + this.retryAfterMs;
      return undefined;
    }
  }
}
