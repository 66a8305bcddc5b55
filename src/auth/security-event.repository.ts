import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';

export interface SecurityEventRow {
  id: string;
  kind: string;
  context_sealed: Buffer | null;
  created_at: Date;
}

@Injectable()
export class SecurityEventRepository {
  constructor(private readonly db: Db) {}

  async add(event: { id: string; userId: string; kind: string; context: Buffer }, tx?: Transaction): Promise<void> {
    await this.db.query(
      'INSERT INTO security_events (id, user_id, kind, context_sealed) VALUES ($1, $2, $3, $4)',
      [event.id, event.userId, event.kind, event.context],
      tx,
    );
  }

  /** Newest first. */
  async findPageOf(userId: string, limit: number, offset: number): Promise<{ rows: SecurityEventRow[]; total: number }> {
    const [rows, counted] = await Promise.all([
      this.db.query<SecurityEventRow>(
        'SELECT id, kind, context_sealed, created_at FROM security_events WHERE user_id = $1 ORDER BY id DESC LIMIT $2 OFFSET $3',
        [userId, limit, offset],
      ),
      this.db.query<{ total: string }>('SELECT count(*) AS total FROM security_events WHERE user_id = $1', [userId]),
    ]);
    return { rows, total: Number(counted[0]?.total ?? 0) };
  }
}
