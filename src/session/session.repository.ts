import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/sequelize';
import type { Transaction } from 'sequelize';
import type { SessionStatus } from '../../libs/contracts/session.js';
import { Db } from '../platform/database/db.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { SessionModel } from './session.model.js';
import { SESSION_COLUMNS, type SessionRow } from './session-row.js';

export interface NewSession {
  id: string;
  personId: string;
  userId: string | null;
  counselorKind: 'ai' | 'human';
  counselorId: string | null;
  counselorAlias: string | null;
  language: 'ko' | 'en';
  startedAt: Date;
  expiresAt: Date;
}

export interface SessionTotals {
  total: number;
  active: number;
  paused: number;
  ended: number;
  duration_ms: number;
  frames: number;
  voice_events: number;
  transcripts: number;
  messages: number;
  emotions: number;
}

const OPEN = "status <> 'ended'";
/** Time without the pauses, of one session, up to now; milliseconds. */
const DURATION_MS = `greatest(0, extract(epoch FROM coalesce(ended_at, now()) - started_at) * 1000 - paused_ms
  - CASE WHEN status = 'paused' THEN extract(epoch FROM now() - paused_at) * 1000 ELSE 0 END)`;

@Injectable()
export class SessionRepository {
  constructor(
    private readonly db: Db,
    @InjectModel(SessionModel) private readonly sessions: typeof SessionModel,
  ) {}

  async create(session: NewSession, tx: Transaction): Promise<void> {
    const fresh = { status: 'active', pausedMs: 0, version: 0, lastActivityAt: session.startedAt };
    await this.sessions.create({ ...session, ...fresh }, { transaction: tx });
  }

  async createGuest(personId: string, tx: Transaction): Promise<void> {
    await this.db.query("INSERT INTO persons (id, kind) VALUES ($1, 'guest')", [personId], tx);
  }

  async findById(sessionId: string): Promise<SessionRow | null> {
    const rows = await this.db.query<SessionRow>(`SELECT ${SESSION_COLUMNS} FROM sessions WHERE id = $1`, [sessionId]);
    return rows[0] ?? null;
  }

  findMany(sessionIds: readonly string[]): Promise<SessionRow[]> {
    return this.db.query<SessionRow>(`SELECT ${SESSION_COLUMNS} FROM sessions WHERE id = ANY($1::uuid[])`, [sessionIds]);
  }

  /** Holds the row until the transaction ends, so that changes of one session follow each other. */
  async lockById(sessionId: string, tx: Transaction): Promise<SessionRow | null> {
    const rows = await this.db.query<SessionRow>(`SELECT ${SESSION_COLUMNS} FROM sessions WHERE id = $1 FOR UPDATE`, [sessionId], tx);
    return rows[0] ?? null;
  }

  /** Newest first. */
  async findPageOf(userId: string, status: SessionStatus | null, limit: number, offset: number): Promise<{ rows: SessionRow[]; total: number }> {
    const rows = await this.db.query<SessionRow & { total: string }>(
      `SELECT ${SESSION_COLUMNS}, count(*) OVER () AS total FROM sessions
       WHERE person_id = $1 AND ($2::text IS NULL OR status = $2) ORDER BY started_at DESC, id DESC LIMIT $3 OFFSET $4`,
      [userId, status, limit, offset],
    );
    const first = rows[0];
    if (first !== undefined) return { rows, total: Number(first.total) };
    return { rows, total: offset === 0 ? 0 : await this.countOf(userId, status) };
  }

  private async countOf(userId: string, status: SessionStatus | null): Promise<number> {
    const rows = await this.db.query<{ total: string }>(
      'SELECT count(*) AS total FROM sessions WHERE person_id = $1 AND ($2::text IS NULL OR status = $2)',
      [userId, status],
    );
    return Number(rows[0]?.total ?? 0);
  }

  async findTotalsOf(userId: string): Promise<SessionTotals> {
    const rows = await this.db.query<SessionTotals>(
      `SELECT count(*)::int AS total, (count(*) FILTER (WHERE status = 'active'))::int AS active,
         (count(*) FILTER (WHERE status = 'paused'))::int AS paused, (count(*) FILTER (WHERE status = 'ended'))::int AS ended,
         coalesce(sum(${DURATION_MS}), 0)::float8 AS duration_ms, coalesce(sum(frame_count), 0)::int AS frames,
         coalesce(sum(voice_event_count), 0)::int AS voice_events, coalesce(sum(transcript_count), 0)::int AS transcripts,
         coalesce(sum(message_count), 0)::int AS messages, coalesce(sum(emotion_count), 0)::int AS emotions
       FROM sessions WHERE person_id = $1`,
      [userId],
    );
    const [totals] = rows;
    if (totals === undefined) throw new Error('an aggregate gave no row');
    return totals;
  }

  async setPaused(sessionId: string, at: Date, tx: Transaction): Promise<void> {
    await this.change(sessionId, { status: 'paused', pausedAt: at, lastActivityAt: at }, tx);
  }

  async setResumed(sessionId: string, at: Date, pausedMs: number, tx: Transaction): Promise<void> {
    await this.change(sessionId, { status: 'active', pausedAt: null, resumedAt: at, pausedMs, lastActivityAt: at }, tx);
  }

  async setEnded(sessionId: string, at: Date, pausedMs: number, endReason: string, tx: Transaction): Promise<void> {
    await this.change(sessionId, { status: 'ended', pausedAt: null, pausedMs, endedAt: at, endReason, lastActivityAt: at }, tx);
  }

  private async change(sessionId: string, values: Partial<SessionModel>, tx: Transaction): Promise<void> {
    const version = this.sessions.sequelize?.literal('version + 1');
    await this.sessions.update({ ...values, version }, { where: { id: sessionId }, transaction: tx });
  }

  /** Gives a guest's session, with all its rows (the foreign keys cascade), to an account. */
  async give(sessionId: string, userId: string, tx: Transaction): Promise<void> {
    await this.db.query('UPDATE sessions SET person_id = $2, user_id = $2, claimed_at = now(), version = version + 1 WHERE id = $1', [sessionId, userId], tx);
  }

  async deletePerson(personId: string, tx: Transaction): Promise<void> {
    await this.db.query('DELETE FROM persons WHERE id = $1', [personId], tx);
  }

  async delete(sessionId: string, tx: Transaction): Promise<void> {
    await this.db.query('DELETE FROM sessions WHERE id = $1', [sessionId], tx);
  }

  async touch(sessionId: string): Promise<void> {
    await this.db.query('UPDATE sessions SET last_activity_at = now() WHERE id = $1', [sessionId]);
  }

  /** Open sessions that nobody used for `idleMs`, or whose longest life is over. */
  findOverdue(idleMs: number, limit: number): Promise<{ id: string; is_expired: boolean }[]> {
    return this.db.query(
      `SELECT id, expires_at <= now() AS is_expired FROM sessions
       WHERE ${OPEN} AND (expires_at <= now() OR last_activity_at <= now() - $1 * interval '1 millisecond') LIMIT $2`,
      [idleMs, limit],
    );
  }

  /** Enters the counselor; the time of the visit that is going on when there is one, which shows that he is still there. */
  async addVisit(sessionId: string, userId: string, tx: Transaction): Promise<{ joinedAt: Date; isNew: boolean }> {
    const id = uuidv7();
    const [visit] = await this.db.query<{ id: string; joined_at: Date }>(
      `INSERT INTO session_participants (id, session_id, user_id, joined_at) VALUES ($1, $2, $3, now())
       ON CONFLICT (session_id, user_id) WHERE left_at IS NULL DO UPDATE SET seen_at = now() RETURNING id, joined_at`,
      [id, sessionId, userId],
      tx,
    );
    return { joinedAt: visit?.joined_at ?? new Date(), isNew: visit?.id === id };
  }

  /** Ends the counselor's visit; null when there is none. */
  async endVisit(sessionId: string, userId: string, tx: Transaction): Promise<Date | null> {
    const rows = await this.db.query<{ left_at: Date }>(
      'UPDATE session_participants SET left_at = now() WHERE session_id = $1 AND user_id = $2 AND left_at IS NULL RETURNING left_at',
      [sessionId, userId],
      tx,
    );
    return rows[0]?.left_at ?? null;
  }

  /** When the counselor's last visit ended. */
  async findLastLeave(sessionId: string, userId: string): Promise<Date | null> {
    const rows = await this.db.query<{ left_at: Date }>(
      'SELECT left_at FROM session_participants WHERE session_id = $1 AND user_id = $2 AND left_at IS NOT NULL ORDER BY left_at DESC LIMIT 1',
      [sessionId, userId],
    );
    return rows[0]?.left_at ?? null;
  }

  async addFeedback(row: { id: string; sessionId: string; personId: string; rating: number; note: Buffer | null }, tx: Transaction): Promise<Date> {
    const rows = await this.db.query<{ created_at: Date }>(
      'INSERT INTO feedback (id, session_id, person_id, rating, note_sealed) VALUES ($1, $2, $3, $4, $5) RETURNING created_at',
      [row.id, row.sessionId, row.personId, row.rating, row.note],
      tx,
    );
    return rows[0]?.created_at ?? new Date();
  }
}
