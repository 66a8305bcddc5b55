import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { EndAnswer, PauseAnswer, ResumeAnswer, SessionState, SessionStats, SessionStatus } from '../../libs/contracts/session.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { Transactions } from '../platform/database/transactions.js';
import { AppError } from '../platform/errors/app-error.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { Page } from '../platform/http/answers.js';
import { type IdempotentRequest, IdempotencyService } from '../platform/idempotency/idempotency.service.js';
import { SessionClosing } from './session-closing.service.js';
import type { EndedSession, EndReason } from './session.events.js';
import { noticesFor } from './session-notices.js';
import { SessionRepository } from './session.repository.js';
import { type SessionRow, timesOf, toSessionState } from './session-row.js';
import { durationMsOf, outcomeOf, pausedMsOf, type SessionChange } from './session-state.js';

const RECENT_SESSIONS = 5;

/** The life of a session. Every change of its state is one transaction, and repeating one gives the same answer. */
@Injectable()
export class SessionService {
  constructor(
    private readonly repository: SessionRepository,
    private readonly transactions: Transactions,
    private readonly closing: SessionClosing,
    private readonly idempotency: IdempotencyService,
    private readonly events: DomainEvents,
  ) {}

  async read(sessionId: string): Promise<SessionState> {
    return toSessionState(await this.find(sessionId), new Date());
  }

  /** With what the person is told; for `session:state`. */
  async readWithNotices(sessionId: string): Promise<SessionState> {
    const row = await this.find(sessionId);
    return { ...toSessionState(row, new Date()), notices: noticesFor({ counselorKind: row.counselor_kind, language: row.language }) };
  }

  async list(userId: string, query: { status?: SessionStatus | undefined; limit: number; offset: number }): Promise<Page<SessionState>> {
    const { limit, offset } = query;
    const { rows, total } = await this.repository.findPageOf(userId, query.status ?? null, limit, offset);
    const now = new Date();
    return new Page(
      rows.map((row) => toSessionState(row, now)),
      { total, limit, offset },
    );
  }

  async stats(userId: string): Promise<SessionStats> {
    const [totals, recent] = await Promise.all([
      this.repository.findTotalsOf(userId),
      this.repository.findPageOf(userId, null, RECENT_SESSIONS, 0),
    ]);
    const now = new Date();
    return {
      sessions: totals.total,
      byStatus: { active: totals.active, paused: totals.paused, ended: totals.ended },
      durationMs: Math.round(totals.duration_ms),
      counts: {
        frames: totals.frames,
        voiceEvents: totals.voice_events,
        transcripts: totals.transcripts,
        messages: totals.messages,
        emotions: totals.emotions,
      },
      recentSessions: recent.rows.map((row) => ({
        id: row.id,
        startedAt: row.started_at.toISOString(),
        durationMs: durationMsOf(timesOf(row), now),
        status: row.status,
      })),
    };
  }

  async pause(sessionId: string): Promise<PauseAnswer> {
    const now = new Date();
    const pausedAt = await this.change(sessionId, 'pause', async (row, isSame, tx) => {
      if (isSame) return row.paused_at ?? now;
      await this.repository.setPaused(sessionId, now, tx);
      return now;
    });
    return { sessionId, status: 'paused', pausedAt: pausedAt.toISOString() };
  }

  async resume(sessionId: string): Promise<ResumeAnswer> {
    const now = new Date();
    const resumedAt = await this.change(sessionId, 'resume', async (row, isSame, tx) => {
      if (isSame) return row.resumed_at;
      await this.repository.setResumed(sessionId, now, pausedMsOf(timesOf(row), now), tx);
      return now;
    });
    return { sessionId, status: 'active', resumedAt: resumedAt?.toISOString() ?? null };
  }

  /** Ends the session and answers with what was seen in it; the report is stored with the end. */
  async end(sessionId: string, reason: EndReason, request: IdempotentRequest | null = null): Promise<EndAnswer> {
    await this.closing.prepare(sessionId);
    const now = new Date();
    const { endedAt, durationMs, ended } = await this.change(sessionId, 'end', async (row, isSame, tx) => {
      await this.idempotency.note(request, row.person_id, tx);
      const times = timesOf(row);
      if (isSame) return { endedAt: row.ended_at ?? now, durationMs: durationMsOf(times, now), ended: null };
      const pausedMs = pausedMsOf(times, now);
      await this.repository.setEnded(sessionId, now, pausedMs, reason, tx);
      const duration = durationMsOf({ startedAt: row.started_at, pausedAt: null, endedAt: now, pausedMs }, now);
      const session = toEndedSession(row, now, duration);
      await this.closing.close(session, tx);
      return { endedAt: now, durationMs: duration, ended: session };
    });
    if (ended !== null) this.events.emit('session.ended', { ...ended, reason });
    return { sessionId, status: 'ended', endedAt: endedAt.toISOString(), durationMs, ...(await this.closing.results(sessionId)) };
  }

  async delete(ref: SessionRef): Promise<void> {
    await this.closing.prepare(ref.sessionId);
    await this.transactions.run(async (tx) => {
      const row = await this.repository.lockById(ref.sessionId, tx);
      if (row === null) throw new AppError('NOT_FOUND');
      if (row.user_id === null) await this.repository.deletePerson(row.person_id, tx);
      else await this.repository.delete(ref.sessionId, tx);
    });
    this.events.emit('session.deleted', { sessionId: ref.sessionId });
  }

  /** Those that there are, in no order. */
  findMany(sessionIds: readonly string[]): Promise<SessionRow[]> {
    return this.repository.findMany(sessionIds);
  }

  private async change<T>(
    sessionId: string,
    change: SessionChange,
    apply: (row: SessionRow, isSame: boolean, tx: Transaction) => Promise<T>,
  ): Promise<T> {
    const { value, isSame } = await this.transactions.run(async (tx) => {
      const row = await this.repository.lockById(sessionId, tx);
      if (row === null) throw new AppError('NOT_FOUND');
      const outcome = outcomeOf(change, row.status);
      if (outcome === 'refused') throw new AppError('INVALID_STATE');
      return { value: await apply(row, outcome === 'same', tx), isSame: outcome === 'same' };
    });
    if (!isSame) this.events.emit('session.changed', { sessionId });
    return value;
  }

  private async find(sessionId: string): Promise<SessionRow> {
    const row = await this.repository.findById(sessionId);
    if (row === null) throw new AppError('NOT_FOUND');
    return row;
  }
}

const toEndedSession = (row: SessionRow, endedAt: Date, durationMs: number): EndedSession => ({
  sessionId: row.id,
  personId: row.person_id,
  userId: row.user_id,
  language: row.language,
  startedAt: row.started_at,
  endedAt,
  durationMs,
});
