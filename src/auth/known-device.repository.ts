import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';

const KEPT = 20;
const GOOD_FOR = "interval '180 days'";

/** Devices that signed in before. */
@Injectable()
export class KnownDeviceRepository {
  constructor(private readonly db: Db) {}

  /** Whether the token is one of the account with this e-mail. */
  async isKnown(tokenHash: Buffer, emailLookup: Buffer): Promise<boolean> {
    const rows = await this.db.query(
      `SELECT 1 FROM known_devices k JOIN users u ON u.id = k.user_id
       WHERE k.token_hash = $1 AND u.email_lookup = $2 AND k.last_used_at > now() - ${GOOD_FOR}`,
      [tokenHash, emailLookup],
    );
    return rows.length > 0;
  }

  /** Adds a device, or notes that it was used; only so many are kept, the latest. */
  async remember(tokenHash: Buffer, userId: string, tx: Transaction): Promise<void> {
    await this.db.query(
      `INSERT INTO known_devices (token_hash, user_id) VALUES ($1, $2)
       ON CONFLICT (token_hash) DO UPDATE SET last_used_at = now()`,
      [tokenHash, userId],
      tx,
    );
    await this.db.query(
      `DELETE FROM known_devices WHERE token_hash IN
         (SELECT token_hash FROM known_devices WHERE user_id = $1 ORDER BY last_used_at DESC, token_hash OFFSET ${KEPT})`,
      [userId],
      tx,
    );
  }

  async forgetAll(userId: string, tx: Transaction): Promise<void> {
    await this.db.query('DELETE FROM known_devices WHERE user_id = $1', [userId], tx);
  }

  /** Forgets what nobody used for long, a bounded number at a time. */
  purge(limit: number): Promise<number> {
    return this.db.execute(
      `DELETE FROM known_devices WHERE token_hash IN
         (SELECT token_hash FROM known_devices WHERE last_used_at <= now() - ${GOOD_FOR} LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      [limit],
    );
  }
}
