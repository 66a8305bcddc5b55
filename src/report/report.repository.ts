import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';

export interface ReportRow {
  id: string;
  person_id: string;
  report_sealed: Buffer;
  summary_sealed: Buffer;
  etag: string;
  is_stale: boolean;
}

export interface SummaryRow {
  id: string;
  summary_sealed: Buffer;
  etag: string;
  is_stale: boolean;
}

export interface NewReport {
  id: string;
  sessionId: string;
  personId: string;
  report: Buffer;
  summary: Buffer;
  etag: string;
}

export interface SessionFactsRow {
  person_id: string;
  counselor: string;
  language: 'ko' | 'en';
  started_at: Date;
  ended_at: Date | null;
  duration_ms: number;
  paused_ms: number;
  frames: number;
  voice_events: number;
  transcripts: number;
  messages: number;
  emotions: number;
  by_person: number;
  by_counselor: number;
  by_ai: number;
}

const REPORT = 'SELECT id, person_id, report_sealed, summary_sealed, etag, is_stale FROM reports WHERE session_id = $1';

@Injectable()
export class ReportRepository {
  constructor(private readonly db: Db) {}

  async findReport(sessionId: string): Promise<ReportRow | null> {
    const rows = await this.db.query<ReportRow>(REPORT, [sessionId]);
    return rows[0] ?? null;
  }

  async findSummary(sessionId: string): Promise<SummaryRow | null> {
    const rows = await this.db.query<SummaryRow>('SELECT id, summary_sealed, etag, is_stale FROM reports WHERE session_id = $1', [sessionId]);
    return rows[0] ?? null;
  }

  /** Holds the row until the transaction ends, so that two readers do not make the same report twice. */
  async lockReport(sessionId: string, tx: Transaction): Promise<ReportRow | null> {
    const rows = await this.db.query<ReportRow>(
      `${REPORT} FOR UPDATE`,
      [sessionId],
      tx,
    );
    return rows[0] ?? null;
  }

  /** Holds the session, so that what belongs to it cannot change meanwhile. */
  async lockSession(sessionId: string, tx: Transaction): Promise<void> {
    await this.db.query('SELECT 1 FROM sessions WHERE id = $1 FOR UPDATE', [sessionId], tx);
  }

  async add({ id, sessionId, personId, report, summary, etag }: NewReport, tx: Transaction): Promise<void> {
    await this.db.query(
      'INSERT INTO reports (id, session_id, person_id, report_sealed, summary_sealed, etag) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, sessionId, personId, report, summary, etag],
      tx,
    );
  }

  async replace(id: string, report: Buffer, summary: Buffer, etag: string, tx: Transaction): Promise<void> {
    await this.db.query(
      'UPDATE reports SET report_sealed = $2, summary_sealed = $3, etag = $4, is_stale = false, updated_at = now() WHERE id = $1',
      [id, report, summary, etag],
      tx,
    );
  }

  async confirm(id: string, tx: Transaction): Promise<void> {
    await this.db.query('UPDATE reports SET is_stale = false WHERE id = $1', [id], tx);
  }

  /** Nothing happens to a session without a report: one that is made later shows everything anyway. */
  async markStale(sessionId: string, tx?: Transaction): Promise<void> {
    await this.db.query('UPDATE reports SET is_stale = true WHERE session_id = $1 AND NOT is_stale', [sessionId], tx);
  }

  /** The session's own figures, and who said how much. */
  async findFacts(sessionId: string, tx: Transaction): Promise<SessionFactsRow | null> {
    const rows = await this.db.query<SessionFactsRow>(
      `SELECT s.person_id, coalesce(s.counselor_id::text, s.counselor_alias, 'ai') AS counselor, s.language, s.started_at, s.ended_at, s.paused_ms,
         greatest(0, extract(epoch FROM s.ended_at - s.started_at) * 1000 - s.paused_ms)::float8 AS duration_ms,
         s.frame_count AS frames, s.voice_event_count AS voice_events, s.emotion_count AS emotions,
         s.transcript_count AS transcripts,
         m.total AS messages, m.by_person, m.by_counselor, m.by_ai
       FROM sessions s, LATERAL (
         SELECT count(*)::int AS total, (count(*) FILTER (WHERE role = 'person'))::int AS by_person,
           (count(*) FILTER (WHERE role = 'counselor'))::int AS by_counselor, (count(*) FILTER (WHERE role = 'ai'))::int AS by_ai
         FROM messages WHERE session_id = s.id
       ) m WHERE s.id = $1`,
      [sessionId],
      tx,
    );
    return rows[0] ?? null;
  }
}
