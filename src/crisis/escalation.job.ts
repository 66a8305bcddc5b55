import { helplines } from '../../libs/safety/index.js';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { MailService } from '../mail/mail.service.js';
import { AppConfig } from '../platform/config/app-config.js';
import { Transactions } from '../platform/database/transactions.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { Logger } from '../platform/logging/logger.js';
import { RealtimeEmitter } from '../platform/realtime/realtime-emitter.js';
import { PreferenceService } from '../user/preference.service.js';
import { UserService } from '../user/user.service.js';
import { type AlertRow, CrisisRepository, type NewStep } from './crisis.repository.js';
import { CrisisWebhook } from './crisis-webhook.js';
import { OnCall } from './on-call.js';

const EVERY_MS = 2_000;
const BATCH = 20;
/** A mail about an alert says nothing new after so long. */
const MAIL_EXPIRES_MS = 6 * 3_600_000;

type Due = AlertRow & { counselor_id: string | null };

/**
 * Tells humans of alerts until one of them answers: first the assigned counselor, then, and at once where there is none, the on-call
 * list as well; by socket, mail and webhook, in rounds that come more and more seldom. Every instance may run it.
 */
@Injectable()
export class EscalationJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();
  private isQueued = false;

  constructor(
    private readonly repository: CrisisRepository,
    private readonly transactions: Transactions,
    private readonly users: UserService,
    private readonly preferences: PreferenceService,
    private readonly onCall: OnCall,
    private readonly mail: MailService,
    private readonly webhook: CrisisWebhook,
    private readonly emitter: RealtimeEmitter,
    private readonly events: DomainEvents,
    private readonly config: AppConfig,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), EVERY_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }

  /** Looks for alerts that are due, soon. */
  wake(): void {
    if (this.isQueued) return;
    this.isQueued = true;
    this.running = this.running.then(async () => {
      this.isQueued = false;
      await this.run().catch((error: unknown) => this.logger.error({ err: error }, 'crisis alerts could not be told'));
    });
  }

  private async run(): Promise<void> {
    const due = await this.transactions.run((tx) => this.repository.takeDue(this.config.crisis.escalationMs, BATCH, tx));
    await Promise.all(due.map((alert) => this.tell(alert)));
  }

  private async tell(alert: Due): Promise<void> {
    const isFirst = alert.rounds === 1;
    const onCall = alert.counselor_id === null || !isFirst ? await this.onCall.userIds() : [];
    const targets = [...new Set([...(alert.counselor_id === null ? [] : [alert.counselor_id]), ...onCall])];
    const told = await Promise.all([...targets.map((userId) => this.tellOne(alert, userId)), this.tellWebhook(alert)]);
    if (!told.includes(true)) {
      this.logger.error({ alertId: alert.id, level: alert.level }, 'a crisis alert reached nobody');
      await this.note(alert, { alertId: alert.id, step: 'not-told', channel: 'nobody', level: alert.level });
    }
  }

  private async tellOne(alert: Due, userId: string): Promise<boolean> {
    const { id: alertId, level } = alert;
    const resources = [...helplines(this.config.crisisRegion, this.config.defaultLanguage, ['youth'])];
    this.emitter.toUser(userId, 'crisis:alert', { level, resources, alertId, ...(alert.session_id === null ? {} : { sessionId: alert.session_id }) });
    await this.note(alert, { alertId, step: 'told', channel: 'socket', actorId: userId, level });
    try {
      const { username, email } = await this.users.read(userId);
      const language = (await this.preferences.chosenLanguageOf(userId)) ?? this.config.defaultLanguage;
      await this.transactions.run(async (tx) => {
        const content = { kind: 'crisis-alert' as const, username, level, link: this.config.mail.appUrl };
        const expiresAt = new Date(Date.now() + MAIL_EXPIRES_MS);
        await this.mail.send({ personId: userId, to: email, language, content, expiresAt }, tx);
        await this.add(alert, { alertId, step: 'told', channel: 'mail', actorId: userId, level }, tx);
      });
      return true;
    } catch (error) {
      this.logger.error({ err: error, alertId }, 'a crisis alert could not be mailed');
      await this.note(alert, { alertId, step: 'not-told', channel: 'mail', actorId: userId, level });
      return false;
    }
  }

  private async tellWebhook(alert: Due): Promise<boolean> {
    if (!this.webhook.isConfigured) return false;
    const { id: alertId, session_id: sessionId, level, rounds: round } = alert;
    const isTaken = await this.webhook.call({ alertId, sessionId, level, round });
    await this.note(alert, { alertId, step: isTaken ? 'told' : 'not-told', channel: 'webhook', level });
    return isTaken;
  }

  private note(alert: Due, step: NewStep): Promise<void> {
    return this.transactions.run((tx) => this.add(alert, step, tx));
  }

  private async add(alert: Due, step: NewStep, tx: Transaction): Promise<void> {
    await this.repository.addStep(step, tx);
    const { channel = null, actorId = null, level = null } = step;
    const event = { alertId: alert.id, sessionId: alert.session_id, personId: alert.person_id, step: step.step, channel, actorId, level };
    tx.afterCommit(() => this.events.emit('crisis.step', event));
  }
}
