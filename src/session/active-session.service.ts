import { Injectable } from '@nestjs/common';
import { BatchedCache } from '../platform/database/batched-cache.js';
import { AppError } from '../platform/errors/app-error.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { currentContext } from '../platform/http/request-context.js';
import type { SessionRow } from './session-row.js';
import { SessionService } from './session.service.js';

/** What a signal or message needs to know of the session it is for. Times in epoch milliseconds. */
export interface ActiveSession {
  readonly sessionId: string;
  readonly personId: string;
  readonly userId: string | null;
  readonly counselorKind: 'ai' | 'human';
  readonly counselorId: string | null;
  readonly language: 'ko' | 'en';
  readonly startedAt: number;
  /** The end of its longest life. */
  readonly expiresAt: number;
}

const CACHE = { max: 20_000, ttlMs: 500 };
/** Clocks of clients are a little off. */
const CLOCK_TOLERANCE_MS = 2_000;

const OUTSIDE: Readonly<Record<'ko' | 'en', string>> = {
  ko: '상담 시간 밖의 시각입니다.',
  en: 'The time lies outside the session.',
};

/**
 * Lets signals and messages through to active sessions only. What it knows may be half a second old; whoever writes checks
 * the state once more where it counts, in the transaction.
 */
@Injectable()
export class ActiveSessions {
  private readonly cache: BatchedCache<{ session: ActiveSession; isActive: boolean }>;

  constructor(sessions: SessionService, events: DomainEvents) {
    this.cache = new BatchedCache(async (ids) => new Map((await sessions.findMany(ids)).map((row) => [row.id, { session: toActiveSession(row), isActive: row.status === 'active' }])), CACHE);
    for (const event of ['session.changed', 'session.deleted'] as const) events.on(event, ({ sessionId }) => this.cache.forget(sessionId));
  }

  /** The session when it was asked for a moment ago. */
  known(sessionId: string): ActiveSession | undefined {
    const known = this.cache.known(sessionId);
    return known?.isActive === true ? known.session : undefined;
  }

  /** @throws AppError NOT_FOUND, INVALID_STATE */
  async require(sessionId: string): Promise<ActiveSession> {
    const found = await this.cache.get(sessionId);
    if (found === null) throw new AppError('NOT_FOUND');
    if (found.isActive) return found.session;
    // It may be active again in a moment, by another instance.
    this.cache.forget(sessionId);
    throw new AppError('INVALID_STATE');
  }

  /**
   * @param items each with its span of time and its place in the input
   * @throws AppError VALIDATION_ERROR naming the items that lie outside the session's life
   */
  requireWithinLife(session: ActiveSession, items: readonly { from: number; to: number; path: string }[]): void {
    const outside = items.filter(({ from, to }) => from < session.startedAt - CLOCK_TOLERANCE_MS || to > session.expiresAt);
    if (outside.length === 0) return;
    const message = OUTSIDE[currentContext()?.language ?? 'ko'];
    throw new AppError('VALIDATION_ERROR', { details: outside.slice(0, 20).map(({ path }) => ({ path, message })) });
  }
}

const toActiveSession = (row: SessionRow): ActiveSession => ({
  sessionId: row.id,
  personId: row.person_id,
  userId: row.user_id,
  counselorKind: row.counselor_kind,
  counselorId: row.counselor_id,
  language: row.language,
  startedAt: row.started_at.getTime(),
  expiresAt: row.expires_at.getTime(),
});
