import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { z } from 'zod';
import { EmotionSummary } from '../../libs/contracts/emotion.js';
import { Report, ReportSummary } from '../../libs/contracts/report.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { Transactions } from '../platform/database/transactions.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { AppError } from '../platform/errors/app-error.js';
import { type EndResults, SessionClosing } from '../session/session-closing.service.js';
import { TimelineService } from '../signal/timeline.service.js';
import { compose, type ComposedReport } from './content/compose.js';
import type { ReportFacts } from './content/report-facts.js';
import { EndingSessions } from './ending-sessions.service.js';
import { ReportSources } from './report-sources.service.js';
import { ReportRepository, type ReportRow } from './report.repository.js';

/** A stored document with the tag that stays as long as it does. */
export interface Tagged<Content> {
  readonly content: Content;
  readonly etag: string;
}

/** Told in the transaction that stores a report, for what is derived from it. */
export type StoredListener = (report: Report, facts: ReportFacts, tx: Transaction) => Promise<void>;

/** What the short column holds: enough to answer `/end` and `/summary` without opening the report. */
const storedSummary = z.object({ summary: ReportSummary, emotionSummary: EmotionSummary });
type StoredSummary = z.infer<typeof storedSummary>;

const reportRef = (rowId: string) => ({ table: 'reports', column: 'report_sealed', rowId });
const summaryRef = (rowId: string) => ({ table: 'reports', column: 'summary_sealed', rowId });

/** Random: it says that something is another one now, and nothing of what. */
const newEtag = () => randomBytes(12).toString('base64url');

/** The report of a session: stored with its end, made again only when something that it shows changed. */
@Injectable()
export class ReportService implements OnModuleInit {
  private readonly listeners: StoredListener[] = [];

  constructor(
    private readonly repository: ReportRepository,
    private readonly sources: ReportSources,
    private readonly timeline: TimelineService,
    private readonly cipher: FieldCipher,
    private readonly transactions: Transactions,
    private readonly closing: SessionClosing,
    private readonly ending: EndingSessions,
  ) {}

  onModuleInit(): void {
    this.closing.register({ close: ({ sessionId }, tx) => this.make(sessionId, tx) });
    this.closing.answerWith((sessionId) => this.resultsOf(sessionId));
  }

  /** For what is kept beside the reports. Register while the application starts. */
  whenStored(listener: StoredListener): void {
    this.listeners.push(listener);
  }

  /** @throws AppError INVALID_STATE before the end */
  async report(sessionId: string): Promise<Tagged<Report>> {
    const row = await this.fresh(() => this.repository.findReport(sessionId), sessionId);
    const json = await this.cipher.openText(reportRef(row.id), row.report_sealed);
    return { content: JSON.parse(json) as Report, etag: row.etag };
  }

  /** @throws AppError INVALID_STATE before the end */
  async summary(sessionId: string): Promise<Tagged<ReportSummary>> {
    const { content, etag } = await this.stored(sessionId);
    return { content: content.summary, etag };
  }

  /** Both, of the same state. @throws AppError INVALID_STATE before the end */
  async whole(sessionId: string): Promise<Tagged<ComposedReport>> {
    const row = await this.fresh(() => this.repository.findReport(sessionId), sessionId);
    const [report, short] = await this.cipher.openManyTexts([
      { ref: reportRef(row.id), envelope: row.report_sealed },
      { ref: summaryRef(row.id), envelope: row.summary_sealed },
    ]);
    const { summary } = storedSummary.parse(JSON.parse(short ?? ''));
    return { content: { report: JSON.parse(report ?? '') as Report, summary }, etag: row.etag };
  }

  private async resultsOf(sessionId: string): Promise<EndResults> {
    const { content } = await this.stored(sessionId);
    const { reportId, status } = content.summary;
    return { emotionSummary: content.emotionSummary, report: { reportId, status } };
  }

  private async stored(sessionId: string): Promise<Tagged<StoredSummary>> {
    const row = await this.fresh(() => this.repository.findSummary(sessionId), sessionId);
    const json: unknown = JSON.parse(await this.cipher.openText(summaryRef(row.id), row.summary_sealed));
    return { content: storedSummary.parse(json), etag: row.etag };
  }

  /** The stored row; made now when it is missing or no longer shows what is there. */
  private async fresh<Row extends { is_stale: boolean }>(find: () => Promise<Row | null>, sessionId: string): Promise<Row> {
    const row = await find();
    if (row !== null && !row.is_stale) return row;
    if (row === null) await this.ending.settled(sessionId);
    await this.transactions.run(async (tx) => {
      await this.repository.lockSession(sessionId, tx);
      await this.make(sessionId, tx);
    });
    const made = await find();
    if (made === null) throw new AppError('NOT_FOUND');
    return made;
  }

  private async make(sessionId: string, tx: Transaction): Promise<void> {
    const [stored, facts] = [await this.repository.lockReport(sessionId, tx), await this.gather(sessionId, tx)];
    if (stored !== null && !stored.is_stale) return;
    const reportId = stored?.id ?? uuidv7();
    const composed = compose(reportId, new Date(), facts);
    if (stored !== null && (await this.isSame(stored, composed, tx))) return this.repository.confirm(reportId, tx);
    await this.store(composed, facts.personId, stored !== null, tx);
    for (const listener of this.listeners) await listener(composed.report, facts, tx);
  }

  /** Whether the stored report shows the same; when it was made does not count. */
  private async isSame(stored: ReportRow, { report }: ComposedReport, tx: Transaction): Promise<boolean> {
    const before = JSON.parse(await this.cipher.openText(reportRef(stored.id), stored.report_sealed, tx)) as Report;
    return JSON.stringify({ ...before, generatedAt: report.generatedAt }) === JSON.stringify(report);
  }

  private async store({ report, summary }: ComposedReport, personId: string, isKnown: boolean, tx: Transaction): Promise<void> {
    const { reportId, sessionId, emotionSummary } = report;
    const short: StoredSummary = { summary, emotionSummary };
    const [reportSealed, summarySealed] = await this.cipher.sealMany(
      personId,
      [
        { ref: reportRef(reportId), plaintext: JSON.stringify(report) },
        { ref: summaryRef(reportId), plaintext: JSON.stringify(short) },
      ],
      tx,
    );
    if (reportSealed === undefined || summarySealed === undefined) throw new Error('fewer envelopes than fields');
    const etag = newEtag();
    if (isKnown) await this.repository.replace(reportId, reportSealed, summarySealed, etag, tx);
    else await this.repository.add({ id: reportId, sessionId, personId, report: reportSealed, summary: summarySealed, etag }, tx);
  }

  /** @throws AppError NOT_FOUND, INVALID_STATE before the end */
  private async gather(sessionId: string, tx: Transaction): Promise<ReportFacts> {
    const row = await this.repository.findFacts(sessionId, tx);
    if (row === null) throw new AppError('NOT_FOUND');
    if (row.ended_at === null) throw new AppError('INVALID_STATE');
    const { person_id: personId, language, messages, transcripts } = row;
    const durationMs = Math.round(row.duration_ms);
    const found = await this.sources.read(sessionId, language, tx);
    const points = await this.timeline.points(sessionId, tx);
    const voice = await this.timeline.voiceOf({ sessionId, personId }, language, tx);
    return {
      ...found,
      sessionId,
      personId,
      language,
      durationMs,
      session: {
        counselorId: row.counselor,
        startedAt: row.started_at.toISOString(),
        endedAt: row.ended_at.toISOString(),
        durationMs,
        pausedMs: row.paused_ms,
        counts: { frames: row.frames, voiceEvents: row.voice_events, transcripts, messages, emotions: row.emotions },
      },
      points,
      voice,
      conversation: { messages, transcripts, byPerson: row.by_person, byCounselor: row.by_counselor, byAi: row.by_ai },
    };
  }
}
