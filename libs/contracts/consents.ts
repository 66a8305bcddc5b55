import { z } from 'zod';
import { Instant, answerText } from './primitives.js';
import { strictObject } from './strict-object.js';

export const CONSENT_KINDS = ['camera', 'microphone', 'transcript', 'thirdPartyAi', 'research'] as const;
export const ConsentKind = z.enum(CONSENT_KINDS);
export type ConsentKind = z.infer<typeof ConsentKind>;

/** What a person agrees to or withdraws; a kind that is left out stays as it is. */
export const ConsentsBody = strictObject({
  camera: z.boolean().optional().describe('Face landmarks or blendshapes may be read'),
  microphone: z.boolean().optional().describe('Voice activity and audio may be read'),
  transcript: z.boolean().optional().describe('What is said may be kept as text'),
  thirdPartyAi: z.boolean().optional().describe('Vendors of language models and transcription may be called'),
  research: z.boolean().optional().describe('Anonymous use in research'),
}).meta({ id: 'ConsentChoices' });
export type ConsentsBody = z.infer<typeof ConsentsBody>;

export const ConsentChange = strictObject({
  kind: ConsentKind,
  granted: z.boolean(),
  at: Instant,
  policyVersion: answerText(64),
}).meta({ id: 'ConsentChange' });
export type ConsentChange = z.infer<typeof ConsentChange>;

/** The consents as they hold now, when each last changed, and the policy they refer to. */
export const ConsentsAnswer = strictObject({
  camera: z.boolean(),
  microphone: z.boolean(),
  transcript: z.boolean(),
  thirdPartyAi: z.boolean(),
  research: z.boolean(),
  updatedAt: Instant.nullable().describe('The last change of any of them'),
  policy: strictObject({ version: answerText(64), url: answerText(2048).nullable() }),
  history: z.array(ConsentChange).max(500).describe('Newest first'),
});
export type ConsentsAnswer = z.infer<typeof ConsentsAnswer>;
