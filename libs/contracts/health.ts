import { z } from 'zod';
import { answerText } from './primitives.js';
import { strictObject } from './strict-object.js';

const Ok = z.literal('ok');

/** `GET /`, outside the envelope. */
export const RootAnswer = strictObject({
  status: Ok,
  name: answerText(64),
  version: answerText(64),
  docs: answerText(2048).describe('Where the API description is'),
  privacyPolicy: strictObject({ version: answerText(64), url: answerText(2048).nullable() }),
}).meta({ id: 'RootAnswer' });
export type RootAnswer = z.infer<typeof RootAnswer>;

/** `GET /health`, outside the envelope. */
export const HealthAnswer = strictObject({
  status: Ok,
  uptime: z.number().min(0).max(10_000_000_000).describe('Seconds since the start'),
  version: answerText(64),
}).meta({ id: 'HealthAnswer' });
export type HealthAnswer = z.infer<typeof HealthAnswer>;

/** `GET /health/live`, outside the envelope. */
export const LiveAnswer = strictObject({ status: Ok }).meta({ id: 'LiveAnswer' });
export type LiveAnswer = z.infer<typeof LiveAnswer>;

/** `GET /health/ready`, outside the envelope; 503 when something is failing. */
export const ReadyAnswer = strictObject({
  status: z.enum(['ok', 'unavailable']),
  failing: z.array(answerText(64)).max(20).describe('Parts that do not answer, such as postgresql or redis'),
}).meta({ id: 'ReadyAnswer' });
export type ReadyAnswer = z.infer<typeof ReadyAnswer>;
