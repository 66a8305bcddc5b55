import { Injectable } from '@nestjs/common';
import { Logger } from '../platform/logging/logger.js';
import type { ActiveSession } from '../session/active-session.service.js';
import { LiveFeed } from './live-feed.service.js';
import type { Totals } from './live-session.js';
import { LiveSessions } from './live-sessions.service.js';
import type { SignalItem } from './signal-payload.js';

/** Adds what was stored to the session's fold, and tells the session what it shows. */
@Injectable()
export class SignalFold {
  constructor(
    private readonly live: LiveSessions,
    private readonly feed: LiveFeed,
    private readonly logger: Logger,
  ) {}

  /** @param totals what the database holds with these items */
  async add({ sessionId, personId, language }: ActiveSession, items: readonly SignalItem[], totals: Readonly<Totals>): Promise<void> {
    try {
      await this.live.inTurn(sessionId, async () => {
        this.feed.tell(await this.live.add(sessionId, personId, items, totals), language);
      });
    } catch (error) {
      this.live.forget(sessionId);
      this.logger.error({ err: error, sessionId }, 'stored signals could not be folded; they will be with the next ones');
      throw error;
    }
  }
}
