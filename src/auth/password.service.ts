import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { PasswordChangeBody, PasswordResetBody } from '../../libs/contracts/auth.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import { PasswordHasher } from '../platform/crypto/password-hasher.js';
import { TokenHash } from '../platform/crypto/token-hash.js';
import { Transactions } from '../platform/database/transactions.js';
import { AppError } from '../platform/errors/app-error.js';
import type { RequestContext } from '../platform/http/request-context.js';
import { RateStore } from '../platform/limits/rate-store.js';
import { type UserRow, UserService } from '../user/user.service.js';
import { AccountMails } from './account-mails.service.js';
import { AccountState } from './account-state.service.js';
import { CredentialService } from './credential.service.js';
import { DeviceService, type DeviceTokens } from './device.service.js';
import { KnownDeviceRepository } from './known-device.repository.js';
import { requireGoodPassword } from './new-password.js';
import { PasswordResetJob } from './password-reset.job.js';
import { PasswordResetRepository } from './password-reset.repository.js';
import { SecurityEventService } from './security-event.service.js';

/** Mails that one address gets at most. */
const RESET_MAILS = { limit: 5, windowMs: 3_600_000 };

/** Changing a password, and getting back in without it. */
@Injectable()
export class PasswordService {
  constructor(
    private readonly users: UserService,
    private readonly credentials: CredentialService,
    private readonly devices: DeviceService,
    private readonly knownDevices: KnownDeviceRepository,
    private readonly resets: PasswordResetRepository,
    private readonly resetJob: PasswordResetJob,
    private readonly passwords: PasswordHasher,
    private readonly hashes: TokenHash,
    private readonly rates: RateStore,
    private readonly events: SecurityEventService,
    private readonly mails: AccountMails,
    private readonly state: AccountState,
    private readonly transactions: Transactions,
  ) {}

  /** Ends every token and socket of the account; the caller's device goes on with the new tokens. */
  async change(account: UserPrincipal, { currentPassword, newPassword }: PasswordChangeBody, context: RequestContext): Promise<DeviceTokens> {
    requireGoodPassword(newPassword, context.language, currentPassword);
    const row = await this.credentials.confirm(account.userId, { password: currentPassword }, context);
    const hash = await this.passwords.hash(newPassword, context.abort.signal);
    return this.transactions.run(async (tx) => {
      if (!(await this.users.holdUnchanged(row, tx))) throw new AppError('INVALID_CREDENTIALS');
      await this.set(row, hash, tx);
      await this.events.record(row.id, 'password.changed', context, tx);
      await this.mails.tell(row, 'password-changed', context.language, tx);
      return this.devices.open(row.id, context, tx);
    });
  }

  /** The same for an address with an account and one without: what follows happens later. */
  async forgot(email: string, context: RequestContext): Promise<void> {
    const emailLookup = this.users.lookupOf(email);
    const { allowed } = await this.rates.take(`reset-mail:${emailLookup.toString('base64url')}`, RESET_MAILS);
    if (!allowed) return;
    await this.resets.addRequest(emailLookup, context.language);
    this.resetJob.wake();
  }

  /** @throws AppError TOKEN_INVALID for a token that is unknown, used, or older than 30 minutes */
  async reset({ token, newPassword }: PasswordResetBody, context: RequestContext): Promise<void> {
    requireGoodPassword(newPassword, context.language);
    const tokenHash = this.hashes.of(token);
    if (!(await this.resets.isGood(tokenHash))) throw new AppError('TOKEN_INVALID');
    const hash = await this.passwords.hash(newPassword, context.abort.signal);
    await this.transactions.run(async (tx) => {
      const userId = await this.resets.use(tokenHash, tx);
      const row = userId === null ? null : await this.users.find(userId, tx);
      if (row?.blocked_at !== null) throw new AppError('TOKEN_INVALID');
      await this.set(row, hash, tx);
      // Whoever knew the old password, or guessed at it, begins anew as a stranger.
      await this.users.forgetFailedGuesses(row.id, tx);
      await this.knownDevices.forgetAll(row.id, tx);
      await this.events.record(row.id, 'password.reset', context, tx);
      await this.mails.tell(row, 'password-changed', context.language, tx);
    });
  }

  private async set(row: UserRow, hash: string, tx: Transaction): Promise<void> {
    await this.users.setPasswordHash(row.id, hash, tx);
    await this.resets.endAll(row.id, tx);
    await this.devices.revoke(row.id, 'all', tx);
    await this.state.changed(row.id, tx);
  }
}
