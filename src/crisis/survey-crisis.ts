import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { CrisisEvidence, CrisisLevel, CrisisNotice } from '../../libs/contracts/crisis.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { SurveyAlarms, type TellingAnswers } from '../survey/survey-alarms.service.js';
import { CrisisRepository } from './crisis.repository.js';
import { CrisisService, evidenceRef, MAX_EVIDENCE } from './crisis.service.js';
import { EscalationJob } from './escalation.job.js';

/** "Several days" is a concern; more often is high danger (Kroenke et al. 2001, item 9; Simon et al. 2013). */
const LEVELS: Readonly<Record<NonNullable<TellingAnswers['item9']>, CrisisLevel>> = { 1: 'concern', 2: 'high', 3: 'high' };
const KIND = 'phq-9-item-9';

/** What in the answers is a sign of danger. */
interface Found {
  readonly level: CrisisLevel;
  readonly kinds: readonly string[];
  /** The person's own words, when the sign is in them. */
  readonly text: string | null;
}

/** Answers about thoughts of death, or words of danger, raise an alert: in the session they were given in, or the one that is open, or in none. */
@Injectable()
export class SurveyCrisis implements OnModuleInit {
  constructor(
    private readonly alarms: SurveyAlarms,
    private readonly crisis: CrisisService,
    private readonly repository: CrisisRepository,
    private readonly escalation: EscalationJob,
    private readonly cipher: FieldCipher,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.alarms.register(async (answers, tx) => {
      const found = this.lookAt(answers);
      return found === null ? null : this.raise(answers, found, tx);
    });
  }

  private lookAt({ item9, text, language }: TellingAnswers): Found | null {
    if (item9 !== null) return { level: LEVELS[item9], kinds: [KIND], text: null };
    const sign = text === null ? null : this.crisis.assess(text, language, 'message').sign;
    return sign?.level == null ? null : { level: sign.level, kinds: sign.kinds, text };
  }

  private async raise(answer: TellingAnswers, found: Found, tx: Transaction): Promise<CrisisNotice> {
    const { responseId, personId, language } = answer;
    const { level, kinds, text } = found;
    const sessionId = answer.sessionId ?? (await this.repository.findOpenSession(personId, tx));
    if (sessionId === null) {
      await this.raiseAlone(answer, found, tx);
      return { level, resources: this.crisis.helplines(language) };
    }
    const sign = { at: Date.now(), level, kinds: [...kinds], isTrusted: true, isSafetyStep: false };
    const observation = { sessionId, language, source: 'survey' as const, sourceId: responseId, text, sign, kinds };
    const standing = await this.crisis.record(observation, false, tx);
    tx.afterCommit(() => this.crisis.announce(sessionId, standing));
    return standing.notice ?? { level, resources: this.crisis.helplines(language) };
  }

  private async raiseAlone({ responseId, personId }: TellingAnswers, { level, kinds, text }: Found, tx: Transaction): Promise<void> {
    const alertId = uuidv7();
    await this.repository.addAlert({ id: alertId, personId, sessionId: null, level, source: 'survey' }, tx);
    const kind = kinds[0] ?? 'unknown';
    const shown = text?.slice(0, MAX_EVIDENCE).toWellFormed() ?? null;
    const evidence: CrisisEvidence = { kind, source: 'survey', sourceId: responseId, text: shown, at: new Date().toISOString() };
    const id = uuidv7();
    const sealed = await this.cipher.seal(personId, evidenceRef(id), JSON.stringify(evidence), tx);
    await this.crisis.step({ alertId, step: 'raised', level, evidence: { id, sealed } }, null, personId, tx);
    await this.crisis.step({ alertId, step: 'told-person', channel: 'survey', level }, null, personId, tx);
    tx.afterCommit(() => {
      this.events.emit('crisis.counted', { level, kind, source: 'survey' });
      this.escalation.wake();
    });
  }
}
