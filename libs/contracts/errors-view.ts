import { z } from 'zod';
import { ERROR_CODES } from './errors.js';
import { Count, Instant, answerText } from './primitives.js';
import { strictObject } from './strict-object.js';

const Counts = (of: string) => z.record(z.string().max(64), Count).describe(`Counts by ${of}`);

/** `GET /errors/stats`: numbers only, for everybody. */
export const ErrorStats = strictObject({
  total: Count,
  byCode: Counts('error code'),
  byStatus: Counts('HTTP status'),
  byModule: Counts('module'),
  since: Instant,
});
export type ErrorStats = z.infer<typeof ErrorStats>;

/** A kind of failure, without anything personal. */
export const ErrorFingerprint = strictObject({
  fingerprint: answerText(64),
  code: z.enum(ERROR_CODES),
  status: z.int().min(400).max(599),
  module: answerText(64),
  route: answerText(256).describe('The pattern, not the URL'),
  frame: answerText(256).describe('Function and source file of an unknown failure; empty for the others'),
  count: Count,
  firstSeenAt: Instant,
  lastSeenAt: Instant,
}).meta({ id: 'ErrorFingerprint' });
export type ErrorFingerprint = z.infer<typeof ErrorFingerprint>;
