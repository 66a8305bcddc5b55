import { AsyncLocalStorage } from 'node:async_hooks';
import type { Request } from 'express';
import type { AppError } from '../errors/app-error.js';
import type { Policy } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import type { SessionRef } from '../access/session-resolver.js';

export type Language = 'ko' | 'en';

/** What is known of a request, from its first middleware on; socket events run inside one as well. */
export interface RequestContext {
  readonly requestId: string;
  readonly language: Language;
  readonly ip: string;
  readonly userAgent: string;
  principal: Principal;
  /** Why the token was refused; every policy throws it before anything else. */
  refusal: AppError | null;
  /** Aborted when the client is gone (`ClientGone`) or the time limit is over (`AppError` TIMEOUT). */
  readonly abort: AbortController;
  /** Runs out after REQUEST_TIMEOUT_MS; `refresh()` starts it again. */
  timeLimit: NodeJS.Timeout | null;
  /** What let the request through, and the session that it is about. */
  policy?: Policy;
  session?: SessionRef;
}

/** Why a request's signal is aborted when its client left before the answer. */
export class ClientGone extends Error {
  constructor() {
    super('the client is gone');
    this.name = 'ClientGone';
  }
}

const storage = new AsyncLocalStorage<RequestContext>();
/** A property rather than a WeakMap: the garbage collector pays for each entry of one. */
const CONTEXT = Symbol('context');

interface Carrier {
  [CONTEXT]?: RequestContext;
}

export const GUEST: Principal = Object.freeze({ kind: 'guest' });

export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

export const currentContext = (): RequestContext | undefined => storage.getStore();

export function attachContext(request: Request, context: RequestContext): void {
  (request as Carrier)[CONTEXT] = context;
}

/** @throws when the request did not pass the request middleware. */
export function contextOf(request: Request): RequestContext {
  const context = (request as Carrier)[CONTEXT];
  if (context === undefined) throw new Error('the request has no context: the request middleware is missing');
  return context;
}
