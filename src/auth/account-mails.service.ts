import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { MailService } from '../mail/mail.service.js';
import { AppConfig } from '../platform/config/app-config.js';
import { PreferenceService } from '../user/preference.service.js';
import { type UserRow, UserService } from '../user/user.service.js';

const DAY_MS = 86_400_000;
const RESET_PAGE = '/reset-password';

/** Mails about an account, in its owner's language. */
@Injectable()
export class AccountMails {
  constructor(
    private readonly users: UserService,
    private readonly preferences: PreferenceService,
    private readonly mails: MailService,
    private readonly config: AppConfig,
  ) {}

  async tell(row: UserRow, kind: 'password-changed' | 'mfa-enabled' | 'mfa-disabled', language: 'ko' | 'en', tx: Transaction): Promise<void> {
    const { username, email } = await this.users.view(row);
    const mail = { personId: row.id, to: email, content: { kind, username }, expiresAt: new Date(Date.now() + DAY_MS) };
    await this.mails.send({ ...mail, language: await this.languageOf(row, language) }, tx);
  }

  async sendReset(row: UserRow, token: string, expiresAt: Date, language: 'ko' | 'en', tx: Transaction): Promise<void> {
    const { username, email } = await this.users.view(row);
    const { appUrl } = this.config.mail;
    // Behind the #: browsers send that part to no server and in no Referer.
    const link = appUrl === null ? null : `${appUrl.replace(/\/$/, '')}${RESET_PAGE}#token=${token}`;
    const content = { kind: 'password-reset' as const, username, token, link };
    await this.mails.send({ personId: row.id, to: email, content, expiresAt, language: await this.languageOf(row, language) }, tx);
  }

  private async languageOf(row: UserRow, fallback: 'ko' | 'en'): Promise<'ko' | 'en'> {
    return (await this.preferences.chosenLanguageOf(row.id)) ?? fallback;
  }
}
