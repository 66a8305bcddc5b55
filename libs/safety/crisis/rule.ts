import type { CrisisKind } from './types.js';

/** 1 watch, 2 elevated, 3 high, 4 imminent. */
export type Severity = 1 | 2 | 3 | 4;

/**
 * inner: the form itself speaks of the speaker's own mind (죽고 싶다, "I want to"), so only reported speech makes it another's.
 * act:   a deed or a state whose subject has to be looked for.
 * victim: violence suffered; the subject may be the one who does it, so only a victim outside the family makes it another's.
 * fixed: the pattern names the person; nothing is looked for.
 */
export type Person = 'inner' | 'act' | 'victim' | 'fixed';

export interface RuleOptions {
  readonly person?: Person;
  readonly confidence?: number;
  /** Tested against what precedes the match in its sentence (up to 60 characters); anchor with `$`. */
  readonly before?: RegExp;
  readonly unlessBefore?: RegExp;
  /** Tested against what follows the match in its sentence (up to 60 characters); anchor with `^`. */
  readonly after?: RegExp;
  readonly unlessAfter?: RegExp;
  /** Tested against the sentence around the match; all have to be found. */
  readonly within?: RegExp | readonly RegExp[];
  readonly unless?: RegExp;
  /** `within` and `unless` look at the sentences before and after as well: the signs of one thought are often two sentences. */
  readonly wide?: boolean;
  /** Korean only: the match must begin where a written word does. */
  readonly wordStart?: boolean;
  /** The match already says "not" ("don't want to live"), so a negation before it is no denial. */
  readonly negative?: boolean;
}

export interface Rule extends RuleOptions {
  readonly id: string;
  readonly kind: CrisisKind;
  readonly severity: Severity;
  readonly pattern: string;
  readonly person: Person;
  readonly confidence: number;
}

/** A family of patterns that share kind, severity and conditions. */
export function rules(id: string, kind: CrisisKind, severity: Severity, patterns: readonly string[], options: RuleOptions = {}): Rule[] {
  return patterns.map((pattern) => ({ person: 'inner', confidence: 0.85, ...options, id, kind, severity, pattern }));
}
