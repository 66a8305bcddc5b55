import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';

@Injectable()
export class HandoverRepository {
  constructor(private readonly db: Db) {}

  /** Holds an open session. */
  async hold(sessionId: string, tx: Transaction): Promise<{ counselor_kind: 'ai' | 'human'; counselor_id: string | null; status: string } | null> {
    const rows = await this.db.query<{ counselor_kind: 'ai' | 'human'; counselor_id: string | null; status: string }>(
      'SELECT counselor_kind, counselor_id, status FROM sessions WHERE id = $1 FOR UPDATE',
      [sessionId],
      tx,
    );
    return rows[0] ?? null;
  }

  async setCounselor(sessionId: string, counselorId: string | null, tx: Transaction): Promise<void> {
    await this.db.query('UPDATE sessions SET counselor_id = $2, version = version + 1 WHERE id = $1', [sessionId, counselorId], tx);
  }

  /** A counselor who no longer looks after the session is not in it either. */
  async endVisits(sessionId: string, tx: Transaction): Promise<string[]> {
    const rows = await this.db.query<{ user_id: string }>(
      'UPDATE session_participants SET left_at = now() WHERE session_id = $1 AND left_at IS NULL RETURNING user_id',
      [sessionId],
      tx,
    );
    return rows.map(({ user_id: userId }) => userId);
  }
}
