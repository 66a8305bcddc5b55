import { Injectable } from '@nestjs/common';
import type { LoginBody, SignupBody, User } from '../../libs/contracts/auth.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import { AccessTokens } from '../platform/access/tokens/access-tokens.js';
import { PasswordHasher } from '../platform/crypto/password-hasher.js';
import { TokenHash } from '../platform/crypto/token-hash.js';
import { Transactions } from '../platform/database/transactions.js';
import { AppError } from '../platform/errors/app-error.js';
import type { RequestContext } from '../platform/http/request-context.js';
import { Logger } from '../platform/logging/logger.js';
import { type UserRow, UserService } from '../user/user.service.js';
import { CredentialService } from './credential.service.js';
import { DeviceService, type DeviceTokens } from './device.service.js';
import { GuessLimits } from './guess-limits.service.js';
import { KnownDeviceRepository } from './known-device.repository.js';
import { requireGoodPassword } from './new-password.js';
import { type Origin, SecurityEventService } from './security-event.service.js';

/** Coming in and going out. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UserService,
    private readonly credentials: CredentialService,
    private readonly devices: DeviceService,
    private readonly knownDevices: KnownDeviceRepository,
    private readonly guesses: GuessLimits,
    private readonly events: SecurityEventService,
    private readonly passwords: PasswordHasher,
    private readonly tokens: AccessTokens,
    private readonly hashes: TokenHash,
    private readonly transactions: Transactions,
    private readonly logger: Logger,
  ) {}

  /** That an address has an account shows here, so asking counts as a wrong guess. @throws AppError CONFLICT, VALIDATION_ERROR, RATE_LIMITED */
  async signUp({ username, email, password }: SignupBody, context: RequestContext): Promise<{ user: User; tokens: DeviceTokens }> {
    requireGoodPassword(password, context.language, undefined, 'password');
    await this.guesses.checkAddress(context.ip);
    const passwordHash = await this.passwords.hash(password, context.abort.signal);
    try {
      const { userId, tokens } = await this.transactions.run(async (tx) => {
        const account = { username, email, passwordHash, role: 'user' as const, languages: [], oneTimePassword: false };
        const id = await this.users.create(account, tx);
        await this.events.record(id, 'account.created', context, tx);
        return { userId: id, tokens: await this.devices.open(id, context, tx) };
      });
      return { user: await this.users.read(userId), tokens };
    } catch (error) {
      if (error instanceof AppError && error.code === 'CONFLICT') await this.guesses.countProbe(context.ip);
      throw error;
    }
  }

  /** Unknown e-mail, wrong password, wrong code and blocked account are one answer, in the same time. */
  async logIn({ email, password, mfaCode, deviceToken }: LoginBody, context: RequestContext): Promise<{ user: User; tokens: DeviceTokens; deviceToken: string }> {
    const knownHash = deviceToken === undefined ? null : this.hashes.of(deviceToken);
    const isKnown = knownHash !== null && (await this.knownDevices.isKnown(knownHash, this.users.lookupOf(email)));
    const knownDevice = isKnown ? knownHash.toString('base64url') : null;
    const row = await this.credentials.identify({ email, password, mfaCode, knownDevice }, context);
    const kept = isKnown && deviceToken !== undefined ? deviceToken : this.hashes.newToken();
    const tokens = await this.transactions.run(async (tx) => {
      // Between the comparison and here the password may have been changed, or the account blocked.
      if (!(await this.users.holdUnchanged(row, tx))) throw new AppError('INVALID_CREDENTIALS');
      await this.knownDevices.remember(this.hashes.of(kept), row.id, tx);
      await this.events.record(row.id, 'login.succeeded', context, tx);
      return this.devices.open(row.id, context, tx);
    });
    if (this.passwords.needsRehash(row.password_hash)) void this.rehash(row, password);
    return { user: await this.users.view(row), tokens, deviceToken: kept };
  }

  async refresh(refreshToken: string, origin: Origin): Promise<DeviceTokens> {
    return this.devices.refresh(this.tokens.verifyRefresh(refreshToken), origin);
  }

  async logOut({ userId, deviceId }: UserPrincipal, origin: Origin): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.devices.revoke(userId, { deviceId }, tx);
      await this.events.record(userId, 'logout', origin, tx);
    });
  }

  async logOutEverywhere({ userId }: UserPrincipal, origin: Origin): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.devices.revoke(userId, 'all', tx);
      await this.events.record(userId, 'logout.all', origin, tx);
    });
  }

  /** @throws AppError NOT_FOUND for a device of somebody else's, or one that is signed out */
  async removeDevice(userId: string, deviceId: string, origin: Origin): Promise<void> {
    await this.transactions.run(async (tx) => {
      const removed = await this.devices.revoke(userId, { deviceId }, tx);
      if (removed.length === 0) throw new AppError('NOT_FOUND');
      await this.events.record(userId, 'device.removed', origin, tx);
    });
  }

  /** The cost was raised since this password was set. */
  private async rehash(row: UserRow, password: string): Promise<void> {
    try {
      await this.users.replaceHash(row, await this.passwords.hash(password));
    } catch (error) {
      this.logger.warn({ err: error }, 'a password could not be hashed anew');
    }
  }
}
