import { SAMPLE_RATE_HZ } from './frame.js';

/** Range in which a speaking voice's fundamental is searched, Hz. */
export const MIN_PITCH_HZ = 60;
export const MAX_PITCH_HZ = 500;

const DECIMATION = 4;
const RATE_HZ = SAMPLE_RATE_HZ / DECIMATION;
const TAPS = 41;
const CUTOFF_HZ = 1100;
/** Correlation window in decimated samples: 30 ms, two periods of the lowest pitch. */
const WINDOW = 120;
const MIN_LAG = Math.floor(RATE_HZ / MAX_PITCH_HZ) - 1;
const MAX_LAG = Math.ceil(RATE_HZ / MIN_PITCH_HZ) + 1;
/** A shorter lag wins over the best one when its peak is at least this share of it: guards against octaves too low. */
const SHORTER_LAG_SHARE = 0.88;

export interface PitchEstimate {
  /** Fundamental in Hz, 60…500, or null where there is no clear period. */
  pitchHz: number | null;
  /** Height of the chosen peak of the normalized cross-correlation, 0…1: how periodic the frame is. */
  harmonicity: number;
}

/** Samples of 16 kHz audio that {@link PitchTracker.estimate} looks at, centred on the frame. */
export const PITCH_SPAN_SAMPLES = 800;

/**
 * Pitch by the normalized cross-correlation of the band below 1.1 kHz (Talkin, RAPT, 1995), at 4 kHz with parabolic
 * interpolation of the peak. Keeps no state between frames, so equal audio gives equal estimates.
 */
export class PitchTracker {
  private readonly taps = lowPassTaps();
  private readonly low = new Float64Array(WINDOW + MAX_LAG + 1);
  private readonly correlation = new Float64Array(MAX_LAG + 2);

  /** @param samples at least {@link PITCH_SPAN_SAMPLES} values, any scale */
  estimate(samples: Float64Array): PitchEstimate {
    this.decimate(samples);
    this.correlate();
    return this.pick();
  }

  private decimate(samples: Float64Array): void {
    const { taps, low } = this;
    // The span needed is slightly shorter than what the frame keeps; it is centred.
    const needed = (low.length - 1) * DECIMATION + TAPS;
    const offset = Math.max(0, (PITCH_SPAN_SAMPLES - needed) >> 1);
    for (let i = 0; i < low.length; i++) {
      let sum = 0;
      const at = offset + i * DECIMATION;
      for (let k = 0; k < TAPS; k++) sum += (samples[at + k] ?? 0) * (taps[k] ?? 0);
      low[i] = sum;
    }
  }

  private correlate(): void {
    const { low, correlation } = this;
    let energy0 = 0;
    for (let i = 0; i < WINDOW; i++) energy0 += (low[i] ?? 0) ** 2;
    let energyLag = 0;
    for (let i = MIN_LAG; i < MIN_LAG + WINDOW; i++) energyLag += (low[i] ?? 0) ** 2;
    for (let lag = MIN_LAG; lag <= MAX_LAG; lag++) {
      let sum = 0;
      for (let i = 0; i < WINDOW; i++) sum += (low[i] ?? 0) * (low[i + lag] ?? 0);
      const norm = Math.sqrt(energy0 * energyLag);
      correlation[lag] = norm > 0 ? sum / norm : 0;
      energyLag = Math.max(0, energyLag - (low[lag] ?? 0) ** 2 + (low[lag + WINDOW] ?? 0) ** 2);
    }
  }

  private pick(): PitchEstimate {
    const { correlation } = this;
    let best = 0;
    for (let lag = MIN_LAG + 1; lag < MAX_LAG; lag++) {
      if (isPeak(correlation, lag)) best = Math.max(best, correlation[lag] ?? 0);
    }
    if (best <= 0) return { pitchHz: null, harmonicity: 0 };
    for (let lag = MIN_LAG + 1; lag < MAX_LAG; lag++) {
      const height = correlation[lag] ?? 0;
      if (height < best * SHORTER_LAG_SHARE || !isPeak(correlation, lag)) continue;
      const before = correlation[lag - 1] ?? 0;
      const after = correlation[lag + 1] ?? 0;
      const curve = before - 2 * height + after;
      const shift = curve < 0 ? (before - after) / (2 * curve) : 0;
      const pitchHz = Math.min(MAX_PITCH_HZ, Math.max(MIN_PITCH_HZ, RATE_HZ / (lag + shift)));
      return { pitchHz, harmonicity: Math.min(1, Math.max(0, height)) };
    }
    return { pitchHz: null, harmonicity: 0 };
  }
}

function isPeak(values: Float64Array, at: number): boolean {
  const value = values[at] ?? 0;
  return value > (values[at - 1] ?? 0) && value >= (values[at + 1] ?? 0);
}

/** Windowed-sinc low pass (Hamming), unit gain at 0 Hz. */
function lowPassTaps(): Float64Array {
  const taps = new Float64Array(TAPS);
  const middle = (TAPS - 1) / 2;
  let sum = 0;
  for (let i = 0; i < TAPS; i++) {
    const x = (2 * CUTOFF_HZ * (i - middle)) / SAMPLE_RATE_HZ;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    const value = sinc * (0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (TAPS - 1)));
    taps[i] = value;
    sum += value;
  }
  return taps.map((tap) => tap / sum);
}
