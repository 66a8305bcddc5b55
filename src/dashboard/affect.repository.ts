import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';

export interface SessionAffectRow {
  session_id: string;
  content_sealed: Buffer;
}

/** A UTC day of one person; without content it has to be summed again. */
export interface AffectDayRow {
  day: string;
  version: number;
  content_sealed: Buffer | null;
}

@Injectable()
export class AffectRepository {
  constructor(private readonly db: Db) {}

  async saveSession(sessionId: string, personId: string, day: string, content: Buffer, tx: Transaction): Promise<void> {
    await this.db.query(
      `INSERT INTO session_affect (session_id, person_id, day, content_sealed) VALUES ($1, $2, $3::date, $4)
       ON CONFLICT (session_id) DO UPDATE SET content_sealed = excluded.content_sealed`,
      [sessionId, personId, day, content],
      tx,
    );
  }

  /** Holds the day until the transaction ends. */
  async lockDay(personId: string, day: string, tx: Transaction): Promise<AffectDayRow | null> {
    const rows = await this.db.query<AffectDayRow>(
      'SELECT day::text AS day, version, content_sealed FROM affect_days WHERE person_id = $1 AND day = $2::date FOR UPDATE',
      [personId, day],
      tx,
    );
    return rows[0] ?? null;
  }

  findSessionsOf(personId: string, day: string, tx?: Transaction): Promise<SessionAffectRow[]> {
    return this.db.query<SessionAffectRow>(
      'SELECT session_id, content_sealed FROM session_affect WHERE person_id = $1 AND day = $2::date',
      [personId, day],
      tx,
    );
  }

  /** Stores the sum of a day unless one of its sessions has changed since `version`. */
  async saveDay(personId: string, day: string, version: number, content: Buffer, tx?: Transaction): Promise<void> {
    await this.db.query(
      'UPDATE affect_days SET content_sealed = $4 WHERE person_id = $1 AND day = $2::date AND version = $3',
      [personId, day, version, content],
      tx,
    );
  }

  /** The person's days between two UTC days, both included. */
  findDays(personId: string, from: string, to: string): Promise<AffectDayRow[]> {
    return this.db.readOnly.query<AffectDayRow>(
      'SELECT day::text AS day, version, content_sealed FROM affect_days WHERE person_id = $1 AND day BETWEEN $2::date AND $3::date',
      [personId, from, to],
    );
  }
}
