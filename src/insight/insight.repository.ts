import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
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
/** Stretch in which only so many interventions are offered. */
const PAUSE = "interval '30 minutes'";

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

  /** What was offered in the session, and how many interventions lately; how many findings there are. */
  async offersOf(sessionId: string, tx: Transaction): Promise<{ used: string[]; lately: number; count: number }> {
    const [row] = await this.db.query<{ used: string[] | null; lately: number; count: number }>(
      `SELECT (SELECT array_agg(DISTINCT o) FROM findings f, unnest(f.offered) o WHERE f.session_id = $1) AS used,
         count(*) FILTER (WHERE cardinality(offered) > 0 AND created_at > now() - ${PAUSE}) AS lately, count(*) AS count
       FROM findings WHERE session_id = $1`,
      [sessionId],
      tx,
    );
    return { used: row?.used ?? [], lately: row?.lately ?? 0, count: row?.count ?? 0 };
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
