import type { Pace } from './paced.js';
import type { ProviderError } from './provider-error.js';

/** Longest wait for a provider that says when it will answer again. Beyond it the next provider is quicker. */
const MAX_RETRY_WAIT_MS = 2_000;
const BACKOFF_MS = 100;
/** Of the whole time: what an attempt must leave to each provider after it. */
const RESERVED_SHARE = 0.1;
/** An attempt with less than this share of the time says nothing about the provider when it runs out. */
const FAIR_SHARE = 0.2;

/** What one call may spend over all its providers together: time, and repetitions. */
export class CallBudget {
  private readonly deadlineMs: number;

  constructor(
    private readonly timeoutMs: number,
    private retries: number,
    private readonly now: () => number,
  ) {
    this.deadlineMs = now() + timeoutMs;
  }

  get remainingMs(): number {
    return Math.max(0, this.deadlineMs - this.now());
  }

  /**
   * What an attempt may take when `providersLeft` can still be asked, this one included: an equal share of the time to its first
   * item and between items, so that a provider that hangs leaves time for the next; and all of it but a reserve in total.
   */
  paceFor(providersLeft: number): Pace & { isFair: boolean } {
    const remainingMs = this.remainingMs;
    const itemMs = remainingMs / Math.max(1, providersLeft);
    return {
      itemMs,
      totalMs: remainingMs * (1 - RESERVED_SHARE * Math.max(0, providersLeft - 1)),
      isFair: itemMs >= this.timeoutMs * FAIR_SHARE,
    };
  }

  /**
   * How long to wait before the same provider is asked again, or null when it should not be. A wait spends one of the call's
   * repetitions.
   */
  takeRetry(failure: ProviderError): number | null {
    const waitMs = backoffOf(failure);
    if (waitMs === null || this.retries === 0 || waitMs >= this.remainingMs / 2) return null;
    this.retries -= 1;
    return waitMs;
  }
}

function backoffOf({ kind, status, retryAfterMs }: ProviderError): number | null {
  const jitterMs = BACKOFF_MS * (0.5 + Math.random());
  if (kind === 'unavailable') return retryAfterMs === undefined ? jitterMs : bounded(retryAfterMs, jitterMs);
  if (kind === 'rate-limited') return retryAfterMs === undefined ? null : bounded(retryAfterMs, jitterMs);
  // A model that answered nonsense may do better; one that calls the request itself wrong will not.
  if (kind === 'bad-answer') return status === undefined || status < 400 ? jitterMs : null;
  return null;
}

const bounded = (retryAfterMs: number, jitterMs: number) => (retryAfterMs > MAX_RETRY_WAIT_MS ? null : retryAfterMs + jitterMs);
