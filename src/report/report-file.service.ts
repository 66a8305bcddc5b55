import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EmotionPoint } from '../../libs/contracts/emotion.js';
import { CSV_BOM, csvLine, type CsvValue } from '../../libs/csv/index.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { Logger } from '../platform/logging/logger.js';
import { RealtimeEmitter } from '../platform/realtime/realtime-emitter.js';
import { TimelineService } from '../signal/timeline.service.js';
import { PdfRenderer } from './pdf/pdf-renderer.service.js';
import { ReportFileRepository } from './report-file.repository.js';
import { ReportService } from './report.service.js';

/** Sessions as long as this get their file by themselves when they end; shorter ones when somebody asks. */
const LONG_SESSION_MS = 20 * 60_000;
/** Grows when the same report would look different: stored files of an earlier look are made again. */
const LOOK = 2;
const PROGRESS_STEP = 0.1;

/** Whose file it is. */
export interface FileOwner {
  readonly sessionId: string;
  readonly personId: string;
}

const fileRef = (rowId: string) => ({ table: 'report_files', column: 'content_sealed', rowId });

const EMOTION_HEADER = [
  'time (UTC, ISO 8601)', 'elapsed (s)', 'label', 'confidence (0 to 1)', 'valence (-1 to 1)', 'arousal (-1 to 1)', 'dominance (-1 to 1)',
  'face confidence (0 to 1)', 'voice confidence (0 to 1)', 'text confidence (0 to 1)',
];
const VOICE_HEADER = ['time (UTC, ISO 8601)', 'elapsed (s)', 'duration (s)', 'talk ratio (0 to 1)', 'level (RMS, 0 to 1)', 'pitch (Hz)'];

/** The files of a report. The PDF is made once for each state of the report, in the background for long sessions. */
@Injectable()
export class ReportFiles implements OnModuleInit {
  private readonly underWay = new Map<string, Promise<Buffer>>();

  constructor(
    private readonly reports: ReportService,
    private readonly repository: ReportFileRepository,
    private readonly renderer: PdfRenderer,
    private readonly timeline: TimelineService,
    private readonly cipher: FieldCipher,
    private readonly emitter: RealtimeEmitter,
    private readonly events: DomainEvents,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.events.on('session.ended', async ({ sessionId, personId, durationMs }) => {
      if (durationMs < LONG_SESSION_MS) return;
      await this.pdf({ sessionId, personId });
      this.logger.info({ sessionId }, 'the file of a long session was made');
    });
  }

  /** What names the PDF as it would be given now. */
  async pdfTag(sessionId: string): Promise<string> {
    return pdfTagOf((await this.reports.summary(sessionId)).etag);
  }

  /** The PDF of the report as it is now; stored, or made when it is asked for the first time. */
  async pdf(owner: FileOwner): Promise<Buffer> {
    const tag = await this.pdfTag(owner.sessionId);
    const stored = await this.repository.findPdf(owner.sessionId);
    if (stored?.etag === tag) return this.cipher.open(fileRef(stored.id), stored.content_sealed);
    const key = `${owner.sessionId}:${tag}`;
    const known = this.underWay.get(key);
    if (known !== undefined) return known;
    const making = this.make(owner).finally(() => this.underWay.delete(key));
    this.underWay.set(key, making);
    return making;
  }

  /** One line for each second in which something arrived. */
  async *emotionCsv(sessionId: string): AsyncGenerator<string> {
    const points = await this.timeline.points(sessionId);
    const start = await this.startOf(sessionId);
    yield* linesOf(EMOTION_HEADER, points, (point) => emotionCells(point, start));
  }

  /** One line for each stretch of the voice. */
  async *voiceCsv(sessionId: string): AsyncGenerator<string> {
    const { content } = await this.reports.report(sessionId);
    const start = Date.parse(content.session.startedAt);
    yield* linesOf(VOICE_HEADER, content.voice.series, ({ ts, durationMs, talkRatio, rms, pitchHz }) => [
      ...timeCells(ts, start), durationMs / 1_000, round(talkRatio), round(rms), round(pitchHz),
    ]);
  }

  private async startOf(sessionId: string): Promise<number> {
    const { content } = await this.reports.report(sessionId);
    return Date.parse(content.session.startedAt);
  }

  private async make({ sessionId, personId }: FileOwner): Promise<Buffer> {
    const { content: { report, summary }, etag } = await this.reports.whole(sessionId);
    const tell = (ratio: number) =>
      this.emitter.toSession(sessionId, 'report:progress', { sessionId, reportId: report.reportId, kind: 'pdf', ratio }, 'all');
    let told = 0;
    const pdf = await this.renderer.render({ report, keyObservations: summary.keyObservations }, (ratio) => {
      // The last step is told when the file is stored.
      if (ratio >= 1 || ratio - told < PROGRESS_STEP) return;
      told = ratio;
      tell(Math.round(ratio * 100) / 100);
    });
    const id = uuidv7();
    const content = await this.cipher.seal(personId, fileRef(id), pdf);
    await this.repository.replacePdf({ id, sessionId, personId, etag: pdfTagOf(etag), content });
    tell(1);
    return pdf;
  }
}

const pdfTagOf = (etag: string) => `${etag}.pdf${LOOK}`;

const LINES_A_CHUNK = 500;

function* linesOf<Item>(header: readonly string[], items: readonly Item[], cellsOf: (item: Item) => CsvValue[]): Generator<string> {
  yield `${CSV_BOM}${csvLine(header)}`;
  for (let at = 0; at < items.length; at += LINES_A_CHUNK) {
    yield items.slice(at, at + LINES_A_CHUNK).map((item) => csvLine(cellsOf(item))).join('');
  }
}

const round = (value: number | null): number | null => (value === null ? null : Math.round(value * 10_000) / 10_000);

const timeCells = (ts: number, start: number): CsvValue[] => [new Date(ts).toISOString(), Math.round(ts - start) / 1_000];

const emotionCells = ({ ts, label, confidence, valence, arousal, dominance, modalities }: EmotionPoint, start: number): CsvValue[] => [
  ...timeCells(ts, start), label, label === null ? null : confidence, valence, arousal, dominance,
  round(modalities.face), round(modalities.voice), round(modalities.text),
];
