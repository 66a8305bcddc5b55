import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConsentService } from '../../consent/consent.service.js';
import { FieldCipher } from '../../platform/crypto/field-cipher.js';
import { Transactions } from '../../platform/database/transactions.js';
import { uuidv7 } from '../../platform/database/uuid.js';
import { AppError } from '../../platform/errors/app-error.js';
import { DomainEvents } from '../../platform/events/domain-events.js';
import { Logger } from '../../platform/logging/logger.js';
import { RealtimeEmitter } from '../../platform/realtime/realtime-emitter.js';
import type { ActiveSession } from '../../session/active-session.service.js';
import { Slots } from '../audio/slots.js';
import { Gaps } from './gaps.service.js';
import type { SpokenAudio } from './live-stream.js';
import { UtteranceRepository, type UtteranceRow } from './utterance.repository.js';
import { type Attempt, UtteranceTranscription } from './utterance-transcription.service.js';
import { audioRef } from './audio-ref.js';

/** Audio of one session that may wait; beyond it new audio is refused until there is room. */
const MAX_WAITING_MS = 120_000;
/** From here on, or when so many wait, the client is warned. */
const WARN_WAITING_MS = 30_000;
const WARN_WAITING = 3;
const WARN_EVERY_MS = 3_000;
/** Vendors' calls of this process. */
const AT_ONCE = 32;
const MOST_SESSIONS = 10_000;
/** An utterance that nobody could transcribe for so long, or so often, is given up: those behind it must not wait for ever. */
const MAX_AGE_MS = 120_000;
const MAX_ATTEMPTS = 6;
const BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 15_000;
const MAX_SLEEP_MS = 30_000;

interface Line {
  /** Of this process; what another left is not counted. */
  waiting: Map<string, number>;
  warnedAt: number;
  isCalled: boolean;
  /** The utterance that is worked on, and what ends the work. */
  current: { id: string; personId: string; controller: AbortController } | null;
  done: Promise<void> | null;
  wake: AbortController;
}

/**
 * Utterances of all sessions: each is stored sealed before its audio is acknowledged as complete, transcribed in the order of speaking, and
 * goes in the transaction that stores its words. What an instance leaves behind another one goes on with.
 */
@Injectable()
export class UtteranceQueue implements OnModuleInit {
  readonly worker = randomUUID();
  private readonly lines = new Map<string, Line>();
  private readonly slots = new Slots(AT_ONCE, MOST_SESSIONS);
  private isStopping = false;

  constructor(
    private readonly repository: UtteranceRepository,
    private readonly transcription: UtteranceTranscription,
    private readonly cipher: FieldCipher,
    private readonly transactions: Transactions,
    private readonly consents: ConsentService,
    private readonly gaps: Gaps,
    private readonly emitter: RealtimeEmitter,
    private readonly events: DomainEvents,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    for (const event of ['session.ended', 'session.deleted'] as const) this.events.on(event, ({ sessionId }) => this.abandon(sessionId));
    this.events.on('consent.changed', async ({ personId, consents }) => {
      if (consents.microphone && consents.thirdPartyAi && consents.transcript) return;
      for (const { current } of this.lines.values()) if (current?.personId === personId) current.controller.abort();
      await this.repository.removeOfPerson(personId);
    });
  }

  /** @throws AppError RATE_LIMITED when more audio of the session waits than may */
  requireRoom(sessionId: string): void {
    const waitingMs = this.waitingMs(sessionId);
    if (waitingMs >= MAX_WAITING_MS) throw new AppError('RATE_LIMITED', { retryAfterMs: WARN_EVERY_MS });
  }

  /** Resolves when it is stored. */
  async add(session: ActiveSession, { tsStart, tsEnd, pcm }: SpokenAudio): Promise<void> {
    const { sessionId, personId } = session;
    const id = uuidv7();
    const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    const audio = await this.cipher.seal(personId, audioRef(id), bytes);
    const isStored = await this.repository.add({ id, sessionId, personId, tsStart: new Date(tsStart), tsEnd: new Date(tsEnd), audio });
    if (!isStored) return;
    this.transcription.remember(session, id, pcm);
    this.lineOf(sessionId).waiting.set(id, tsEnd - tsStart);
    this.call(sessionId);
    this.warn(sessionId);
  }

  /** Goes on with a session's utterances, unless that is done already. */
  call(sessionId: string): void {
    if (this.isStopping) return;
    const line = this.lineOf(sessionId);
    line.isCalled = true;
    line.done ??= this.work(sessionId, line)
      .catch((error: unknown) => this.logger.error({ err: error, sessionId }, 'utterances could not be worked on'))
      .finally(() => {
        line.done = null;
        if (line.waiting.size === 0 && this.lines.get(sessionId) === line) this.lines.delete(sessionId);
      });
  }

  /** Resolves when nothing of the session waits here any more, or the time is over. */
  async settle(sessionId: string, limitMs: number): Promise<void> {
    const line = this.lines.get(sessionId);
    if (line?.done == null) return;
    const timer = new AbortController();
    await Promise.race([line.done, sleep(limitMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
  }

  /** Every second: tells the others that somebody works here, and whom it concerns that it takes long. */
  async renew(): Promise<void> {
    const ids = [...this.lines.values()].flatMap(({ current }) => (current === null ? [] : [current.id]));
    for (const sessionId of this.lines.keys()) this.warn(sessionId);
    if (ids.length > 0) await this.repository.renew(ids, this.worker);
  }

  async adopt(): Promise<void> {
    for (const sessionId of await this.repository.findNeglected(50)) this.call(sessionId);
  }

  /** What is not done in time is left to another instance. */
  async stop(limitMs: number): Promise<void> {
    this.isStopping = true;
    for (const { wake } of this.lines.values()) wake.abort();
    const all = Promise.all([...this.lines.values()].map(({ done }) => done ?? Promise.resolve()));
    const isDone = await Promise.race([all.then(() => true), sleep(limitMs, false, { ref: false })]);
    if (!isDone) {
      for (const { current } of this.lines.values()) current?.controller.abort();
      await all;
    }
    await this.repository.release(this.worker);
  }

  private async work(sessionId: string, line: Line): Promise<void> {
    while (!this.isStopping && this.lines.get(sessionId) === line) {
      line.isCalled = false;
      const row = await this.repository.claimFirst(sessionId, this.worker);
      if (row !== null) {
        await this.slots.run(() => this.take(row, line));
        continue;
      }
      const waitMs = await this.repository.waitOf(sessionId, this.worker);
      if (waitMs !== null) await sleep(Math.min(waitMs + 1, MAX_SLEEP_MS), undefined, { signal: line.wake.signal, ref: false }).catch(() => undefined);
      // Called while it looked: what was added may have been missed.
      else if (!(line.isCalled as boolean)) {
        line.waiting.clear();
        return;
      }
    }
  }

  private async take(row: UtteranceRow, line: Line): Promise<void> {
    const controller = new AbortController();
    line.current = { id: row.id, personId: row.person_id, controller };
    try {
      const { microphone, thirdPartyAi, transcript } = await this.consents.current(row.person_id, row.session_id);
      if (!(microphone && thirdPartyAi && transcript)) await this.repository.remove(row.id);
      else await this.settleAttempt(row, await this.transcription.attempt(row, controller.signal));
    } finally {
      line.current = null;
    }
    if (!this.transcription.isLate(row.id)) {
      line.waiting.delete(row.id);
      this.transcription.forget(row.id);
    }
  }

  private async settleAttempt(row: UtteranceRow, attempt: Attempt): Promise<void> {
    if (attempt.outcome === 'done') {
      this.events.emit('transcription.ended', { source: 'live', outcome: 'ok' });
      return;
    }
    if (attempt.outcome === 'aborted') return;
    const audio = { id: row.id, sessionId: row.session_id, personId: row.person_id, tsStart: row.ts_start.getTime(), tsEnd: row.ts_end.getTime(), reason: 'provider' } as const;
    const isHopeless = attempt.outcome === 'failed' && (row.age_ms >= MAX_AGE_MS || row.attempts >= MAX_ATTEMPTS);
    if (isHopeless) {
      await this.transactions.run(async (tx) => {
        if (await this.repository.remove(row.id, tx)) await this.gaps.lost(audio, tx);
      });
      this.transcription.forget(row.id);
      return;
    }
    if (attempt.outcome === 'failed' && row.attempts === 1) this.gaps.late(audio);
    this.transcription.postpone(row.id);
    const backoffMs = Math.min(MAX_BACKOFF_MS, BACKOFF_MS * 2 ** Math.min(row.attempts - 1, 10));
    await this.repository.postpone(row.id, Math.min(MAX_BACKOFF_MS, Math.max(backoffMs, attempt.retryAfterMs ?? 0)));
  }

  private warn(sessionId: string): void {
    const line = this.lines.get(sessionId);
    const now = Date.now();
    if (line === undefined || now - line.warnedAt < WARN_EVERY_MS) return;
    const waitingMs = this.waitingMs(sessionId);
    if (waitingMs < WARN_WAITING_MS && line.waiting.size < WARN_WAITING) return;
    line.warnedAt = now;
    const remaining = Math.max(0, MAX_WAITING_MS - waitingMs);
    this.emitter.toSession(sessionId, 'limit:warning', { name: 'transcription', limit: MAX_WAITING_MS, remaining, resetMs: waitingMs }, 'person');
  }

  private waitingMs(sessionId: string): number {
    let sum = 0;
    for (const ms of this.lines.get(sessionId)?.waiting.values() ?? []) sum += ms;
    return Math.round(sum);
  }

  private lineOf(sessionId: string): Line {
    let line = this.lines.get(sessionId);
    if (line === undefined) {
      line = { waiting: new Map(), warnedAt: 0, isCalled: false, current: null, done: null, wake: new AbortController() };
      this.lines.set(sessionId, line);
    }
    return line;
  }

  /** The session is over, and with it its utterances. */
  private abandon(sessionId: string): void {
    const line = this.lines.get(sessionId);
    this.lines.delete(sessionId);
    line?.current?.controller.abort();
    line?.wake.abort();
    for (const id of line?.waiting.keys() ?? []) this.transcription.forget(id);
  }
}
