import { Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { PasswordHasher } from '../platform/crypto/password-hasher.js';
import { Transactions } from '../platform/database/transactions.js';
import { AppError } from '../platform/errors/app-error.js';
import { type UserRow, UserService } from '../user/user.service.js';
import { AccountState } from './account-state.service.js';
import { DeviceService } from './device.service.js';
import { NO_ORIGIN, SecurityEventService } from './security-event.service.js';

export interface NewStaffAccount {
  readonly email: string;
  readonly username: string;
  readonly role: 'user' | 'counselor' | 'admin';
  readonly languages: readonly string[];
}

/** Without the characters that look alike on paper. */
const CLASSES = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '-_+=*'] as const;
const LENGTH = 20;

/** What those who run the service do to accounts. */
@Injectable()
export class AccountAdmin {
  constructor(
    private readonly users: UserService,
    private readonly devices: DeviceService,
    private readonly passwords: PasswordHasher,
    private readonly events: SecurityEventService,
    private readonly state: AccountState,
    private readonly transactions: Transactions,
  ) {}

  /** Makes an account with a password that only lets its owner set another. @throws AppError CONFLICT */
  async create({ email, username, role, languages }: NewStaffAccount): Promise<{ userId: string; oneTimePassword: string }> {
    const oneTimePassword = newOneTimePassword();
    const passwordHash = await this.passwords.hash(oneTimePassword);
    const userId = await this.transactions.run(async (tx) => {
      const id = await this.users.create({ email, username, role, languages: [...languages], passwordHash, oneTimePassword: true }, tx);
      await this.events.record(id, 'account.created', NO_ORIGIN, tx);
      return id;
    });
    return { userId, oneTimePassword };
  }

  /** Ends everything that the account is signed in to, and lets it sign in no more. */
  async block(email: string): Promise<void> {
    await this.change(email, 'account.blocked', async ({ id }, tx) => {
      await this.users.setBlocked(id, true, tx);
      await this.devices.revoke(id, 'all', tx);
    });
  }

  async unblock(email: string): Promise<void> {
    await this.change(email, 'account.unblocked', ({ id }, tx) => this.users.setBlocked(id, false, tx));
  }

  /** Lifts the locks that failed guesses caused. */
  async unlock(email: string): Promise<void> {
    await this.change(email, 'account.unlocked', ({ id }, tx) => this.users.forgetFailedGuesses(id, tx));
  }

  private async change(email: string, kind: 'account.blocked' | 'account.unblocked' | 'account.unlocked', work: (row: UserRow, tx: Transaction) => Promise<unknown>): Promise<void> {
    await this.transactions.run(async (tx) => {
      const row = await this.users.findByLookup(this.users.lookupOf(email), tx);
      if (row === null) throw new AppError('NOT_FOUND');
      await work(row, tx);
      await this.events.record(row.id, kind, NO_ORIGIN, tx);
      await this.state.changed(row.id, tx);
    });
  }
}

/** 118 bits, with every class of characters that a password must have. */
function newOneTimePassword(): string {
  const all = CLASSES.join('');
  const pick = (from: string) => from.charAt(randomInt(from.length));
  const signs = [...CLASSES.map(pick), ...Array.from({ length: LENGTH - CLASSES.length }, () => pick(all))];
  for (let at = signs.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    [signs[at], signs[other]] = [signs[other] ?? '', signs[at] ?? ''];
  }
  return signs.join('');
}
