import { Injectable } from '@nestjs/common';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppConfig } from '../platform/config/app-config.js';

/** The mails that a server without SMTP has written into its data folder. */
@Injectable()
export class OutboxFolder {
  private readonly folder: string;

  constructor({ dataDir }: AppConfig) {
    this.folder = join(dataDir, 'outbox');
  }

  /** Removes the mails to an address. */
  async removeTo(address: string): Promise<void> {
    const names = (await readdir(this.folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
    for (const name of names) {
      const file = join(this.folder, name);
      const mail = await readFile(file, 'utf8').catch(() => '');
      if (mail.includes(`To: ${address}`)) await rm(file, { force: true });
    }
  }
}
