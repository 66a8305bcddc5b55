/** Absorbs the rounding of sums of fractions of a millisecond. */
const EPSILON_MS = 1e-6;

/** A bucket of `capacity` tokens that fills at `perSecond`: so many at once, and that rate in the long run. */
export class TokenBucket {
  private readonly intervalMs: number;
  private readonly depthMs: number;
  /** When the bucket is full again, if nothing more is taken. */
  private fullAt: number;
  private seenAt: number;

  constructor(
    readonly capacity: number,
    perSecond: number,
    now: number,
  ) {
    this.intervalMs = 1_000 / perSecond;
    this.depthMs = capacity * this.intervalMs;
    this.fullAt = now;
    this.seenAt = now;
  }

  /** Takes `cost` tokens at the monotonic time `now` (ms). Gives 0, or the milliseconds until it could, having taken none. */
  take(now: number, cost = 1): number {
    this.seenAt = Math.max(this.seenAt, now);
    const fullAt = Math.max(this.fullAt, this.seenAt) + cost * this.intervalMs;
    const waitMs = fullAt - this.seenAt - this.depthMs;
    if (waitMs > EPSILON_MS) return Math.ceil(waitMs - EPSILON_MS);
    this.fullAt = fullAt;
    return 0;
  }

  /** Whole tokens left at the last `take`. */
  get remaining(): number {
    return Math.floor((this.depthMs - this.resetMs) / this.intervalMs + EPSILON_MS);
  }

  /** Milliseconds from the last `take` until the bucket is full. */
  get resetMs(): number {
    return Math.max(0, Math.ceil(this.fullAt - this.seenAt - EPSILON_MS));
  }
}
