import { Injectable } from '@nestjs/common';
import { Db } from '../platform/database/db.js';
import { uuidv7 } from '../platform/database/uuid.js';

export interface DueAlert {
  id: string;
  rule: string;
  content: unknown;
  at: Date;
  attempts: number;
}

@Injectable()
export class AlertRepository {
  constructor(private readonly db: Db) {}

  /** False when it was told already in this window, by whichever instance. */
  async add(alert: { rule: string; subjectHash: Buffer; windowMs: number; content: object; isToSend: boolean }): Promise<boolean> {
    const added = await this.db.execute(
      `INSERT INTO security_alerts (id, rule, subject_hash, told_in, content, next_attempt_at)
       VALUES ($1, $2, $3, to_timestamp(floor(extract(epoch FROM now()) / $4::float8) * $4::float8), $5, CASE WHEN $6::boolean THEN now() END)
       ON CONFLICT DO NOTHING`,
      [uuidv7(), alert.rule, alert.subjectHash, alert.windowMs / 1_000, JSON.stringify(alert.content), alert.isToSend],
    );
    return added > 0;
  }

  /** Takes what is due for as long as the lease; other instances pass over it. */
  lease(limit: number, leaseMs: number): Promise<DueAlert[]> {
    return this.db.query<DueAlert>(
      `UPDATE security_alerts SET attempts = attempts + 1, next_attempt_at = now() + $2 * interval '1 millisecond'
         WHERE id IN (SELECT id FROM security_alerts WHERE next_attempt_at <= now() ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING id, rule, content, at, attempts`,
      [limit, leaseMs],
    );
  }

  async setDelivered(id: string): Promise<void> {
    await this.db.query('UPDATE security_alerts SET delivered_at = now(), next_attempt_at = NULL WHERE id = $1', [id]);
  }

  /** @param waitMs null: given up */
  async setFailed(id: string, waitMs: number | null): Promise<void> {
    await this.db.query(`UPDATE security_alerts SET next_attempt_at = now() + $2::float8 * interval '1 millisecond' WHERE id = $1`, [id, waitMs]);
  }

  purge(before: Date, limit: number): Promise<number> {
    return this.db.execute(
      'DELETE FROM security_alerts WHERE id IN (SELECT id FROM security_alerts WHERE at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)',
      [before, limit],
    );
  }
}
