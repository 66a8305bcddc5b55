import { z } from 'zod';
import { CrisisLevel, CRISIS_LEVELS } from '../../libs/contracts/crisis.js';

/** What a session is in, as to danger. Times in epoch milliseconds. */
export const CrisisState = z.strictObject({
  isActive: z.boolean(),
  level: CrisisLevel.nullable(),
  /** What the danger is, e.g. `suicide-plan`. */
  kinds: z.array(z.string().max(64)).max(20),
  alertId: z.uuid().nullable(),
  raisedAt: z.number().nullable(),
  /** Steps to safety that the person told of since the last sign of danger. */
  safetySteps: z.number().int().min(0),
  /** When something was heard that nobody can be sure of. */
  unconfirmedAt: z.number().nullable(),
});
export type CrisisState = z.infer<typeof CrisisState>;

export const CALM: CrisisState = { isActive: false, level: null, kinds: [], alertId: null, raisedAt: null, safetySteps: 0, unconfirmedAt: null };

/** An utterance as far as danger goes. */
export interface Sign {
  readonly at: number;
  /** Null when there is no alarm in it. */
  readonly level: CrisisLevel | null;
  readonly kinds: readonly string[];
  /** False for what a transcriber was not sure of: it neither raises nor clears a crisis alone. */
  readonly isTrusted: boolean;
  /** The person tells of a step to safety: somebody is with them, they called, the means are away. */
  readonly isSafetyStep: boolean;
}

export type Transition = 'none' | 'raised' | 'repeated' | 'safety-step' | 'released';

/** So long an uncertain sign waits for another one. */
const UNCONFIRMED_MS = 10 * 60_000;
/** Steps to safety that end the state; after an imminent danger one alone does not. */
const STEPS_NEEDED: Readonly<Record<CrisisLevel, number>> = { concern: 1, high: 1, imminent: 2 };
const MAX_KINDS = 20;

const rank = (level: CrisisLevel | null) => (level === null ? -1 : CRISIS_LEVELS.indexOf(level));

/** The state after an utterance. A "no" is no step: only a step to safety, or a human, ends it. */
export function after(state: CrisisState, sign: Sign): { state: CrisisState; transition: Transition } {
  if (sign.level !== null) return alarm(state, sign, sign.level);
  if (!state.isActive || !sign.isSafetyStep || !sign.isTrusted || state.level === null) return { state, transition: 'none' };
  const safetySteps = state.safetySteps + 1;
  if (safetySteps < STEPS_NEEDED[state.level]) return { state: { ...state, safetySteps }, transition: 'safety-step' };
  return { state: { ...CALM, alertId: state.alertId }, transition: 'released' };
}

function alarm(state: CrisisState, { at, kinds, isTrusted }: Sign, level: CrisisLevel): { state: CrisisState; transition: Transition } {
  const isConfirmed = isTrusted || (state.unconfirmedAt !== null && at - state.unconfirmedAt <= UNCONFIRMED_MS);
  if (!isConfirmed) return { state: { ...state, unconfirmedAt: at }, transition: 'none' };
  const isHigher = rank(level) > rank(state.isActive ? state.level : null);
  const all = [...new Set([...(state.isActive ? state.kinds : []), ...kinds])].slice(0, MAX_KINDS);
  const next: CrisisState = {
    isActive: true,
    level: isHigher ? level : (state.level ?? level),
    kinds: all,
    alertId: state.isActive ? state.alertId : null,
    raisedAt: state.isActive ? state.raisedAt : at,
    safetySteps: 0,
    unconfirmedAt: null,
  };
  return { state: next, transition: isHigher ? 'raised' : 'repeated' };
}
