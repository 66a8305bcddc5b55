import { Injectable } from '@nestjs/common';
import type { SecurityEventKind } from '../auth/security-event.service.js';
import type {} from '../consent/consent.service.js';
import type {} from '../crisis/crisis.events.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { OnSessionConnected } from '../platform/realtime/client-event.decorators.js';
import type { SessionConnection } from '../platform/realtime/session-connection.js';
import type {} from '../session/session.events.js';
import { AuditRepository } from './audit.repository.js';
import { AuditTrail } from './audit-trail.service.js';

/** What changes who may do what with an account. */
const ACCOUNT_CHANGES: ReadonlySet<SecurityEventKind> = new Set([
  'account.created',
  'account.blocked',
  'account.unblocked',
  'account.unlocked',
  'password.changed',
  'password.reset',
  'mfa.enabled',
  'mfa.disabled',
]);

/** Enters what other features announce. A handler that fails is logged by the bus. */
@Injectable()
export class AuditListener {
  constructor(
    private readonly trail: AuditTrail,
    private readonly repository: AuditRepository,
    events: DomainEvents,
  ) {
    events.on('consent.recorded', ({ personId, kinds }) => trail.record({ action: 'consent.changed', personId, what: kinds.join(', ') }));
    events.on('session.deleted', ({ sessionId }) => trail.record({ action: 'session.deleted', personId: null, what: `session ${sessionId}` }));
    events.on('session.claimed', ({ sessionId, toPersonId }) => {
      return trail.record({ action: 'session.claimed', personId: toPersonId, what: `session ${sessionId}` });
    });
    events.on('crisis.step', ({ step, channel, personId, alertId, actorId }) => {
      const words = ['crisis', step, channel === null ? '' : `by ${channel}`, actorId === null ? '' : `user ${actorId}`, `alert ${alertId}`];
      return trail.record({ action: 'crisis.step', personId, what: words.filter((word) => word !== '').join(' ') });
    });
    events.on('security.noted', ({ kind, userId }) => {
      if (ACCOUNT_CHANGES.has(kind)) return trail.record({ action: 'account.changed', personId: userId, what: kind });
    });
  }

  /** Whoever takes part in another's session sees it from now on. */
  @OnSessionConnected()
  async connected({ role, principal, context, sessionId }: SessionConnection): Promise<void> {
    if (role === 'person') return;
    const personId = await this.repository.findPersonOf(sessionId);
    await this.trail.record({ action: 'data.accessed', personId, what: `socket session ${sessionId}`, actor: { principal, ip: context.ip } });
  }
}
