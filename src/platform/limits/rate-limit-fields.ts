import type { RateDecision, RateRule } from './rate-store.js';

const seconds = (ms: number): number => Math.ceil(ms / 1_000);

/** `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10, §3): quota `q` in a window of `w` seconds. */
export const policyField = (name: string, { limit, windowMs }: RateRule): string => `"${name}";q=${limit};w=${seconds(windowMs)}`;

/**
 * `RateLimit` (same draft, §4): `r` remain; after `t` seconds the quota is whole again, or, when none remain, there is the next
 * one.
 */
export const stateField = (name: string, { remaining, resetMs, retryAfterMs }: RateDecision): string =>
  `"${name}";r=${remaining};t=${seconds(remaining > 0 ? resetMs : retryAfterMs)}`;
