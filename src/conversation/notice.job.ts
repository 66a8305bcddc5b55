import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '../platform/events/domain-events.js';
import { Logger } from '../platform/logging/logger.js';
import { RealtimeEmitter } from '../platform/realtime/realtime-emitter.js';
import '../session/session.events.js';
import { SessionService } from '../session/session.service.js';
import { NoticeRepository } from './notice.repository.js';

const EVERY_MS = 30_000;
const BATCH = 200;

/** People are told that an AI answers and that expression is read: at the start, and every three hours. What was told is recorded. */
@Injectable()
export class NoticeJob implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly repository: NoticeRepository,
    private readonly sessions: SessionService,
    private readonly emitter: RealtimeEmitter,
    private readonly events: DomainEvents,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.events.on('session.started', ({ sessionId }) => this.repository.addStart(sessionId));
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.run()).catch((error: unknown) => this.logger.error({ err: error }, 'people could not be told again'));
    }, EVERY_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }

  async run(): Promise<void> {
    for (const sessionId of await this.repository.findUnrecorded(BATCH)) await this.repository.addStart(sessionId);
    for (const sessionId of await this.repository.addRepeats(BATCH)) {
      this.emitter.toSession(sessionId, 'session:state', await this.sessions.readWithNotices(sessionId), 'all');
    }
  }
}
