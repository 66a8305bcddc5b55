import fc from 'fast-check';
import { AFFECT_LABELS, type AffectLabel, type AffectReading, LABEL_VAD } from './reading.js';

/** A reading that is all of one label. */
export function readingOfLabel(label: AffectLabel, confidence: number): AffectReading {
  const scores = Object.fromEntries(AFFECT_LABELS.map((name) => [name, name === label ? 1 : 0])) as AffectReading['scores'];
  return { label, scores, confidence, ...LABEL_VAD[label] };
}

/** Shares 0…1 without those so small that their products lose their digits. */
export const anyShare = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => (value < 1e-6 ? 0 : value));

const axis = fc.double({ min: -1, max: 1, noNaN: true });

/** Any reading that keeps its ranges. */
export const anyReading: fc.Arbitrary<AffectReading> = fc
  .record({
    shares: fc.array(anyShare, { minLength: AFFECT_LABELS.length, maxLength: AFFECT_LABELS.length }),
    confidence: anyShare,
    valence: axis,
    arousal: axis,
    dominance: axis,
  })
  .map(({ shares, ...rest }) => {
    const sum = shares.reduce((total, one) => total + one, 0);
    const scores = Object.fromEntries(
      AFFECT_LABELS.map((name, i) => [name, sum > 1e-9 ? (shares[i] ?? 0) / sum : 1 / AFFECT_LABELS.length]),
    ) as AffectReading['scores'];
    const label = AFFECT_LABELS.reduce((best, name) => (scores[name] > scores[best] ? name : best));
    return { ...rest, scores, label };
  });
