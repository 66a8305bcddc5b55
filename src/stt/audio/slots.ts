import { AppError } from '../../platform/errors/app-error.js';

const BUSY_RETRY_MS = 2_000;

/** So many pieces of work at once; others wait in line, and only so many. */
export class Slots {
  private running = 0;
  private readonly line: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly mostWaiting: number,
  ) {}

  /** @throws AppError SERVICE_UNAVAILABLE when the line is full */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      const next = this.line.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  private async enter(): Promise<void> {
    if (this.running < this.atOnce) {
      this.running += 1;
      return;
    }
    if (this.line.length >= this.mostWaiting) throw new AppError('SERVICE_UNAVAILABLE', { retryAfterMs: BUSY_RETRY_MS });
    await new Promise<void>((resolve) => this.line.push(resolve));
  }
}
