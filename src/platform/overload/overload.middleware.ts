import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { AppError } from '../errors/app-error.js';
import type { Overload, WorkKind } from './overload.service.js';

/** Somebody is in the middle of it: a session by its id, and the token that keeps a client signed in. */
const RUNNING = /^\/api\/v1\/(?:session\/[\da-f-]{36}(?:\/|$)|auth\/refresh$|auth\/logout)/i;

const kindOf = (path: string): WorkKind | null => {
  if (!path.startsWith('/api/')) return null;
  return RUNNING.test(path) ? 'running' : 'new';
};

/** Turns requests away before they cost anything; health, metrics and the description are never. */
export function overloadMiddleware(overload: Overload): RequestHandler {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (overload.load < 1) {
      next();
      return;
    }
    const kind = kindOf(request.path);
    const refusal = kind === null ? null : overload.refusal(kind);
    if (refusal !== null) response.setHeader('Connection', 'close');
    next(refusal === null ? undefined : new AppError('SERVICE_UNAVAILABLE', refusal));
  };
}
