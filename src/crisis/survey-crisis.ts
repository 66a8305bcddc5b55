import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { CrisisEvidence, CrisisLevel, CrisisNotice } from '../../libs/contracts/crisis.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { type AlarmingAnswer, SurveyAlarms } from '../survey/survey-alarms.service.js';
import { CrisisRepository } from './crisis.repository.js';
import { CrisisService, evidenceRef } from './crisis.service.js';
import { EscalationJob } from './escalation.job.js';

/** "Several days" is a concern; more often is high danger (Kroenke et al. 2001, item 9; Simon et al. 2013). */
const LEVELS: Readonly<Record<AlarmingAnswer['item9'], CrisisLevel>> = { 1: 'concern', 2: 'high', 3: 'high' };
const KIND = 'phq-9-item-9';

/** An answer about thoughts of death raises an alert: in the session it was given in, or the one that is open, or in none. */
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
    this.alarms.register((answer, tx) => this.raise(answer, tx));
  }

  private async raise(answer: AlarmingAnswer, tx: Transaction): Promise<CrisisNotice> {
    const { responseId, personId, language, item9 } = answer;
    const level = LEVELS[item9];
    const sessionId = answer.sessionId ?? (await this.repository.findOpenSession(personId, tx));
    if (sessionId === null) {
      await this.raiseAlone(answer, level, tx);
      return { level, resources: this.crisis.helplines(language) };
    }
    const sign = { at: Date.now(), level, kinds: [KIND], isTrusted: true, isSafetyStep: false };
    const observation = { sessionId, language, source: 'survey' as const, sourceId: responseId, text: null, sign, kinds: [KIND] };
    const standing = await this.crisis.record(observation, false, tx);
    tx.afterCommit(() => this.crisis.announce(sessionId, standing));
    return standing.notice ?? { level, resources: this.crisis.helplines(language) };
  }

  private async raiseAlone({ responseId, personId }: AlarmingAnswer, level: CrisisLevel, tx: Transaction): Promise<void> {
    const alertId = uuidv7();
    await this.repository.addAlert({ id: alertId, personId, sessionId: null, level, source: 'survey' }, tx);
    const evidence: CrisisEvidence = { kind: KIND, source: 'survey', sourceId: responseId, text: null, at: new Date().toISOString() };
    const id = uuidv7();
    const sealed = await this.cipher.seal(personId, evidenceRef(id), JSON.stringify(evidence), tx);
    await this.crisis.step({ alertId, step: 'raised', level, evidence: { id, sealed } }, null, personId, tx);
    await this.crisis.step({ alertId, step: 'told-person', channel: 'survey', level }, null, personId, tx);
    tx.afterCommit(() => {
      this.events.emit('crisis.counted', { level, kind: KIND, source: 'survey' });
      this.escalation.wake();
    });
  }
}
