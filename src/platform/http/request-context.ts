import { AsyncLocalStorage } from 'node:async_hooks';
import type { Request } from 'express';
import type { AppError } from '../errors/app-error.js';
import type { Principal } from '../access/principal.js';

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
}

/** Why a request's signal is aborted when its client left before the answer. */
export class ClientGone extends Error {
  constructor() {
    super('the client is gone');
    this.name = 'ClientGone';
  }
}

const storage = new AsyncLocalStorage<RequestContext>();
const contexts = new WeakMap<object, RequestContext>();

export const GUEST: Principal = Object.freeze({ kind: 'guest' });

export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

export const currentContext = (): RequestContext | undefined => storage.getStore();

export function attachContext(request: Request, context: RequestContext): void {
  contexts.set(request, context);
}

/** @throws when the request did not pass the request middleware. */
export function contextOf(request: Request): RequestContext {
  const context = contexts.get(request);
  if (context === undefined) throw new Error('the request has no context: the request middleware is missing');
  return context;
}
