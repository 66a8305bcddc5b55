import { Injectable } from '@nestjs/common';
import type { SignalsAnswer, TranscriptItem } from '../../libs/contracts/signals.js';
import { ConsentService } from '../consent/consent.service.js';
import { AppError } from '../platform/errors/app-error.js';
import { ActiveSessions } from '../session/active-session.service.js';
import { SessionService } from '../session/session.service.js';
import { TranscriptService } from './transcript.service.js';

/** Takes text that the client recognized itself. */
@Injectable()
export class ClientTranscripts {
  constructor(
    private readonly active: ActiveSessions,
    private readonly consents: ConsentService,
    private readonly transcripts: TranscriptService,
    private readonly sessions: SessionService,
  ) {}

  async addBatch(sessionId: string, items: readonly TranscriptItem[]): Promise<SignalsAnswer> {
    await this.add(sessionId, items, (index) => `body.items.${index}.tsStart`);
    const { counts } = await this.sessions.read(sessionId);
    return { accepted: items.length, counts };
  }

  /** One segment over the socket; gives its id. */
  async addOne(sessionId: string, item: TranscriptItem): Promise<string> {
    const [segment] = await this.add(sessionId, [item], () => 'tsStart');
    if (segment === undefined) throw new AppError('INTERNAL_ERROR');
    return segment.id;
  }

  private async add(sessionId: string, items: readonly TranscriptItem[], pathOf: (index: number) => string) {
    const session = await this.active.require(sessionId);
    await this.consents.require(session.personId, sessionId, 'transcript');
    this.active.requireWithinLife(session, items.map(({ tsStart, tsEnd }, index) => ({ from: tsStart, to: tsEnd, path: pathOf(index) })));
    return this.transcripts.add(session, 'client', items);
  }
}
