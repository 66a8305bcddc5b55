import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { z } from 'zod';
import { describeIssues } from '../../../libs/contracts/validation-messages.js';
import { AppError } from '../errors/app-error.js';
import { contextOf } from '../http/request-context.js';
import { routeOf } from '../http/route-name.js';
import { AccessTrail } from './access-trail.js';
import { POLICY, type Policy } from './allow.decorator.js';
import { isAllowed, type Permission } from './permissions.js';
import { roleOf } from './principal.js';
import { SessionResolver, type SessionRef } from './session-resolver.js';

/** Permissions to see data of several people at once. */
const OTHERS: ReadonlySet<Permission> = new Set(['dashboard.caseload', 'crisis.handle', 'accounts.manage']);
const idSchema = z.uuid();

export function sessionRefOf(request: Request): SessionRef {
  const { session } = contextOf(request);
  if (session === undefined) throw new Error('the route declares no session in its policy');
  return session;
}

/** Refuses whatever no policy allows: authentication first, then the permission, then the relation to what `:id` names. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionResolver,
    private readonly trail: AccessTrail,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const request = execution.switchToHttp().getRequest<Request>();
    const context = contextOf(request);
    const { principal, refusal } = context;
    if (refusal !== null) throw refusal;
    const policy = this.reflector.get<Policy | undefined>(POLICY, execution.getHandler());
    if (policy === undefined) throw new AppError('FORBIDDEN', { cause: new Error('the route declares no policy') });
    context.policy = policy;

    const isAllowedRole = isAllowed(roleOf(principal), policy.permission);
    // Where a session is named, whom it does not concern learns nothing of it, whatever his role: that is decided below.
    const isHidden = policy.session !== null && principal.kind !== 'guest';
    if (!isAllowedRole && !isHidden) throw new AppError(principal.kind === 'guest' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
    if (principal.kind === 'user' && principal.setupRequired && !policy.duringSetup && policy.permission !== 'public')
      throw new AppError('SETUP_REQUIRED');
    if (policy.session === null) {
      if (OTHERS.has(policy.permission)) await this.note(request, null);
      return true;
    }

    if (principal.kind === 'guest') throw new AppError('UNAUTHENTICATED');
    const id = idSchema.safeParse(request.params['id']);
    if (!id.success) throw new AppError('VALIDATION_ERROR', { details: describeIssues(id.error, contextOf(request).language).map(({ message }) => ({ path: 'params.id', message })) });
    const ref = await this.sessions.resolve(principal, id.data);
    if (ref === null) throw new AppError('NOT_FOUND');
    if (!isAllowedRole || !policy.session.includes(ref.relation)) throw new AppError('FORBIDDEN');
    if (ref.relation !== 'person') await this.note(request, ref);
    context.session = ref;
    return true;
  }

  private async note(request: Request, ref: SessionRef | null): Promise<void> {
    const { principal, ip } = contextOf(request);
    const { personId = null, sessionId = null } = ref ?? {};
    await this.trail.note({ principal, ip, route: routeOf(request), personId, sessionId });
  }
}
