import type { CrisisKind, SetAsideReason } from './types.js';

/** A way of speaking that sounds like one kind of danger and is none. */
export interface Everyday {
  readonly kinds: readonly CrisisKind[];
  readonly reason: SetAsideReason;
  /** All have to be found in the sentence. */
  readonly within: readonly RegExp[];
  /** What makes the same words serious again. */
  readonly unless: RegExp;
}

export const SUICIDAL: readonly CrisisKind[] = ['suicide-wish', 'suicide-plan', 'suicide-means', 'suicide-preparation', 'farewell'];
export const EVERY_KIND: readonly CrisisKind[] = [...SUICIDAL, 'self-harm', 'harm-to-others', 'abuse'];

/** Why the sentence's words are no sign of that kind of danger; undefined where they may be one. */
export function everydayReason(ways: readonly Everyday[], sentence: string, kind: CrisisKind): SetAsideReason | undefined {
  return ways.find(({ kinds, within, unless }) => kinds.includes(kind) && within.every((pattern) => pattern.test(sentence)) && !unless.test(sentence))?.reason;
}
