import type { NextFunction, Request, Response } from 'express';
import { AppError } from '../errors/app-error.js';

const PROBES = /^\/(?:health(?:\/(?:live|ready))?|metrics)$/;

/** Behind a proxy in production a request that came in the clear is refused; probes come from inside. */
export function httpsMiddleware(request: Request, _response: Response, next: NextFunction): void {
  next(request.secure || PROBES.test(request.path) ? undefined : new AppError('FORBIDDEN'));
}
