/** Weight of the past in the smoothed power. */
const SMOOTHING = 0.7;
/** The minimum is looked for in the current block and the last eight: 1.3 to 1.4 s. */
const BLOCK_FRAMES = 16;
const BLOCKS = 8;
/** The minimum of smoothed noise lies below its mean; this brings it back (measured on white and pink noise). */
const BIAS = 1.8;
/** Power a bin of a noise at −80 dBFS: below it nothing is told apart. */
const LOWEST_POWER = 1e-8;

/**
 * Noise power in each band by minimum statistics (Martin 2001): the smallest smoothed power of the last 1.4 s, which speech,
 * with its gaps in every band, does not lift, and which follows a louder background within that time.
 */
export class NoiseFloor {
  /** Noise power a band; the array is reused. */
  readonly power: Float64Array;
  private readonly smoothed: Float64Array;
  private readonly current: Float64Array;
  private readonly minima: Float64Array[];
  private frames = 0;

  constructor(private readonly bandCount: number) {
    this.power = new Float64Array(bandCount);
    this.smoothed = new Float64Array(bandCount);
    this.current = new Float64Array(bandCount).fill(Infinity);
    this.minima = Array.from({ length: BLOCKS }, () => new Float64Array(bandCount).fill(Infinity));
  }

  update(bands: Float64Array): void {
    const { smoothed, current } = this;
    const keep = this.frames === 0 ? 0 : SMOOTHING;
    for (let b = 0; b < this.bandCount; b++) {
      const value = keep * (smoothed[b] ?? 0) + (1 - keep) * (bands[b] ?? 0);
      smoothed[b] = value;
      if (value < (current[b] ?? 0)) current[b] = value;
      let minimum = current[b] ?? 0;
      for (const block of this.minima) minimum = Math.min(minimum, block[b] ?? 0);
      this.power[b] = Math.max(minimum * BIAS, LOWEST_POWER);
    }
    this.frames++;
    if (this.frames % BLOCK_FRAMES === 0) this.closeBlock();
  }

  private closeBlock(): void {
    const oldest = this.minima.shift();
    if (oldest === undefined) return;
    oldest.set(this.current);
    this.minima.push(oldest);
    this.current.fill(Infinity);
  }
}
