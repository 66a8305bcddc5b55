import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';

export interface DeviceHolderRow {
  role: 'user' | 'counselor' | 'admin';
  one_time_password: boolean;
  has_mfa: boolean;
  last_seen_at: Date | null;
}

export interface RefreshTokenRow {
  device_id: string;
  used_at: Date | null;
  is_expired: boolean;
}

export interface DeviceRow {
  id: string;
  user_agent_sealed: Buffer | null;
  ip_sealed: Buffer | null;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
}

/** Signed-in devices and their families of refresh tokens. */
@Injectable()
export class DeviceRepository {
  constructor(private readonly db: Db) {}

  async create(device: { id: string; userId: string; userAgent: Buffer; ip: Buffer; expiresAt: Date }, tx: Transaction): Promise<void> {
    await this.db.query(
      'INSERT INTO device_sessions (id, user_id, user_agent_sealed, ip_sealed, expires_at) VALUES ($1, $2, $3, $4, $5)',
      [device.id, device.userId, device.userAgent, device.ip, device.expiresAt],
      tx,
    );
  }

  /** The account of a device that is signed in; null when either is gone, revoked, expired or blocked. */
  async findHolder(deviceId: string, userId: string): Promise<DeviceHolderRow | null> {
    const rows = await this.db.query<DeviceHolderRow>(
      `SELECT u.role, u.one_time_password, u.mfa_enabled_at IS NOT NULL AS has_mfa, u.last_seen_at
       FROM device_sessions d JOIN users u ON u.id = d.user_id
       WHERE d.id = $1 AND d.user_id = $2 AND d.revoked_at IS NULL AND d.expires_at > now() AND u.blocked_at IS NULL`,
      [deviceId, userId],
    );
    return rows[0] ?? null;
  }

  /** Holds the device until the transaction ends; false when it is signed out. */
  async lockLiving(deviceId: string, userId: string, tx: Transaction): Promise<boolean> {
    const rows = await this.db.query(
      `SELECT 1 FROM device_sessions d JOIN users u ON u.id = d.user_id
       WHERE d.id = $1 AND d.user_id = $2 AND d.revoked_at IS NULL AND u.blocked_at IS NULL FOR UPDATE OF d`,
      [deviceId, userId],
      tx,
    );
    return rows.length > 0;
  }

  /** Those of these devices that are signed in. */
  async findLiving(deviceIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT d.id FROM device_sessions d JOIN users u ON u.id = d.user_id
       WHERE d.id = ANY($1::uuid[]) AND d.revoked_at IS NULL AND d.expires_at > now() AND u.blocked_at IS NULL`,
      [deviceIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Whether a guest is still the person of a session: neither of them is gone, and no account claimed it. */
  async isGuestOf(personId: string, sessionId: string): Promise<boolean> {
    const sql = `SELECT 1 FROM sessions s JOIN persons p ON p.id = s.person_id
      WHERE s.id = $2 AND s.person_id = $1 AND s.user_id IS NULL AND p.kind = 'guest'`;
    return (await this.db.query(sql, [personId, sessionId])).length > 0;
  }

  /** The latest used first. */
  findAllOf(userId: string): Promise<DeviceRow[]> {
    return this.db.query<DeviceRow>(
      `SELECT id, user_agent_sealed, ip_sealed, created_at, last_seen_at, expires_at FROM device_sessions
       WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > now() ORDER BY last_seen_at DESC, id DESC`,
      [userId],
    );
  }

  async setOrigin(deviceId: string, userAgent: Buffer, ip: Buffer, tx: Transaction): Promise<void> {
    await this.db.query('UPDATE device_sessions SET user_agent_sealed = $2, ip_sealed = $3 WHERE id = $1', [deviceId, userAgent, ip], tx);
  }

  /** Signs out all but the `keep` latest devices; gives those that were signed in. */
  async revokeBeyond(userId: string, keep: number, tx: Transaction): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `UPDATE device_sessions SET revoked_at = now() WHERE id IN
         (SELECT id FROM device_sessions WHERE user_id = $1 AND revoked_at IS NULL ORDER BY last_seen_at DESC, id DESC OFFSET $2)
       RETURNING id`,
      [userId, keep],
      tx,
    );
    return rows.map(({ id }) => id);
  }

  /** Removes devices that are over, with their tokens, a bounded number at a time. A revoked one must be remembered no longer than it would have lived. */
  purge(limit: number): Promise<number> {
    return this.db.execute(
      `DELETE FROM device_sessions WHERE id IN
         (SELECT id FROM device_sessions WHERE expires_at <= now() LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      [limit],
    );
  }

  /** Removes tokens that are over, of devices that go on living. */
  purgeTokens(limit: number): Promise<number> {
    return this.db.execute(
      `DELETE FROM refresh_tokens WHERE token_hash IN
         (SELECT token_hash FROM refresh_tokens WHERE expires_at <= now() LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      [limit],
    );
  }

  async touch(userId: string, deviceId: string): Promise<void> {
    await this.db.query(
      `WITH seen AS (UPDATE users SET last_seen_at = now() WHERE id = $1)
       UPDATE device_sessions SET last_seen_at = now() WHERE id = $2`,
      [userId, deviceId],
    );
  }

  async addRefreshToken(hash: Buffer, deviceId: string, issuedAt: Date, expiresAt: Date, tx: Transaction): Promise<void> {
    await this.db.query(
      'INSERT INTO refresh_tokens (token_hash, device_id, issued_at, expires_at) VALUES ($1, $2, $3, $4)',
      [hash, deviceId, issuedAt, expiresAt],
      tx,
    );
    await this.db.query('UPDATE device_sessions SET expires_at = $2, last_seen_at = now() WHERE id = $1', [deviceId, expiresAt], tx);
  }

  async findRefreshToken(hash: Buffer, deviceId: string, tx: Transaction): Promise<RefreshTokenRow | null> {
    const rows = await this.db.query<RefreshTokenRow>(
      'SELECT device_id, used_at, expires_at <= now() AS is_expired FROM refresh_tokens WHERE token_hash = $1 AND device_id = $2',
      [hash, deviceId],
      tx,
    );
    return rows[0] ?? null;
  }

  async markUsed(hash: Buffer, at: Date, tx: Transaction): Promise<void> {
    await this.db.query('UPDATE refresh_tokens SET used_at = $2 WHERE token_hash = $1', [hash, at], tx);
  }

  /** Signs devices out; gives those that were signed in. */
  async revoke(userId: string, scope: { deviceId: string } | 'all', tx: Transaction): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `UPDATE device_sessions SET revoked_at = now()
       WHERE user_id = $1 AND revoked_at IS NULL AND ($2::uuid IS NULL OR id = $2) RETURNING id`,
      [userId, scope === 'all' ? null : scope.deviceId],
      tx,
    );
    return rows.map(({ id }) => id);
  }
}
