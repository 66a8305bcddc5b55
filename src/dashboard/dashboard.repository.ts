import { Injectable } from '@nestjs/common';
import type { CrisisLevel } from '../../libs/contracts/crisis.js';
import type { SessionStatus } from '../../libs/contracts/session.js';
import { Db } from '../platform/database/db.js';

export interface RecentSessionRow {
  id: string;
  report_id: string | null;
  started_at: Date;
  status: SessionStatus;
  duration_ms: number;
  content_sealed: Buffer | null;
}

export interface CaseRow {
  person_id: string;
  username_sealed: Buffer | null;
  sessions: number;
  last_id: string;
  last_at: Date;
  active_id: string | null;
}

/** An alert in a session that the counselor accompanies. */
export interface CaseAlertRow {
  id: string;
  person_id: string;
  session_id: string;
  level: CrisisLevel;
  created_at: Date;
  is_answered: boolean;
}

export interface CaseAffectRow {
  person_id: string;
  session_id: string;
  content_sealed: Buffer;
}

/** A UTC week, by its Monday; null for all of them together. */
export interface ServiceRow {
  week: string | null;
  people: number;
  sessions: number;
  mean_duration_ms: number;
  alerts: number;
}

export interface ServiceAffectRow extends CaseAffectRow {
  week: string;
}

/** Time without the pauses; of an open session, up to now. Milliseconds. */
const DURATION_MS = `greatest(0, extract(epoch FROM coalesce(s.ended_at, CASE WHEN s.status = 'paused' THEN s.paused_at END, now()) - s.started_at) * 1000
  - s.paused_ms)::float8`;
const WEEK = "to_char(date_trunc('week', s.started_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD')";
/** More than these do not change a mean by much, and each has to be opened. */
const MOST_SERVICE_SESSIONS = 20_000;
const MOST_CASE_SESSIONS = 2_000;
const MOST_CASE_ALERTS = 1_000;

/** Everything here goes over the read-only connection. */
@Injectable()
export class DashboardRepository {
  constructor(private readonly db: Db) {}

  /** Newest first. */
  findRecent(personId: string, limit: number): Promise<RecentSessionRow[]> {
    return this.db.readOnly.query<RecentSessionRow>(
      `SELECT s.id, r.id AS report_id, s.started_at, s.status, ${DURATION_MS} AS duration_ms, a.content_sealed
       FROM sessions s LEFT JOIN reports r ON r.session_id = s.id LEFT JOIN session_affect a ON a.session_id = s.id
       WHERE s.person_id = $1 ORDER BY s.started_at DESC, s.id DESC LIMIT $2`,
      [personId, limit],
    );
  }

  /** Begin and length of the sessions that have not ended. */
  findOpen(personId: string, from: Date): Promise<{ started_at: Date }[]> {
    return this.db.readOnly.query(
      "SELECT started_at FROM sessions s WHERE person_id = $1 AND status <> 'ended' AND started_at >= $2",
      [personId, from],
    );
  }

  /** The people whom a counselor accompanies, one row each. */
  findCases(counselorId: string): Promise<CaseRow[]> {
    return this.db.readOnly.query<CaseRow>(
      `SELECT c.*, u.username_sealed FROM (
         SELECT person_id, count(*)::int AS sessions, (array_agg(id ORDER BY started_at DESC, id DESC))[1] AS last_id, max(started_at) AS last_at,
           (array_agg(id ORDER BY started_at DESC, id DESC) FILTER (WHERE status <> 'ended'))[1] AS active_id
         FROM sessions WHERE counselor_id = $1 GROUP BY person_id
       ) c LEFT JOIN users u ON u.id = c.person_id`,
      [counselorId],
    );
  }

  /** Of the sessions with this counselor only: those with another one are not theirs to see. */
  findCaseAffect(counselorId: string, personIds: readonly string[], since: Date): Promise<CaseAffectRow[]> {
    return this.db.readOnly.query<CaseAffectRow>(
      `SELECT s.person_id, a.session_id, a.content_sealed FROM sessions s JOIN session_affect a ON a.session_id = s.id
       WHERE s.counselor_id = $1 AND s.person_id = ANY($2::uuid[]) AND s.started_at >= $3 ORDER BY s.started_at DESC LIMIT ${MOST_CASE_SESSIONS}`,
      [counselorId, personIds, since],
    );
  }

  /** Those that wait first, then the newest. */
  findCaseAlerts(counselorId: string): Promise<CaseAlertRow[]> {
    return this.db.readOnly.query<CaseAlertRow>(
      `SELECT a.id, a.person_id, a.session_id, a.level, a.created_at, a.acknowledged_at IS NOT NULL OR a.closed_at IS NOT NULL AS is_answered
       FROM crisis_alerts a JOIN sessions s ON s.id = a.session_id WHERE s.counselor_id = $1
       ORDER BY is_answered, a.created_at DESC, a.id LIMIT ${MOST_CASE_ALERTS}`,
      [counselorId],
    );
  }

  /** Counts of all people since a Monday: by week, and together. */
  findService(since: Date): Promise<ServiceRow[]> {
    return this.db.readOnly.query<ServiceRow>(
      `SELECT ${WEEK} AS week, count(DISTINCT s.person_id)::int AS people, count(*)::int AS sessions, avg(${DURATION_MS})::float8 AS mean_duration_ms,
         coalesce(sum((SELECT count(*) FROM crisis_alerts a WHERE a.session_id = s.id)), 0)::int AS alerts
       FROM sessions s WHERE s.started_at >= $1 GROUP BY GROUPING SETS ((), (${WEEK})) ORDER BY 1 DESC NULLS FIRST`,
      [since],
    );
  }

  /** How many people had a session that began from `from` on, before `to`. */
  async countPeople(from: Date, to: Date): Promise<number> {
    const [row] = await this.db.readOnly.query<{ people: number }>(
      'SELECT count(DISTINCT person_id)::int AS people FROM sessions WHERE started_at >= $1 AND started_at < $2',
      [from, to],
    );
    return row?.people ?? 0;
  }

  findServiceAffect(since: Date): Promise<ServiceAffectRow[]> {
    return this.db.readOnly.query<ServiceAffectRow>(
      `SELECT ${WEEK} AS week, s.person_id, a.session_id, a.content_sealed FROM sessions s JOIN session_affect a ON a.session_id = s.id
       WHERE s.started_at >= $1 ORDER BY s.started_at DESC LIMIT ${MOST_SERVICE_SESSIONS}`,
      [since],
    );
  }
}
