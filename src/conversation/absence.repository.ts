import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { Language } from '../../libs/contracts/primitives.js';
import { Db } from '../platform/database/db.js';

export interface Visit {
  readonly sessionId: string;
  readonly userId: string;
}

export interface ForsakenRow {
  id: string;
  person_id: string;
  language: Language;
}

@Injectable()
export class AbsenceRepository {
  constructor(private readonly db: Db) {}

  /** These counselors are connected now. */
  async seen(visits: readonly Visit[]): Promise<void> {
    await this.db.query(
      `UPDATE session_participants p SET seen_at = now() FROM unnest($1::uuid[], $2::uuid[]) AS here (session_id, user_id)
       WHERE p.session_id = here.session_id AND p.user_id = here.user_id AND p.left_at IS NULL`,
      [visits.map(({ sessionId }) => sessionId), visits.map(({ userId }) => userId)],
    );
  }

  /** Who is in the session has just done something there. */
  async seenIn(sessionId: string): Promise<void> {
    await this.db.query('UPDATE session_participants SET seen_at = now() WHERE session_id = $1 AND left_at IS NULL', [sessionId]);
  }

  /** Open sessions of the AI counselor with somebody in them who was not seen for so long. */
  findForsaken(absenceMs: number, limit: number): Promise<ForsakenRow[]> {
    return this.db.query<ForsakenRow>(
      `SELECT DISTINCT s.id, s.person_id, s.language FROM session_participants p JOIN sessions s ON s.id = p.session_id
       WHERE p.left_at IS NULL AND p.seen_at < now() - $1 * interval '1 millisecond' AND s.counselor_kind = 'ai' AND s.status <> 'ended' LIMIT $2`,
      [absenceMs, limit],
    );
  }

  /** Ends those visits. Every instance may ask: each visit is ended once. */
  async endForsaken(sessionId: string, absenceMs: number, tx: Transaction): Promise<{ user_id: string; left_at: Date }[]> {
    return this.db.query(
      `UPDATE session_participants SET left_at = now()
       WHERE session_id = $1 AND left_at IS NULL AND seen_at < now() - $2 * interval '1 millisecond' RETURNING user_id, left_at`,
      [sessionId, absenceMs],
      tx,
    );
  }
}
