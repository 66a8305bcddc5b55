import type { Principal } from './principal.js';
import type { SessionRelation } from './allow.decorator.js';

/** The little that every route and event of a session needs to know of it. */
export interface SessionRef {
  readonly sessionId: string;
  readonly personId: string;
  readonly relation: SessionRelation;
}

/** Says how a caller stands to a session; null hides that it exists. Implemented by the session feature. */
export abstract class SessionResolver {
  abstract resolve(principal: Principal, sessionId: string): Promise<SessionRef | null>;
}
