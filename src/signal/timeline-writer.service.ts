import { Injectable, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { Logger } from '../platform/logging/logger.js';
import type { LiveSession } from './live-session.js';
import { blockRef, LiveSessions } from './live-sessions.service.js';
import { encodeBlock } from './timeline-block.js';
import { type NewBlock, TimelineRepository } from './timeline.repository.js';

const EVERY_MS = 1_000;
const SESSIONS_A_STATEMENT = 100;

/** Stores the timeline of live sessions once a second, all of them together. It can always be made again from the signals. */
@Injectable()
export class TimelineWriter implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly sessions: LiveSessions,
    private readonly repository: TimelineRepository,
    private readonly cipher: FieldCipher,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.running
        .then(() => this.saveAll())
        .catch((error: unknown) => this.logger.error({ err: error }, 'timelines could not be stored'));
    }, EVERY_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
    await this.saveAll();
  }

  /** Stores what changed of some sessions; with a transaction, as part of it. */
  async save(sessions: readonly LiveSession[], tx?: Transaction): Promise<void> {
    const blocks: NewBlock[] = [];
    const taken: [LiveSession, number[]][] = [];
    try {
      for (const session of sessions) {
        const changed = session.takeDirty();
        taken.push([session, changed.map(({ start }) => start)]);
        const fields = changed.map(({ start, block }) => ({ ref: blockRef(session.sessionId, start), plaintext: encodeBlock(start, block) }));
        const sealed = await this.cipher.sealMany(session.personId, fields, tx);
        changed.forEach(({ start, block }, index) => {
          const { sessionId, personId } = session;
          blocks.push({ sessionId, personId, start: new Date(start), seconds: block.size, sealed: sealed[index] ?? Buffer.alloc(0) });
        });
      }
      const counts = sessions.map(({ sessionId, folded, seconds }) => ({ sessionId, folded, seconds }));
      if (blocks.length > 0) await this.repository.save(blocks, counts, tx);
    } catch (error) {
      for (const [session, starts] of taken) for (const start of starts) session.dirty.add(start);
      throw error;
    }
    for (const session of sessions) session.release();
  }

  private async saveAll(): Promise<void> {
    const dirty = this.sessions.dirty();
    for (let at = 0; at < dirty.length; at += SESSIONS_A_STATEMENT) {
      const some = dirty.slice(at, at + SESSIONS_A_STATEMENT);
      try {
        await this.save(some);
      } catch (error) {
        this.logger.warn({ err: error, sessions: some.length }, 'timelines are stored one by one: together they could not be');
        for (const session of some) await this.saveAlone(session);
      }
    }
  }

  /** A session that was claimed or deleted in this moment is forgotten; its signals are with whoever has them now. */
  private async saveAlone(session: LiveSession): Promise<void> {
    try {
      await this.save([session]);
    } catch (error) {
      this.logger.warn({ err: error, sessionId: session.sessionId }, 'a timeline could not be stored');
      this.sessions.forget(session.sessionId);
    }
  }
}
