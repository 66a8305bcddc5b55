import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { Logger } from '../platform/logging/logger.js';
import { MailRefusedError, MailTransport } from './mail-transport.js';
import { OutboxRepository, type OutboxRow } from './outbox.repository.js';
import { outboxRef, SealedMail } from './sealed-mail.js';

const EVERY_MS = 5_000;
const BATCH = 20;
/** Longer than sending may take. */
const LEASE_MS = 60_000;
const FIRST_WAIT_MS = 2_000;
const MAX_WAIT_MS = 300_000;
const MAX_ATTEMPTS = 30;

/**
 * Sends what waits in the outbox; any number of instances may. A server that is down or busy delays a mail, longer each time, until it was
 * sent, tried thirty times, or would be of no use any more.
 */
@Injectable()
export class MailJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private isWanted = false;
  private isClosed = false;

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly transport: MailTransport,
    private readonly cipher: FieldCipher,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), EVERY_MS);
    this.timer.unref();
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }

  /** Looks into the outbox soon, and once more when it is looking just now. */
  wake(): void {
    this.isWanted = true;
    if (this.running !== null || this.isClosed) return;
    this.running = this.work()
      .catch((error: unknown) => this.logger.error({ err: error }, 'the outbox could not be emptied'))
      .finally(() => {
        this.running = null;
        if (this.isWanted && !this.isClosed && this.timer !== null) setImmediate(() => this.wake());
      });
  }

  private async work(): Promise<void> {
    this.isWanted = false;
    const dropped = await this.outbox.removeExpired();
    if (dropped > 0) this.logger.error({ count: dropped }, 'mails could not be sent in time');
    for (;;) {
      const due = await this.outbox.lease(BATCH, LEASE_MS);
      for (const row of due) {
        if (this.isClosed) await this.outbox.postpone(row.id, 0);
        else await this.deliver(row);
      }
      if (due.length < BATCH || this.isClosed) return;
    }
  }

  private async deliver({ id, content_sealed: sealed, attempts }: OutboxRow): Promise<void> {
    try {
      const mail = SealedMail.parse(JSON.parse(await this.cipher.openText(outboxRef(id), sealed)));
      await this.transport.send({ id, ...mail });
      await this.outbox.remove(id);
      this.logger.info({ mailId: id, attempts }, 'a mail was sent');
    } catch (error) {
      if (error instanceof MailRefusedError || attempts >= MAX_ATTEMPTS) {
        await this.outbox.remove(id);
        this.logger.error({ err: faultOf(error), mailId: id, attempts }, 'a mail was given up');
        return;
      }
      const waitMs = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
      await this.outbox.postpone(id, waitMs);
      this.logger.warn({ err: faultOf(error), mailId: id, attempts, waitMs }, 'a mail could not be sent yet');
    }
  }
}

/** A server quotes addresses in what it answers: only the kind of failure goes to the log. */
function faultOf(error: unknown): Error {
  const cause = error instanceof MailRefusedError ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown';
  const status = cause instanceof Error && 'responseCode' in cause && typeof cause.responseCode === 'number' ? cause.responseCode : 0;
  return new Error(`mail transport: ${code} ${status}`);
}
