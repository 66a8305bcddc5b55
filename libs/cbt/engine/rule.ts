import type { ReasonId } from '../reasons.js';
import type { Distortion, Severity } from '../types.js';

/** A reason that a match is no finding; a rule can switch single ones off where they belong to what it looks for. */
export type GuardName = 'negation' | 'disbelief' | 'third' | 'past' | 'report' | 'hedge' | 'question' | 'laugh' | 'condition' | 'insight' | 'fiction';

export interface RuleSpec {
  /** Stable: language, distortion, what the rule looks for. */
  id: string;
  distortion: Distortion;
  confidence: number;
  severity: Severity;
  /** Key of the explanation. */
  why: ReasonId;
  patterns: readonly string[];
  /** Guards that do not apply. */
  without?: readonly GuardName[];
  /** The pattern may also reach from the sentence before into this one. */
  acrossSentences?: boolean;
}

export interface Rule extends Omit<RuleSpec, 'patterns' | 'without'> {
  without: ReadonlySet<GuardName>;
}
