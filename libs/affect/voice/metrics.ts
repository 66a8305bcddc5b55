import type { VoiceMetrics, VoicePoint } from '../../contracts/voice.js';
import { deviation, hertz } from './statistics.js';
import { joinPairs } from './tally.js';
import { tallyOf, type VoiceState } from './voice-state.js';

/**
 * What the voice did so far. Turns are stretches of speech joined over silences under 250 ms, pauses the silences between two of
 * them;
 * time that no item speaks of counts as neither (up to a second of it as silence).
 * @returns null without items
 */
export function measureVoice(state: VoiceState): VoiceMetrics | null {
  const tally = tallyOf(state);
  if (tally === null) return null;
  const { speechMs, silenceMs, turnCount, pauseCount, pauseMs } = tally;
  const known = speechMs + silenceMs;
  return {
    tsStart: Math.round(tally.tsStart),
    tsEnd: Math.round(tally.tsEnd),
    speechMs: Math.round(speechMs),
    silenceMs: Math.round(silenceMs),
    talkRatio: share(speechMs, known),
    silenceRatio: share(silenceMs, known),
    turnCount,
    meanTurnMs: turnCount > 0 ? Math.round(tally.turnMs / turnCount) : null,
    pauseCount,
    meanPauseMs: pauseCount > 0 ? Math.round(pauseMs / pauseCount) : null,
    longestPauseMs: pauseCount > 0 ? Math.round(tally.longestPauseMs) : null,
    speechPerPause: pauseMs > 0 ? speechMs / pauseMs : null,
    meanRms: speechMs > 0 ? level(tally.energy, speechMs) : null,
    levelVariationDb: speechMs > 0 ? deviation(tally.levelDb) : null,
    meanPitchHz: tally.pitchSemitones.weight > 0 ? hertz(tally.pitchSemitones.mean) : null,
    pitchVariationSemitones: tally.pitchSemitones.weight > 0 ? deviation(tally.pitchSemitones) : null,
  };
}

/**
 * The voice over time, in stretches of equal length (10 s, doubled until `maxPoints` are enough); those without data are left
 * out.
 * @param maxPoints 1 or more
 */
export function voiceSeries(state: VoiceState, maxPoints = 360): VoicePoint[] {
  const tally = tallyOf(state);
  if (tally === null) return [];
  let { bucketMs, buckets } = tally;
  while (buckets.length > Math.max(1, maxPoints)) {
    buckets = joinPairs(buckets);
    bucketMs *= 2;
  }
  return buckets.flatMap(({ speechMs, silenceMs, energy, pitch, pitchMs }, index) => {
    if (speechMs + silenceMs <= 0) return [];
    const point: VoicePoint = {
      ts: Math.round(tally.tsStart + index * bucketMs),
      durationMs: bucketMs,
      talkRatio: share(speechMs, speechMs + silenceMs),
      rms: speechMs > 0 ? level(energy, speechMs) : null,
      pitchHz: pitchMs > 0 ? hertz(pitch / pitchMs) : null,
    };
    return [point];
  });
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
}

function level(energy: number, ms: number): number {
  return Math.min(1, Math.sqrt(Math.max(0, energy / ms)));
}
