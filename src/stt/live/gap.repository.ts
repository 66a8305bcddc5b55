import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { TranscriptGap } from '../../../libs/contracts/realtime.js';
import { Db } from '../../platform/database/db.js';

export interface NewGap extends TranscriptGap {
  sessionId: string;
  personId: string;
}

interface GapRow {
  id: string;
  ts_start: Date;
  ts_end: Date;
  reason: TranscriptGap['reason'];
}

@Injectable()
export class GapRepository {
  constructor(private readonly db: Db) {}

  async add({ id, sessionId, personId, tsStart, tsEnd, reason }: NewGap, tx: Transaction): Promise<void> {
    await this.db.query(
      'INSERT INTO transcript_gaps (id, session_id, person_id, ts_start, ts_end, reason) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, sessionId, personId, new Date(tsStart), new Date(tsEnd), reason],
      tx,
    );
  }

  async findOf(sessionId: string, limit: number): Promise<TranscriptGap[]> {
    const rows = await this.db.query<GapRow>(
      'SELECT id, ts_start, ts_end, reason FROM transcript_gaps WHERE session_id = $1 ORDER BY ts_start, id LIMIT $2',
      [sessionId, limit],
    );
    return rows.map((row) => ({ id: row.id, tsStart: row.ts_start.getTime(), tsEnd: row.ts_end.getTime(), reason: row.reason, isFinal: true }));
  }
}
