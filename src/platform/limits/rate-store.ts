export interface RateRule {
  /** At most this many in any window; 1 or more. */
  readonly limit: number;
  /** Length of the window in milliseconds; 1 ms to 24 days. */
  readonly windowMs: number;
}

export interface RateDecision {
  readonly allowed: boolean;
  /** How many count against the rule now, this one included when it was taken. */
  readonly used: number;
  readonly remaining: number;
  /** Until the whole limit is free again, if nothing more is taken. */
  readonly resetMs: number;
  /** Until the next one is allowed; 0 when one is allowed now. */
  readonly retryAfterMs: number;
}

/**
 * Counts what a key did. The law of every implementation: of one key, no more than `limit` are allowed in any stretch of
 * `windowMs`, whatever the arrival pattern, and a key that was idle for `windowMs` has the whole limit at once.
 * What is refused does not count.
 */
export abstract class RateStore {
  /** Takes one if the rule allows it. */
  abstract take(key: string, rule: RateRule): Promise<RateDecision>;
  /** What `take` would say; changes nothing. */
  abstract peek(key: string, rule: RateRule): Promise<RateDecision>;
  /** Gives the newest one back. */
  abstract refund(key: string, rule: RateRule): Promise<void>;
  abstract forget(key: string): Promise<void>;
}
