import { EMOTION_LABELS, type EmotionLabel, type EmotionMix, type EmotionPoint, type MeanAffect } from '../../libs/contracts/emotion.js';

/**
 * What one or many sessions add up to. Means are taken over seconds, each weighted by its confidence, as the reports do; sums of
 * sessions are therefore sums of these.
 */
export interface AffectSums {
  sessions: number;
  durationMs: number;
  /** Active seconds, and those of them in which something could be read. */
  seconds: number;
  readSeconds: number;
  /** Sum of the confidences; the next three are weighted by them. */
  weight: number;
  valence: number;
  arousal: number;
  dominance: number;
  /** Weight of each label. */
  mix: Record<EmotionLabel, number>;
  /** Exercises that the findings propose. */
  tasks: number;
}

const noMix = (): Record<EmotionLabel, number> => ({ happy: 0, sad: 0, angry: 0, anxious: 0, fearful: 0, disgusted: 0, surprised: 0, neutral: 0 });

export const emptySums = (): AffectSums => ({
  sessions: 0, durationMs: 0, seconds: 0, readSeconds: 0, weight: 0, valence: 0, arousal: 0, dominance: 0, mix: noMix(), tasks: 0,
});

/** One session's part. */
export function sumsOf(points: readonly EmotionPoint[], durationMs: number, tasks: number): AffectSums {
  const sums: AffectSums = { ...emptySums(), sessions: 1, durationMs, tasks, seconds: Math.max(points.length, Math.ceil(durationMs / 1_000)) };
  for (const { label, confidence, valence, arousal, dominance } of points) {
    if (label === null || valence === null || arousal === null || dominance === null) continue;
    sums.readSeconds += 1;
    sums.weight += confidence;
    sums.valence += confidence * valence;
    sums.arousal += confidence * arousal;
    sums.dominance += confidence * dominance;
    sums.mix[label] += confidence;
  }
  return sums;
}

export function addSums(total: AffectSums, part: Readonly<AffectSums>): void {
  total.sessions += part.sessions;
  total.durationMs += part.durationMs;
  total.seconds += part.seconds;
  total.readSeconds += part.readSeconds;
  total.weight += part.weight;
  total.valence += part.valence;
  total.arousal += part.arousal;
  total.dominance += part.dominance;
  total.tasks += part.tasks;
  for (const label of EMOTION_LABELS) total.mix[label] += part.mix[label];
}

const round = (value: number) => Math.round(value * 1_000) / 1_000;
const inUnit = (value: number) => Math.min(1, Math.max(-1, round(value)));

/** Null where there was no data. */
export function meanOf({ weight, valence, arousal, dominance }: AffectSums): MeanAffect {
  if (!(weight > 0)) return { valence: null, arousal: null, dominance: null };
  return { valence: inUnit(valence / weight), arousal: inUnit(arousal / weight), dominance: inUnit(dominance / weight) };
}

/** Shares of the labels; null where there was no data. */
export function mixOf({ weight, mix }: AffectSums): EmotionMix | null {
  if (!(weight > 0)) return null;
  return Object.fromEntries(EMOTION_LABELS.map((label) => [label, Math.min(1, round(mix[label] / weight))])) as EmotionMix;
}

export const noShares = (): EmotionMix => noMix();

/** Share of the active seconds in which something could be read; null without any. */
export const coverageOf = ({ seconds, readSeconds }: AffectSums): number | null => (seconds > 0 ? Math.min(1, round(readSeconds / seconds)) : null);

/** The label with the largest weight; null without data. */
export function dominantOf({ weight, mix }: AffectSums): EmotionLabel | null {
  return weight > 0 ? EMOTION_LABELS.reduce((best, label) => (mix[label] > mix[best] ? label : best)) : null;
}

const FIELDS = 9;

/** As short JSON holds it. */
export function packSums(sums: AffectSums): number[] {
  const { sessions, durationMs, seconds, readSeconds, weight, valence, arousal, dominance, tasks, mix } = sums;
  const exact = [weight, valence, arousal, dominance].map((value) => Math.round(value * 1e4) / 1e4);
  return [sessions, durationMs, seconds, readSeconds, ...exact, tasks, ...EMOTION_LABELS.map((label) => Math.round(mix[label] * 1e4) / 1e4)];
}

/**
 * Checked by hand: a dashboard reads hundreds of these.
 * @throws for anything that {@link packSums} did not make
 */
export function unpackSums(packed: unknown): AffectSums {
  if (!isPacked(packed)) throw new Error('sums of affect are not as they were stored');
  const [sessions = 0, durationMs = 0, seconds = 0, readSeconds = 0, weight = 0, valence = 0, arousal = 0, dominance = 0, tasks = 0] = packed;
  const mix = noMix();
  EMOTION_LABELS.forEach((label, index) => {
    mix[label] = packed[FIELDS + index] ?? 0;
  });
  return { sessions, durationMs, seconds, readSeconds, weight, valence, arousal, dominance, tasks, mix };
}

function isPacked(value: unknown): value is number[] {
  return Array.isArray(value) && value.length === FIELDS + EMOTION_LABELS.length && value.every((number) => typeof number === 'number');
}
