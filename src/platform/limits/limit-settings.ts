import type { RateRule } from './rate-store.js';
import type { Tier } from './tiers.js';

/** What the limits of this process are. */
export abstract class LimitSettings {
  abstract readonly tiers: Readonly<Record<Tier, RateRule>>;
  /** Only log what would be refused. */
  abstract readonly dryRun: boolean;
}
