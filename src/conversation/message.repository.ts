import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';

export type StoredRole = 'person' | 'counselor' | 'ai';

export interface NewMessage {
  id: string;
  sessionId: string;
  personId: string;
  seq: number;
  role: StoredRole;
  authorId: string | null;
  text: Buffer;
}

export interface MessageRow {
  id: string;
  session_id: string;
  role: StoredRole;
  text_sealed: Buffer;
  created_at: Date;
}

const COLUMNS = 'id, session_id, role, text_sealed, created_at';

@Injectable()
export class MessageRepository {
  constructor(private readonly db: Db) {}

  /** Counts a message on a session that is active and holds the session: the message's place in the conversation; null when it is not active. */
  async countOnActive(sessionId: string, tx: Transaction): Promise<{ seq: number; personId: string } | null> {
    return this.count("status = 'active'", sessionId, tx);
  }

  /** As {@link countOnActive}, for a reply that was begun before a pause. */
  async countOnOpen(sessionId: string, tx: Transaction): Promise<{ seq: number; personId: string } | null> {
    return this.count("status <> 'ended'", sessionId, tx);
  }

  private async count(condition: "status = 'active'" | "status <> 'ended'", sessionId: string, tx: Transaction) {
    const rows = await this.db.query<{ message_count: number; person_id: string }>(
      `UPDATE sessions SET message_count = message_count + 1, last_activity_at = now() WHERE id = $1 AND ${condition} RETURNING message_count, person_id`,
      [sessionId],
      tx,
    );
    const row = rows[0];
    return row === undefined ? null : { seq: row.message_count, personId: row.person_id };
  }

  async add(message: NewMessage, tx: Transaction): Promise<Date> {
    const { id, sessionId, personId, seq, role, authorId, text } = message;
    const rows = await this.db.query<{ created_at: Date }>(
      `INSERT INTO messages (id, session_id, person_id, seq, role, author_id, text_sealed, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp()) RETURNING created_at`,
      [id, sessionId, personId, seq, role, authorId, text],
      tx,
    );
    return rows[0]?.created_at ?? new Date();
  }

  /** In the order of the conversation. */
  findPage(sessionId: string, limit: number, offset: number): Promise<MessageRow[]> {
    return this.db.query<MessageRow>(
      `SELECT ${COLUMNS} FROM messages WHERE session_id = $1 AND role <> 'system' ORDER BY seq LIMIT $2 OFFSET $3`,
      [sessionId, limit, offset],
    );
  }

  async countOf(sessionId: string): Promise<number> {
    const rows = await this.db.query<{ total: number }>("SELECT count(*) AS total FROM messages WHERE session_id = $1 AND role <> 'system'", [sessionId]);
    return rows[0]?.total ?? 0;
  }

  /** The newest, in the order of the conversation. */
  async findNewest(sessionId: string, limit: number): Promise<MessageRow[]> {
    const rows = await this.db.query<MessageRow>(
      `SELECT ${COLUMNS} FROM messages WHERE session_id = $1 AND role <> 'system' ORDER BY seq DESC LIMIT $2`,
      [sessionId, limit],
    );
    return rows.reverse();
  }

  async findById(id: string): Promise<MessageRow | null> {
    return (await this.db.query<MessageRow>(`SELECT ${COLUMNS} FROM messages WHERE id = $1`, [id]))[0] ?? null;
  }
}
