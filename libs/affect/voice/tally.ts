import { addToSpread, decibels, emptySpread, semitones, type Spread } from './statistics.js';

/** Silence shorter than this belongs to the speech around it, ms. */
const JOIN_MS = 250;
/** A stretch nobody reported on counts as silence up to this length, ms; beyond it nothing is known and no pause is counted. */
const UNREPORTED_MS = 1000;
/** The series begins with buckets of this length; when there would be more than {@link MAX_BUCKETS}, pairs of them are joined. */
const FIRST_BUCKET_MS = 10_000;
const MAX_BUCKETS = 360;

/** A stretch of speech or silence that follows what was counted before it. Epoch ms, end exclusive. */
export interface Stretch {
  tsStart: number;
  tsEnd: number;
  isSpeech: boolean;
  /** 0…1 */
  rms: number;
  /** null where unvoiced */
  pitchHz: number | null;
}

export interface Bucket {
  speechMs: number;
  silenceMs: number;
  /** Sum of rms² × ms of speech. */
  energy: number;
  /** Sum of semitones × ms of voiced speech, and the ms. */
  pitch: number;
  pitchMs: number;
}

/** Everything counted so far, as plain numbers: it can be stored as JSON. Its size is bounded. */
export interface Tally {
  tsStart: number;
  /** End of what is counted; stretches before it are taken as known. */
  tsEnd: number;
  speechMs: number;
  silenceMs: number;
  turnCount: number;
  turnMs: number;
  pauseCount: number;
  pauseMs: number;
  longestPauseMs: number;
  /** End of the last speech; null at the beginning and after a stretch nobody reported on. */
  lastSpeechEnd: number | null;
  energy: number;
  levelDb: Spread;
  pitchSemitones: Spread;
  bucketMs: number;
  buckets: Bucket[];
}

export function createTally(tsStart: number): Tally {
  return {
    tsStart, tsEnd: tsStart, speechMs: 0, silenceMs: 0, turnCount: 0, turnMs: 0, pauseCount: 0, pauseMs: 0, longestPauseMs: 0,
    lastSpeechEnd: null, energy: 0, levelDb: emptySpread(), pitchSemitones: emptySpread(), bucketMs: FIRST_BUCKET_MS, buckets: [],
  };
}

/** Counts a stretch; the part of it before {@link Tally.tsEnd} is known already and left out. */
export function count(tally: Tally, stretch: Stretch): void {
  const start = Math.max(stretch.tsStart, tally.tsEnd);
  if (stretch.tsEnd <= start) return;
  const unreported = start - tally.tsEnd;
  if (unreported > UNREPORTED_MS) tally.lastSpeechEnd = null;
  else if (unreported > 0) addTime(tally, { ...stretch, tsStart: tally.tsEnd, tsEnd: start, isSpeech: false });
  const rest = { ...stretch, tsStart: start };
  if (stretch.isSpeech) countTurn(tally, start, stretch.tsEnd);
  addTime(tally, rest);
  tally.tsEnd = stretch.tsEnd;
}

function countTurn(tally: Tally, start: number, end: number): void {
  const before = tally.lastSpeechEnd;
  tally.lastSpeechEnd = end;
  if (before !== null && start - before < JOIN_MS) {
    tally.turnMs += end - before;
    return;
  }
  tally.turnCount += 1;
  tally.turnMs += end - start;
  if (before === null) return;
  tally.pauseCount += 1;
  tally.pauseMs += start - before;
  tally.longestPauseMs = Math.max(tally.longestPauseMs, start - before);
}

function addTime(tally: Tally, stretch: Stretch): void {
  const ms = stretch.tsEnd - stretch.tsStart;
  if (!stretch.isSpeech) tally.silenceMs += ms;
  else {
    tally.speechMs += ms;
    tally.energy += stretch.rms * stretch.rms * ms;
    addToSpread(tally.levelDb, decibels(stretch.rms), ms);
    if (stretch.pitchHz !== null) addToSpread(tally.pitchSemitones, semitones(stretch.pitchHz), ms);
  }
  addToBuckets(tally, stretch);
}

function addToBuckets(tally: Tally, stretch: Stretch): void {
  while (stretch.tsEnd - tally.tsStart > tally.bucketMs * MAX_BUCKETS) joinBuckets(tally);
  const { tsStart: origin, bucketMs } = tally;
  for (let from = stretch.tsStart; from < stretch.tsEnd; ) {
    const index = Math.floor((from - origin) / bucketMs);
    const to = Math.min(stretch.tsEnd, origin + (index + 1) * bucketMs);
    while (tally.buckets.length <= index) tally.buckets.push(emptyBucket());
    const bucket = tally.buckets[index];
    if (bucket !== undefined) addToBucket(bucket, stretch, to - from);
    from = to;
  }
}

function addToBucket(bucket: Bucket, { isSpeech, rms, pitchHz }: Stretch, ms: number): void {
  if (!isSpeech) {
    bucket.silenceMs += ms;
    return;
  }
  bucket.speechMs += ms;
  bucket.energy += rms * rms * ms;
  if (pitchHz === null) return;
  bucket.pitch += semitones(pitchHz) * ms;
  bucket.pitchMs += ms;
}

function joinBuckets(tally: Tally): void {
  tally.bucketMs *= 2;
  tally.buckets = joinPairs(tally.buckets);
}

/** Every two neighbours as one; half as many. */
export function joinPairs(buckets: readonly Bucket[]): Bucket[] {
  const joined: Bucket[] = [];
  for (let i = 0; i < buckets.length; i += 2) {
    const one = buckets[i] ?? emptyBucket();
    const two = buckets[i + 1] ?? emptyBucket();
    joined.push({
      speechMs: one.speechMs + two.speechMs,
      silenceMs: one.silenceMs + two.silenceMs,
      energy: one.energy + two.energy,
      pitch: one.pitch + two.pitch,
      pitchMs: one.pitchMs + two.pitchMs,
    });
  }
  return joined;
}

function emptyBucket(): Bucket {
  return { speechMs: 0, silenceMs: 0, energy: 0, pitch: 0, pitchMs: 0 };
}
