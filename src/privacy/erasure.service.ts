import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/audit-trail.service.js';
import { CredentialService } from '../auth/credential.service.js';
import { DeviceService } from '../auth/device.service.js';
import { OutboxFolder } from '../mail/outbox-folder.service.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import { PersonKeys } from '../platform/crypto/person-keys.js';
import { Transactions } from '../platform/database/transactions.js';
import { AppError } from '../platform/errors/app-error.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import type { RequestContext } from '../platform/http/request-context.js';
import type {} from '../session/session.events.js';
import { UserService } from '../user/user.service.js';
import { ErasureRepository } from './erasure.repository.js';

/** Deletes a person: what was sealed for them is unreadable wherever a copy of it may be, for its key is gone. */
@Injectable()
export class ErasureService {
  constructor(
    private readonly repository: ErasureRepository,
    private readonly credentials: CredentialService,
    private readonly devices: DeviceService,
    private readonly users: UserService,
    private readonly keys: PersonKeys,
    private readonly outbox: OutboxFolder,
    private readonly trail: AuditTrail,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
  ) {}

  /** Tokens and sockets end with the commit, at every instance. @throws AppError INVALID_CREDENTIALS */
  async erase({ userId }: UserPrincipal, password: string, context: RequestContext): Promise<void> {
    const row = await this.credentials.confirm(userId, { password }, context);
    const address = await this.users.emailOf(row);
    const sessions = await this.transactions.run(async (tx) => {
      if (!(await this.users.holdUnchanged(row, tx))) throw new AppError('CONFLICT');
      const open = await this.repository.findOpenSessions(userId, tx);
      await this.devices.revoke(userId, 'all', tx);
      await this.keys.destroy(userId, tx);
      await this.repository.deleteResetRequests(row.email_lookup, tx);
      await this.repository.deletePerson(userId, tx);
      await this.trail.record({ action: 'data.deleted', personId: userId, what: 'account and everything that was theirs' }, tx);
      return open;
    });
    for (const sessionId of sessions) this.events.emit('session.deleted', { sessionId });
    await this.outbox.removeTo(address);
  }
}
