import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Socket } from 'socket.io';
import { personIdOf } from '../access/principal.js';
import type { RequestContext } from '../http/request-context.js';
import { ConnectionLimits, type EventRates } from './connection-limits.js';
import type { HandshakeGrant, HandshakeMeta } from './handshake-authenticator.js';

/** An event that a handler works on. */
export interface PendingEvent {
  readonly startedAt: number;
  /** Acknowledges that it took too long. */
  expire(): void;
}

/** One connection of one person or counselor to one session: what handlers get beside the payload. */
export class SessionConnection {
  readonly sessionId: string;
  readonly role: HandshakeGrant['role'];
  readonly principal: HandshakeGrant['principal'];
  /** Whose limits it draws on: the account or the guest. */
  readonly holder: string;
  /** Whether what was missed since the last connection is being sent to it. */
  readonly isResumed: boolean;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** What every event of the connection runs in; `requestId` is the connection's. */
  readonly context: RequestContext;
  readonly limits: ConnectionLimits;
  readonly pending = new Set<PendingEvent>();
  isClosing = false;
  private readonly abort = new AbortController();

  constructor(
    readonly socket: Socket,
    grant: HandshakeGrant,
    meta: HandshakeMeta,
    options: { rates: EventRates; isResumed: boolean },
  ) {
    this.sessionId = grant.sessionId;
    this.role = grant.role;
    this.principal = grant.principal;
    this.holder = holderOf(grant);
    this.isResumed = options.isResumed;
    this.expiresAt = grant.expiresAt ?? Infinity;
    this.limits = new ConnectionLimits(options.rates, performance.now());
    this.context = {
      requestId: randomUUID(),
      language: meta.language,
      ip: meta.ip,
      userAgent: meta.userAgent,
      principal: grant.principal,
      refusal: null,
      abort: this.abort,
      timeLimit: null,
    };
  }

  /** Names the connection to `RealtimeEmitter`; a resumed connection keeps its predecessor's. */
  get id(): string {
    return this.socket.id;
  }

  /** Aborted when the connection is gone. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Called once, when it is gone. */
  ended(): void {
    this.isClosing = true;
    this.abort.abort(new Error('the connection is gone'));
    this.pending.clear();
  }

  /** Ends it for good: the client does not come back by itself. */
  close(): void {
    this.isClosing = true;
    this.socket.disconnect(true);
  }

  /** Ends only the transport: the client comes back by itself, with a fresh token if it has one, and resumes. */
  closeForReconnect(): void {
    this.isClosing = true;
    this.socket.conn.close();
  }
}

export function holderOf({ principal }: HandshakeGrant): string {
  const personId = personIdOf(principal);
  if (personId === null) throw new Error('a connection belongs to somebody');
  return personId;
}
