import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../platform/config/app-config.js';
import { LookupHash } from '../platform/crypto/lookup-hash.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { Purges } from '../platform/jobs/purges.js';
import { Logger } from '../platform/logging/logger.js';
import { AlertRepository, type DueAlert } from './alert.repository.js';
import { type Alert, type RuleName, RULES } from './alert.js';
import './security-watch.events.js';
import { postSigned } from './webhook.js';

const LOOK_MS = 1_000;
const LEASE_MS = 15_000;
const BATCH = 10;
const FIRST_WAIT_MS = 2_000;
const MAX_WAIT_MS = 600_000;
/** With doubling waits, the last attempt is some three hours after the first. */
const MAX_ATTEMPTS = 25;
const DAY_MS = 86_400_000;
/** What was told is not asked of the database again for so long; a pattern goes on while it lasts. */
const REMEMBERED = 10_000;

/** Tells of a pattern once a window, whichever instance saw it: in the log, to Sentry, and to the webhook until it has taken it. */
@Injectable()
export class Alerts implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly told = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;
  private sending: Promise<void> = Promise.resolve();
  private isSending = false;

  constructor(
    private readonly repository: AlertRepository,
    private readonly config: AppConfig,
    private readonly lookup: LookupHash,
    private readonly events: DomainEvents,
    private readonly logger: Logger,
    purges: Purges,
  ) {
    purges.register('security alerts', (limit) => repository.purge(new Date(Date.now() - config.retention.logsDays * DAY_MS), limit));
  }

  onApplicationBootstrap(): void {
    if (this.config.monitoring.alertWebhookUrl === undefined) return;
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.sending;
  }

  async raise(rule: RuleName, subject: string, route: string | null): Promise<void> {
    const { severity, summary, limit: threshold, windowMs } = RULES[rule];
    const key = `${rule}|${subject}`;
    const window = Math.floor(Date.now() / windowMs);
    if (this.told.get(key) === window) return;
    if (this.told.size >= REMEMBERED) this.told.clear();
    this.told.set(key, window);
    const content: Alert = { rule, severity, summary, threshold, windowMs, route };
    const isToSend = this.config.monitoring.alertWebhookUrl !== undefined;
    const isNew = await this.repository.add({ rule, subjectHash: this.lookup.of('account', key), windowMs, content, isToSend });
    if (!isNew) return;
    this.logger.warn({ alert: rule, severity, threshold, windowMs, route }, 'security alert');
    this.events.emit('security.alerted', { rule });
  }

  private look(): void {
    if (this.isSending) return;
    this.isSending = true;
    this.sending = this.send()
      .catch((error: unknown) => this.logger.error({ err: error }, 'alerts could not be read'))
      .finally(() => {
        this.isSending = false;
      });
  }

  private async send(): Promise<void> {
    const due = await this.repository.lease(BATCH, LEASE_MS);
    await Promise.all(due.map((alert) => this.deliver(alert)));
  }

  private async deliver({ id, content, at, attempts }: DueAlert): Promise<void> {
    const { alertWebhookUrl: url, alertWebhookSecret: secret } = this.config.monitoring;
    if (url === undefined || secret === undefined) return;
    try {
      await postSigned(url, JSON.stringify({ type: 'security', id, at: at.toISOString(), ...(content as Alert) }), secret);
      await this.repository.setDelivered(id);
    } catch (error) {
      const isOver = attempts >= MAX_ATTEMPTS;
      await this.repository.setFailed(id, isOver ? null : Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1)));
      this.logger.warn({ err: error, alertId: id, attempts, isGivenUp: isOver }, 'an alert could not be delivered');
    }
  }
}
