import type { SessionState, SessionStatus } from '../../libs/contracts/session.js';
import { durationMsOf, pausedMsOf } from './session-state.js';

export interface SessionRow {
  id: string;
  person_id: string;
  user_id: string | null;
  counselor_kind: 'ai' | 'human';
  counselor_id: string | null;
  counselor_alias: string | null;
  language: 'ko' | 'en';
  status: SessionStatus;
  started_at: Date;
  paused_at: Date | null;
  /** When the last pause ended. */
  resumed_at: Date | null;
  ended_at: Date | null;
  paused_ms: number;
  expires_at: Date;
  frame_count: number;
  voice_event_count: number;
  transcript_count: number;
  message_count: number;
  emotion_count: number;
}

/** The columns of {@link SessionRow}, for `SELECT`. */
export const SESSION_COLUMNS = `id, person_id, user_id, counselor_kind, counselor_id, counselor_alias, language, status, started_at, paused_at, resumed_at,
  ended_at, paused_ms, expires_at, frame_count, voice_event_count, transcript_count, message_count, emotion_count`;

/** The counselor as clients name it: a person's id, or the name that the AI one was asked for by. */
export const counselorOf = (row: Pick<SessionRow, 'counselor_kind' | 'counselor_id' | 'counselor_alias'>): string =>
  // A session of the AI counselor may have a human one who looks after it.
  (row.counselor_kind === 'ai' ? null : row.counselor_id) ?? row.counselor_alias ?? 'ai';

export const timesOf = (row: SessionRow) => ({
  startedAt: row.started_at,
  pausedAt: row.paused_at,
  endedAt: row.ended_at,
  pausedMs: row.paused_ms,
});

/** A session as its participants see it. */
export function toSessionState(row: SessionRow, now: Date): SessionState {
  const times = timesOf(row);
  return {
    sessionId: row.id,
    userId: row.user_id,
    counselorId: counselorOf(row),
    status: row.status,
    startedAt: row.started_at.toISOString(),
    pausedAt: row.paused_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    durationMs: durationMsOf(times, now),
    pausedMs: pausedMsOf(times, now),
    counts: {
      frames: row.frame_count,
      voiceEvents: row.voice_event_count,
      transcripts: row.transcript_count,
      messages: row.message_count,
      emotions: row.emotion_count,
    },
  };
}
