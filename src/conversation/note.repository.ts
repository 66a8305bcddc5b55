import { Injectable } from '@nestjs/common';
import { Db } from '../platform/database/db.js';

export interface NoteRow {
  id: string;
  author_id: string;
  text_sealed: Buffer;
  created_at: Date;
}

@Injectable()
export class NoteRepository {
  constructor(private readonly db: Db) {}

  async add(row: { id: string; sessionId: string; personId: string; authorId: string; text: Buffer }): Promise<Date> {
    const rows = await this.db.query<{ created_at: Date }>(
      'INSERT INTO counselor_notes (id, session_id, person_id, author_id, text_sealed) VALUES ($1, $2, $3, $4, $5) RETURNING created_at',
      [row.id, row.sessionId, row.personId, row.authorId, row.text],
    );
    return rows[0]?.created_at ?? new Date();
  }

  findPage(sessionId: string, limit: number, offset: number): Promise<NoteRow[]> {
    return this.db.query<NoteRow>(
      `SELECT id, author_id, text_sealed, created_at FROM counselor_notes WHERE session_id = $1 ORDER BY created_at, id LIMIT $2 OFFSET $3`,
      [sessionId, limit, offset],
    );
  }

  async countOf(sessionId: string): Promise<number> {
    const rows = await this.db.query<{ total: number }>('SELECT count(*) AS total FROM counselor_notes WHERE session_id = $1', [sessionId]);
    return rows[0]?.total ?? 0;
  }
}
