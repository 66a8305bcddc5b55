import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Notices } from '../platform/database/notices.js';
import { DomainEvents } from '../platform/events/domain-events.js';

declare module '../platform/events/domain-events.js' {
  interface DomainEventMap {
    /** Devices were signed out, here or at another instance: their access tokens are dead and their sockets must close. */
    'devices.revoked': { userId: string; deviceIds: readonly string[] };
    /** What an account may do is another now, here or at another instance. */
    'account.changed': { userId: string };
  }
}

declare module '../platform/database/notices.js' {
  interface NoticeMap {
    'devices.revoked': { userId: string; deviceIds: readonly string[] };
    'account.changed': { userId: string };
  }
}

const DEVICES_A_NOTICE = 150;

/** Carries what ends or changes the rights of tokens to everyone who remembers them, at every instance, with the commit. */
@Injectable()
export class AccountState {
  constructor(
    private readonly notices: Notices,
    private readonly events: DomainEvents,
  ) {
    notices.on('devices.revoked', (revoked) => events.emit('devices.revoked', revoked));
    notices.on('account.changed', (changed) => events.emit('account.changed', changed));
  }

  async revoked(userId: string, deviceIds: readonly string[], tx: Transaction): Promise<void> {
    for (let at = 0; at < deviceIds.length; at += DEVICES_A_NOTICE) {
      const revoked = { userId, deviceIds: deviceIds.slice(at, at + DEVICES_A_NOTICE) };
      await this.notices.publish('devices.revoked', revoked, tx);
      tx.afterCommit(() => this.events.emit('devices.revoked', revoked));
    }
  }

  async changed(userId: string, tx: Transaction): Promise<void> {
    await this.notices.publish('account.changed', { userId }, tx);
    tx.afterCommit(() => this.events.emit('account.changed', { userId }));
  }
}
