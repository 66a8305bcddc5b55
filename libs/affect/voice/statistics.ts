/**
 * Weighted running mean and spread (West 1979): `m2` is the weighted sum of squared deviations. Plain numbers, so it can be
 * stored.
 */
export interface Spread {
  weight: number;
  mean: number;
  m2: number;
}

export function emptySpread(): Spread {
  return { weight: 0, mean: 0, m2: 0 };
}

export function addToSpread(spread: Spread, value: number, weight: number): void {
  if (!(weight > 0)) return;
  spread.weight += weight;
  const delta = value - spread.mean;
  spread.mean += (delta * weight) / spread.weight;
  spread.m2 += weight * delta * (value - spread.mean);
}

/** Standard deviation, 0 without data. */
export function deviation(spread: Spread): number {
  return spread.weight > 0 ? Math.sqrt(Math.max(0, spread.m2 / spread.weight)) : 0;
}

/** Lets old data fade once the weight exceeds `most`, so that the mean follows slow changes. */
export function limitSpread(spread: Spread, most: number): void {
  if (spread.weight <= most) return;
  spread.m2 *= most / spread.weight;
  spread.weight = most;
}

const REFERENCE_HZ = 100;

/** Pitch in semitones over 100 Hz, where equal steps sound equal. */
export function semitones(hz: number): number {
  return 12 * Math.log2(hz / REFERENCE_HZ);
}

export function hertz(semitonesOver100Hz: number): number {
  return REFERENCE_HZ * 2 ** (semitonesOver100Hz / 12);
}

/** Level of an RMS value 0…1 in dB relative to full scale, −100 for silence. */
export function decibels(rms: number): number {
  return rms > 1e-5 ? 20 * Math.log10(rms) : -100;
}
