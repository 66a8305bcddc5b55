import { Injectable, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../platform/config/app-config.js';
import { Logger } from '../platform/logging/logger.js';
import { SessionRepository } from './session.repository.js';
import { SessionService } from './session.service.js';

const EVERY_MS = 5_000;
const BATCH = 50;

/** Ends sessions that nobody uses any more or that lasted as long as they may. Any number of instances may run it: an end is an end. */
@Injectable()
export class SessionExpiryJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly repository: SessionRepository,
    private readonly sessions: SessionService,
    private readonly config: AppConfig,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.run()).catch((error: unknown) => this.logger.error({ err: error }, 'sessions could not be ended'));
    }, EVERY_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }

  async run(): Promise<void> {
    const overdue = await this.repository.findOverdue(this.config.sessions.idleMs, BATCH);
    for (const { id, is_expired: isExpired } of overdue) {
      await this.sessions.end(id, isExpired ? 'expired' : 'idle');
      this.logger.info({ sessionId: id, reason: isExpired ? 'expired' : 'idle' }, 'a session ended by itself');
    }
  }
}
