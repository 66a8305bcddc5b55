import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Message, type MessageAnswer } from '../../libs/contracts/conversation.js';
import { CrisisNotice } from '../../libs/contracts/crisis.js';
import { strictObject } from '../../libs/contracts/strict-object.js';
import { CrisisService, type Standing } from '../crisis/crisis.service.js';
import { InsightService } from '../insight/insight.service.js';
import type { SessionRelation } from '../platform/access/allow.decorator.js';
import type { Principal } from '../platform/access/principal.js';
import { Transactions } from '../platform/database/transactions.js';
import { AppError } from '../platform/errors/app-error.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { type IdempotentRequest, IdempotencyService } from '../platform/idempotency/idempotency.service.js';
import { Logger } from '../platform/logging/logger.js';
import { RealtimeEmitter } from '../platform/realtime/realtime-emitter.js';
import { type ActiveSession, ActiveSessions } from '../session/active-session.service.js';
import { SignalService } from '../signal/signal.service.js';
import './conversation.events.js';
import { MessageLog } from './message-log.js';
import { Presence } from './presence.js';
import type { Danger } from './reply/reply-source.js';
import { type Place, ReplyService } from './reply/reply.service.js';

/** Who writes: the session's person, or its counselor by account. */
export type Author = { readonly role: 'person' } | { readonly role: 'counselor'; readonly userId: string };

export function authorOf(relation: SessionRelation, caller: Principal): Author {
  if (relation === 'person') return { role: 'person' };
  if (caller.kind !== 'user') throw new Error('a counselor has an account');
  return { role: 'counselor', userId: caller.userId };
}

/** What a repeated request gets again, and its reply is found by. */
const Stored = strictObject({
  message: Message,
  crisis: CrisisNotice.optional(),
  danger: strictObject({ isReleased: z.boolean(), isWatched: z.boolean() }),
  isReplyDue: z.boolean(),
});
type Stored = z.infer<typeof Stored>;

const NO_DANGER: Danger = { isReleased: false, isWatched: false };

/**
 * What is said in a session. Danger is looked for first, by code; the message is stored with what follows from it in one transaction, once
 * for its idempotency key; then the AI counselor replies, outside of any transaction.
 */
@Injectable()
export class ConversationService {
  constructor(
    private readonly active: ActiveSessions,
    private readonly log: MessageLog,
    private readonly replies: ReplyService,
    private readonly presence: Presence,
    private readonly crisis: CrisisService,
    private readonly insights: InsightService,
    private readonly transactions: Transactions,
    private readonly idempotency: IdempotencyService,
    private readonly signals: SignalService,
    private readonly emitter: RealtimeEmitter,
    private readonly events: DomainEvents,
    private readonly logger: Logger,
  ) {}

  /**
   * Stores the message, once, and answers with the counselor's reply.
   * @throws AppError INVALID_STATE, PROVIDER_UNAVAILABLE; the message stays stored when only the reply failed
   */
  async post(sessionId: string, author: Author, text: string, request: IdempotentRequest | null, signal: AbortSignal): Promise<MessageAnswer> {
    const { session, stored, place } = await this.store(sessionId, author, text, request);
    const { message, crisis, danger, isReplyDue } = stored;
    const leave = () => {
      // Who has left the request may still be reading the stream.
      if (!this.presence.isHere(sessionId)) this.replies.leave(message.id);
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      const reply = isReplyDue ? await this.replies.answer(session, message, danger) : null;
      return { message, reply, ...(crisis === undefined ? {} : { crisis }) };
    } finally {
      place.giveBack();
      signal.removeEventListener('abort', leave);
    }
  }

  /** Stores the message; the reply comes by itself. */
  async send(sessionId: string, author: Author, text: string): Promise<Message> {
    const { session, stored, place } = await this.store(sessionId, author, text, null);
    const { message, danger, isReplyDue } = stored;
    const reply = isReplyDue ? this.replies.answer(session, message, danger, { isStreamed: true }) : Promise.resolve(null);
    reply
      .catch((error: unknown) => {
        if (!(error instanceof AppError)) this.logger.error({ err: error, sessionId }, 'a reply failed');
      })
      .finally(place.giveBack);
    return message;
  }

  /** Whether the words alone are a sign of danger. */
  isAlarming(text: string): boolean {
    return this.crisis.assess(text, 'ko', 'message').assessment.alarm;
  }

  /** What was stored, and its place in the line for replies, which whoever calls gives back. */
  private async store(sessionId: string, author: Author, text: string, request: IdempotentRequest | null): Promise<{ session: ActiveSession; stored: Stored; place: Place }> {
    const session = await this.active.require(sessionId);
    const place = this.replies.placeOf(sessionId);
    try {
      return { session, stored: await this.storeIn(place, session, author, text, request), place };
    } catch (error) {
      place.giveBack();
      throw error;
    }
  }

  private async storeIn(place: Place, session: ActiveSession, author: Author, text: string, request: IdempotentRequest | null): Promise<Stored> {
    const { sessionId, language } = session;
    const draft = { sessionId, language, role: author.role, authorId: author.role === 'counselor' ? author.userId : null, text };
    const heard = author.role === 'person' ? this.crisis.assess(text, language, 'message') : null;
    let standing: Standing | null = null;
    const { answer: stored, isReplay } = await this.transactions.run((tx) =>
      this.idempotency.once(request, Stored, tx, async () => {
        const { message, personId } = await this.log.add(draft, tx);
        if (heard === null) return { personId, answer: { message, danger: NO_DANGER, isReplyDue: false } };
        const { assessment, sign } = heard;
        const observation = { sessionId, language, source: 'message' as const, sourceId: message.id, text, sign, kinds: sign.kinds };
        standing = await this.crisis.record(observation, assessment.level === 'watch', tx);
        const { notice, level, transition, isWatched } = standing;
        const isReplyDue = await this.replies.owe(message.id, sessionId, level, tx);
        if (isReplyDue) place.take({ isUrgent: assessment.alarm });
        const danger = { isReleased: transition === 'released', isWatched };
        return { personId, answer: { message, danger, isReplyDue, ...(notice === null ? {} : { crisis: notice }) } };
      }),
    );
    // Who is in danger does not wait for answers to what was said before.
    if (heard?.assessment.alarm === true && !isReplay) this.replies.breakOff(sessionId, 'danger');
    if (!isReplay) await this.tell(session, author, stored.message, standing);
    return stored;
  }

  private async tell(session: ActiveSession, author: Author, message: Message, standing: Standing | null): Promise<void> {
    const { sessionId, personId, language } = session;
    this.emitter.toSession(sessionId, 'message:created', message, 'all');
    this.events.emit('message.created', { sessionId, personId, language, message });
    if (author.role !== 'person') return;
    if (standing !== null) this.crisis.announce(sessionId, standing);
    void this.readAffect(session, message);
    await this.readThinking(session, message, standing?.isActive ?? false);
  }

  private async readThinking({ sessionId, language }: ActiveSession, { id, text, createdAt }: Message, isInDanger: boolean): Promise<void> {
    try {
      await this.insights.read({ sessionId, language, source: 'message', sourceId: id, text, ts: Date.parse(createdAt), isInDanger });
    } catch (error) {
      this.logger.error({ err: error, sessionId }, 'a message was not read for patterns of thinking');
    }
  }

  /** What the words show of the person's state is one modality more; the conversation does not wait for it. */
  private async readAffect(session: ActiveSession, { text, createdAt }: Message): Promise<void> {
    const ts = Date.parse(createdAt);
    try {
      await this.signals.addTexts(session, [{ tsStart: ts, tsEnd: ts, text }]);
    } catch (error) {
      this.logger.warn({ err: error, sessionId: session.sessionId }, 'a message was not read for affect');
    }
  }
}
