import { z } from 'zod';
import { Blendshapes, Landmarks } from './face.js';
import { Count, EpochMs, Language, Score, writtenText } from './primitives.js';
import { because } from './reasons.js';
import { SessionCounts } from './session.js';
import { strictObject } from './strict-object.js';

/** Most items of a batch of frames or of voice activity, and of transcripts. */
export const SIGNAL_BATCH_MAX = 600;
export const TRANSCRIPT_BATCH_MAX = 100;

/** Most characters of one stretch of speech. */
export const TRANSCRIPT_TEXT_MAX = 5_000;

interface Interval {
  tsStart: number;
  tsEnd: number;
}

const inOrder = ({ tsStart, tsEnd }: Interval) => tsEnd >= tsStart;
const orderRule = { ...because('timeOrder'), path: ['tsEnd'] };

/** One frame of a face: landmarks or blend shapes, not both and not neither. */
export const FrameItem = strictObject({
  ts: EpochMs,
  landmarks: Landmarks.optional(),
  blendshapes: Blendshapes.optional(),
  quality: Score.optional().describe('How well the face could be seen, 0…1'),
}).refine((frame) => (frame.landmarks === undefined) !== (frame.blendshapes === undefined), because('oneOfFaceForms'));
export type FrameItem = z.infer<typeof FrameItem>;

export const FramesBody = strictObject({ items: z.array(FrameItem).min(1).max(SIGNAL_BATCH_MAX) });
export type FramesBody = z.infer<typeof FramesBody>;

/** A stretch of speech or of silence, as the client's voice detector heard it. */
export const VoiceActivity = strictObject({
  tsStart: EpochMs,
  tsEnd: EpochMs,
  isSpeech: z.boolean(),
  rms: Score.describe('Root mean square of the samples, 1 = full scale'),
  pitchHz: z.number().min(0).max(4_000).optional().describe('Fundamental frequency in Hz; 0 or absent: unvoiced'),
})
  .refine(inOrder, orderRule)
  .meta({ id: 'VoiceActivity' });
export type VoiceActivity = z.infer<typeof VoiceActivity>;

export const AudioBody = strictObject({ items: z.array(VoiceActivity).min(1).max(SIGNAL_BATCH_MAX) });
export type AudioBody = z.infer<typeof AudioBody>;

/** What was said in a stretch of speech, as the client's recognizer heard it. */
export const TranscriptItem = strictObject({
  tsStart: EpochMs,
  tsEnd: EpochMs,
  text: writtenText(TRANSCRIPT_TEXT_MAX),
  language: Language.optional().describe('The session’s when left out'),
})
  .refine(inOrder, orderRule)
  .meta({ id: 'TranscriptItem' });
export type TranscriptItem = z.infer<typeof TranscriptItem>;

export const SttBody = strictObject({ items: z.array(TranscriptItem).min(1).max(TRANSCRIPT_BATCH_MAX) });
export type SttBody = z.infer<typeof SttBody>;

/** How many items of the batch were taken, and what the session holds now. */
export const SignalsAnswer = strictObject({ accepted: Count, counts: SessionCounts });
export type SignalsAnswer = z.infer<typeof SignalsAnswer>;
