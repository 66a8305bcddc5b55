import { Injectable } from '@nestjs/common';
import { Db } from '../platform/database/db.js';

export interface ReportFileRow {
  id: string;
  etag: string;
  content_sealed: Buffer;
}

export interface NewReportFile {
  id: string;
  sessionId: string;
  personId: string;
  etag: string;
  content: Buffer;
}

@Injectable()
export class ReportFileRepository {
  constructor(private readonly db: Db) {}

  async findPdf(sessionId: string): Promise<ReportFileRow | null> {
    const rows = await this.db.query<ReportFileRow>(
      "SELECT id, etag, content_sealed FROM report_files WHERE session_id = $1 AND kind = 'pdf'",
      [sessionId],
    );
    return rows[0] ?? null;
  }

  /** Takes the place of an earlier one. Says false when the session is gone, or has become another person's meanwhile. */
  async replacePdf({ id, sessionId, personId, etag, content }: NewReportFile): Promise<boolean> {
    const stored = await this.db.execute(
      `INSERT INTO report_files (id, kind, etag, content_sealed, session_id, person_id)
       SELECT $1, 'pdf', $4, $5, s.id, s.person_id FROM sessions s WHERE s.id = $2 AND s.person_id = $3
       ON CONFLICT (session_id, kind) DO UPDATE SET id = excluded.id, etag = excluded.etag, content_sealed = excluded.content_sealed, created_at = now()`,
      [id, sessionId, personId, etag, content],
    );
    return stored > 0;
  }
}
