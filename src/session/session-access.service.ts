import { Injectable } from '@nestjs/common';
import type { SessionRelation } from '../platform/access/allow.decorator.js';
import type { Principal } from '../platform/access/principal.js';
import { SessionResolver, type SessionRef } from '../platform/access/session-resolver.js';
import { SessionRepository } from './session.repository.js';
import { type SessionRow, toSessionState } from './session-row.js';

const rows = new WeakMap<SessionRef, SessionRow>();

/** How a caller stands to a session: it is the person's own, or the counselor is assigned to it; everyone else learns nothing. */
@Injectable()
export class SessionAccessService extends SessionResolver {
  constructor(private readonly repository: SessionRepository) {
    super();
  }

  override async resolve(caller: Principal, sessionId: string): Promise<SessionRef | null> {
    const row = await this.repository.findById(sessionId);
    const relation = row === null ? null : relationOf(caller, row);
    if (row === null || relation === null) return null;
    const ref: SessionRef = { sessionId: row.id, personId: row.person_id, relation };
    rows.set(ref, row);
    return ref;
  }

  /** The session as it was when the caller was let in: a read needs no second query. */
  stateOf(ref: SessionRef) {
    return toSessionState(rowOf(ref), new Date());
  }

  /** The language of the conversation. */
  languageOf(ref: SessionRef): 'ko' | 'en' {
    return rowOf(ref).language;
  }
}

function rowOf(ref: SessionRef): SessionRow {
  const row = rows.get(ref);
  if (row === undefined) throw new Error('the session was not resolved here');
  return row;
}

function relationOf(caller: Principal, row: SessionRow): SessionRelation | null {
  if (caller.kind === 'guest-session') return caller.sessionId === row.id && caller.personId === row.person_id ? 'person' : null;
  if (caller.kind !== 'user') return null;
  if (row.user_id === caller.userId) return 'person';
  return caller.role === 'counselor' && row.counselor_id === caller.userId ? 'counselor' : null;
}
