import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { AppConfig } from '../platform/config/app-config.js';

export interface OutgoingMail {
  /** Of the row in the outbox; the same at every attempt, so that a repetition can be told. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The receiving server will not take this mail, however often it is sent. */
export class MailRefusedError extends Error {}

/** Takes a mail to where it goes; throws when it could not. */
export abstract class MailTransport {
  abstract send(mail: OutgoingMail): Promise<void>;
}

const TIMEOUTS = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000, dnsTimeout: 5_000 };
/** Quoted-printable keeps a code that stands on a line of its own readable. What a mail says is all that goes into it. */
const COMPOSING = { textEncoding: 'quoted-printable', disableFileAccess: true, disableUrlAccess: true } as const;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

class SmtpTransport extends MailTransport {
  private readonly mailer;

  constructor(
    url: string,
    private readonly from: string,
    isProduction: boolean,
  ) {
    super();
    // A mail holds a token that opens an account: it does not cross a network in the clear.
    const requireTLS = isProduction && !LOOPBACK.has(new URL(url).hostname);
    this.mailer = createTransport({ url, requireTLS, ...TIMEOUTS });
  }

  override async send({ id, ...mail }: OutgoingMail): Promise<void> {
    try {
      await this.mailer.sendMail({ from: this.from, messageId: messageIdOf(id), ...COMPOSING, ...mail });
    } catch (error) {
      const status = error instanceof Error && 'responseCode' in error ? error.responseCode : undefined;
      // 535 and its like are about us and not about the mail.
      const isAboutMail = error instanceof Error && 'command' in error && error.command !== 'AUTH' && error.command !== 'CONN';
      if (typeof status === 'number' && status >= 500 && isAboutMail) throw new MailRefusedError('the server refused the mail', { cause: error });
      throw error;
    }
  }
}

class FileTransport extends MailTransport {
  private readonly mailer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  constructor(
    private readonly folder: string,
    private readonly from: string,
  ) {
    super();
  }

  override async send({ id, ...mail }: OutgoingMail): Promise<void> {
    const { message } = await this.mailer.sendMail({ from: this.from, messageId: messageIdOf(id), ...COMPOSING, ...mail });
    if (!Buffer.isBuffer(message)) throw new TypeError('a buffer was asked for');
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = join(this.folder, `${id}.eml`);
    await writeFile(`${file}.part`, message, { mode: 0o600 });
    await rename(`${file}.part`, file);
  }
}

const messageIdOf = (id: string) => `<${id}@bemore>`;

/** SMTP when a server is configured, else files (`.eml`) in the outbox folder of the data folder. */
export function mailTransportOf({ mail, dataDir, isProduction }: AppConfig): MailTransport {
  return mail.smtpUrl === undefined ? new FileTransport(join(dataDir, 'outbox'), mail.from) : new SmtpTransport(mail.smtpUrl, mail.from, isProduction);
}
