import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { AppError } from '../errors/app-error.js';
import { contextOf, type RequestContext } from '../http/request-context.js';
import { sessionRefOf } from './policy.guard.js';
import type { Principal, UserPrincipal } from './principal.js';
import type { SessionRef } from './session-resolver.js';

const requestOf = (execution: ExecutionContext) => execution.switchToHttp().getRequest<Request>();

/** Who is calling. */
export const Caller = createParamDecorator((_data: unknown, execution: ExecutionContext): Principal => contextOf(requestOf(execution)).principal);

/** The signed-in account that is calling; for routes whose permission no guest has. */
export const Account = createParamDecorator((_data: unknown, execution: ExecutionContext): UserPrincipal => {
  const { principal } = contextOf(requestOf(execution));
  if (principal.kind !== 'user') throw new AppError('UNAUTHENTICATED');
  return principal;
});

/** The session that the route's `:id` names and the caller may see. */
export const TheSession = createParamDecorator((_data: unknown, execution: ExecutionContext): SessionRef => sessionRefOf(requestOf(execution)));

/** The request's id, language, address and abort signal. */
export const Context = createParamDecorator((_data: unknown, execution: ExecutionContext): RequestContext => contextOf(requestOf(execution)));
