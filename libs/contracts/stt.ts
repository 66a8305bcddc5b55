import { z } from 'zod';
import { DurationMs, Language, Score, Uuid, answerText } from './primitives.js';
import { strictObject } from './strict-object.js';

/** The text fields beside the multipart file `audio`. */
export const TranscribeFields = strictObject({
  sessionId: Uuid.optional().describe('The session that the words belong to'),
  language: Language.optional().describe('What is spoken; found out when left out'),
});
export type TranscribeFields = z.infer<typeof TranscribeFields>;

export const TranscribeSegment = strictObject({
  startMs: DurationMs.describe('From the beginning of the audio'),
  endMs: DurationMs,
  text: answerText(10_000),
  confidence: Score.nullable().describe('null when the provider does not say'),
  uncertain: z
    .boolean()
    .describe('Marked by the provider as probably no speech or of low confidence; or nothing on the server could decode the audio (AAC without ffmpeg), so nobody knows'),
}).meta({ id: 'TranscribeSegment' });
export type TranscribeSegment = z.infer<typeof TranscribeSegment>;

/** Without speech `speechMs` is 0, `text` empty and `provider` null: no vendor was called. */
export const TranscribeAnswer = strictObject({
  text: answerText(100_000),
  language: answerText(35).nullable().describe('BCP 47'),
  durationMs: DurationMs,
  speechMs: DurationMs.describe('How much of it is speech; all of it when nothing on the server could decode the audio'),
  segments: z.array(TranscribeSegment).max(5_000),
  provider: answerText(64).nullable(),
});
export type TranscribeAnswer = z.infer<typeof TranscribeAnswer>;
