import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { NextFunction, Request, Response } from 'express';
import { personIdOf } from '../access/principal.js';
import { AppError } from '../errors/app-error.js';
import type { DomainEvents } from '../events/domain-events.js';
import type { Logger } from '../logging/logger.js';
import type { Failures } from './failures.js';
import { negotiateLanguage } from './language.js';
import { attachContext, ClientGone, GUEST, type Language, type RequestContext, runInContext } from './request-context.js';
import { routeOf } from './route-name.js';

const REQUEST_ID = /^[\w.-]{1,64}$/;
const MAX_USER_AGENT = 300;

declare module '../events/domain-events.js' {
  interface DomainEventMap {
    /** A request was answered, or its client left (`isAborted`: then the status is that of no answer). `request` stays inside the process. */
    'request.ended': { request: Request; route: string; status: number; isAborted: boolean; durationMs: number; ip: string; userId: string | null };
  }
}

export interface RequestMiddlewareOptions {
  defaultLanguage: Language;
  timeoutMs: number;
}

/** The request's id, language, time limit and its one log line. One middleware, because each layer costs every request. */
export function requestMiddleware(logger: Logger, failures: Failures, events: DomainEvents, { defaultLanguage, timeoutMs }: RequestMiddlewareOptions) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    const given = request.get('x-request-id');
    const requestId = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
    // Few requests are ever asked for it.
    let controller: AbortController | undefined;
    const context: RequestContext = {
      requestId,
      language: negotiateLanguage(request.get('accept-language'), defaultLanguage),
      ip: request.ip ?? '',
      userAgent: (request.get('user-agent') ?? '').slice(0, MAX_USER_AGENT),
      principal: GUEST,
      refusal: null,
      get abort() {
        return (controller ??= new AbortController());
      },
      timeLimit: null,
    };
    attachContext(request, context);
    response.setHeader('X-Request-Id', requestId);
    response.setHeader('Cache-Control', 'no-store');
    context.timeLimit = setTimeout(() => {
      const timeout = new AppError('TIMEOUT');
      // A body that is still coming is not waited for.
      if (!request.complete && !response.headersSent) response.setHeader('Connection', 'close').once('finish', () => request.destroy());
      failures.answer(request, response, timeout);
      context.abort.abort(timeout);
    }, timeoutMs);
    response.once('close', () => {
      if (context.timeLimit !== null) clearTimeout(context.timeLimit);
      const isComplete = response.writableFinished;
      if (!isComplete) context.abort.abort(new ClientGone());
      const { method } = request;
      const { ip, principal } = context;
      const status = response.statusCode;
      const route = routeOf(request);
      const userId = personIdOf(principal);
      const durationMs = performance.now() - startedAt;
      const rounded = Math.round(durationMs * 10) / 10;
      logger.info({ requestId, method, route, status, durationMs: rounded, userId, ip, ...(isComplete ? {} : { aborted: true }) }, 'request');
      events.emit('request.ended', { request, route, status, isAborted: !isComplete, durationMs, ip, userId });
    });
    runInContext(context, next);
  };
}
