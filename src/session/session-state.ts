import type { SessionStatus } from '../../libs/contracts/session.js';

export type SessionChange = 'pause' | 'resume' | 'end';

/**
 * The whole life of a session: what each change makes of each state. `same` repeats the earlier answer,
 * `refused` is INVALID_STATE. Nothing leaves `ended`.
 */
const TABLE = {
  pause: { active: 'paused', paused: 'same', ended: 'refused' },
  resume: { active: 'same', paused: 'active', ended: 'refused' },
  end: { active: 'ended', paused: 'ended', ended: 'same' },
} as const satisfies Record<SessionChange, Record<SessionStatus, SessionStatus | 'same' | 'refused'>>;

export const outcomeOf = (change: SessionChange, status: SessionStatus) => TABLE[change][status];

export interface SessionTimes {
  startedAt: Date;
  pausedAt: Date | null;
  endedAt: Date | null;
  /** Of the pauses that are over. */
  pausedMs: number;
}

/** Time in pauses up to `now`, the one that is going on included; milliseconds. */
export function pausedMsOf({ pausedAt, endedAt, pausedMs }: SessionTimes, now: Date): number {
  return pausedAt === null || endedAt !== null ? pausedMs : pausedMs + Math.max(0, now.getTime() - pausedAt.getTime());
}

/** Time from the start to the end or `now`, without the pauses; milliseconds. */
export function durationMsOf(times: SessionTimes, now: Date): number {
  const until = times.endedAt ?? now;
  return Math.max(0, until.getTime() - times.startedAt.getTime() - pausedMsOf(times, now));
}
