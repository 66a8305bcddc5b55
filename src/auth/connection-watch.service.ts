import { Injectable } from '@nestjs/common';
import { Notices } from '../platform/database/notices.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { Logger } from '../platform/logging/logger.js';
import { SessionConnections } from '../platform/realtime/session-connections.js';
import type {} from '../session/session.events.js';
import { AccountPrincipals } from './account-principals.service.js';
import { DeviceRepository } from './device.repository.js';

declare module '../platform/database/notices.js' {
  interface NoticeMap {
    /** A guest's session was claimed or deleted: the guest's token opens it no more. */
    'guest.gone': { sessionId: string };
  }
}

/** Ends connections whose token died: those of a guest whose session is gone, and those whose end was missed while notices were lost. */
@Injectable()
export class ConnectionWatch {
  constructor(
    private readonly connections: SessionConnections,
    private readonly principals: AccountPrincipals,
    private readonly devices: DeviceRepository,
    private readonly logger: Logger,
    notices: Notices,
    events: DomainEvents,
  ) {
    for (const event of ['session.claimed', 'session.deleted'] as const) {
      events.on(event, ({ sessionId }) => {
        this.endGuestsOf(sessionId);
        notices.tell('guest.gone', { sessionId });
      });
    }
    notices.on('guest.gone', ({ sessionId }) => this.endGuestsOf(sessionId));
    notices.onRestored(() => {
      this.checkAll().catch((error: unknown) => this.logger.error({ err: error }, 'the open connections could not be checked'));
    });
  }

  private endGuestsOf(sessionId: string): void {
    this.principals.forgetGuestsOf(sessionId);
    for (const connection of [...this.connections.all()]) {
      const isGuests = connection.sessionId === sessionId && connection.principal.kind === 'guest-session';
      // Not for good: with the token of the account that claimed the session the client may come back.
      if (isGuests) connection.closeForReconnect();
    }
  }

  private async checkAll(): Promise<void> {
    const open = [...this.connections.all()].flatMap((connection) => (connection.principal.kind === 'user' ? [{ connection, id: connection.principal.deviceId }] : []));
    const living = await this.devices.findLiving([...new Set(open.map(({ id }) => id))]);
    for (const { connection, id } of open) if (!living.has(id)) connection.close();
  }
}
