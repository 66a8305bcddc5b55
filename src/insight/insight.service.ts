import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { findDistortions } from '../../libs/cbt/detect.js';
import { planIntervention } from '../../libs/cbt/interventions/plan.js';
import type { Finding } from '../../libs/cbt/types.js';
import { Insight } from '../../libs/contracts/insights.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { Transactions } from '../platform/database/transactions.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { RealtimeEmitter } from '../platform/realtime/realtime-emitter.js';
import { ReportSources } from '../report/report-sources.service.js';
import { InsightRepository, type FindingRow } from './insight.repository.js';

declare module '../platform/events/domain-events.js' {
  interface DomainEventMap {
    /** For counting, without identities. */
    'insight.counted': { distortion: string; withIntervention: boolean };
  }
}

export interface Utterance {
  readonly sessionId: string;
  readonly language: 'ko' | 'en';
  readonly source: 'message' | 'transcript';
  readonly sourceId: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly ts: number;
  /** In danger nobody's thoughts are examined: findings are kept, nothing is offered. */
  readonly isInDanger: boolean;
}

const MAX_FINDINGS_PER_SESSION = 1_000;
const RECENT = 5;

/** Patterns of thinking in what a person says: found by rules, kept sealed, and now and then met with questions and a small task. */
@Injectable()
export class InsightService {
  constructor(
    private readonly repository: InsightRepository,
    private readonly transactions: Transactions,
    private readonly cipher: FieldCipher,
    private readonly emitter: RealtimeEmitter,
    private readonly events: DomainEvents,
    private readonly reports: ReportSources,
  ) {}

  /** Looks through an utterance; what is found is stored and told to everyone in the session. */
  async read(utterance: Utterance): Promise<Insight[]> {
    const found = findDistortions(utterance.text, { language: utterance.language });
    if (found.length === 0) return [];
    const insights = await this.transactions.run((tx) => this.store(utterance, found, tx));
    for (const insight of insights) {
      this.emitter.toSession(utterance.sessionId, 'insight:new', insight, 'all');
      this.events.emit('insight.counted', { distortion: insight.distortion, withIntervention: insight.questions.length > 0 });
    }
    return insights;
  }

  /** In the order of time. */
  async list(sessionId: string, tx?: Transaction): Promise<Insight[]> {
    return this.open(await this.repository.findOf(sessionId, tx), tx);
  }

  async recent(sessionId: string): Promise<Insight[]> {
    return this.open(await this.repository.findNewest(sessionId, RECENT));
  }

  private async store(utterance: Utterance, found: readonly Finding[], tx: Transaction): Promise<Insight[]> {
    const { sessionId, language, source, sourceId, text, ts, isInDanger } = utterance;
    const personId = await this.repository.holdSession(sessionId, tx);
    if (personId === null) return [];
    const history = await this.repository.historyOf(sessionId, tx);
    const kept = found.slice(0, Math.max(0, MAX_FINDINGS_PER_SESSION - history.findings));
    const plan = planIntervention(kept, language, history);
    const rows = kept.map((finding, index) => {
      const offer = isInDanger ? undefined : plan.offers[index];
      const insight: Insight = {
        id: uuidv7(),
        ts,
        distortion: finding.distortion,
        span: { source, sourceId, ...finding.span, text: text.slice(finding.span.start, finding.span.end).toWellFormed() },
        confidence: finding.confidence,
        severity: finding.severity,
        why: finding.why[language].slice(0, 500),
        questions: [...(offer?.questions ?? [])],
        tasks: [...(offer?.tasks ?? [])],
        urgency: plan.urgencies[index] ?? 'routine',
      };
      return { insight, offered: offer?.ids ?? [] };
    });
    const fields = rows.map(({ insight }) => ({ ref: insightRef(insight.id), plaintext: JSON.stringify(insight) }));
    const sealed = await this.cipher.sealMany(personId, fields, tx);
    const findings = rows.map(({ insight, offered }, index) => ({ id: insight.id, ts: new Date(ts), offered, insight: sealed[index] ?? Buffer.alloc(0) }));
    await this.repository.add(sessionId, personId, findings, tx);
    await this.reports.changed(sessionId, tx);
    return rows.map(({ insight }) => insight);
  }

  private async open(rows: readonly FindingRow[], tx?: Transaction): Promise<Insight[]> {
    const texts = await this.cipher.openManyTexts(rows.map(({ id, insight_sealed: envelope }) => ({ ref: insightRef(id), envelope })), tx);
    return texts.map((text) => Insight.parse(JSON.parse(text)));
  }
}

const insightRef = (rowId: string) => ({ table: 'findings', column: 'insight_sealed', rowId });
