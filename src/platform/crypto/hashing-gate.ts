import { AppError } from '../errors/app-error.js';
import { quietPoolThreads } from './pool-threads.js';

export interface HashingGateOptions {
  /** Hashes at the same time; more would take libuv's threads, and the processor, from everything else. */
  readonly concurrency?: number;
  /** Requests that may wait. */
  readonly queue?: number;
  /** How long one may wait; below the time limit of requests, so that it is told when to come back. */
  readonly maxWaitMs?: number;
}

interface Waiting {
  readonly admit: () => void;
}

const MIN_RETRY_MS = 1_000;

/** Admits a few slow hashes at a time, keeps a bounded queue in order of arrival, and refuses what exceeds it. */
export class HashingGate {
  private readonly concurrency: number;
  private readonly queueMax: number;
  private readonly maxWaitMs: number;
  private readonly queue: Waiting[] = [];
  private active = 0;
  private isQuiet = false;
  /** Moving average of a hash's time. */
  private averageMs = 250;

  constructor({ concurrency = 2, queue = 50, maxWaitMs = 20_000 }: HashingGateOptions = {}) {
    this.concurrency = concurrency;
    this.queueMax = queue;
    this.maxWaitMs = maxWaitMs;
  }

  get running(): number {
    return this.active;
  }

  get waiting(): number {
    return this.queue.length;
  }

  /**
   * Runs `task` when it is its turn. A request that is aborted while it waits leaves the queue and rejects with the signal's reason; one
   * that runs is finished.
   * @throws AppError `SERVICE_UNAVAILABLE` when the queue is full, or its turn does not come in time
   */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    if (this.active < this.concurrency) this.active += 1;
    else await this.wait(signal);
    const startedAt = performance.now();
    try {
      return await task();
    } finally {
      this.averageMs += (performance.now() - startedAt - this.averageMs) / 8;
      this.quiet();
      this.handOver();
    }
  }

  /** The place of a finished hash passes to the first in the queue without becoming free in between. */
  private handOver(): void {
    const next = this.queue.shift();
    if (next === undefined) this.active -= 1;
    else next.admit();
  }

  private wait(signal: AbortSignal | undefined): Promise<void> {
    if (this.queue.length >= this.queueMax) throw new AppError('SERVICE_UNAVAILABLE', { retryAfterMs: this.drainMs() });
    return new Promise((resolve, reject) => {
      const leave = (reason: Error) => {
        clearTimeout(timer);
        this.queue.splice(this.queue.indexOf(entry), 1);
        reject(reason);
      };
      const abort = () => leave(signal?.reason as Error);
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', abort);
        leave(new AppError('SERVICE_UNAVAILABLE', { retryAfterMs: this.drainMs() }));
      }, this.maxWaitMs);
      const entry: Waiting = {
        admit: () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      this.queue.push(entry);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** The threads are there once something was hashed. */
  private quiet(): void {
    if (this.isQuiet) return;
    this.isQuiet = true;
    quietPoolThreads();
  }

  /** How long the present queue takes. */
  private drainMs(): number {
    return Math.max(MIN_RETRY_MS, Math.round((this.queue.length / this.concurrency) * this.averageMs));
  }
}
