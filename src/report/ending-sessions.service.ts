import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DomainEvents } from '../platform/events/domain-events.js';
import { SessionClosing } from '../session/session-closing.service.js';

const LONGEST_END_MS = 10_000;
const STEP_MS = 20;
const MOST_AT_ONCE = 10_000;

/**
 * Sessions whose end has been asked for and is not committed. The single-page app asks for the report 30 ms after it sent the
 * end, once: whoever asks meanwhile waits for it.
 */
@Injectable()
export class EndingSessions {
  private readonly ending = new LRUCache<string, true>({ max: MOST_AT_ONCE, ttl: LONGEST_END_MS });

  /** Registered while the application is put together, so that it is told before the steps that take time. */
  constructor(closing: SessionClosing, events: DomainEvents) {
    closing.register({
      prepare: (sessionId) => {
        this.ending.set(sessionId, true);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    });
    for (const event of ['session.ended', 'session.deleted'] as const) events.on(event, ({ sessionId }) => void this.ending.delete(sessionId));
  }

  /** Resolves when the session is not about to end any more: it has ended, or its end failed long enough ago. */
  async settled(sessionId: string): Promise<void> {
    while (this.ending.has(sessionId)) await sleep(STEP_MS);
  }
}
