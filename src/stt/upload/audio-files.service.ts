import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig } from '../../platform/config/app-config.js';
import { isAlive } from '../../platform/database/embedded/processes.js';
import { Logger } from '../../platform/logging/logger.js';

const NAME = /^audio-(?<pid>\d{1,10})-[0-9a-f]{32}$/;

/**
 * Where uploaded audio is while it is worked on: one file an upload in `DATA_DIR/tmp`, which nothing serves, under a random name and readable
 * by the server alone. The name says whose it is, so that what a process that died left is known.
 */
@Injectable()
export class AudioFiles implements OnApplicationBootstrap {
  private readonly folder: string;

  constructor(
    config: AppConfig,
    private readonly logger: Logger,
  ) {
    this.folder = join(config.dataDir, 'tmp');
  }

  async onApplicationBootstrap(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await this.sweep();
  }

  /** Gives the work a path to write to, and removes what is there when the work is over, whatever came of it. */
  async using<T>(work: (path: string) => Promise<T>): Promise<T> {
    const path = join(this.folder, `audio-${String(process.pid)}-${randomBytes(16).toString('hex')}`);
    try {
      return await work(path);
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Removes what processes left that are no more. A name with our own number is from before: numbers are used again. */
  private async sweep(): Promise<void> {
    let count = 0;
    for (const name of await readdir(this.folder)) {
      const pid = Number(NAME.exec(name)?.groups?.['pid']);
      if (Number.isNaN(pid) || (pid !== process.pid && isAlive(pid))) continue;
      await rm(join(this.folder, name), { force: true });
      count += 1;
    }
    if (count > 0) this.logger.warn({ count }, 'audio of a process that died was removed');
  }
}
