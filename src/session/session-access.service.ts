import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { SessionRelation } from '../platform/access/allow.decorator.js';
import type { Principal } from '../platform/access/principal.js';
import { SessionResolver, type SessionRef } from '../platform/access/session-resolver.js';
import { SessionRepository } from './session.repository.js';
import { type SessionRow, toSessionState } from './session-row.js';

/** A session with the row that it was resolved from, which stays within this module. */
class ResolvedSession implements SessionRef {
  readonly sessionId: string;
  readonly personId: string;
  readonly #row: SessionRow;

  constructor(
    row: SessionRow,
    readonly relation: SessionRelation,
  ) {
    this.sessionId = row.id;
    this.personId = row.person_id;
    this.#row = row;
  }

  static rowOf(ref: SessionRef): SessionRow {
    if (!(ref instanceof ResolvedSession)) throw new Error('the session was not resolved here');
    return ref.#row;
  }
}

/** How a caller stands to a session: it is the person's own, or the counselor is assigned to it; everyone else learns nothing. */
@Injectable()
export class SessionAccessService extends SessionResolver {
  /** Requests of one turn of the event loop ask for their sessions together; what was read is kept for none of the next turn's. */
  private readonly rows: DataLoader<string, SessionRow | null>;

  constructor(repository: SessionRepository) {
    super();
    this.rows = new DataLoader(
      async (ids) => {
        const found = new Map((await repository.findMany([...new Set(ids)])).map((row) => [row.id, row]));
        return ids.map((id) => found.get(id) ?? null);
      },
      { cache: false, maxBatchSize: 200, batchScheduleFn: setImmediate },
    );
  }

  override async resolve(caller: Principal, sessionId: string): Promise<SessionRef | null> {
    const row = await this.rows.load(sessionId.toLowerCase());
    const relation = row === null ? null : relationOf(caller, row);
    return row === null || relation === null ? null : new ResolvedSession(row, relation);
  }

  /** The session as it was when the caller was let in: a read needs no second query. */
  stateOf(ref: SessionRef) {
    return toSessionState(ResolvedSession.rowOf(ref), new Date());
  }

  /** The language of the conversation. */
  languageOf(ref: SessionRef): 'ko' | 'en' {
    return ResolvedSession.rowOf(ref).language;
  }
}

function relationOf(caller: Principal, row: SessionRow): SessionRelation | null {
  if (caller.kind === 'guest-session') return caller.sessionId === row.id && caller.personId === row.person_id ? 'person' : null;
  if (caller.kind !== 'user') return null;
  if (row.user_id === caller.userId) return 'person';
  return caller.role === 'counselor' && row.counselor_id === caller.userId ? 'counselor' : null;
}
