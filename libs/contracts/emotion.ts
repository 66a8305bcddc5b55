import { z } from 'zod';
import { Affect, Count, EpochMs, Score, queryInteger } from './primitives.js';
import { strictObject } from './strict-object.js';

export const EMOTION_LABELS = ['happy', 'sad', 'angry', 'anxious', 'fearful', 'disgusted', 'surprised', 'neutral'] as const;
export const EmotionLabel = z.enum(EMOTION_LABELS);
export type EmotionLabel = z.infer<typeof EmotionLabel>;

const modality = (name: string) => Score.nullable().describe(`How sure the ${name} was; null when it had nothing to say`);

/**
 * One second of a session. A second without data has no label and no values: that is never `neutral`.
 */
export const EmotionPoint = strictObject({
  ts: EpochMs.describe('Beginning of the second, epoch milliseconds'),
  label: EmotionLabel.nullable().describe('null: nothing could be read'),
  confidence: Score,
  valence: Affect.nullable(),
  arousal: Affect.nullable(),
  dominance: Affect.nullable(),
  modalities: strictObject({ face: modality('face'), voice: modality('voice'), text: modality('text') }),
}).meta({ id: 'EmotionPoint' });
export type EmotionPoint = z.infer<typeof EmotionPoint>;

/** A day of seconds: more than a session may last. */
export const TIMELINE_MAX_POINTS = 86_400;

export const EmotionsQuery = strictObject({
  from: queryInteger(0, 4_102_444_800_000).optional().describe('First second wanted, epoch milliseconds'),
  to: queryInteger(0, 4_102_444_800_000).optional().describe('First second no longer wanted, epoch milliseconds'),
  limit: queryInteger(1, TIMELINE_MAX_POINTS).default(TIMELINE_MAX_POINTS).describe('Points at most; all when left out'),
  offset: queryInteger(0, TIMELINE_MAX_POINTS).default(0).describe('Points to pass over; 0 when left out'),
});
export type EmotionsQuery = z.infer<typeof EmotionsQuery>;

/** Mean valence, arousal and dominance; null where there was no data. */
export const MeanAffect = strictObject({
  valence: Affect.nullable(),
  arousal: Affect.nullable(),
  dominance: Affect.nullable(),
}).meta({ id: 'MeanAffect' });
export type MeanAffect = z.infer<typeof MeanAffect>;

/** Share of each label among the seconds that have one; all 0 when none has. */
export const EmotionMix = strictObject({
  happy: Score,
  sad: Score,
  angry: Score,
  anxious: Score,
  fearful: Score,
  disgusted: Score,
  surprised: Score,
  neutral: Score,
} satisfies Record<EmotionLabel, typeof Score>).meta({ id: 'EmotionMix' });
export type EmotionMix = z.infer<typeof EmotionMix>;

export const EmotionSummary = strictObject({
  dominantEmotion: EmotionLabel.nullable().describe('The most frequent label; null without data'),
  mix: EmotionMix,
  mean: MeanAffect,
  confidence: Score.describe('Mean confidence of the seconds with data'),
  coverageRatio: Score.describe('Share of the active seconds with data'),
  points: Count,
}).meta({ id: 'EmotionSummary' });
export type EmotionSummary = z.infer<typeof EmotionSummary>;
