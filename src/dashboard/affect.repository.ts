import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';

export interface SessionAffectRow {
  session_id: string;
  content_sealed: Buffer;
}

/** Seven UTC days of one person; without content it has to be summed again. */
export interface AffectWeekRow {
  week: string;
  version: number;
  content_sealed: Buffer | null;
}

@Injectable()
export class AffectRepository {
  constructor(private readonly db: Db) {}

  async saveSession(sessionId: string, personId: string, week: string, content: Buffer, tx: Transaction): Promise<void> {
    await this.db.query(
      `INSERT INTO session_affect (session_id, person_id, week, content_sealed) VALUES ($1, $2, $3::date, $4)
       ON CONFLICT (session_id) DO UPDATE SET content_sealed = excluded.content_sealed`,
      [sessionId, personId, week, content],
      tx,
    );
  }

  /** Holds the week until the transaction ends. */
  async lockWeek(personId: string, week: string, tx: Transaction): Promise<AffectWeekRow | null> {
    const rows = await this.db.query<AffectWeekRow>(
      'SELECT week::text AS week, version, content_sealed FROM affect_weeks WHERE person_id = $1 AND week = $2::date FOR UPDATE',
      [personId, week],
      tx,
    );
    return rows[0] ?? null;
  }

  findSessionsOf(personId: string, week: string, tx?: Transaction): Promise<SessionAffectRow[]> {
    return this.db.query<SessionAffectRow>(
      'SELECT session_id, content_sealed FROM session_affect WHERE person_id = $1 AND week = $2::date',
      [personId, week],
      tx,
    );
  }

  /** Stores the sum of a week unless one of its sessions has changed since `version`. */
  async saveWeek(personId: string, week: string, version: number, content: Buffer, tx?: Transaction): Promise<void> {
    await this.db.query(
      'UPDATE affect_weeks SET content_sealed = $4 WHERE person_id = $1 AND week = $2::date AND version = $3',
      [personId, week, version, content],
      tx,
    );
  }

  /** The person's weeks between two of them, both included. */
  findWeeks(personId: string, from: string, to: string): Promise<AffectWeekRow[]> {
    return this.db.readOnly.query<AffectWeekRow>(
      'SELECT week::text AS week, version, content_sealed FROM affect_weeks WHERE person_id = $1 AND week BETWEEN $2::date AND $3::date',
      [personId, from, to],
    );
  }
}
