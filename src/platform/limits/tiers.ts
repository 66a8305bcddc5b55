import type { RateRule } from './rate-store.js';

export const TIERS = ['read', 'write', 'urgent', 'transcription', 'ai', 'export', 'auth'] as const;
export type Tier = (typeof TIERS)[number];
export type NamedTier = Exclude<Tier, 'read' | 'write' | 'urgent'>;

/** Figures of a guest, for a window of `windowMs`. */
export interface RateFigures {
  windowMs: number;
  read: number;
  write: number;
  transcription: number;
  ai: number;
}

/** A signed-in user gets this many times a guest's figures. */
const USER_FACTOR = 2;

const READ_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

export const tierOfMethod = (method: string): Tier => (READ_METHODS.has(method) ? 'read' : 'write');

/**
 * What each tier allows. Sign-up, log-in and the like have as many as the writes but to themselves, so that nothing else of an
 * address keeps its people out; what is strict about them is the count of failures. An export is work for a whole account at
 * once. What is urgent has as many as the writes to itself, beside the tier in which it would be refused.
 */
export function tiersOf({ windowMs, read, write, transcription, ai }: RateFigures): Readonly<Record<Tier, RateRule>> {
  const rule = (limit: number): RateRule => ({ limit: Math.max(1, Math.round(limit)), windowMs });
  return {
    read: rule(read),
    write: rule(write),
    transcription: rule(transcription),
    ai: rule(ai),
    auth: rule(write),
    urgent: rule(write),
    export: rule(write / 30),
  };
}

export const forUser = (rule: RateRule): RateRule => ({ limit: rule.limit * USER_FACTOR, windowMs: rule.windowMs });
