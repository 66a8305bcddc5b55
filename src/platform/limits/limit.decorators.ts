import { SetMetadata } from '@nestjs/common';
import type { NamedTier } from './tiers.js';

export const LIMIT_TIER = Symbol('limit-tier');

/** Counts the route against a stricter tier of its own, instead of against reads or writes. */
export const Limit = (tier: NamedTier) => SetMetadata(LIMIT_TIER, tier);

/** Never limited: health and metrics. */
export const SkipLimit = () => SetMetadata(LIMIT_TIER, 'none');
