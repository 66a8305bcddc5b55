import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { CrisisLevel } from '../../libs/contracts/crisis.js';
import { Db } from '../platform/database/db.js';
import { uuidv7 } from '../platform/database/uuid.js';
import type { CrisisStep } from './crisis.events.js';

export type CrisisSource = 'message' | 'transcript' | 'survey';

export interface AlertRow {
  id: string;
  person_id: string;
  session_id: string | null;
  level: CrisisLevel;
  source: CrisisSource;
  created_at: Date;
  rounds: number;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  closed_at: Date | null;
}

export interface StepRow {
  id: string;
  alert_id: string;
  step: CrisisStep;
  channel: string | null;
  actor_id: string | null;
  level: CrisisLevel | null;
  evidence_sealed: Buffer | null;
  at: Date;
}

export interface NewStep {
  alertId: string;
  step: CrisisStep;
  channel?: string | null;
  actorId?: string | null;
  level?: CrisisLevel | null;
  evidence?: { id: string; sealed: Buffer } | null;
}

const ALERT = 'a.id, a.person_id, a.session_id, a.level, a.source, a.created_at, a.rounds, a.acknowledged_at, a.acknowledged_by, a.closed_at';
const MAX_STEPS = 1_000;
const MAX_OPEN = 200;

@Injectable()
export class CrisisRepository {
  constructor(private readonly db: Db) {}

  /** Makes changes of one session's state follow each other; null when the session is gone. */
  async holdSession(sessionId: string, tx: Transaction): Promise<{ personId: string; counselorId: string | null } | null> {
    const rows = await this.db.query<{ person_id: string; counselor_id: string | null }>(
      'SELECT person_id, counselor_id FROM sessions WHERE id = $1 FOR NO KEY UPDATE',
      [sessionId],
      tx,
    );
    const row = rows[0];
    return row === undefined ? null : { personId: row.person_id, counselorId: row.counselor_id };
  }

  async findState(sessionId: string, tx?: Transaction): Promise<Buffer | null> {
    const rows = await this.db.query<{ state_sealed: Buffer }>('SELECT state_sealed FROM crisis_states WHERE session_id = $1', [sessionId], tx);
    return rows[0]?.state_sealed ?? null;
  }

  async putState(row: { sessionId: string; personId: string; isActive: boolean; level: CrisisLevel | null; sealed: Buffer }, tx: Transaction): Promise<void> {
    await this.db.query(
      `INSERT INTO crisis_states (session_id, person_id, is_active, level, state_sealed) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (session_id) DO UPDATE SET is_active = $3, level = $4, state_sealed = $5, updated_at = now()`,
      [row.sessionId, row.personId, row.isActive, row.level, row.sealed],
      tx,
    );
  }

  async addAlert(row: { id: string; personId: string; sessionId: string | null; level: CrisisLevel; source: CrisisSource }, tx: Transaction): Promise<void> {
    await this.db.query(
      'INSERT INTO crisis_alerts (id, person_id, session_id, level, source) VALUES ($1, $2, $3, $4, $5)',
      [row.id, row.personId, row.sessionId, row.level, row.source],
      tx,
    );
  }

  /** A danger that grew must be answered anew, by whomever. */
  async raiseAlert(id: string, level: CrisisLevel, tx: Transaction): Promise<void> {
    await this.db.query(
      'UPDATE crisis_alerts SET level = $2, acknowledged_at = NULL, acknowledged_by = NULL, closed_at = NULL, rounds = 0, next_round_at = now() WHERE id = $1',
      [id, level],
      tx,
    );
  }

  async addStep({ alertId, step, channel, actorId, level, evidence }: NewStep, tx?: Transaction): Promise<void> {
    await this.db.query(
      'INSERT INTO crisis_steps (id, alert_id, step, channel, actor_id, level, evidence_sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [evidence?.id ?? uuidv7(), alertId, step, channel ?? null, actorId ?? null, level ?? null, evidence?.sealed ?? null],
      tx,
    );
  }

  async findAlert(id: string, tx?: Transaction): Promise<AlertRow | null> {
    return (await this.db.query<AlertRow>(`SELECT ${ALERT} FROM crisis_alerts a WHERE a.id = $1`, [id], tx))[0] ?? null;
  }

  /** Oldest first. */
  alertsOf(sessionId: string, tx?: Transaction): Promise<AlertRow[]> {
    return this.db.query<AlertRow>(`SELECT ${ALERT} FROM crisis_alerts a WHERE a.session_id = $1 ORDER BY a.created_at, a.id`, [sessionId], tx);
  }

  stepsOf(alertIds: readonly string[]): Promise<StepRow[]> {
    return this.db.query<StepRow>(
      `SELECT id, alert_id, step, channel, actor_id, level, evidence_sealed, at FROM crisis_steps WHERE alert_id = ANY ($1::uuid[]) ORDER BY at, id LIMIT ${MAX_STEPS}`,
      [alertIds],
    );
  }

  /** Alerts that nobody has answered: of the counselor's own sessions, and for one on call those without a counselor as well as overdue ones. */
  openFor(counselorId: string, isOnCall: boolean): Promise<AlertRow[]> {
    return this.db.query<AlertRow>(
      `SELECT ${ALERT} FROM crisis_alerts a LEFT JOIN sessions s ON s.id = a.session_id
       WHERE a.acknowledged_at IS NULL AND a.closed_at IS NULL AND (s.counselor_id = $1 OR ($2 AND (s.counselor_id IS NULL OR a.rounds > 1)))
       ORDER BY a.created_at LIMIT ${MAX_OPEN}`,
      [counselorId, isOnCall],
    );
  }

  async acknowledge(id: string, counselorId: string, tx: Transaction): Promise<boolean> {
    const changed = await this.db.execute(
      'UPDATE crisis_alerts SET acknowledged_at = now(), acknowledged_by = $2 WHERE id = $1 AND acknowledged_at IS NULL',
      [id, counselorId],
      tx,
    );
    return changed > 0;
  }

  async close(sessionId: string, tx: Transaction): Promise<void> {
    await this.db.query('UPDATE crisis_alerts SET closed_at = now() WHERE session_id = $1 AND closed_at IS NULL', [sessionId], tx);
  }

  /** Gives a session of the AI counselor to a human one to look after, unless it has one; says whether it did. */
  async assign(sessionId: string, counselorId: string, tx: Transaction): Promise<boolean> {
    const changed = await this.db.execute(
      "UPDATE sessions SET counselor_id = $2, version = version + 1 WHERE id = $1 AND counselor_kind = 'ai' AND counselor_id IS NULL",
      [sessionId, counselorId],
      tx,
    );
    return changed > 0;
  }

  /** Alerts that are due for a round of telling, each for one instance; the next round is set at once. */
  takeDue(intervalMs: number, limit: number, tx: Transaction): Promise<(AlertRow & { counselor_id: string | null })[]> {
    return this.db.query(
      `UPDATE crisis_alerts a SET rounds = a.rounds + 1, next_round_at = now() + least(a.rounds + 1, 12) * $1 * interval '1 millisecond'
       FROM crisis_alerts b LEFT JOIN sessions s ON s.id = b.session_id
       WHERE a.id = b.id AND a.id IN (SELECT id FROM crisis_alerts WHERE acknowledged_at IS NULL AND closed_at IS NULL AND next_round_at <= now()
         ORDER BY next_round_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING ${ALERT}, s.counselor_id`,
      [intervalMs, limit],
      tx,
    );
  }

  /** The person's newest session that has not ended. */
  async findOpenSession(personId: string, tx: Transaction): Promise<string | null> {
    const rows = await this.db.query<{ id: string }>(
      "SELECT id FROM sessions WHERE person_id = $1 AND status <> 'ended' ORDER BY started_at DESC LIMIT 1",
      [personId],
      tx,
    );
    return rows[0]?.id ?? null;
  }
}
