import { AFFECT_LABELS, LABEL_VAD, type AffectLabel, type AffectReading } from '../reading.js';

/** What one word or expression says, after negation and strength. */
export interface Evidence {
  /** −1…1 */
  valence: number;
  /** What it said before negation, with its label; null for words that are only good or bad. */
  label: AffectLabel | null;
  /** −1…1; the label's own where undefined */
  arousal?: number | undefined;
  isNegated: boolean;
  /** How much it counts, 0…2. */
  weight: number;
}

/** Normalizes a sum of valences to −1…1 (as VADER does, Hutto & Gilbert 2014): one strong word gives about 0.7. */
const SATURATION = 0.6;
/** Weight of "nothing in particular" beside the words found. */
const NEUTRAL_WEIGHT = 0.2;
/** Words that are only good or bad speak for these labels. */
const BAD: readonly (readonly [AffectLabel, number])[] = [['sad', 0.5], ['angry', 0.25], ['anxious', 0.25]];
const GOOD: readonly (readonly [AffectLabel, number])[] = [['happy', 1]];
/** A feeling denied is seldom its full opposite. */
const DENIED_GOOD: readonly (readonly [AffectLabel, number])[] = [['sad', 0.85], ['neutral', 0.15]];
const DENIED_BAD: readonly (readonly [AffectLabel, number])[] = [['happy', 0.4], ['neutral', 0.6]];
const MAX_CONFIDENCE = 0.75;
/** How much less sure one is after each further word found. */
const DOUBT_PER_WORD = 0.6;
const HEDGE_FACTOR = 0.8;
const EXCLAMATION_AROUSAL = 0.1;
const MAX_EXCLAMATIONS = 3;

/** Marks of the text beside its words. */
export interface Tone {
  /** Exclamation marks. */
  exclamations: number;
  /** "I think", "perhaps" and their like. */
  hedges: number;
}

/** Valence after negation: the good turns bad, the bad only half good ("not hard" is less than easy). */
export function negate(valence: number): number {
  return valence > 0 ? -0.7 * valence : -0.4 * valence;
}

/** @returns null without evidence: words without feeling are no data, not a neutral feeling */
export function readEvidence(evidence: readonly Evidence[], tone: Tone): AffectReading | null {
  let sum = 0;
  let size = 0;
  let arousal = 0;
  let dominance = 0;
  let total = NEUTRAL_WEIGHT;
  const scores: Record<AffectLabel, number> = {
    happy: 0, sad: 0, angry: 0, anxious: 0, fearful: 0, disgusted: 0, surprised: 0, neutral: NEUTRAL_WEIGHT,
  };
  for (const item of evidence) {
    sum += item.valence * item.weight;
    size += Math.abs(item.valence * item.weight);
    for (const [label, share] of labelsOf(item)) {
      const weight = Math.max(0.2, Math.abs(item.valence)) * item.weight * share;
      scores[label] += weight;
      total += weight;
      arousal += weight * (item.isNegated ? 0.5 * LABEL_VAD[label].arousal : item.arousal ?? LABEL_VAD[label].arousal);
      dominance += weight * LABEL_VAD[label].dominance;
    }
  }
  if (evidence.length === 0 || total <= NEUTRAL_WEIGHT) return null;
  let label: AffectLabel = AFFECT_LABELS[0];
  for (const name of AFFECT_LABELS) if (scores[name] > scores[label]) label = name;
  for (const name of AFFECT_LABELS) scores[name] /= total;
  const agreement = size > 0 ? Math.abs(sum) / size : 1;
  const certainty = tone.hedges > 0 ? HEDGE_FACTOR : 1;
  const loud = EXCLAMATION_AROUSAL * Math.min(MAX_EXCLAMATIONS, tone.exclamations);
  return {
    label,
    scores,
    confidence: MAX_CONFIDENCE * (1 - DOUBT_PER_WORD ** evidence.length) * (0.5 + 0.5 * agreement) * certainty,
    valence: sum / Math.sqrt(sum * sum + SATURATION),
    arousal: Math.max(-1, Math.min(1, arousal / total + loud)),
    dominance: Math.max(-1, Math.min(1, dominance / total)),
  };
}

function labelsOf({ label, valence, isNegated }: Evidence): readonly (readonly [AffectLabel, number])[] {
  if (isNegated) return valence < 0 ? DENIED_GOOD : DENIED_BAD;
  if (label !== null) return [[label, 1]];
  return valence < 0 ? BAD : GOOD;
}
