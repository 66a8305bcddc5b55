import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { IdempotencyKey as keySchema } from '../../../libs/contracts/primitives.js';
import { AppError } from '../errors/app-error.js';
import { contextOf } from '../http/request-context.js';
import { roleOf } from '../access/principal.js';
import type { IdempotentRequest } from './idempotency.service.js';

/** The request as its `Idempotency-Key` names it; null without one. A guest without a session is known by the address alone. */
export const Idempotent = createParamDecorator((scope: string, execution: ExecutionContext): IdempotentRequest | null => {
  const request = execution.switchToHttp().getRequest<Request>();
  const given = request.get('idempotency-key');
  if (given === undefined) return null;
  const key = keySchema.safeParse(given);
  if (!key.success) throw new AppError('VALIDATION_ERROR', { details: [{ path: 'headers.idempotency-key', message: '1–128 visible ASCII' }] });
  const { principal, ip } = contextOf(request);
  const caller = principal.kind === 'user' ? principal.userId : principal.kind === 'guest-session' ? principal.sessionId : `${roleOf(principal)}:${ip}`;
  const id = request.params['id'];
  return { caller, scope: typeof id === 'string' ? `${scope}:${id}` : scope, key: key.data, body: request.body as unknown };
});
