import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

const RESOLUTION_MS = 10;

/** What the event loop was like since the last reading. */
export interface LoopReading {
  /** How much later than asked a timer came, on average and in the worst hundredth; milliseconds. */
  readonly meanMs: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Share of the time in which the loop was busy, 0…1. */
  readonly utilization: number;
}

/** Reads how late the event loop is. */
export class LoopDelay {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private utilization = performance.eventLoopUtilization();

  start(): void {
    this.histogram.enable();
  }

  stop(): void {
    this.histogram.disable();
  }

  /** Since the last call. */
  read(): LoopReading {
    const { histogram } = this;
    const since = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(since, this.utilization);
    this.utilization = since;
    const reading =
      histogram.count === 0
        ? { meanMs: 0, p99Ms: 0, maxMs: 0, utilization }
        : { meanMs: late(histogram.mean), p99Ms: late(histogram.percentile(99)), maxMs: late(histogram.max), utilization };
    histogram.reset();
    return reading;
  }
}

/** The histogram holds whole intervals in nanoseconds, the resolution included. */
const late = (ns: number): number => Math.max(0, ns / 1e6 - RESOLUTION_MS);
