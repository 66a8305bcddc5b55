import { AFFECT_LABELS, type AffectReading } from '../reading.js';

export type AffectModality = 'face' | 'voice' | 'text';

/** How much each modality counts, 0 or more; only their ratios matter. */
export type FusionWeights = Readonly<Record<AffectModality, number>>;

/** What each modality read; null where it had nothing to say. */
export type ModalityReadings = Readonly<Record<AffectModality, AffectReading | null>>;

export interface FusedReading extends AffectReading {
  /** Confidence of each modality that took part, 0…1; null for one that did not. */
  readonly modalities: Readonly<Record<AffectModality, number | null>>;
}

const MODALITIES: readonly AffectModality[] = ['face', 'voice', 'text'];

/**
 * One reading from several, by confidence-weighted late fusion: a modality counts by its configured weight times its confidence;
 * one that is missing is left out and the rest renormalized. The confidence is the weighted mean of the parts', so that a second
 * modality that is unsure does not make the whole surer.
 * @returns null when no modality has a reading: no data, which is not `neutral`
 */
export function fuse(readings: ModalityReadings, weights: FusionWeights): FusedReading | null {
  const present = MODALITIES.flatMap((modality) => {
    const reading = readings[modality];
    return reading === null || weights[modality] <= 0 || reading.confidence <= 0 ? [] : [{ modality, reading, weight: weights[modality] }];
  });
  const total = present.reduce((sum, { weight, reading }) => sum + weight * reading.confidence, 0);
  const weightSum = present.reduce((sum, { weight }) => sum + weight, 0);
  const [first] = present;
  if (first === undefined || !(total > 0)) return null;

  const mean = (pick: (reading: AffectReading) => number) =>
    present.reduce((sum, { reading, weight }) => sum + weight * reading.confidence * pick(reading), 0) / total;
  const scores = { ...first.reading.scores };
  for (const label of AFFECT_LABELS) scores[label] = mean((reading) => reading.scores[label]);
  const label = AFFECT_LABELS.reduce((best, candidate) => (scores[candidate] > scores[best] ? candidate : best));
  const confidenceOf = (wanted: AffectModality) => present.find(({ modality }) => modality === wanted)?.reading.confidence ?? null;
  return {
    label,
    scores,
    confidence: total / weightSum,
    valence: mean(({ valence }) => valence),
    arousal: mean(({ arousal }) => arousal),
    dominance: mean(({ dominance }) => dominance),
    modalities: { face: confidenceOf('face'), voice: confidenceOf('voice'), text: confidenceOf('text') },
  };
}
