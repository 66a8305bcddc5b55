import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ERROR_CATALOGUE, type ErrorCode } from '../../../libs/contracts/errors.js';
import type { Principal } from '../access/principal.js';
import { AppError } from '../errors/app-error.js';
import { DomainEvents } from '../events/domain-events.js';
import { Logger } from '../logging/logger.js';
import { answerFailure, toAppError } from './failure.js';
import { ClientGone, contextOf, currentContext } from './request-context.js';
import { routeOf } from './route-name.js';

declare module '../events/domain-events.js' {
  interface DomainEventMap {
    /** Something was refused or went wrong, over HTTP or a socket. `error` stays inside the process. */
    'failure.occurred': { code: ErrorCode; status: number; route: string; error: unknown; ip: string | null; userId: string | null };
  }
}

/** Where every failure passes, whether a handler, a guard or a middleware met it. */
@Injectable()
export class Failures {
  constructor(
    private readonly logger: Logger,
    private readonly events: DomainEvents,
  ) {}

  answer(request: Request, response: Response, thrown: unknown): void {
    const context = contextOf(request);
    const route = routeOf(request);
    if (isBrokenOff(thrown, context.abort.signal)) {
      this.logger.debug({ route }, 'the work of a request was broken off');
      return;
    }
    const error = toAppError(thrown);
    this.record(route, error, context);
    answerFailure(request, response, error);
  }

  /** @param origin where it came from, when the request's context does not know it */
  record(route: string, thrown: unknown, origin: { ip: string; principal?: Principal } | undefined = currentContext()): void {
    const error = toAppError(thrown);
    const { status } = ERROR_CATALOGUE[error.code];
    // What the server refuses on purpose is told once by whoever decides it, and costs nothing here: there may be thousands a second.
    const isRefusal = error.code === 'SERVICE_UNAVAILABLE' && error.cause === undefined;
    if (status >= 500 && !isRefusal) this.logger.error({ err: error.cause ?? error, code: error.code, route }, 'failed');
    const userId = origin?.principal?.kind === 'user' ? origin.principal.userId : null;
    this.events.emit('failure.occurred', { code: error.code, status, route, error: error.cause ?? error, ip: origin?.ip ?? null, userId });
  }
}

/** Whether it was thrown only because nobody waits any more: the client left, or was answered that its time is over. */
function isBrokenOff(thrown: unknown, { aborted, reason }: AbortSignal): boolean {
  if (!aborted) return false;
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error === reason || error.name === 'AbortError') return true;
  }
  return reason instanceof ClientGone && thrown instanceof AppError;
}
