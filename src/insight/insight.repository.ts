import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { History } from '../../libs/cbt/interventions/plan.js';
import { Db } from '../platform/database/db.js';

export interface NewFinding {
  id: string;
  ts: Date;
  offered: readonly string[];
  insight: Buffer;
}

export interface FindingRow {
  id: string;
  insight_sealed: Buffer;
}

const MOST = 1_000;

@Injectable()
export class InsightRepository {
  constructor(private readonly db: Db) {}

  /** Makes changes of one session's findings follow each other; null when it is gone. */
  async holdSession(sessionId: string, tx: Transaction): Promise<string | null> {
    const rows = await this.db.query<{ person_id: string }>('SELECT person_id FROM sessions WHERE id = $1 FOR NO KEY UPDATE', [sessionId], tx);
    return rows[0]?.person_id ?? null;
  }

  async add(sessionId: string, personId: string, findings: readonly NewFinding[], tx: Transaction): Promise<void> {
    for (const { id, ts, offered, insight } of findings) {
      await this.db.query(
        'INSERT INTO findings (id, session_id, person_id, ts, offered, insight_sealed) VALUES ($1, $2, $3, $4, $5, $6)',
        [id, sessionId, personId, ts, offered, insight],
        tx,
      );
    }
  }

  /** What was found and offered in the session until now. */
  async historyOf(sessionId: string, tx: Transaction): Promise<History> {
    const rows = await this.db.query<{ offered: string[]; minutes: number }>(
      'SELECT offered, extract(epoch FROM now() - created_at)::float8 / 60 AS minutes FROM findings WHERE session_id = $1',
      [sessionId],
      tx,
    );
    const interventions = rows.filter(({ offered }) => offered.length > 0);
    return { used: new Set(interventions.flatMap(({ offered }) => offered)), minutesSince: interventions.map(({ minutes }) => minutes), findings: rows.length };
  }

  /** In the order of time. */
  findOf(sessionId: string, tx?: Transaction): Promise<FindingRow[]> {
    return this.db.query<FindingRow>(`SELECT id, insight_sealed FROM findings WHERE session_id = $1 ORDER BY ts, id LIMIT ${MOST}`, [sessionId], tx);
  }

  async findNewest(sessionId: string, limit: number): Promise<FindingRow[]> {
    const rows = await this.db.query<FindingRow>('SELECT id, insight_sealed FROM findings WHERE session_id = $1 ORDER BY ts DESC, id DESC LIMIT $2', [sessionId, limit]);
    return rows.reverse();
  }
}
