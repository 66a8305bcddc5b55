import { Injectable } from '@nestjs/common';
import type { HandoverAnswer } from '../../libs/contracts/conversation.js';
import { Transactions } from '../platform/database/transactions.js';
import { AppError } from '../platform/errors/app-error.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { SessionConnections } from '../platform/realtime/session-connections.js';
import '../session/session.events.js';
import '../session/session-visit.service.js';
import { CounselorService } from '../user/counselor.service.js';
import { HandoverRepository } from './handover.repository.js';

/**
 * A human beside the AI counselor. The person asks one in (or one on call takes an alert on): from then on he may read the session; while
 * he has joined it he speaks and the AI is silent; when he leaves, or is gone for two minutes (`AbsenceJob`), the AI goes on.
 */
@Injectable()
export class HandoverService {
  constructor(
    private readonly repository: HandoverRepository,
    private readonly counselors: CounselorService,
    private readonly transactions: Transactions,
    private readonly connections: SessionConnections,
    private readonly events: DomainEvents,
  ) {}

  /**
   * @param counselorId a counselor who can be chosen, or null to go on with the AI alone
   * @throws AppError INVALID_STATE for a session that began with a human counselor, or has ended
   */
  async ask(sessionId: string, counselorId: string | null): Promise<HandoverAnswer> {
    if (counselorId !== null) await this.counselors.requireChoosable(counselorId);
    const dismissed = await this.transactions.run(async (tx) => {
      const session = await this.repository.hold(sessionId, tx);
      if (session === null) throw new AppError('NOT_FOUND');
      if (session.counselor_kind !== 'ai' || session.status === 'ended') throw new AppError('INVALID_STATE');
      if (session.counselor_id === counselorId) return null;
      await this.repository.setCounselor(sessionId, counselorId, tx);
      return { counselorId: session.counselor_id, present: await this.repository.endVisits(sessionId, tx) };
    });
    if (dismissed !== null) {
      for (const userId of dismissed.present) this.events.emit('participant.left', { sessionId, userId, at: new Date() });
      for (const connection of this.connections.all()) {
        const { principal, role } = connection;
        if (connection.sessionId === sessionId && role === 'counselor' && principal.kind === 'user' && principal.userId !== counselorId) connection.close();
      }
      this.events.emit('session.changed', { sessionId });
    }
    return { sessionId, humanCounselorId: counselorId };
  }
}
