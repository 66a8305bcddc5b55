import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';

export interface OutboxRow {
  id: string;
  content_sealed: Buffer;
  attempts: number;
}

@Injectable()
export class OutboxRepository {
  constructor(private readonly db: Db) {}

  async add(mail: { id: string; personId: string; content: Buffer; expiresAt: Date }, tx: Transaction): Promise<void> {
    await this.db.query(
      'INSERT INTO mail_outbox (id, person_id, content_sealed, expires_at) VALUES ($1, $2, $3, $4)',
      [mail.id, mail.personId, mail.content, mail.expiresAt],
      tx,
    );
  }

  /** Mails that are due, kept from everybody else for `leaseMs`: whoever takes them and dies only delays them. */
  lease(limit: number, leaseMs: number): Promise<OutboxRow[]> {
    return this.db.query<OutboxRow>(
      `UPDATE mail_outbox SET attempts = attempts + 1, next_attempt_at = now() + $2 * interval '1 millisecond'
       WHERE id IN (SELECT id FROM mail_outbox WHERE next_attempt_at <= now() AND expires_at > now() ORDER BY next_attempt_at LIMIT $1
         FOR UPDATE SKIP LOCKED)
       RETURNING id, content_sealed, attempts`,
      [limit, leaseMs],
    );
  }

  async remove(id: string): Promise<void> {
    await this.db.query('DELETE FROM mail_outbox WHERE id = $1', [id]);
  }

  async postpone(id: string, waitMs: number): Promise<void> {
    await this.db.query("UPDATE mail_outbox SET next_attempt_at = now() + $2 * interval '1 millisecond' WHERE id = $1", [id, waitMs]);
  }

  /** Removes mails that are of no use any more; says how many. */
  removeExpired(): Promise<number> {
    return this.db.execute(
      'DELETE FROM mail_outbox WHERE id IN (SELECT id FROM mail_outbox WHERE expires_at <= now() LIMIT 500 FOR UPDATE SKIP LOCKED)',
    );
  }
}
