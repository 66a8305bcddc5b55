import type { HandshakeAuth } from '../../../libs/contracts/realtime.js';
import type { SessionRelation } from '../access/allow.decorator.js';
import type { GuestSessionPrincipal, UserPrincipal } from '../access/principal.js';
import type { Language } from '../http/request-context.js';

export interface HandshakeMeta {
  readonly ip: string;
  readonly origin: string | null;
  readonly userAgent: string;
  readonly language: Language;
}

/** What a connection may be. */
export interface HandshakeGrant {
  readonly principal: GuestSessionPrincipal | UserPrincipal;
  readonly sessionId: string;
  readonly role: SessionRelation;
  /** Epoch milliseconds; the connection ends then and the client may come back with a fresh token. */
  readonly expiresAt?: number;
}

/**
 * Decides about a connection by the same rules as an HTTP request: whose token it is, and how he stands to the session. Runs
 * for every connection, a resumed one included. Throws an `AppError` with one of the codes of `ConnectRefusal`. Implemented by
 * the session feature.
 */
export abstract class HandshakeAuthenticator {
  abstract authenticate(auth: HandshakeAuth, meta: HandshakeMeta): Promise<HandshakeGrant>;
}
