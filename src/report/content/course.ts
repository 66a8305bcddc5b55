import { stretches, summarize } from '../../../libs/affect/index.js';
import { EMOTION_LABELS, type EmotionLabel, type EmotionPoint, type EmotionSummary, type MeanAffect } from '../../../libs/contracts/emotion.js';
import type { Coverage, CourseStretch, VadTimelinePoint } from '../../../libs/contracts/report.js';

/** Most points of a timeline in a report: ten seconds of an hour each, enough for a page's width, and soon stored while the session ends. */
export const TIMELINE_POINTS = 360;
const COURSE_STRETCHES = 60;
const MINUTE_MS = 60_000;

export const round = (value: number): number => Math.round(value * 1_000) / 1_000;
const roundOrNull = (value: number | null): number | null => (value === null ? null : round(value));
const roundMean = ({ valence, arousal, dominance }: MeanAffect): MeanAffect => ({
  valence: roundOrNull(valence), arousal: roundOrNull(arousal), dominance: roundOrNull(dominance),
});

/** What was seen on the whole. Without data: no label, no means, coverage 0. */
export function summaryOf(points: readonly EmotionPoint[], durationMs: number): EmotionSummary {
  const { dominantEmotion, mix, mean, confidence, coverageRatio } = summarize(points, durationMs);
  return {
    dominantEmotion,
    mix: Object.fromEntries(EMOTION_LABELS.map((label) => [label, round(mix[label])])) as EmotionSummary['mix'],
    mean: roundMean(mean),
    confidence: round(confidence),
    coverageRatio: round(coverageRatio),
    points: points.length,
  };
}

/** The session in stretches of about a minute, sixty at most. */
export function courseOf(points: readonly EmotionPoint[], durationMs: number): CourseStretch[] {
  const count = Math.min(COURSE_STRETCHES, Math.max(1, Math.ceil(durationMs / MINUTE_MS)));
  return stretches(points, count).map(({ tsStart, tsEnd, summary }) => ({
    tsStart,
    tsEnd,
    kind: 'active',
    label: summary.dominantEmotion,
    mean: roundMean(summary.mean),
    coverageRatio: round(summary.coverageRatio),
  }));
}

/** At most `most` points: neighbours averaged by their confidence; a stretch without a reading stays one. */
export function downsample(points: readonly EmotionPoint[], most: number): EmotionPoint[] {
  const first = points[0]?.ts;
  const last = points.at(-1)?.ts;
  if (first === undefined || last === undefined || points.length <= most) return [...points];
  const lengthMs = Math.ceil((last + 1_000 - first) / 1_000 / most) * 1_000;
  const found: Averaging[] = [];
  for (const point of points) {
    const ts = first + Math.floor((point.ts - first) / lengthMs) * lengthMs;
    let stretch = found.at(-1);
    if (stretch?.ts !== ts) {
      stretch = { ts, read: 0, weight: 0, valence: 0, arousal: 0, dominance: 0, labels: new Map(), face: [0, 0], voice: [0, 0], text: [0, 0] };
      found.push(stretch);
    }
    include(stretch, point);
  }
  return found.map(average);
}

/** Sums over a stretch; of each modality the sum of its confidences and their number. Written out because it runs while a session ends. */
interface Averaging {
  readonly ts: number;
  read: number;
  weight: number;
  valence: number;
  arousal: number;
  dominance: number;
  readonly labels: Map<EmotionLabel, number>;
  readonly face: [number, number];
  readonly voice: [number, number];
  readonly text: [number, number];
}

function include(stretch: Averaging, { label, confidence, valence, arousal, dominance, modalities }: EmotionPoint): void {
  count(stretch.face, modalities.face);
  count(stretch.voice, modalities.voice);
  count(stretch.text, modalities.text);
  if (label === null || valence === null || arousal === null || dominance === null) return;
  stretch.read += 1;
  stretch.weight += confidence;
  stretch.valence += confidence * valence;
  stretch.arousal += confidence * arousal;
  stretch.dominance += confidence * dominance;
  stretch.labels.set(label, (stretch.labels.get(label) ?? 0) + confidence);
}

function count(sums: [number, number], value: number | null): void {
  if (value === null) return;
  sums[0] += value;
  sums[1] += 1;
}

function average({ ts, read, weight, valence, arousal, dominance, labels, face, voice, text }: Averaging): EmotionPoint {
  const modalities = { face: meanOf(face), voice: meanOf(voice), text: meanOf(text) };
  if (!(weight > 0)) return { ts, label: null, confidence: 0, valence: null, arousal: null, dominance: null, modalities };
  let label: EmotionLabel | null = null;
  for (const [candidate, share] of labels) if (label === null || share > (labels.get(label) ?? 0)) label = candidate;
  const [meanValence, meanArousal, meanDominance] = [round(valence / weight), round(arousal / weight), round(dominance / weight)];
  return { ts, label, confidence: round(weight / read), valence: meanValence, arousal: meanArousal, dominance: meanDominance, modalities };
}

const meanOf = ([sum, times]: [number, number]): number | null => (times === 0 ? null : round(sum / times));

/** Only where there was data. */
export function vadTimelineOf(points: readonly EmotionPoint[]): VadTimelinePoint[] {
  return points.flatMap(({ ts, valence, arousal, dominance }) =>
    valence === null || arousal === null || dominance === null ? [] : [{ timestamp: ts, valence, arousal, dominance }],
  );
}

/** Shares of the active seconds in which there was something to read, and from where. */
export function coverageOf(points: readonly EmotionPoint[], durationMs: number): Coverage {
  const seconds = Math.max(points.length, Math.ceil(durationMs / 1_000), 1);
  const share = (isSeen: (point: EmotionPoint) => boolean) => round(points.reduce((count, point) => count + (isSeen(point) ? 1 : 0), 0) / seconds);
  return {
    overallRatio: share(({ label }) => label !== null),
    faceRatio: share(({ modalities }) => modalities.face !== null),
    voiceRatio: share(({ modalities }) => modalities.voice !== null),
    textRatio: share(({ modalities }) => modalities.text !== null),
  };
}

/** Mean valence of a stretch of the timeline, weighted by confidence; null without data. */
export const valenceOf = (points: readonly EmotionPoint[]): number | null => summarize(points, 0).mean.valence;

