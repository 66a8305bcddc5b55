import { Injectable } from '@nestjs/common';
import type { MfaEnrollAnswer, MfaVerifyAnswer } from '../../libs/contracts/auth.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { isRecoveryCode, RecoveryCodes } from '../platform/crypto/recovery-codes.js';
import { TotpService } from '../platform/crypto/totp.service.js';
import { Transactions } from '../platform/database/transactions.js';
import { AppError } from '../platform/errors/app-error.js';
import type { RequestContext } from '../platform/http/request-context.js';
import { type UserRow, UserService } from '../user/user.service.js';
import { AccountMails } from './account-mails.service.js';
import { AccountState } from './account-state.service.js';
import { GuessLimits } from './guess-limits.service.js';
import { MfaRepository } from './mfa.repository.js';
import { SecurityEventService } from './security-event.service.js';

const secretRef = (rowId: string) => ({ table: 'users', column: 'mfa_secret_sealed', rowId });

export type CodeKind = 'totp' | 'recovery';

/** Codes of an authenticator app as a second factor, and recovery codes for when it is lost. */
@Injectable()
export class MfaService {
  constructor(
    private readonly repository: MfaRepository,
    private readonly users: UserService,
    private readonly totp: TotpService,
    private readonly recovery: RecoveryCodes,
    private readonly cipher: FieldCipher,
    private readonly guesses: GuessLimits,
    private readonly events: SecurityEventService,
    private readonly mails: AccountMails,
    private readonly state: AccountState,
    private readonly transactions: Transactions,
  ) {}

  /** A secret that counts for nothing until a code of it was shown. @throws AppError INVALID_STATE when MFA is on */
  async enroll({ userId }: UserPrincipal): Promise<MfaEnrollAnswer> {
    const row = await this.users.find(userId);
    const secret = this.totp.newSecret();
    const sealed = await this.cipher.seal(userId, secretRef(userId), secret);
    if (!(await this.repository.setPending(userId, sealed))) throw new AppError('INVALID_STATE');
    return { secret, otpauthUrl: this.totp.otpauthUrl(secret, await this.users.emailOf(row)) };
  }

  /** Turns MFA on. @throws AppError INVALID_STATE, INVALID_CREDENTIALS, ACCOUNT_LOCKED */
  async verify({ userId }: UserPrincipal, code: string, context: RequestContext): Promise<MfaVerifyAnswer> {
    const row = await this.users.find(userId);
    const pending = await this.repository.find(userId);
    const sealed = pending?.mfa_secret_sealed ?? null;
    if (pending === null || sealed === null || pending.mfa_enabled_at !== null) throw new AppError('INVALID_STATE');
    const secret = await this.cipher.openText(secretRef(userId), sealed);
    const step = await this.guesses.attempt(
      this.guesses.ofSignedIn(row, context),
      () => Promise.resolve(this.totp.match(secret, code)),
      () => this.events.note(userId, row.email_lookup, 'reauthentication.failed', context),
      context.abort.signal,
    );
    const { codes, hashes } = this.recovery.generate();
    await this.transactions.run(async (tx) => {
      if (!(await this.repository.enable(userId, sealed, step, tx))) throw new AppError('INVALID_STATE');
      await this.repository.replaceRecoveryCodes(userId, hashes, tx);
      await this.events.record(userId, 'mfa.enabled', context, tx);
      await this.mails.tell(row, 'mfa-enabled', context.language, tx);
      await this.state.changed(userId, tx);
    });
    return { recoveryCodes: codes };
  }

  /** After the password and a code were checked. */
  async disable(row: UserRow, context: RequestContext): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.repository.disable(row.id, tx);
      await this.events.record(row.id, 'mfa.disabled', context, tx);
      await this.mails.tell(row, 'mfa-disabled', context.language, tx);
      await this.state.changed(row.id, tx);
    });
  }

  /** Uses a code up; null when it is wrong or was used before. */
  async useCode(userId: string, code: string): Promise<CodeKind | null> {
    if (isRecoveryCode(code)) return (await this.useRecoveryCode(userId, code)) ? 'recovery' : null;
    const row = await this.repository.find(userId);
    if (row?.mfa_secret_sealed == null || row.mfa_enabled_at === null) return null;
    const secret = await this.cipher.openText(secretRef(userId), row.mfa_secret_sealed);
    const step = this.totp.match(secret, code, row.mfa_last_step === null ? {} : { afterStep: row.mfa_last_step });
    return step !== null && (await this.repository.useStep(userId, step)) ? 'totp' : null;
  }

  private async useRecoveryCode(userId: string, code: string): Promise<boolean> {
    const stored = await this.repository.findRecoveryCodes(userId);
    const index = this.recovery.indexOf(
      code,
      stored.map(({ code_hash: hash }) => hash),
    );
    const found = stored[index];
    return found !== undefined && (await this.repository.useRecoveryCode(found.id));
  }
}
