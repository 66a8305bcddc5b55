import { Injectable } from '@nestjs/common';
import { CrisisEvidence, type CrisisAlertView, type CrisisView } from '../../libs/contracts/crisis.js';
import type { SessionRef } from '../platform/access/session-resolver.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { Transactions } from '../platform/database/transactions.js';
import { AppError } from '../platform/errors/app-error.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { CrisisRepository, type AlertRow } from './crisis.repository.js';
import { CrisisService, evidenceRef } from './crisis.service.js';
import { OnCall } from './on-call.js';

/** What counselors do about alerts. */
@Injectable()
export class CrisisAlertsService {
  constructor(
    private readonly repository: CrisisRepository,
    private readonly crisis: CrisisService,
    private readonly onCall: OnCall,
    private readonly transactions: Transactions,
    private readonly cipher: FieldCipher,
    private readonly events: DomainEvents,
  ) {}

  async view(sessionId: string, language: 'ko' | 'en'): Promise<CrisisView> {
    const [{ isActive, level }, alerts] = await Promise.all([this.crisis.current(sessionId, language), this.repository.alertsOf(sessionId)]);
    return { sessionId, active: isActive, level, alerts: await this.describe(alerts) };
  }

  /** Alerts that wait for this counselor. */
  async open(counselorId: string): Promise<CrisisAlertView[]> {
    return this.describe(await this.repository.openFor(counselorId, await this.onCall.includes(counselorId)));
  }

  /** The assigned counselor has seen every open alert of the session. Repeating it is the same answer. */
  async acknowledge(ref: SessionRef, counselorId: string, language: 'ko' | 'en'): Promise<CrisisView> {
    await this.transactions.run(async (tx) => {
      await this.repository.holdSession(ref.sessionId, tx);
      for (const alert of await this.repository.alertsOf(ref.sessionId, tx)) await this.answer(alert, counselorId, tx);
    });
    return this.view(ref.sessionId, language);
  }

  /** The danger is over, says the counselor who looked after it. */
  async release(ref: SessionRef, counselorId: string, language: 'ko' | 'en'): Promise<CrisisView> {
    await this.transactions.run(async (tx) => {
      const session = await this.repository.holdSession(ref.sessionId, tx);
      if (session === null) throw new AppError('NOT_FOUND');
      for (const alert of await this.repository.alertsOf(ref.sessionId, tx)) await this.answer(alert, counselorId, tx);
      await this.crisis.release(ref.sessionId, session.personId, counselorId, tx);
    });
    return this.view(ref.sessionId, language);
  }

  /**
   * A counselor takes an alert on. One on call thereby becomes the counselor of a session of the AI one that has none: he can read it,
   * join it, and speak in the AI's place while he is there.
   */
  async take(alertId: string, counselorId: string): Promise<CrisisAlertView> {
    const isOnCall = await this.onCall.includes(counselorId);
    const { alert, isAssigned } = await this.transactions.run(async (tx) => {
      const found = await this.repository.findAlert(alertId, tx);
      if (found === null) throw new AppError('NOT_FOUND');
      const session = found.session_id === null ? null : await this.repository.holdSession(found.session_id, tx);
      if (session?.counselorId !== counselorId && !isOnCall) throw new AppError('NOT_FOUND');
      const sessionId = found.session_id;
      const assigned = sessionId !== null && session?.counselorId === null && (await this.repository.assign(sessionId, counselorId, tx));
      if (assigned) await this.crisis.step({ alertId, step: 'assigned', actorId: counselorId, level: found.level }, sessionId, found.person_id, tx);
      await this.answer(found, counselorId, tx);
      return { alert: await this.repository.findAlert(alertId, tx), isAssigned: assigned };
    });
    if (isAssigned && alert?.session_id != null) this.events.emit('session.changed', { sessionId: alert.session_id });
    const [view] = await this.describe(alert === null ? [] : [alert]);
    if (view === undefined) throw new AppError('NOT_FOUND');
    return view;
  }

  private async answer(alert: AlertRow, counselorId: string, tx: Parameters<CrisisRepository['acknowledge']>[2]): Promise<void> {
    if (!(await this.repository.acknowledge(alert.id, counselorId, tx))) return;
    await this.crisis.step({ alertId: alert.id, step: 'acknowledged', actorId: counselorId, level: alert.level }, alert.session_id, alert.person_id, tx);
  }

  private async describe(alerts: readonly AlertRow[]): Promise<CrisisAlertView[]> {
    const steps = await this.repository.stepsOf(alerts.map(({ id }) => id));
    const sealed = steps.flatMap(({ id, alert_id: alertId, evidence_sealed: envelope }) => (envelope === null ? [] : [{ id, alertId, envelope }]));
    const texts = await this.cipher.openManyTexts(sealed.map(({ id, envelope }) => ({ ref: evidenceRef(id), envelope })));
    const evidence = sealed.map(({ alertId }, index) => ({ alertId, evidence: CrisisEvidence.parse(JSON.parse(texts[index] ?? 'null')) }));
    return alerts.map((alert) => ({
      alertId: alert.id,
      sessionId: alert.session_id,
      level: alert.level,
      source: alert.source,
      createdAt: alert.created_at.toISOString(),
      acknowledgedAt: alert.acknowledged_at?.toISOString() ?? null,
      acknowledgedBy: alert.acknowledged_by,
      closedAt: alert.closed_at?.toISOString() ?? null,
      evidence: evidence.flatMap((entry) => (entry.alertId === alert.id ? [entry.evidence] : [])).slice(-20),
      steps: steps
        .filter(({ alert_id: alertId }) => alertId === alert.id)
        .slice(-200)
        .map(({ step, channel, actor_id: actorId, at }) => ({ step, channel, actorId, at: at.toISOString() })),
    }));
  }
}
