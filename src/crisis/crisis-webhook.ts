import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CrisisLevel } from '../../libs/contracts/crisis.js';
import { AppConfig } from '../platform/config/app-config.js';
import { Logger } from '../platform/logging/logger.js';

export interface CrisisCall {
  readonly alertId: string;
  readonly sessionId: string | null;
  readonly level: CrisisLevel;
  readonly round: number;
}

const TIMEOUT_MS = 5_000;

/** Tells another system that somebody must look. It names an alert and a session, never a person nor what was said. */
@Injectable()
export class CrisisWebhook {
  constructor(
    private readonly config: AppConfig,
    private readonly logger: Logger,
  ) {}

  get isConfigured(): boolean {
    return this.config.monitoring.alertWebhookUrl !== undefined;
  }

  /** Whether it was taken. With ALERT_WEBHOOK_SECRET the body is signed: `X-BeMore-Signature: sha256=<HMAC, hex>`. */
  async call(call: CrisisCall): Promise<boolean> {
    const { alertWebhookUrl, alertWebhookSecret } = this.config.monitoring;
    if (alertWebhookUrl === undefined) return false;
    const body = JSON.stringify({ type: 'crisis', ...call, at: new Date().toISOString() });
    const signature = alertWebhookSecret === undefined ? null : createHmac('sha256', alertWebhookSecret).update(body).digest('hex');
    try {
      const response = await fetch(alertWebhookUrl, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...(signature === null ? {} : { 'X-BeMore-Signature': `sha256=${signature}` }) },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      return response.ok;
    } catch (error) {
      this.logger.error({ err: error, alertId: call.alertId }, 'the webhook did not take a crisis alert');
      return false;
    }
  }
}
