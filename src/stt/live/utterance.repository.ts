import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../../platform/database/db.js';

export interface NewUtterance {
  id: string;
  sessionId: string;
  personId: string;
  tsStart: Date;
  tsEnd: Date;
  audio: Buffer;
}

export interface UtteranceRow {
  id: string;
  session_id: string;
  person_id: string;
  ts_start: Date;
  ts_end: Date;
  audio_sealed: Buffer;
  attempts: number;
  age_ms: number;
}

export interface Span {
  id: string;
  person_id: string;
  ts_start: Date;
  ts_end: Date;
}

/** Whoever did not renew his claim for so long is gone. */
const STALE = "interval '5 seconds'";

/** Utterances on their way. The earliest of a session is worked on before any other of it, by whichever instance has claimed it. */
@Injectable()
export class UtteranceRepository {
  constructor(private readonly db: Db) {}

  /** False, and nothing stored, when the session is over. */
  async add({ id, sessionId, personId, tsStart, tsEnd, audio }: NewUtterance): Promise<boolean> {
    const added = await this.db.execute(
      `WITH settled AS (UPDATE live_listeners SET settled_to = greatest(settled_to, $5) WHERE session_id = $2)
       INSERT INTO utterances (id, session_id, person_id, ts_start, ts_end, audio_sealed)
       SELECT $1, $2, $3, $4, $5, $6 FROM sessions WHERE id = $2 AND status <> 'ended'`,
      [id, sessionId, personId, tsStart, tsEnd, audio],
    );
    return added > 0;
  }

  /** The earliest of the session, unless it is not due or somebody else works on it. */
  async claimFirst(sessionId: string, worker: string): Promise<UtteranceRow | null> {
    const rows = await this.db.query<UtteranceRow>(
      `WITH first AS (SELECT id FROM utterances WHERE session_id = $1 ORDER BY ts_start, id LIMIT 1 FOR UPDATE)
       UPDATE utterances u SET worker = $2, claimed_at = now(), attempts = least(u.attempts + 1, 1000)
       FROM first WHERE u.id = first.id AND u.due_at <= now() AND (u.worker IS NULL OR u.worker = $2 OR u.claimed_at < now() - ${STALE})
       RETURNING u.id, u.session_id, u.person_id, u.ts_start, u.ts_end, u.audio_sealed, u.attempts,
         (extract(epoch FROM now() - u.created_at) * 1000)::float8 AS age_ms`,
      [sessionId, worker],
    );
    return rows[0] ?? null;
  }

  /** In how many ms the earliest of the session can be tried; null when there is none, or somebody else sees to it. */
  async waitOf(sessionId: string, worker: string): Promise<number | null> {
    const rows = await this.db.query<{ wait_ms: number; is_others: boolean }>(
      `SELECT (extract(epoch FROM due_at - now()) * 1000)::float8 AS wait_ms,
         coalesce(worker <> $2 AND claimed_at >= now() - ${STALE}, false) AS is_others
       FROM utterances WHERE session_id = $1 ORDER BY ts_start, id LIMIT 1`,
      [sessionId, worker],
    );
    const [first] = rows;
    return first === undefined || first.is_others ? null : Math.max(0, first.wait_ms);
  }

  async postpone(id: string, ms: number): Promise<void> {
    await this.db.query("UPDATE utterances SET due_at = now() + $2 * interval '1 millisecond' WHERE id = $1", [id, ms]);
  }

  /** False when it is gone already. */
  async remove(id: string, tx?: Transaction): Promise<boolean> {
    return (await this.db.execute('DELETE FROM utterances WHERE id = $1', [id], tx)) > 0;
  }

  removeOfSession(sessionId: string, tx: Transaction): Promise<Span[]> {
    return this.db.query<Span>('DELETE FROM utterances WHERE session_id = $1 RETURNING id, person_id, ts_start, ts_end', [sessionId], tx);
  }

  async removeOfPerson(personId: string): Promise<void> {
    await this.db.query('DELETE FROM utterances WHERE person_id = $1', [personId]);
  }

  async renew(ids: readonly string[], worker: string): Promise<void> {
    await this.db.query('UPDATE utterances SET claimed_at = now() WHERE id = ANY($1::uuid[]) AND worker = $2', [ids, worker]);
  }

  /** Lets go of everything, for others to go on with at once. */
  async release(worker: string): Promise<void> {
    await this.db.query("UPDATE utterances SET worker = NULL, claimed_at = now() - interval '1 hour' WHERE worker = $1", [worker]);
  }

  /** Sessions with utterances that nobody has touched for a while. */
  async findNeglected(limit: number): Promise<string[]> {
    const rows = await this.db.query<{ session_id: string }>(
      `SELECT DISTINCT session_id FROM utterances WHERE claimed_at < now() - ${STALE} AND due_at <= now() LIMIT $1`,
      [limit],
    );
    return rows.map(({ session_id: sessionId }) => sessionId);
  }
}
