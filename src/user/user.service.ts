import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { ProfileBody, User } from '../../libs/contracts/auth.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { LookupHash } from '../platform/crypto/lookup-hash.js';
import { PersonKeys } from '../platform/crypto/person-keys.js';
import { isUniqueViolation } from '../platform/database/database-errors.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { AppError } from '../platform/errors/app-error.js';
import { UserRepository, type UserRow } from './user.repository.js';

export type { UserRow } from './user.repository.js';

export interface NewAccount {
  username: string;
  email: string;
  passwordHash: string;
  role: 'user' | 'counselor' | 'admin';
  languages: string[];
  oneTimePassword: boolean;
}

const ref = (column: string, rowId: string) => ({ table: 'users', column, rowId });

/** Accounts: who they are, as their owner sees it. */
@Injectable()
export class UserService {
  constructor(
    private readonly repository: UserRepository,
    private readonly cipher: FieldCipher,
    private readonly lookup: LookupHash,
    private readonly keys: PersonKeys,
  ) {}

  /** @throws AppError CONFLICT when the e-mail has an account */
  async create(account: NewAccount, tx: Transaction): Promise<string> {
    const id = uuidv7();
    await this.repository.createPerson(id, tx);
    await this.keys.create(id, tx);
    const [emailSealed, usernameSealed] = await Promise.all([
      this.cipher.seal(id, ref('email_sealed', id), account.email, tx),
      this.cipher.seal(id, ref('username_sealed', id), account.username, tx),
    ]);
    const { passwordHash, role, languages, oneTimePassword } = account;
    const emailLookup = this.lookup.email(account.email);
    try {
      await this.repository.create({ id, emailLookup, emailSealed, usernameSealed, passwordHash, role, languages, oneTimePassword }, tx);
    } catch (error) {
      if (isUniqueViolation(error, 'users_email_unique')) throw new AppError('CONFLICT', { cause: error });
      throw error;
    }
    return id;
  }

  async read(id: string): Promise<User> {
    const row = await this.repository.findById(id);
    if (row === null) throw new AppError('NOT_FOUND');
    return this.view(row);
  }

  async view(row: UserRow): Promise<User> {
    const [username, email, profileImage] = await Promise.all([
      this.cipher.openText(ref('username_sealed', row.id), row.username_sealed),
      this.cipher.openText(ref('email_sealed', row.id), row.email_sealed),
      row.profile_image_sealed === null ? null : this.cipher.openText(ref('profile_image_sealed', row.id), row.profile_image_sealed),
    ]);
    const { id, role } = row;
    return { id, username, email, role, profileImage, mfaEnabled: row.mfa_enabled_at !== null, createdAt: row.created_at.toISOString() };
  }

  /** What is left out stays as it is. */
  async changeProfile(id: string, { username, profileImage }: ProfileBody): Promise<User> {
    const values: { username?: Buffer; profileImage?: Buffer | null } = {};
    if (username !== undefined) values.username = await this.cipher.seal(id, ref('username_sealed', id), username);
    if (profileImage === null) values.profileImage = null;
    else if (profileImage !== undefined) values.profileImage = await this.cipher.seal(id, ref('profile_image_sealed', id), profileImage);
    if (Object.keys(values).length > 0) await this.repository.setProfile(id, values);
    return this.read(id);
  }

  /** What an account is found by. */
  lookupOf(email: string): Buffer {
    return this.lookup.email(email);
  }

  findByLookup(emailLookup: Buffer, tx?: Transaction): Promise<UserRow | null> {
    return this.repository.findByEmail(emailLookup, tx);
  }

  /** @throws AppError UNAUTHENTICATED when the account is gone */
  async find(id: string, tx?: Transaction): Promise<UserRow> {
    const row = await this.repository.findById(id, tx);
    if (row === null) throw new AppError('UNAUTHENTICATED');
    return row;
  }

  emailOf(row: UserRow, tx?: Transaction): Promise<string> {
    return this.cipher.openText(ref('email_sealed', row.id), row.email_sealed, tx);
  }

  holdUnchanged(row: UserRow, tx: Transaction): Promise<boolean> {
    return this.repository.holdUnchanged(row.id, row.password_hash, tx);
  }

  async setPasswordHash(id: string, passwordHash: string, tx?: Transaction): Promise<void> {
    await this.repository.setPasswordHash(id, passwordHash, tx);
  }

  async replaceHash(row: UserRow, to: string): Promise<void> {
    await this.repository.replaceHash(row.id, row.password_hash, to);
  }

  setBlocked(id: string, isBlocked: boolean, tx: Transaction): Promise<boolean> {
    return this.repository.setBlocked(id, isBlocked, tx);
  }

  async forgetFailedGuesses(id: string, tx: Transaction): Promise<void> {
    await this.repository.raiseLockEpoch(id, tx);
  }
}
