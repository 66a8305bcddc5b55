import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { TokenHash } from '../platform/crypto/token-hash.js';
import { Transactions } from '../platform/database/transactions.js';
import { Logger } from '../platform/logging/logger.js';
import { UserService } from '../user/user.service.js';
import { AccountMails } from './account-mails.service.js';
import { PasswordResetRepository } from './password-reset.repository.js';
import { NO_ORIGIN, SecurityEventService } from './security-event.service.js';

const EVERY_MS = 5_000;

/**
 * Answers those who forgot their password: makes the token and the mail when there is such an account. It does so after the request, so that
 * the request neither says nor shows in its time whether there is one.
 */
@Injectable()
export class PasswordResetJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly resets: PasswordResetRepository,
    private readonly users: UserService,
    private readonly hashes: TokenHash,
    private readonly mails: AccountMails,
    private readonly events: SecurityEventService,
    private readonly transactions: Transactions,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), EVERY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }

  wake(): void {
    this.running = this.running
      .then(() => this.run())
      .catch((error: unknown) => this.logger.error({ err: error }, 'requests for a new password could not be answered'));
  }

  private async run(): Promise<void> {
    while (await this.transactions.run((tx) => this.answerOne(tx)));
  }

  private async answerOne(tx: Transaction): Promise<boolean> {
    const request = await this.resets.takeRequest(tx);
    if (request === null) return false;
    const row = await this.users.findByLookup(request.email_lookup, tx);
    if (row?.blocked_at !== null) return true;
    const token = this.hashes.newToken();
    const expiresAt = await this.resets.addToken(this.hashes.of(token), row.id, tx);
    await this.mails.sendReset(row, token, expiresAt, request.language, tx);
    await this.events.record(row.id, 'password.reset.requested', NO_ORIGIN, tx);
    return true;
  }
}
