import { z } from 'zod';
import { Count, DurationMs, EpochMs, Score, answerText } from './primitives.js';
import { strictObject } from './strict-object.js';

/** Hz between 0 and 4000. */
const Hertz = z.number().min(0).max(4_000);

/** What the voice did between two moments. Values that need speech, or pauses, are null without them. */
export const VoiceMetrics = strictObject({
  tsStart: EpochMs,
  tsEnd: EpochMs,
  speechMs: DurationMs,
  silenceMs: DurationMs,
  talkRatio: Score.describe('Speech over speech and silence'),
  silenceRatio: Score.describe('Silence over speech and silence'),
  turnCount: Count.describe('Stretches of speech, joined over pauses under 250 ms'),
  meanTurnMs: DurationMs.nullable(),
  pauseCount: Count.describe('Silences between two stretches of speech'),
  meanPauseMs: DurationMs.nullable(),
  longestPauseMs: DurationMs.nullable(),
  speechPerPause: z.number().min(0).max(100_000_000).nullable().describe('Milliseconds of speech for each millisecond of pause'),
  meanRms: Score.nullable().describe('Mean level of the speech, 1 = full scale'),
  levelVariationDb: z.number().min(0).max(200).nullable().describe('Standard deviation of the level of the speech, dB'),
  meanPitchHz: Hertz.nullable(),
  pitchVariationSemitones: z.number().min(0).max(200).nullable().describe('Standard deviation of the pitch, semitones'),
}).meta({ id: 'VoiceMetrics' });
export type VoiceMetrics = z.infer<typeof VoiceMetrics>;

/** One metric in plain words: an observation, never a diagnosis. */
export const VoiceIndicator = strictObject({
  id: answerText(64).describe('Stable name'),
  level: z
    .enum(['low', 'typical', 'high'])
    .describe('Against the person’s own voice where it is known, else against common ranges'),
  text: answerText(500).describe('In the language of the session'),
}).meta({ id: 'VoiceIndicator' });
export type VoiceIndicator = z.infer<typeof VoiceIndicator>;

export const VoicePoint = strictObject({
  ts: EpochMs.describe('Beginning of the stretch'),
  durationMs: DurationMs,
  talkRatio: Score,
  rms: Score.nullable(),
  pitchHz: Hertz.nullable(),
}).meta({ id: 'VoicePoint' });
export type VoicePoint = z.infer<typeof VoicePoint>;

/** The voice of a whole session; `metrics` is null when there was none. */
export const VoiceView = strictObject({
  metrics: VoiceMetrics.nullable(),
  indicators: z.array(VoiceIndicator).max(20),
  series: z.array(VoicePoint).max(10_000),
}).meta({ id: 'VoiceView' });
export type VoiceView = z.infer<typeof VoiceView>;
