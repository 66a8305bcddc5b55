import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';
import { uuidv7 } from '../platform/database/uuid.js';

export interface ResetRequestRow {
  id: string;
  email_lookup: Buffer;
  language: 'ko' | 'en';
}

const GOOD_FOR = "interval '30 minutes'";

/** Who asked for a new password, and the tokens that were mailed. */
@Injectable()
export class PasswordResetRepository {
  constructor(private readonly db: Db) {}

  async addRequest(emailLookup: Buffer, language: 'ko' | 'en'): Promise<void> {
    await this.db.query('INSERT INTO password_reset_requests (id, email_lookup, language) VALUES ($1, $2, $3)', [uuidv7(), emailLookup, language]);
  }

  /** Takes the oldest request that nobody else is answering; it is gone with the commit. */
  async takeRequest(tx: Transaction): Promise<ResetRequestRow | null> {
    const rows = await this.db.query<ResetRequestRow>(
      `DELETE FROM password_reset_requests WHERE id =
         (SELECT id FROM password_reset_requests ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id, email_lookup, language`,
      [],
      tx,
    );
    return rows[0] ?? null;
  }

  async addToken(tokenHash: Buffer, userId: string, tx: Transaction): Promise<Date> {
    const rows = await this.db.query<{ expires_at: Date }>(
      `INSERT INTO password_resets (token_hash, user_id, expires_at) VALUES ($1, $2, now() + ${GOOD_FOR}) RETURNING expires_at`,
      [tokenHash, userId],
      tx,
    );
    const [row] = rows;
    if (row === undefined) throw new Error('an insert gave no row');
    return row.expires_at;
  }

  /** Whether the token could be used now. */
  async isGood(tokenHash: Buffer): Promise<boolean> {
    const sql = 'SELECT 1 FROM password_resets WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now()';
    return (await this.db.query(sql, [tokenHash])).length > 0;
  }

  /** Uses the token up, and every other one of its account; null when it is not good (any more). */
  async use(tokenHash: Buffer, tx: Transaction): Promise<string | null> {
    const rows = await this.db.query<{ user_id: string }>(
      'UPDATE password_resets SET used_at = now() WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now() RETURNING user_id',
      [tokenHash],
      tx,
    );
    const userId = rows[0]?.user_id;
    if (userId === undefined) return null;
    await this.endAll(userId, tx);
    return userId;
  }

  async endAll(userId: string, tx: Transaction): Promise<void> {
    await this.db.query('UPDATE password_resets SET used_at = now() WHERE user_id = $1 AND used_at IS NULL', [userId], tx);
  }

  /** Removes tokens that are over for a day, a bounded number at a time. */
  purge(limit: number): Promise<number> {
    return this.db.execute(
      `DELETE FROM password_resets WHERE token_hash IN
         (SELECT token_hash FROM password_resets WHERE expires_at <= now() - interval '1 day' LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      [limit],
    );
  }
}
