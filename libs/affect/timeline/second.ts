import { type AffectModality, fuse, type FusedReading, type FusionWeights } from '../fusion/fuse.js';
import { AFFECT_LABELS, type AffectReading } from '../reading.js';

/**
 * Sums of one modality's readings within a second, as numbers that can be added to, merged and stored:
 * `[items, readings, weight, confidence, valence, arousal, dominance, …one score a label]`. `items` counts what arrived, `readings` what
 * could be read; from `weight` on everything is weighted, `confidence` by the item's weight, the rest by weight × confidence.
 */
export type ModalitySums = number[];

/** What arrived within one second of a session. Order does not matter: late items are added like any other. */
export type Second = Partial<Record<AffectModality, ModalitySums>>;

const ITEMS = 0;
const READINGS = 1;
const WEIGHT = 2;
const CONFIDENCE = 3;
const VALENCE = 4;
const AROUSAL = 5;
const DOMINANCE = 6;
const SCORES = 7;
const LENGTH = SCORES + AFFECT_LABELS.length;

const at = (sums: ModalitySums, index: number): number => sums[index] ?? 0;

/**
 * Adds one item to a second.
 * @param reading null when the item could not be read; it counts, and lowers the confidence, but says nothing
 * @param weight of the item among the second's others, 0…1
 */
export function addToSecond(second: Second, modality: AffectModality, reading: AffectReading | null, weight: number): void {
  const sums = (second[modality] ??= new Array<number>(LENGTH).fill(0));
  sums[ITEMS] = at(sums, ITEMS) + 1;
  if (reading === null || !(weight > 0)) return;
  const share = weight * reading.confidence;
  sums[READINGS] = at(sums, READINGS) + 1;
  sums[WEIGHT] = at(sums, WEIGHT) + weight;
  sums[CONFIDENCE] = at(sums, CONFIDENCE) + share;
  sums[VALENCE] = at(sums, VALENCE) + share * reading.valence;
  sums[AROUSAL] = at(sums, AROUSAL) + share * reading.arousal;
  sums[DOMINANCE] = at(sums, DOMINANCE) + share * reading.dominance;
  AFFECT_LABELS.forEach((label, index) => {
    sums[SCORES + index] = at(sums, SCORES + index) + share * reading.scores[label];
  });
}

/** The mean reading of one modality within the second; null when nothing of it could be read. */
export function readingOf(second: Second, modality: AffectModality): AffectReading | null {
  const sums = second[modality];
  if (sums === undefined) return null;
  const share = at(sums, CONFIDENCE);
  if (!(share > 0)) return null;
  const scores = Object.fromEntries(AFFECT_LABELS.map((label, index) => [label, at(sums, SCORES + index) / share])) as AffectReading['scores'];
  const label = AFFECT_LABELS.reduce((best, candidate) => (scores[candidate] > scores[best] ? candidate : best));
  // Items that could not be read make the second less sure.
  const readShare = at(sums, READINGS) / at(sums, ITEMS);
  return {
    label,
    scores,
    confidence: (share / at(sums, WEIGHT)) * readShare,
    valence: at(sums, VALENCE) / share,
    arousal: at(sums, AROUSAL) / share,
    dominance: at(sums, DOMINANCE) / share,
  };
}

/** What the second says, all modalities together; null when there was nothing to read in it. */
export function fuseSecond(second: Second, weights: FusionWeights): FusedReading | null {
  return fuse({ face: readingOf(second, 'face'), voice: readingOf(second, 'voice'), text: readingOf(second, 'text') }, weights);
}

/** The second as short JSON can hold it: sums to four decimals. */
export function compactSecond(second: Second): Second {
  const compact: Second = {};
  for (const [modality, sums] of Object.entries(second) as [AffectModality, ModalitySums][])
    compact[modality] = sums.map((value) => Math.round(value * 10_000) / 10_000);
  return compact;
}
