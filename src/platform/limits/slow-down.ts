import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

export interface SlowDownFigures {
  /** Share of the limit from which on requests are delayed. */
  after: number;
  /** How much longer each request beyond that waits. */
  stepMs: number;
  maxMs: number;
}

/** Requests asleep at once in this process; further ones pass at once, for they are still within their limit. */
const MAX_ASLEEP = 1_000;

/** Delays whoever comes near a limit. */
@Injectable()
export class SlowDown implements BeforeApplicationShutdown {
  private readonly asleep = new Set<() => void>();
  private isReleased = false;

  constructor(private readonly figures: SlowDownFigures) {}

  /** The delay of the `used`th request of `limit`. */
  delayOf(used: number, limit: number): number {
    const { after, stepMs, maxMs } = this.figures;
    const beyond = used - Math.floor(limit * after);
    return beyond > 0 ? Math.min(beyond * stepMs, maxMs) : 0;
  }

  /** Waits for `ms`, or less when the signal is aborted or the server drains. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    if (ms <= 0 || signal.aborted || this.isReleased || this.asleep.size >= MAX_ASLEEP) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.asleep.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      signal.addEventListener('abort', wake, { once: true });
      this.asleep.add(wake);
    });
  }

  get count(): number {
    return this.asleep.size;
  }

  /** Lets everybody go on at once, and nobody wait any more. */
  release(): void {
    this.isReleased = true;
    for (const wake of this.asleep) wake();
  }

  beforeApplicationShutdown(): void {
    this.release();
  }
}
