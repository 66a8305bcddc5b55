import { addToSpread, decibels, deviation, emptySpread, limitSpread, semitones, type Spread } from './statistics.js';
import type { Stretch } from './tally.js';

/** Speech needed before a voice can be compared with itself, ms; from {@link SETTLED_SPEECH_MS} on it is well known. */
const FIRST_SPEECH_MS = 3000;
const SETTLED_SPEECH_MS = 30_000;
/** The baseline remembers about this much speech, so that a changed microphone or a cold does not stay a surprise, ms. */
const MEMORY_MS = 300_000;
/** Talking is compared over about this time, ms. */
const PACE_MS = 8000;
/** Spread that ordinary speech has anyway; a smaller measured one is not believed. */
const MIN_LEVEL_DB = 3;
const MIN_PITCH_SEMITONES = 1.5;
const MIN_PACE = 0.15;
/** Deviations beyond this say no more. */
const MAX_DEVIATION = 3;

/** A person's usual way of speaking in this session. Plain numbers. */
export interface VoiceBaseline {
  speechMs: number;
  levelDb: Spread;
  pitchSemitones: Spread;
  /** Recent share of speech 0…1 and how it usually is. */
  pace: number;
  paceUsual: Spread;
  /** End of what was learnt from; null before the first stretch. */
  tsEnd: number | null;
}

/** How a stretch of speech differs from the person's own voice, in standard deviations −3…3; null where unknown. */
export interface VoiceDeviation {
  level: number;
  pitch: number | null;
  pace: number;
  /** How well the person's voice is known, 0…1. */
  known: number;
}

export function createVoiceBaseline(): VoiceBaseline {
  return { speechMs: 0, levelDb: emptySpread(), pitchSemitones: emptySpread(), pace: 0.5, paceUsual: emptySpread(), tsEnd: null };
}

/** Learns from a stretch. */
export function hearStretch(baseline: VoiceBaseline, { tsStart, tsEnd, isSpeech, rms, pitchHz }: Stretch): void {
  const fresh = tsEnd - Math.max(tsStart, baseline.tsEnd ?? tsStart);
  if (fresh <= 0) return;
  baseline.tsEnd = tsEnd;
  const fade = Math.exp(-fresh / PACE_MS);
  baseline.pace = fade * baseline.pace + (1 - fade) * (isSpeech ? 1 : 0);
  if (!isSpeech) return;
  baseline.speechMs += fresh;
  learn(baseline.levelDb, decibels(rms), fresh);
  learn(baseline.paceUsual, baseline.pace, fresh);
  if (pitchHz !== null) learn(baseline.pitchSemitones, semitones(pitchHz), fresh);
}

/** @returns null until enough speech was heard */
export function compareWithOwn(baseline: VoiceBaseline, { rms, pitchHz }: Stretch): VoiceDeviation | null {
  if (baseline.speechMs < FIRST_SPEECH_MS) return null;
  const pitch = pitchHz === null || baseline.pitchSemitones.weight <= 0 ? null
    : standard(semitones(pitchHz), baseline.pitchSemitones, MIN_PITCH_SEMITONES);
  return {
    level: standard(decibels(rms), baseline.levelDb, MIN_LEVEL_DB),
    pitch,
    pace: standard(baseline.pace, baseline.paceUsual, MIN_PACE),
    known: Math.min(1, baseline.speechMs / SETTLED_SPEECH_MS),
  };
}

function learn(spread: Spread, value: number, ms: number): void {
  addToSpread(spread, value, ms);
  limitSpread(spread, MEMORY_MS);
}

function standard(value: number, usual: Spread, minimum: number): number {
  const z = (value - usual.mean) / Math.max(minimum, deviation(usual));
  return Math.min(MAX_DEVIATION, Math.max(-MAX_DEVIATION, z));
}
