import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';
import { uuidv7 } from '../platform/database/uuid.js';

export interface MfaRow {
  mfa_secret_sealed: Buffer | null;
  mfa_enabled_at: Date | null;
  mfa_last_step: number | null;
}

/** The second factor of an account and its recovery codes. */
@Injectable()
export class MfaRepository {
  constructor(private readonly db: Db) {}

  async find(userId: string, tx?: Transaction): Promise<MfaRow | null> {
    const sql = 'SELECT mfa_secret_sealed, mfa_enabled_at, mfa_last_step FROM users WHERE id = $1';
    return (await this.db.query<MfaRow>(sql, [userId], tx))[0] ?? null;
  }

  /** A secret that is not in use yet; false when one is. */
  async setPending(userId: string, secret: Buffer): Promise<boolean> {
    const sql = 'UPDATE users SET mfa_secret_sealed = $2, mfa_last_step = NULL WHERE id = $1 AND mfa_enabled_at IS NULL';
    return (await this.db.execute(sql, [userId, secret])) > 0;
  }

  /** Puts the pending secret to use; false when another request did, or it is not the same secret any more. */
  async enable(userId: string, secret: Buffer, step: number, tx: Transaction): Promise<boolean> {
    const sql = `UPDATE users SET mfa_enabled_at = now(), mfa_last_step = $3, updated_at = now()
      WHERE id = $1 AND mfa_secret_sealed = $2 AND mfa_enabled_at IS NULL`;
    return (await this.db.execute(sql, [userId, secret, step], tx)) > 0;
  }

  async disable(userId: string, tx: Transaction): Promise<void> {
    await this.db.query(
      'UPDATE users SET mfa_secret_sealed = NULL, mfa_enabled_at = NULL, mfa_last_step = NULL, updated_at = now() WHERE id = $1',
      [userId],
      tx,
    );
    await this.db.query('DELETE FROM recovery_codes WHERE user_id = $1', [userId], tx);
  }

  /** Uses up a time step; false when it or a later one was used before, so that a code is good once, whoever is first. */
  async useStep(userId: string, step: number): Promise<boolean> {
    const sql = 'UPDATE users SET mfa_last_step = $2 WHERE id = $1 AND mfa_enabled_at IS NOT NULL AND (mfa_last_step IS NULL OR mfa_last_step < $2)';
    return (await this.db.execute(sql, [userId, step])) > 0;
  }

  async replaceRecoveryCodes(userId: string, hashes: readonly Buffer[], tx: Transaction): Promise<void> {
    await this.db.query('DELETE FROM recovery_codes WHERE user_id = $1', [userId], tx);
    await this.db.query(
      'INSERT INTO recovery_codes (id, user_id, code_hash) SELECT id, $1, hash FROM unnest($2::uuid[], $3::bytea[]) AS new (id, hash)',
      [userId, hashes.map(() => uuidv7()), hashes],
      tx,
    );
  }

  findRecoveryCodes(userId: string): Promise<{ id: string; code_hash: Buffer }[]> {
    return this.db.query<{ id: string; code_hash: Buffer }>('SELECT id, code_hash FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL', [userId]);
  }

  /** False when it was used before. */
  async useRecoveryCode(id: string): Promise<boolean> {
    return (await this.db.execute('UPDATE recovery_codes SET used_at = now() WHERE id = $1 AND used_at IS NULL', [id])) > 0;
  }
}
