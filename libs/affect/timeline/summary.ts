import { AFFECT_LABELS, type AffectLabel } from '../reading.js';

/** One second of the timeline; values are null where nothing could be read. Times in epoch milliseconds. */
export interface TimelinePoint {
  readonly ts: number;
  readonly label: AffectLabel | null;
  readonly confidence: number;
  readonly valence: number | null;
  readonly arousal: number | null;
  readonly dominance: number | null;
}

interface ReadPoint extends TimelinePoint {
  readonly label: AffectLabel;
  readonly valence: number;
  readonly arousal: number;
  readonly dominance: number;
}

export interface TimelineSummary {
  /** The most frequent label; null without data. */
  readonly dominantEmotion: AffectLabel | null;
  /** Share of each label among the seconds that have one; all 0 without data. */
  readonly mix: Record<AffectLabel, number>;
  readonly mean: { valence: number | null; arousal: number | null; dominance: number | null };
  /** Mean confidence of the seconds with data, 0…1. */
  readonly confidence: number;
  /** Seconds with data over all active seconds, 0…1. */
  readonly coverageRatio: number;
  readonly points: number;
}

const isRead = (point: TimelinePoint): point is ReadPoint =>
  point.label !== null && point.valence !== null && point.arousal !== null && point.dominance !== null;

/**
 * What a stretch of the timeline shows on the whole. A label counts by the confidence of its second, so that a sure second outweighs an
 * unsure one.
 * @param activeMs how long the session was active; the timeline may be longer when a client sent times ahead
 */
export function summarize(points: readonly TimelinePoint[], activeMs: number): TimelineSummary {
  const read = points.filter(isRead);
  const mix = Object.fromEntries(AFFECT_LABELS.map((label) => [label, 0])) as Record<AffectLabel, number>;
  const total = read.reduce((sum, { confidence }) => sum + confidence, 0);
  for (const { label, confidence } of read) mix[label] += total > 0 ? confidence / total : 1 / read.length;
  const mean = (pick: (point: ReadPoint) => number) =>
    read.length === 0 ? null : read.reduce((sum, point) => sum + pick(point) * point.confidence, 0) / (total > 0 ? total : 1);
  const seconds = Math.max(points.length, Math.ceil(activeMs / 1_000));
  return {
    dominantEmotion: read.length === 0 ? null : AFFECT_LABELS.reduce((best, label) => (mix[label] > mix[best] ? label : best)),
    mix,
    mean: { valence: mean(({ valence }) => valence), arousal: mean(({ arousal }) => arousal), dominance: mean(({ dominance }) => dominance) },
    confidence: read.length === 0 ? 0 : total / read.length,
    coverageRatio: seconds === 0 ? 0 : Math.min(1, read.length / seconds),
    points: points.length,
  };
}

/** One stretch of the course: `points` averaged. */
export interface Stretch {
  readonly tsStart: number;
  readonly tsEnd: number;
  readonly summary: TimelineSummary;
}

/**
 * The timeline in at most `count` stretches of equal length, each a whole number of seconds; stretches without a point are left out.
 * @param count 1 or more
 */
export function stretches(points: readonly TimelinePoint[], count: number): Stretch[] {
  const first = points[0]?.ts;
  const last = points.at(-1)?.ts;
  if (first === undefined || last === undefined) return [];
  const lengthMs = Math.max(1, Math.ceil((last + 1_000 - first) / 1_000 / count)) * 1_000;
  const groups = Map.groupBy(points, ({ ts }) => Math.floor((ts - first) / lengthMs));
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([index, own]) => {
      const tsStart = first + index * lengthMs;
      return { tsStart, tsEnd: tsStart + lengthMs, summary: summarize(own, lengthMs) };
    });
}

/** A change that stands out: the label became another one and stayed. */
export interface Change {
  readonly ts: number;
  readonly from: AffectLabel;
  readonly to: AffectLabel;
  /** How far valence and arousal moved, 0…2.83. */
  readonly size: number;
}

const LEAST_SECONDS = 3;

/** The largest changes of a label that held for three seconds before and three after, in the order of time; at most `count`. */
export function notableChanges(points: readonly TimelinePoint[], count: number): Change[] {
  const changes: Change[] = [];
  for (const [before, after] of pairs(holds(points.filter(isRead)))) {
    const size = Math.hypot(after.valence - before.valence, after.arousal - before.arousal);
    changes.push({ ts: after.ts, from: before.label, to: after.label, size });
  }
  return changes
    .sort((a, b) => b.size - a.size)
    .slice(0, count)
    .sort((a, b) => a.ts - b.ts);
}

interface Hold {
  readonly ts: number;
  readonly label: AffectLabel;
  readonly valence: number;
  readonly arousal: number;
}

function holds(points: readonly ReadPoint[]): Hold[] {
  const found: Hold[] = [];
  let run: ReadPoint[] = [];
  const close = () => {
    const [first] = run;
    if (first === undefined || run.length < LEAST_SECONDS || found.at(-1)?.label === first.label) return;
    const mean = (pick: (point: ReadPoint) => number) => run.reduce((sum, point) => sum + pick(point), 0) / run.length;
    found.push({ ts: first.ts, label: first.label, valence: mean(({ valence }) => valence), arousal: mean(({ arousal }) => arousal) });
  };
  for (const point of points) {
    if (run[0] !== undefined && run[0].label !== point.label) {
      close();
      run = [];
    }
    run.push(point);
  }
  close();
  return found;
}

const pairs = <Item>(items: readonly Item[]): [Item, Item][] =>
  items.flatMap((item, index) => {
    const next = items[index + 1];
    return next === undefined ? [] : [[item, next] as [Item, Item]];
  });
