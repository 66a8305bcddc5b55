import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { z } from 'zod';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { MailJob } from './mail-job.js';
import { composeMail, type Language, type MailContent } from './mail-texts.js';
import { OutboxRepository } from './outbox.repository.js';
import { outboxRef, SealedMail } from './sealed-mail.js';

export interface Mail {
  readonly personId: string;
  readonly to: string;
  readonly language: Language;
  readonly content: MailContent;
  /** From when on it would only confuse. */
  readonly expiresAt: Date;
}

/** Mails to persons. A mail is written with the change that it tells of, or not at all, and sent after the commit. */
@Injectable()
export class MailService {
  constructor(
    private readonly outbox: OutboxRepository,
    private readonly cipher: FieldCipher,
    private readonly job: MailJob,
  ) {}

  async send({ personId, to, language, content, expiresAt }: Mail, tx: Transaction): Promise<void> {
    const id = uuidv7();
    const mail: z.output<typeof SealedMail> = { to, ...composeMail(content, language) };
    await this.outbox.add({ id, personId, content: await this.cipher.seal(personId, outboxRef(id), JSON.stringify(mail), tx), expiresAt }, tx);
    tx.afterCommit(() => this.job.wake());
  }
}
