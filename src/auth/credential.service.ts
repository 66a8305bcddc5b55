import { Injectable } from '@nestjs/common';
import { PasswordHasher } from '../platform/crypto/password-hasher.js';
import { AppError } from '../platform/errors/app-error.js';
import type { RequestContext } from '../platform/http/request-context.js';
import { type UserRow, UserService } from '../user/user.service.js';
import { GuessLimits } from './guess-limits.service.js';
import { MfaService } from './mfa.service.js';
import { SecurityEventService } from './security-event.service.js';

export interface LoginCredentials {
  readonly email: string;
  readonly password: string;
  readonly mfaCode: string | undefined;
  /** What sets a device apart that signed in before; null for any other. */
  readonly knownDevice: string | null;
}

/** Compares passwords and codes, with one count of failures for all of them. */
@Injectable()
export class CredentialService {
  constructor(
    private readonly users: UserService,
    private readonly passwords: PasswordHasher,
    private readonly mfa: MfaService,
    private readonly guesses: GuessLimits,
    private readonly events: SecurityEventService,
  ) {}

  /**
   * The account that a log-in is for. An unknown e-mail, a wrong password, a wrong code and a blocked account are one answer, counted alike,
   * after the same work.
   * @throws AppError INVALID_CREDENTIALS, MFA_REQUIRED, ACCOUNT_LOCKED, RATE_LIMITED
   */
  async identify(credentials: LoginCredentials, context: RequestContext): Promise<UserRow> {
    const emailLookup = this.users.lookupOf(credentials.email);
    const row = await this.users.findByLookup(emailLookup);
    const guess = { emailLookup, lockEpoch: row?.lock_epoch ?? 0, ip: context.ip, knownDevice: credentials.knownDevice, isSignedIn: false };
    return this.guesses.attempt(
      guess,
      () => this.compare(row, credentials, context),
      (isLockedNow) => {
        this.events.note(row?.id ?? null, emailLookup, 'login.failed', context);
        if (isLockedNow) this.events.note(row?.id ?? null, emailLookup, 'account.locked', context);
      },
      context.abort.signal,
    );
  }

  /**
   * That the caller is the account's owner and not somebody who found a signed-in device. Every sensitive act asks this first.
   * @throws AppError INVALID_CREDENTIALS, ACCOUNT_LOCKED
   */
  async confirm(userId: string, { password, code }: { password: string; code?: string }, context: RequestContext): Promise<UserRow> {
    const row = await this.users.find(userId);
    return this.guesses.attempt(
      this.guesses.ofSignedIn(row, context),
      async () => {
        if (!(await this.passwords.verify(password, row.password_hash, context.abort.signal))) return null;
        return code === undefined || (await this.mfa.useCode(userId, code)) !== null ? row : null;
      },
      (isLockedNow) => {
        this.events.note(userId, row.email_lookup, 'reauthentication.failed', context);
        if (isLockedNow) this.events.note(userId, row.email_lookup, 'account.locked', context);
      },
      context.abort.signal,
    );
  }

  private async compare(row: UserRow | null, { password, mfaCode }: LoginCredentials, context: RequestContext): Promise<UserRow | null> {
    const { signal } = context.abort;
    const isRight = row === null ? await this.passwords.verifyDummy(password, signal) : await this.passwords.verify(password, row.password_hash, signal);
    if (row === null || !isRight || row.blocked_at !== null) return null;
    if (row.mfa_enabled_at === null) return row;
    if (mfaCode === undefined) throw new AppError('MFA_REQUIRED');
    const kind = await this.mfa.useCode(row.id, mfaCode);
    if (kind === 'recovery') await this.events.record(row.id, 'mfa.recovery.used', context);
    return kind === null ? null : row;
  }
}
