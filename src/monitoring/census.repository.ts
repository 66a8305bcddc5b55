import { Injectable } from '@nestjs/common';
import { Db } from '../platform/database/db.js';

export interface Census {
  sessions: Readonly<Record<string, number>>;
  alerts: readonly { level: string; state: 'open' | 'acknowledged'; count: number }[];
}

/** What is counted in the database, for all instances. */
@Injectable()
export class CensusRepository {
  constructor(private readonly db: Db) {}

  async take(): Promise<Census> {
    const [sessions, alerts] = await Promise.all([
      this.db.readOnly.query<{ state: string; count: number }>(
        `SELECT status AS state, count(*)::int AS count FROM sessions WHERE status <> 'ended' GROUP BY status
         UNION ALL SELECT 'ended', count(*)::int FROM sessions WHERE status = 'ended' AND ended_at > now() - interval '24 hours'`,
      ),
      this.db.readOnly.query<{ level: string; state: 'open' | 'acknowledged'; count: number }>(
        `SELECT level, CASE WHEN acknowledged_at IS NULL AND closed_at IS NULL THEN 'open' ELSE 'acknowledged' END AS state, count(*)::int AS count
           FROM crisis_alerts WHERE created_at > now() - interval '24 hours' GROUP BY 1, 2`,
      ),
    ]);
    return { sessions: Object.fromEntries(sessions.map(({ state, count }) => [state, count])), alerts };
  }
}
