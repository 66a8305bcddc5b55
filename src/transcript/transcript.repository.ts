import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';

export type TranscriptSource = 'client' | 'live' | 'upload';

export interface NewTranscript {
  id: string;
  tsStart: Date;
  tsEnd: Date;
  speaker: 'person' | 'counselor';
  language: string | null;
  confidence: number | null;
  isUncertain: boolean;
  text: Buffer;
}

export interface TranscriptRow {
  id: string;
  ts_start: Date;
  ts_end: Date;
  speaker: 'person' | 'counselor';
  language: string | null;
  confidence: number | null;
  low_confidence: boolean;
  text_sealed: Buffer;
}

@Injectable()
export class TranscriptRepository {
  constructor(private readonly db: Db) {}

  async add(sessionId: string, personId: string, source: TranscriptSource, rows: readonly NewTranscript[], tx: Transaction): Promise<void> {
    await this.db.query(
      `INSERT INTO transcripts (id, session_id, person_id, source, ts_start, ts_end, speaker, language, confidence, low_confidence, text_sealed)
       SELECT t.id, $1, $2, $3, t.ts_start, t.ts_end, t.speaker, t.language, t.confidence, t.uncertain, t.text
       FROM unnest($4::uuid[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[], $9::real[], $10::bool[], $11::bytea[])
         AS t (id, ts_start, ts_end, speaker, language, confidence, uncertain, text)`,
      [
        sessionId,
        personId,
        source,
        rows.map(({ id }) => id),
        rows.map(({ tsStart }) => tsStart),
        rows.map(({ tsEnd }) => tsEnd),
        rows.map(({ speaker }) => speaker),
        rows.map(({ language }) => language),
        rows.map(({ confidence }) => confidence),
        rows.map(({ isUncertain }) => isUncertain),
        rows.map(({ text }) => text),
      ],
      tx,
    );
  }

  /** Counts new segments on a session in one of the states, and holds it; false when it is in another. */
  async count(sessionId: string, count: number, states: readonly ('active' | 'paused')[], tx: Transaction): Promise<boolean> {
    const counted = await this.db.execute(
      'UPDATE sessions SET transcript_count = transcript_count + $2, last_activity_at = now() WHERE id = $1 AND status = ANY($3)',
      [sessionId, count, states],
      tx,
    );
    return counted > 0;
  }

  /** In the order of speaking. */
  findOf(sessionId: string, limit: number): Promise<TranscriptRow[]> {
    return this.db.query<TranscriptRow>(
      `SELECT id, ts_start, ts_end, speaker, language, confidence, low_confidence, text_sealed FROM transcripts
       WHERE session_id = $1 ORDER BY ts_start, id LIMIT $2`,
      [sessionId, limit],
    );
  }
}
