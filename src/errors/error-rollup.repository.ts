import { Injectable } from '@nestjs/common';
import { Db } from '../platform/database/db.js';
import type { FailureKind } from './failure-kind.js';

export interface Tally extends FailureKind {
  count: number;
  readonly firstSeenAt: Date;
  lastSeenAt: Date;
}

export interface CountRow {
  code: string;
  status: number;
  module: string;
  count: number;
}

export interface KindRow {
  fingerprint: string;
  code: string;
  status: number;
  module: string;
  route: string;
  frame: string;
  count: number;
  first_seen_at: Date;
  last_seen_at: Date;
}

@Injectable()
export class ErrorRollupRepository {
  constructor(private readonly db: Db) {}

  /** Adds to the minute and the hour at once; other instances add to the same rows. */
  async add(tallies: readonly Tally[]): Promise<void> {
    const column = <Value>(pick: (tally: Tally) => Value) => tallies.map(pick);
    await this.db.query(
      `INSERT INTO error_rollups AS stored (span, bucket, fingerprint, code, status, module, route, frame, count, first_seen_at, last_seen_at)
       SELECT span, date_trunc(span, added.last_seen_at, 'UTC'), fingerprint, code, status, module, route, frame, count, first_seen_at, last_seen_at
         FROM unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::timestamptz[], $9::timestamptz[])
           AS added (fingerprint, code, status, module, route, frame, count, first_seen_at, last_seen_at),
           unnest(ARRAY['hour', 'minute']) AS span
         ORDER BY span, fingerprint
       ON CONFLICT (span, bucket, fingerprint) DO UPDATE SET count = stored.count + excluded.count,
         first_seen_at = least(stored.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(stored.last_seen_at, excluded.last_seen_at)`,
      [
        column(({ fingerprint }) => fingerprint),
        column(({ code }) => code),
        column(({ status }) => status),
        column(({ module }) => module),
        column(({ route }) => route),
        column(({ frame }) => frame),
        column(({ count }) => count),
        column(({ firstSeenAt }) => firstSeenAt),
        column(({ lastSeenAt }) => lastSeenAt),
      ],
    );
  }

  async sums(): Promise<{ rows: CountRow[]; since: Date | null }> {
    const rows = await this.db.query<CountRow & { since: Date | null }>(
      `SELECT code, status, module, sum(count)::bigint AS count, min(first_seen_at) AS since
         FROM error_rollups WHERE span = 'hour' GROUP BY code, status, module`,
    );
    const since = rows.reduce<Date | null>((first, row) => (row.since !== null && (first === null || row.since < first) ? row.since : first), null);
    return { rows, since };
  }

  /** What happened last first. */
  async findPage(limit: number, offset: number): Promise<{ rows: KindRow[]; total: number }> {
    const rows = await this.db.query<KindRow & { total: number }>(
      `SELECT fingerprint, code, status, module, route, frame, sum(count)::bigint AS count, min(first_seen_at) AS first_seen_at,
              max(last_seen_at) AS last_seen_at, count(*) OVER () AS total
         FROM error_rollups WHERE span = 'hour' GROUP BY fingerprint, code, status, module, route, frame
         ORDER BY max(last_seen_at) DESC, fingerprint LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
    return { rows, total: rows[0]?.total ?? 0 };
  }

  purge(span: 'minute' | 'hour', before: Date, limit: number): Promise<number> {
    return this.db.execute(
      `DELETE FROM error_rollups WHERE (span, bucket, fingerprint) IN
         (SELECT span, bucket, fingerprint FROM error_rollups WHERE span = $1 AND bucket < $2 LIMIT $3 FOR UPDATE SKIP LOCKED)`,
      [span, before, limit],
    );
  }
}
