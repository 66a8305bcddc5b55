import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { CrisisEvidence, type CrisisLevel, type CrisisNotice } from '../../libs/contracts/crisis.js';
import { type CrisisAssessment, detectCrisis, helplines } from '../../libs/safety/index.js';
import { AppConfig } from '../platform/config/app-config.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { RealtimeEmitter } from '../platform/realtime/realtime-emitter.js';
import { ReportSources } from '../report/report-sources.service.js';
import { after, CALM, CrisisState, type Sign, type Transition } from './crisis-state.js';
import type { CrisisStep } from './crisis.events.js';
import { CrisisRepository, type CrisisSource, type NewStep } from './crisis.repository.js';
import { EscalationJob } from './escalation.job.js';
import { isSafetyStep } from './safety-step.js';

/** Something that was said or written, and what was found in it. */
export interface Observation {
  readonly sessionId: string;
  readonly language: 'ko' | 'en';
  readonly source: CrisisSource;
  readonly sourceId: string;
  readonly text: string | null;
  readonly sign: Sign;
  readonly kinds: readonly string[];
}

/** How a session stands after an observation. */
export interface Standing {
  readonly isActive: boolean;
  readonly level: CrisisLevel | null;
  readonly kinds: readonly string[];
  /** What the person gets; null without cause. */
  readonly notice: CrisisNotice | null;
  readonly transition: Transition;
  /** Somebody else is in danger, or something that is over: helplines are offered, no alarm goes off. */
  readonly isWatched: boolean;
  readonly told: { alertId: string; evidence: CrisisEvidence } | null;
}

const LEVELS: Readonly<Record<CrisisAssessment['level'], CrisisLevel | null>> = { none: null, watch: null, elevated: 'concern', high: 'high', imminent: 'imminent' };
export const MAX_EVIDENCE = 1_000;

/** Finds danger in what is said, and keeps what follows from it. It needs no provider, and waits for none. */
@Injectable()
export class CrisisService {
  constructor(
    private readonly repository: CrisisRepository,
    private readonly cipher: FieldCipher,
    private readonly emitter: RealtimeEmitter,
    private readonly events: DomainEvents,
    private readonly reports: ReportSources,
    private readonly escalation: EscalationJob,
    private readonly config: AppConfig,
  ) {}

  /** Pure: what an utterance says about danger. */
  assess(text: string, language: 'ko' | 'en', source: 'message' | 'transcript', confidence?: number): { assessment: CrisisAssessment; sign: Sign } {
    const assessment = detectCrisis(text, { language, source, ...(confidence === undefined ? {} : { confidence }) });
    const sign: Sign = {
      at: Date.now(),
      level: assessment.alarm ? LEVELS[assessment.level] : null,
      kinds: [...new Set(assessment.signals.map(({ kind }) => kind))],
      isTrusted: assessment.corroboration === 'sufficient',
      isSafetyStep: !assessment.alarm && isSafetyStep(text),
    };
    return { assessment, sign };
  }

  /** Changes the session's state by an utterance; `announce` what comes out once the transaction is committed. */
  async record(observation: Observation, isWatched: boolean, tx: Transaction): Promise<Standing> {
    const { sessionId, sign, source } = observation;
    const session = await this.repository.holdSession(sessionId, tx);
    const before = session === null ? CALM : await this.stateOf(sessionId, tx);
    const { state, transition } = after(before, sign);
    if (session === null || (transition === 'none' && state === before)) return this.standing(before, 'none', observation.language, isWatched, null);

    const { personId } = session;
    const alertId = transition === 'raised' || transition === 'repeated' ? (state.alertId ?? uuidv7()) : state.alertId;
    const next = { ...state, alertId };
    const told = transition === 'raised' || transition === 'repeated' ? await this.addToAlert(alertId ?? uuidv7(), before, next, observation, personId, transition, tx) : null;
    if (alertId !== null && (transition === 'safety-step' || transition === 'released'))
      await this.step({ alertId, step: transition, actorId: personId, level: before.level }, sessionId, personId, tx);
    const sealed = await this.cipher.seal(personId, stateRef(sessionId), JSON.stringify(next), tx);
    await this.repository.putState({ sessionId, personId, isActive: next.isActive, level: next.level, sealed }, tx);
    if (transition !== 'none') await this.reports.changed(sessionId, tx);
    if (told !== null && next.level !== null) {
      const { level } = next;
      tx.afterCommit(() => this.events.emit('crisis.counted', { level, kind: observation.kinds[0] ?? 'unknown', source }));
    }
    return this.standing(next, transition, observation.language, isWatched, told);
  }

  /** Tells the person whom to call, and the counselor why; then the mails and the webhook go out. */
  announce(sessionId: string, { notice, told }: Standing): void {
    if (notice === null || told === null) return;
    this.emitter.toSession(sessionId, 'crisis:alert', notice, 'person');
    const { alertId, evidence } = told;
    this.emitter.toSession(sessionId, 'crisis:alert', { ...notice, alertId, sessionId, evidence: [evidence] }, 'counselor');
    this.escalation.wake();
  }

  async current(sessionId: string, language: 'ko' | 'en'): Promise<Standing> {
    return this.standing(await this.stateOf(sessionId), 'none', language, false, null);
  }

  /** A human has looked after it: the state ends. Call it in a transaction that holds the session. */
  async release(sessionId: string, personId: string, actorId: string, tx: Transaction): Promise<void> {
    const state = await this.stateOf(sessionId, tx);
    const sealed = await this.cipher.seal(personId, stateRef(sessionId), JSON.stringify({ ...CALM, alertId: state.alertId }), tx);
    await this.repository.putState({ sessionId, personId, isActive: false, level: null, sealed }, tx);
    await this.repository.close(sessionId, tx);
    if (state.alertId !== null) await this.step({ alertId: state.alertId, step: 'released', actorId, level: state.level }, sessionId, personId, tx);
    await this.reports.changed(sessionId, tx);
  }

  /** Writes a step down, and tells it to the audit trail when it is committed. */
  async step(step: NewStep, sessionId: string | null, personId: string, tx: Transaction): Promise<void> {
    await this.repository.addStep(step, tx);
    const { alertId, channel = null, actorId = null, level = null } = step;
    tx.afterCommit(() => this.events.emit('crisis.step', { alertId, sessionId, personId, step: step.step, channel, actorId, level }));
  }

  helplines(language: 'ko' | 'en') {
    return [...helplines(this.config.crisisRegion, language, ['youth'])];
  }

  private async addToAlert(
    alertId: string,
    before: CrisisState,
    { level }: CrisisState,
    observation: Observation,
    personId: string,
    step: Extract<CrisisStep, 'raised' | 'repeated'>,
    tx: Transaction,
  ): Promise<{ alertId: string; evidence: CrisisEvidence }> {
    const { sessionId, source, sourceId, text, kinds } = observation;
    const now = level ?? 'concern';
    if (before.alertId !== alertId || !before.isActive) await this.repository.addAlert({ id: alertId, personId, sessionId, level: now, source }, tx);
    else if (step === 'raised') await this.repository.raiseAlert(alertId, now, tx);
    const evidence: CrisisEvidence = {
      kind: kinds[0] ?? 'unknown',
      source,
      sourceId,
      text: text?.slice(0, MAX_EVIDENCE).toWellFormed() ?? null,
      at: new Date().toISOString(),
    };
    const id = uuidv7();
    const sealed = await this.cipher.seal(personId, evidenceRef(id), JSON.stringify(evidence), tx);
    await this.step({ alertId, step, level: now, evidence: { id, sealed } }, sessionId, personId, tx);
    await this.step({ alertId, step: 'told-person', channel: 'conversation', level: now }, sessionId, personId, tx);
    return { alertId, evidence };
  }

  private async stateOf(sessionId: string, tx?: Transaction): Promise<CrisisState> {
    const sealed = await this.repository.findState(sessionId, tx);
    if (sealed === null) return CALM;
    return CrisisState.parse(JSON.parse(await this.cipher.openText(stateRef(sessionId), sealed, tx)));
  }

  private standing(state: CrisisState, transition: Transition, language: 'ko' | 'en', isWatched: boolean, told: Standing['told']): Standing {
    const { isActive, level, kinds } = state;
    const notice = isActive && level !== null ? { level, resources: this.helplines(language) } : null;
    return { isActive, level, kinds, notice, transition, isWatched, told };
  }
}

const stateRef = (rowId: string) => ({ table: 'crisis_states', column: 'state_sealed', rowId });
export const evidenceRef = (rowId: string) => ({ table: 'crisis_steps', column: 'evidence_sealed', rowId });
