import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { CrisisNotice } from '../../libs/contracts/crisis.js';
import type { Language } from '../../libs/contracts/primitives.js';
import type { InstrumentId } from '../../libs/contracts/survey.js';
import { Logger } from '../platform/logging/logger.js';

/** Answers that may be a sign of danger: about thoughts of death or self-harm, or in the person's own words. */
export interface TellingAnswers {
  readonly responseId: string;
  readonly personId: string;
  /** The session in which it was given; null outside of one. */
  readonly sessionId: string | null;
  readonly language: Language;
  /** PHQ-9 item 9 when it was not “not at all”: 1 several days, 2 more than half the days, 3 nearly every day. */
  readonly item9: 1 | 2 | 3 | null;
  /** What was written in free texts; null without any. */
  readonly text: string | null;
}

/** Raises an alert in the transaction that stores the answers, if there is cause, and says what the person gets then. */
export type SurveyAlarm = (answers: TellingAnswers, tx: Transaction) => Promise<CrisisNotice | null>;

declare module '../platform/events/domain-events.js' {
  interface DomainEventMap {
    /** After it was stored. `item9` only of PHQ-9; a 0 clears nothing. */
    'survey.answered': { responseId: string; personId: string; sessionId: string | null; instrument: InstrumentId; item9: number | null };
  }
}

/** Where the feature that looks after crises is asked; surveys do not know it. */
@Injectable()
export class SurveyAlarms {
  private alarm: SurveyAlarm | null = null;

  constructor(private readonly logger: Logger) {}

  register(alarm: SurveyAlarm): void {
    this.alarm = alarm;
  }

  async look(answers: TellingAnswers, tx: Transaction): Promise<CrisisNotice | null> {
    if (this.alarm !== null) return this.alarm(answers, tx);
    // What the person answered is kept all the same.
    this.logger.error({ responseId: answers.responseId }, 'no feature looks after alarming answers');
    return null;
  }
}
