import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { z } from 'zod';
import type { PageQuery } from '../../libs/contracts/primitives.js';
import type { SecurityEvent } from '../../libs/contracts/user.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { Page } from '../platform/http/answers.js';
import { Logger } from '../platform/logging/logger.js';
import { SecurityEventRepository } from './security-event.repository.js';

export type SecurityEventKind =
  | 'account.created'
  | 'account.locked'
  | 'account.blocked'
  | 'account.unblocked'
  | 'account.unlocked'
  | 'login.succeeded'
  | 'login.failed'
  | 'reauthentication.failed'
  | 'logout'
  | 'logout.all'
  | 'device.removed'
  | 'token.reused'
  | 'password.changed'
  | 'password.reset.requested'
  | 'password.reset'
  | 'mfa.enabled'
  | 'mfa.disabled'
  | 'mfa.recovery.used';

declare module '../platform/events/domain-events.js' {
  interface DomainEventMap {
    /** For counting and alerts. `userId` is null when the guess was for no account; `account` tells accounts apart in either case. */
    'security.noted': { kind: SecurityEventKind; userId: string | null; account: string | null; ip: string };
  }
}

/** Where something came from. */
export interface Origin {
  readonly ip: string;
  readonly userAgent: string;
}

/** The command line, a job: nobody's browser. */
export const NO_ORIGIN: Origin = { ip: '', userAgent: '' };

const ref = (rowId: string) => ({ table: 'security_events', column: 'context_sealed', rowId });
const contextSchema = z.object({ ip: z.string(), userAgent: z.string() });

/** What happened to an account, for its owner; the address and the browser are sealed under the owner's key. */
@Injectable()
export class SecurityEventService {
  constructor(
    private readonly repository: SecurityEventRepository,
    private readonly cipher: FieldCipher,
    private readonly events: DomainEvents,
    private readonly logger: Logger,
  ) {}

  /** Inside the change that it tells of. */
  async record(userId: string, kind: SecurityEventKind, { ip, userAgent }: Origin, tx?: Transaction): Promise<void> {
    const id = uuidv7();
    const context = await this.cipher.seal(userId, ref(id), JSON.stringify({ ip, userAgent }), tx);
    await this.repository.add({ id, userId, kind, context }, tx);
    const announce = () => this.events.emit('security.noted', { kind, userId, account: userId, ip });
    if (tx === undefined) announce();
    else tx.afterCommit(announce);
  }

  /** Beside the request, so that it takes the same whether there is an account or not. */
  note(userId: string | null, account: Buffer, kind: SecurityEventKind, origin: Origin): void {
    if (userId === null) {
      this.events.emit('security.noted', { kind, userId, account: account.toString('base64url'), ip: origin.ip });
      return;
    }
    setImmediate(() => {
      this.record(userId, kind, origin).catch((error: unknown) => this.logger.error({ err: error, kind }, 'a security event could not be stored'));
    });
  }

  async list(userId: string, { limit, offset }: PageQuery): Promise<Page<SecurityEvent>> {
    const { rows, total } = await this.repository.findPageOf(userId, limit, offset);
    const sealed = rows.flatMap(({ id, context_sealed: envelope }) => (envelope === null ? [] : [{ ref: ref(id), envelope }]));
    const texts = await this.cipher.openManyTexts(sealed);
    const contexts = new Map(sealed.map(({ ref: { rowId } }, index) => [rowId, contextSchema.parse(JSON.parse(texts[index] ?? ''))]));
    const items = rows.map(({ id, kind, created_at: at }): SecurityEvent => {
      const { ip, userAgent } = contexts.get(id) ?? NO_ORIGIN;
      return { id, kind, at: at.toISOString(), ipAddress: ip || null, userAgent: userAgent || null };
    });
    return new Page(items, { total, limit, offset });
  }
}
