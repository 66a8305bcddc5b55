import { AppError } from '../platform/errors/app-error.js';
import type { Attempt, FailureCounter, Lock } from '../platform/limits/failure-counter.js';

const MAX_WAITING = 200;
const RETRY_MS = 1_000;

interface Lane {
  /** Guesses that wait or are under way. */
  users: number;
  inFlight: number;
  /** Grows with every guess that came to its end. */
  finished: number;
  readonly waiting: (() => void)[];
}

/**
 * Makes a guess wait while as many others as may fail are under way here: they may all turn out right, as when an app signs in several
 * times at once, and right ones take nothing from the count.
 */
export class GuessLanes {
  private readonly lanes = new Map<string, Lane>();
  private waiting = 0;

  constructor(private readonly counter: FailureCounter) {}

  /** @throws AppError SERVICE_UNAVAILABLE when too many wait */
  async begin(key: string, signal?: AbortSignal): Promise<Attempt | NonNullable<Lock>> {
    const lane = this.lanes.get(key) ?? { users: 0, inFlight: 0, finished: 0, waiting: [] };
    this.lanes.set(key, lane);
    lane.users += 1;
    try {
      const begun = await this.take(key, lane, signal);
      if ('failed' in begun) return this.tracked(key, lane, begun);
      this.leave(key, lane);
      return begun;
    } catch (error) {
      this.leave(key, lane);
      throw error;
    }
  }

  private async take(key: string, lane: Lane, signal: AbortSignal | undefined): Promise<Attempt | NonNullable<Lock>> {
    if (lane.waiting.length > 0) await this.wait(lane, 'last');
    for (;;) {
      signal?.throwIfAborted();
      const { finished } = lane;
      const begun = await this.counter.begin(key);
      if ('failed' in begun) return begun;
      if (lane.inFlight > 0) await this.wait(lane, 'first');
      else if (lane.finished === finished) return begun;
    }
  }

  private tracked(key: string, lane: Lane, attempt: Attempt): Attempt {
    lane.inFlight += 1;
    const end = async <T>(work: () => Promise<T>): Promise<T> => {
      try {
        return await work();
      } finally {
        lane.inFlight -= 1;
        lane.finished += 1;
        this.leave(key, lane);
      }
    };
    return { failed: () => end(() => attempt.failed()), succeeded: () => end(() => attempt.succeeded()) };
  }

  private wait(lane: Lane, place: 'first' | 'last'): Promise<void> {
    if (this.waiting >= MAX_WAITING) throw new AppError('SERVICE_UNAVAILABLE', { retryAfterMs: RETRY_MS });
    this.waiting += 1;
    return new Promise((resolve) => {
      const proceed = () => {
        this.waiting -= 1;
        resolve();
      };
      if (place === 'first') lane.waiting.unshift(proceed);
      else lane.waiting.push(proceed);
    });
  }

  private leave(key: string, lane: Lane): void {
    lane.users -= 1;
    if (lane.users === 0) this.lanes.delete(key);
    lane.waiting.shift()?.();
  }
}
