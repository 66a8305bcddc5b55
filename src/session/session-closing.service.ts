import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { EndAnswer } from '../../libs/contracts/session.js';
import type { EndedSession } from './session.events.js';

export interface ClosingStep {
  /** Before the transaction: let go of what only memory holds. */
  prepare?(sessionId: string): Promise<void>;
  /** Inside the transaction that ends the session; what it writes is there with the end or not at all. */
  close(session: EndedSession, tx: Transaction): Promise<void>;
}

/** What the answer of `/end` tells beyond the session itself; given by whoever keeps the report. */
export type EndResults = Pick<EndAnswer, 'emotionSummary' | 'report'>;

/**
 * Where the features that must act at a session's end are called, in the order of their registration.
 * It keeps the arrows one way: they know the session, the session does not know them.
 */
@Injectable()
export class SessionClosing {
  private readonly steps: ClosingStep[] = [];
  private readResults: ((sessionId: string) => Promise<EndResults>) | null = null;

  register(step: ClosingStep): void {
    this.steps.push(step);
  }

  /** The one feature that answers for what was seen in an ended session. */
  answerWith(read: (sessionId: string) => Promise<EndResults>): void {
    this.readResults = read;
  }

  async prepare(sessionId: string): Promise<void> {
    for (const step of this.steps) await step.prepare?.(sessionId);
  }

  async close(session: EndedSession, tx: Transaction): Promise<void> {
    for (const step of this.steps) await step.close(session, tx);
  }

  async results(sessionId: string): Promise<EndResults> {
    if (this.readResults === null) throw new Error('no feature answers for ended sessions');
    return this.readResults(sessionId);
  }
}
