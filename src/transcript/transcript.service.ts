import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { TranscriptSegment } from '../../libs/contracts/realtime.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { Transactions } from '../platform/database/transactions.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { AppError } from '../platform/errors/app-error.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import type { ActiveSession } from '../session/active-session.service.js';
import { SignalService } from '../signal/signal.service.js';
import { TranscriptRepository, type TranscriptSource } from './transcript.repository.js';

declare module '../platform/events/domain-events.js' {
  interface DomainEventMap {
    /** Segments were stored. In the order of speaking. */
    'transcript.added': { sessionId: string; personId: string; language: 'ko' | 'en'; segments: readonly TranscriptSegment[] };
  }
}

/** One stretch of speech. Times in epoch milliseconds. */
export interface SpokenText {
  readonly tsStart: number;
  readonly tsEnd: number;
  readonly text: string;
  readonly language?: 'ko' | 'en' | undefined;
  /** 0…1; left out when the recognizer does not say. */
  readonly confidence?: number | undefined;
  /** Marked by the recognizer as probably no speech, or of low confidence. */
  readonly uncertain?: boolean | undefined;
}

export interface AddOptions {
  /** It was said before now: a session that is paused meanwhile takes it as well. */
  readonly isLate?: boolean;
  /** Committed together with the words, or not at all. */
  readonly within?: (tx: Transaction) => Promise<void>;
}

/** What was said, as text. */
@Injectable()
export class TranscriptService {
  constructor(
    private readonly repository: TranscriptRepository,
    private readonly transactions: Transactions,
    private readonly cipher: FieldCipher,
    private readonly signals: SignalService,
    private readonly events: DomainEvents,
  ) {}

  /**
   * Stores what the person said, all of it or nothing, and reads its affect. Consent is for the caller to ask.
   * @throws AppError INVALID_STATE when the session is not active
   */
  async add(session: ActiveSession, source: TranscriptSource, items: readonly SpokenText[], { isLate = false, within }: AddOptions = {}): Promise<TranscriptSegment[]> {
    const { sessionId, personId } = session;
    const segments = items.map((item): TranscriptSegment => ({ id: uuidv7(), speaker: 'user', ...item }));
    await this.transactions.run(async (tx) => {
      const states = isLate ? (['active', 'paused'] as const) : (['active'] as const);
      if (!(await this.repository.count(sessionId, segments.length, states, tx))) throw new AppError('INVALID_STATE');
      await within?.(tx);
      const fields = segments.map(({ id, text }) => ({ ref: textRef(id), plaintext: text }));
      const sealed = await this.cipher.sealMany(personId, fields, tx);
      const rows = segments.map((segment, index) => ({
        id: segment.id,
        tsStart: new Date(segment.tsStart),
        tsEnd: new Date(segment.tsEnd),
        speaker: 'person' as const,
        language: segment.language ?? session.language,
        confidence: segment.confidence ?? null,
        isUncertain: segment.uncertain ?? false,
        text: sealed[index] ?? Buffer.alloc(0),
      }));
      await this.repository.add(sessionId, personId, source, rows, tx);
    });
    try {
      await this.read(session, segments);
    } finally {
      // Stored is stored: whoever watches over what is said must hear of it, whatever became of its reading.
      this.events.emit('transcript.added', { sessionId, personId, language: session.language, segments });
    }
    return segments;
  }

  private async read(session: ActiveSession, segments: readonly TranscriptSegment[]): Promise<void> {
    const readable = segments.filter(({ uncertain }) => uncertain !== true);
    if (readable.length === 0) return;
    try {
      await this.signals.addTexts(session, readable.map(({ tsStart, tsEnd, text, language }) => ({ tsStart, tsEnd, text, language })));
    } catch (error) {
      // Paused or ended since: the words are kept, their reading is not.
      if (!(error instanceof AppError && error.code === 'INVALID_STATE')) throw error;
    }
  }

  /** In the order of speaking. */
  async list(sessionId: string, limit: number): Promise<TranscriptSegment[]> {
    const rows = await this.repository.findOf(sessionId, limit);
    const texts = await this.cipher.openManyTexts(rows.map(({ id, text_sealed: envelope }) => ({ ref: textRef(id), envelope })));
    return rows.map((row, index) => ({
      id: row.id,
      tsStart: row.ts_start.getTime(),
      tsEnd: row.ts_end.getTime(),
      text: texts[index] ?? '',
      speaker: row.speaker === 'person' ? 'user' : 'counselor',
      ...(row.language === 'ko' || row.language === 'en' ? { language: row.language } : {}),
      ...(row.confidence === null ? {} : { confidence: row.confidence }),
      ...(row.low_confidence ? { uncertain: true } : {}),
    }));
  }
}

const textRef = (rowId: string) => ({ table: 'transcripts', column: 'text_sealed', rowId });
