import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import type { Language } from '../../libs/contracts/primitives.js';
import { AppConfig } from '../platform/config/app-config.js';
import { Transactions } from '../platform/database/transactions.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { Logger } from '../platform/logging/logger.js';
import { RealtimeEmitter } from '../platform/realtime/realtime-emitter.js';
import { SessionConnections } from '../platform/realtime/session-connections.js';
import '../session/session-visit.service.js';
import { AbsenceRepository, type ForsakenRow } from './absence.repository.js';
import './conversation.events.js';
import { MessageLog } from './message-log.js';
import { ReplyRepository } from './reply/reply.repository.js';

const LONGEST_STEP_MS = 10_000;
const BATCH = 100;

/** What the AI counselor says when it has the word again without having been given it. */
const BACK: Readonly<Record<Language, string>> = {
  ko: '상담사와의 연결이 끊어진 것 같아요. 상담사가 돌아올 때까지 AI 상담사인 제가 이어서 이야기를 들을게요.',
  en: 'The connection to your counselor seems to be lost. Until they are back, I, the AI counselor, will go on listening.',
};

/**
 * A counselor who took a session of the AI over and vanished: connected no more, without a word for the configured time. His visit is ended,
 * the person is told, and the AI has the word again. He may join again.
 */
@Injectable()
export class AbsenceJob implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private readonly startedAt = performance.now();

  constructor(
    private readonly repository: AbsenceRepository,
    private readonly replies: ReplyRepository,
    private readonly log: MessageLog,
    private readonly transactions: Transactions,
    private readonly connections: SessionConnections,
    private readonly emitter: RealtimeEmitter,
    private readonly events: DomainEvents,
    private readonly config: AppConfig,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.events.on('message.created', async ({ sessionId, message }) => {
      if (message.role === 'counselor') await this.repository.seenIn(sessionId);
    });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running ??= this.run()
        .catch((error: unknown) => this.logger.error({ err: error }, 'absent counselors could not be looked for'))
        .finally(() => (this.running = null));
    }, Math.min(LONGEST_STEP_MS, this.config.counselorAbsenceMs / 2));
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    const here = [...this.connections.all()].flatMap(({ sessionId, role, principal }) =>
      role === 'counselor' && principal.kind === 'user' ? [{ sessionId, userId: principal.userId }] : [],
    );
    if (here.length > 0) await this.repository.seen(here);
    // While nobody listened here, nobody was seen: who was connected has as long to come back.
    if (performance.now() - this.startedAt < this.config.counselorAbsenceMs) return;
    for (const session of await this.repository.findForsaken(this.config.counselorAbsenceMs, BATCH)) await this.takeBack(session);
  }

  private async takeBack({ id: sessionId, person_id: personId, language }: ForsakenRow): Promise<void> {
    const { ended, message } = await this.transactions.run(async (tx) => {
      await this.replies.holdSession(sessionId, tx);
      const visits = await this.repository.endForsaken(sessionId, this.config.counselorAbsenceMs, tx);
      const isDue = visits.length > 0 && (await this.replies.hasTheWord(sessionId, tx));
      const notice = isDue ? await this.log.add({ sessionId, language, role: 'ai', authorId: null, text: BACK[language] }, tx) : null;
      return { ended: visits, message: notice?.message ?? null };
    });
    for (const { user_id: userId, left_at: at } of ended) {
      this.logger.warn({ sessionId, counselorId: userId }, 'a counselor who had taken over was gone');
      this.events.emit('participant.left', { sessionId, userId, at });
    }
    if (message === null) return;
    this.emitter.toSession(sessionId, 'message:created', message, 'all');
    this.events.emit('message.created', { sessionId, personId, language, message });
  }
}
