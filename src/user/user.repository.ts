import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/sequelize';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';
import { UserModel } from './user.model.js';

export interface UserRow {
  id: string;
  email_lookup: Buffer;
  email_sealed: Buffer;
  username_sealed: Buffer;
  profile_image_sealed: Buffer | null;
  password_hash: string;
  role: 'user' | 'counselor' | 'admin';
  one_time_password: boolean;
  blocked_at: Date | null;
  mfa_enabled_at: Date | null;
  /** Failed guesses are counted under it: raising it forgets them all. */
  lock_epoch: number;
  created_at: Date;
}

export interface NewUser {
  id: string;
  emailLookup: Buffer;
  emailSealed: Buffer;
  usernameSealed: Buffer;
  passwordHash: string;
  role: 'user' | 'counselor' | 'admin';
  languages: string[];
  oneTimePassword: boolean;
}

export interface CounselorRow {
  id: string;
  username_sealed: Buffer;
  languages: string[];
  is_online: boolean;
}

const COLUMNS = `id, email_lookup, email_sealed, username_sealed, profile_image_sealed, password_hash, role, one_time_password,
  blocked_at, mfa_enabled_at, lock_epoch, created_at`;
/** Who was seen this recently is there to answer. */
const ONLINE = "interval '2 minutes'";
const MAX_COUNSELORS = 500;

@Injectable()
export class UserRepository {
  constructor(
    private readonly db: Db,
    @InjectModel(UserModel) private readonly users: typeof UserModel,
  ) {}

  async createPerson(id: string, tx: Transaction): Promise<void> {
    await this.db.query("INSERT INTO persons (id, kind) VALUES ($1, 'account')", [id], tx);
  }

  /** @throws a unique violation of `users_email_unique` */
  async create(user: NewUser, tx: Transaction): Promise<void> {
    const now = new Date();
    await this.users.create({ ...user, createdAt: now, passwordChangedAt: now }, { transaction: tx });
  }

  async findById(id: string, tx?: Transaction): Promise<UserRow | null> {
    return (await this.db.query<UserRow>(`SELECT ${COLUMNS} FROM users WHERE id = $1`, [id], tx))[0] ?? null;
  }

  async findByEmail(lookup: Buffer, tx?: Transaction): Promise<UserRow | null> {
    return (await this.db.query<UserRow>(`SELECT ${COLUMNS} FROM users WHERE email_lookup = $1`, [lookup], tx))[0] ?? null;
  }

  /** Holds the account as it is until the transaction ends; false when it has another password by now, is blocked or gone. */
  async holdUnchanged(id: string, passwordHash: string, tx: Transaction): Promise<boolean> {
    const sql = 'SELECT 1 FROM users WHERE id = $1 AND password_hash = $2 AND blocked_at IS NULL FOR SHARE';
    return (await this.db.query(sql, [id, passwordHash], tx)).length > 0;
  }

  /** Whether it changed anything. */
  async setBlocked(id: string, isBlocked: boolean, tx: Transaction): Promise<boolean> {
    const sql = `UPDATE users SET blocked_at = CASE WHEN $2 THEN now() END, updated_at = now()
      WHERE id = $1 AND (blocked_at IS NULL) = $2`;
    return (await this.db.execute(sql, [id, isBlocked], tx)) > 0;
  }

  /** Forgets all failed guesses and locks of the account. */
  async raiseLockEpoch(id: string, tx: Transaction): Promise<void> {
    await this.db.query('UPDATE users SET lock_epoch = lock_epoch + 1 WHERE id = $1', [id], tx);
  }

  /** The same password under a better hash; left alone when it was changed meanwhile. */
  async replaceHash(id: string, from: string, to: string): Promise<void> {
    await this.db.query('UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2', [id, from, to]);
  }

  /** Counselors who can be chosen; longest with the service first. */
  findCounselors(): Promise<CounselorRow[]> {
    return this.db.query<CounselorRow>(
      `SELECT id, username_sealed, languages, coalesce(last_seen_at > now() - ${ONLINE}, false) AS is_online
       FROM users WHERE role = 'counselor' AND blocked_at IS NULL ORDER BY id LIMIT ${MAX_COUNSELORS}`,
    );
  }

  async isCounselor(id: string): Promise<boolean> {
    const rows = await this.db.query("SELECT 1 FROM users WHERE id = $1 AND role = 'counselor' AND blocked_at IS NULL", [id]);
    return rows.length > 0;
  }

  async setProfile(id: string, values: { username?: Buffer; profileImage?: Buffer | null }): Promise<void> {
    await this.users.update(
      {
        ...(values.username === undefined ? {} : { usernameSealed: values.username }),
        ...(values.profileImage === undefined ? {} : { profileImageSealed: values.profileImage }),
      },
      { where: { id } },
    );
  }

  async setPasswordHash(id: string, passwordHash: string, tx?: Transaction): Promise<void> {
    await this.db.query(
      'UPDATE users SET password_hash = $2, password_changed_at = now(), one_time_password = false, updated_at = now() WHERE id = $1',
      [id, passwordHash],
      tx,
    );
  }

  async findPreferences(id: string): Promise<Buffer | null> {
    const rows = await this.db.query<{ preferences_sealed: Buffer | null }>('SELECT preferences_sealed FROM users WHERE id = $1', [id]);
    return rows[0]?.preferences_sealed ?? null;
  }

  async setPreferences(id: string, sealed: Buffer): Promise<void> {
    await this.db.query('UPDATE users SET preferences_sealed = $2, updated_at = now() WHERE id = $1', [id, sealed]);
  }
}
