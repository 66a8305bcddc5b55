import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { InstrumentId } from '../../libs/contracts/survey.js';
import { Db } from '../platform/database/db.js';

export interface ResponseRow {
  id: string;
  instrument: InstrumentId;
  version: string;
  content_sealed: Buffer;
  answered_at: Date;
}

export interface NewResponse {
  id: string;
  personId: string;
  instrument: InstrumentId;
  version: string;
  sessionId: string | null;
  content: Buffer;
}

const COLUMNS = 'id, instrument, version, content_sealed, answered_at';

@Injectable()
export class SurveyRepository {
  constructor(private readonly db: Db) {}

  /** Makes the answers of one person follow each other, so that each is compared with the one before it. */
  async holdPerson(personId: string, tx: Transaction): Promise<void> {
    await this.db.query('SELECT 1 FROM persons WHERE id = $1 FOR NO KEY UPDATE', [personId], tx);
  }

  async add({ id, personId, instrument, version, sessionId, content }: NewResponse, tx: Transaction): Promise<Date> {
    const rows = await this.db.query<{ answered_at: Date }>(
      `INSERT INTO survey_responses (id, person_id, instrument, version, session_id, content_sealed, answered_at)
       VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp()) RETURNING answered_at`,
      [id, personId, instrument, version, sessionId, content],
      tx,
    );
    return rows[0]?.answered_at ?? new Date();
  }

  async findLast(personId: string, instrument: InstrumentId, tx: Transaction): Promise<ResponseRow | null> {
    const rows = await this.db.query<ResponseRow>(
      `SELECT ${COLUMNS} FROM survey_responses WHERE person_id = $1 AND instrument = $2 ORDER BY answered_at DESC, id DESC LIMIT 1`,
      [personId, instrument],
      tx,
    );
    return rows[0] ?? null;
  }

  /** Newest first. */
  findPage(personId: string, instrument: InstrumentId | null, limit: number, offset: number): Promise<ResponseRow[]> {
    return this.db.query<ResponseRow>(
      `SELECT ${COLUMNS} FROM survey_responses WHERE person_id = $1 AND ($2::text IS NULL OR instrument = $2)
       ORDER BY answered_at DESC, id DESC LIMIT $3 OFFSET $4`,
      [personId, instrument, limit, offset],
    );
  }

  async count(personId: string, instrument: InstrumentId | null): Promise<number> {
    const rows = await this.db.query<{ total: number }>(
      'SELECT count(*)::int AS total FROM survey_responses WHERE person_id = $1 AND ($2::text IS NULL OR instrument = $2)',
      [personId, instrument],
    );
    return rows[0]?.total ?? 0;
  }

  /** When the person last answered a scored instrument. */
  async findLastTime(personId: string): Promise<Date | null> {
    const rows = await this.db.query<{ at: Date | null }>(
      "SELECT max(answered_at) AS at FROM survey_responses WHERE person_id = $1 AND instrument <> 'intake'",
      [personId],
    );
    return rows[0]?.at ?? null;
  }
}
