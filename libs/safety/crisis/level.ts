import type { Severity } from './rule.js';
import type { CrisisKind, CrisisLevel } from './types.js';

export const LEVELS: readonly CrisisLevel[] = ['none', 'watch', 'elevated', 'high', 'imminent'];

export const rankOf = (level: CrisisLevel): number => LEVELS.indexOf(level);

/** A signal as the level is computed from it. */
export interface Weighed {
  readonly kind: CrisisKind;
  readonly severity: Severity;
  readonly about: 'self' | 'other';
  readonly time: 'present' | 'past';
}

/** Kinds in which a wish has become a deed. */
export const CONCRETE: ReadonlySet<CrisisKind> = new Set(['suicide-plan', 'suicide-means', 'suicide-preparation', 'farewell']);

/** Past violence still needs help; another's danger and an attempt long ago are to be watched, not an alarm about the writer. */
function effective({ kind, severity, about, time }: Weighed): number {
  if (about === 'other') return 1;
  if (time === 'past') return kind === 'abuse' ? 2 : 1;
  return severity;
}

/**
 * The strongest signal decides; two concrete kinds (plan, means, preparation, farewell) together, or one with "now", make it
 * imminent. After the intensity scale of the C-SSRS (Posner et al. 2011): ideation < method or intent < plan with intent.
 */
export function levelOf(signals: readonly Weighed[], soon: boolean): CrisisLevel {
  let rank = 0;
  const concrete = new Set<CrisisKind>();
  for (const signal of signals) {
    const weight = effective(signal);
    rank = Math.max(rank, weight);
    if (weight >= 3 && CONCRETE.has(signal.kind)) concrete.add(signal.kind);
  }
  if (concrete.size >= 2 || (concrete.size === 1 && soon)) rank = 4;
  return LEVELS[rank] ?? 'none';
}

