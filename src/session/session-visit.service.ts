import { Injectable } from '@nestjs/common';
import type { ClaimAnswer, JoinAnswer, LeaveAnswer } from '../../libs/contracts/session.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { AccessTokens } from '../platform/access/tokens/access-tokens.js';
import { PersonKeys } from '../platform/crypto/person-keys.js';
import { Transactions } from '../platform/database/transactions.js';
import { AppError } from '../platform/errors/app-error.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { SessionRepository } from './session.repository.js';

declare module '../platform/events/domain-events.js' {
  interface DomainEventMap {
    'participant.joined': { sessionId: string; userId: string; at: Date };
    'participant.left': { sessionId: string; userId: string; at: Date };
  }
}

/** Who comes into a session that another began: the assigned counselor, or the account that a guest made. */
@Injectable()
export class SessionVisitService {
  constructor(
    private readonly repository: SessionRepository,
    private readonly transactions: Transactions,
    private readonly keys: PersonKeys,
    private readonly tokens: AccessTokens,
    private readonly events: DomainEvents,
  ) {}

  async join(ref: SessionRef, userId: string): Promise<JoinAnswer> {
    const { joinedAt, isNew } = await this.transactions.run(async (tx) => {
      const row = await this.repository.lockById(ref.sessionId, tx);
      if (row === null) throw new AppError('NOT_FOUND');
      if (row.status === 'ended') throw new AppError('INVALID_STATE');
      return this.repository.addVisit(ref.sessionId, userId, tx);
    });
    if (isNew) this.events.emit('participant.joined', { sessionId: ref.sessionId, userId, at: joinedAt });
    return { sessionId: ref.sessionId, joinedAt: joinedAt.toISOString() };
  }

  /** Leaving twice is the same answer; leaving without having joined is INVALID_STATE. */
  async leave(ref: SessionRef, userId: string): Promise<LeaveAnswer> {
    const leftAt = await this.transactions.run((tx) => this.repository.endVisit(ref.sessionId, userId, tx));
    if (leftAt !== null) this.events.emit('participant.left', { sessionId: ref.sessionId, userId, at: leftAt });
    const at = leftAt ?? (await this.repository.findLastLeave(ref.sessionId, userId));
    if (at === null) throw new AppError('INVALID_STATE');
    return { sessionId: ref.sessionId, leftAt: at.toISOString() };
  }

  /**
   * Makes a guest's session the account's: rows, key and consents go along, and the guest token dies with the guest.
   * Claiming one's own session again is the same answer.
   */
  async claim(sessionId: string, userId: string, guestToken: string): Promise<ClaimAnswer> {
    const claims = this.tokens.verify(guestToken, 'guest');
    if (claims.sessionId !== sessionId) throw new AppError('NOT_FOUND');
    const { status, isNew } = await this.transactions.run(async (tx) => {
      const row = await this.repository.lockById(sessionId, tx);
      if (row === null) throw new AppError('NOT_FOUND');
      if (row.user_id === userId) return { status: row.status, isNew: false };
      if (row.user_id !== null || row.person_id !== claims.personId) throw new AppError('NOT_FOUND');
      await this.keys.transfer(row.person_id, userId, tx);
      await this.repository.give(sessionId, userId, tx);
      await this.repository.deletePerson(row.person_id, tx);
      return { status: row.status, isNew: true };
    });
    if (isNew) {
      this.events.emit('session.claimed', { sessionId, fromPersonId: claims.personId, toPersonId: userId });
      this.events.emit('session.changed', { sessionId });
    }
    return { sessionId, userId, status };
  }
}
