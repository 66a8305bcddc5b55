import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { CrisisNotice } from '../../libs/contracts/crisis.js';
import type { Language } from '../../libs/contracts/primitives.js';
import type { InstrumentId } from '../../libs/contracts/survey.js';
import { Logger } from '../platform/logging/logger.js';

/** An answer about thoughts of death or self-harm that was not “not at all”. */
export interface AlarmingAnswer {
  readonly responseId: string;
  readonly personId: string;
  /** The session in which it was given; null outside of one. */
  readonly sessionId: string | null;
  readonly language: Language;
  /** 1 several days, 2 more than half the days, 3 nearly every day. */
  readonly item9: 1 | 2 | 3;
}

/** Raises an alert in the transaction that stores the answer, and says what the person gets. */
export type SurveyAlarm = (answer: AlarmingAnswer, tx: Transaction) => Promise<CrisisNotice | null>;

declare module '../platform/events/domain-events.js' {
  interface DomainEventMap {
    /** After it was stored. `item9` only of PHQ-9; a 0 clears nothing. */
    'survey.answered': { responseId: string; personId: string; sessionId: string | null; instrument: InstrumentId; item9: number | null };
  }
}

/** Where the feature that looks after crises is called; surveys do not know it. */
@Injectable()
export class SurveyAlarms {
  private alarm: SurveyAlarm | null = null;

  constructor(private readonly logger: Logger) {}

  register(alarm: SurveyAlarm): void {
    this.alarm = alarm;
  }

  async raise(answer: AlarmingAnswer, tx: Transaction): Promise<CrisisNotice | null> {
    if (this.alarm !== null) return this.alarm(answer, tx);
    // What the person answered is kept all the same.
    this.logger.error({ responseId: answer.responseId }, 'no feature looks after alarming answers');
    return null;
  }
}
