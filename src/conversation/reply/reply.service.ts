import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { Message } from '../../../libs/contracts/conversation.js';
import type { ErrorCode } from '../../../libs/contracts/errors.js';
import { ProviderError } from '../../platform/ai/resilience/provider-error.js';
import { Transactions } from '../../platform/database/transactions.js';
import { AppError } from '../../platform/errors/app-error.js';
import { DomainEvents } from '../../platform/events/domain-events.js';
import { Logger } from '../../platform/logging/logger.js';
import { RealtimeEmitter } from '../../platform/realtime/realtime-emitter.js';
import type { ActiveSession } from '../../session/active-session.service.js';
import { MessageLog } from '../message-log.js';
import { ReplyRepository, type ReplyStatus } from './reply.repository.js';
import { type Danger, ReplySource, type Written } from './reply-source.js';
import { ReplyStream } from './reply-stream.js';

declare module '../../platform/events/domain-events.js' {
  interface DomainEventMap {
    /** For counting: the AI counselor's reply to one message ended. */
    'reply.finished': { provider: string | null; outcome: ReplyStatus; durationMs: number; firstChunkMs: number | null; tokens: number; costMicros: number };
  }
}

/** Messages of the conversation that a reply can look back on; what a vendor gets of them is bounded once more. */
const HISTORY = 80;
const POLL_MS = 200;
/** Whoever waits longer for another instance's reply is told that it takes too long. */
const LONGEST_WAIT_MS = 60_000;
/** Messages of one session that may wait for their replies, the one under way included. */
const MOST_WAITING = 8;

/** A place in the line of messages that wait for their replies. Taking or giving it back twice changes nothing. */
export interface Place {
  /** @throws AppError RATE_LIMITED when all are taken, unless the message is urgent */
  take: (message: { isUrgent: boolean }) => void;
  giveBack: () => void;
}

interface Running {
  readonly sessionId: string;
  /** Asked for over the socket: nobody waits for it but those who see it come. */
  readonly isStreamed: boolean;
  readonly controller: AbortController;
  readonly result: Promise<Message | null>;
}

/** Why a reply was broken off. */
export type BreakOff = 'left' | 'taken-over' | 'ended' | 'danger';

const CODES: Readonly<Record<BreakOff, ErrorCode>> = { left: 'TIMEOUT', 'taken-over': 'INVALID_STATE', ended: 'INVALID_STATE', danger: 'INVALID_STATE' };

/** The AI counselor's replies: one at a time in a session, streamed to everyone in it, stored when they are whole. */
@Injectable()
export class ReplyService {
  private readonly worker = randomUUID();
  /** By the person's message. */
  private readonly running = new Map<string, Running>();
  private readonly chains = new Map<string, Promise<unknown>>();
  private readonly waiting = new Map<string, number>();

  constructor(
    private readonly repository: ReplyRepository,
    private readonly source: ReplySource,
    private readonly log: MessageLog,
    private readonly transactions: Transactions,
    private readonly emitter: RealtimeEmitter,
    private readonly events: DomainEvents,
    private readonly logger: Logger,
  ) {}

  /** Notes, in the message's transaction, that a reply is due; false when a human answers. */
  owe(messageId: string, sessionId: string, crisisLevel: string | null, tx: Transaction): Promise<boolean> {
    return this.repository.addDue(messageId, sessionId, crisisLevel, tx);
  }

  /** A place in the session's line, to be taken when a reply is due, and given back when it is there or none is to come. */
  placeOf(sessionId: string): Place {
    let isTaken = false;
    const change = (by: 1 | -1) => {
      isTaken = by === 1;
      const count = (this.waiting.get(sessionId) ?? 0) + by;
      if (count > 0) this.waiting.set(sessionId, count);
      else this.waiting.delete(sessionId);
    };
    return {
      take: ({ isUrgent }) => {
        if (isTaken) return;
        if ((this.waiting.get(sessionId) ?? 0) >= MOST_WAITING && !isUrgent) throw new AppError('RATE_LIMITED', { retryAfterMs: 2_000 });
        change(1);
      },
      giveBack: () => {
        if (isTaken) change(-1);
      },
    };
  }

  /**
   * The reply to a message: the stored one, the one under way, or a new one. Null when there is none to come, because a human took over or
   * the session ended.
   * @throws AppError PROVIDER_UNAVAILABLE, TIMEOUT
   */
  async answer(session: ActiveSession, message: Message, danger: Danger, { isStreamed = false } = {}): Promise<Message | null> {
    const stored = await this.repository.find(message.id);
    if (stored === null) return null;
    if (stored.status === 'done') return stored.reply_message_id === null ? null : this.log.find(stored.reply_message_id, session.language);
    const running = this.running.get(message.id);
    if (running !== undefined) return running.result;
    const controller = new AbortController();
    const result = this.inTurn(session.sessionId, () => this.run(session, message, danger, controller));
    this.running.set(message.id, { sessionId: session.sessionId, isStreamed, controller, result });
    try {
      return await result;
    } finally {
      this.running.delete(message.id);
    }
  }

  /** Breaks off what is being written in a session, and what waits to be. */
  breakOff(sessionId: string, reason: BreakOff, { onlyStreamed = false } = {}): void {
    for (const running of this.running.values()) {
      if (running.sessionId === sessionId && (running.isStreamed || !onlyStreamed)) running.controller.abort(reason);
    }
  }

  /** The client who asked for the reply to a message is gone. */
  leave(messageId: string): void {
    this.running.get(messageId)?.controller.abort('left');
  }

  private async inTurn<T>(sessionId: string, work: () => Promise<T>): Promise<T> {
    const previous = this.chains.get(sessionId) ?? Promise.resolve();
    const own = previous.then(work, work);
    const settled = own.catch(() => undefined);
    this.chains.set(sessionId, settled);
    try {
      return await own;
    } finally {
      if (this.chains.get(sessionId) === settled) this.chains.delete(sessionId);
    }
  }

  private async run(session: ActiveSession, message: Message, danger: Danger, controller: AbortController): Promise<Message | null> {
    const { sessionId } = session;
    const elsewhere = await this.claim(message.id, session);
    if (elsewhere !== undefined) return elsewhere;
    const startedAt = performance.now();
    const stream = new ReplyStream(this.emitter, sessionId, session.language);
    try {
      controller.signal.throwIfAborted();
      const history = await this.log.newest(sessionId, session.language, HISTORY);
      const written = await this.source.write({ session, message, history, danger, signal: controller.signal }, stream);
      controller.signal.throwIfAborted();
      const reply = await this.store(session, message, stream.text, written);
      if (reply === null) stream.fail('INVALID_STATE');
      else this.tell(session, reply, stream);
      this.count(reply === null ? 'aborted' : 'done', written, stream, startedAt);
      return reply;
    } catch (error) {
      return await this.giveUp(session, message, error, controller.signal, stream, startedAt);
    }
  }

  /** Waits until this instance may write; undefined then, and the reply when another instance has written it meanwhile. */
  private async claim(messageId: string, { sessionId, language }: ActiveSession): Promise<Message | null | undefined> {
    for (const deadline = Date.now() + LONGEST_WAIT_MS; Date.now() < deadline; ) {
      const isClaimed = await this.transactions.run(async (tx) => {
        await this.repository.holdSession(sessionId, tx);
        return this.repository.claim(messageId, sessionId, this.worker, tx);
      });
      if (isClaimed) return undefined;
      const stored = await this.repository.find(messageId);
      if (stored === null) return null;
      if (stored.status === 'done') return stored.reply_message_id === null ? null : this.log.find(stored.reply_message_id, language);
      await sleep(POLL_MS);
    }
    throw new AppError('TIMEOUT');
  }

  private async store(session: ActiveSession, message: Message, text: string, { provider, usage, costMicros }: Written): Promise<Message | null> {
    const { sessionId, language } = session;
    const result = { provider, ...usage, costMicros };
    try {
      return await this.transactions.run(async (tx) => {
        await this.repository.holdSession(sessionId, tx);
        if (!(await this.repository.hasTheWord(sessionId, tx))) {
          await this.repository.finish(message.id, { status: 'aborted', replyMessageId: null, ...result }, tx);
          return null;
        }
        const { message: reply } = await this.log.add({ sessionId, language, role: 'ai', authorId: null, text }, tx);
        await this.repository.finish(message.id, { status: 'done', replyMessageId: reply.id, ...result }, tx);
        return reply;
      });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'INVALID_STATE') throw error;
      await this.repository.finish(message.id, { status: 'aborted', replyMessageId: null, ...result });
      return null;
    }
  }

  private tell({ sessionId, personId, language }: ActiveSession, reply: Message, stream: ReplyStream): void {
    this.emitter.toSession(sessionId, 'message:created', reply, 'all');
    stream.complete(reply.id);
    this.events.emit('message.created', { sessionId, personId, language, message: reply });
  }

  private async giveUp(session: ActiveSession, message: Message, error: unknown, signal: AbortSignal, stream: ReplyStream, startedAt: number): Promise<null> {
    const isAborted = signal.aborted || (error instanceof ProviderError && error.kind === 'aborted');
    const reason = signal.reason as BreakOff | undefined;
    const code = isAborted ? CODES[reason ?? 'left'] : error instanceof AppError ? error.code : 'INTERNAL_ERROR';
    const status = isAborted ? 'aborted' : 'failed';
    stream.fail(code);
    this.count(status, null, stream, startedAt);
    await this.repository
      .finish(message.id, { status, replyMessageId: null, provider: null, inputTokens: 0, outputTokens: 0, costMicros: 0 })
      .catch((failure: unknown) => this.logger.error({ err: failure, sessionId: session.sessionId }, 'a failed reply could not be noted'));
    if (isAborted && reason !== 'left') return null;
    if (isAborted) throw new AppError('TIMEOUT', { cause: error });
    throw error;
  }

  private count(outcome: ReplyStatus, written: Written | null, stream: ReplyStream, startedAt: number): void {
    const firstChunkMs = stream.firstChunkAt === null ? null : Math.round(stream.firstChunkAt - startedAt);
    const tokens = written === null ? 0 : written.usage.inputTokens + written.usage.outputTokens;
    const durationMs = Math.round(performance.now() - startedAt);
    this.events.emit('reply.finished', { provider: written?.provider ?? null, outcome, durationMs, firstChunkMs, tokens, costMicros: written?.costMicros ?? 0 });
  }
}
