import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';
import { uuidv7 } from '../platform/database/uuid.js';

export interface ConsentRow {
  camera: boolean;
  microphone: boolean;
  transcript: boolean;
  third_party_ai: boolean;
  research: boolean;
  policy_version: string;
  given_at: Date;
}

/** Whose consents: a person's, or those within one of their sessions. */
export interface ConsentSubject {
  personId: string;
  sessionId: string | null;
}

const COLUMNS = 'camera, microphone, transcript, third_party_ai, research, policy_version, given_at';
const MAX_HISTORY = 100;

@Injectable()
export class ConsentRepository {
  constructor(private readonly db: Db) {}

  /** What holds for the person now; within a session also what was given for that session alone. */
  async findCurrent(personId: string, sessionId: string | null, tx?: Transaction): Promise<ConsentRow | null> {
    const [row] = await this.findManyCurrent([{ personId, sessionId }], tx);
    return row ?? null;
  }

  /** The same for many; whoever never gave or refused anything is missing in the answer. */
  findManyCurrent(asked: readonly ConsentSubject[], tx?: Transaction): Promise<(ConsentRow & { person_id: string; session_id: string | null })[]> {
    return this.db.query(
      `SELECT asked.person_id, asked.session_id, given.* FROM unnest($1::uuid[], $2::uuid[]) AS asked (person_id, session_id)
       CROSS JOIN LATERAL (
         SELECT ${COLUMNS} FROM consents c WHERE c.person_id = asked.person_id AND (c.session_id IS NULL OR c.session_id = asked.session_id)
         ORDER BY given_at DESC, id DESC LIMIT 1
       ) AS given`,
      [asked.map(({ personId }) => personId), asked.map(({ sessionId }) => sessionId)],
      tx,
    );
  }

  /** Newest first. */
  findHistory(personId: string, sessionId: string | null): Promise<ConsentRow[]> {
    return this.db.query<ConsentRow>(
      `SELECT ${COLUMNS} FROM consents WHERE person_id = $1 AND (session_id IS NULL OR session_id = $2)
       ORDER BY given_at DESC, id DESC LIMIT ${MAX_HISTORY}`,
      [personId, sessionId],
    );
  }

  /** Makes changes of one person's consents wait for each other. */
  async lockPerson(personId: string, tx: Transaction): Promise<void> {
    await this.db.query('SELECT 1 FROM persons WHERE id = $1 FOR NO KEY UPDATE', [personId], tx);
  }

  async add(personId: string, sessionId: string | null, row: Omit<ConsentRow, 'given_at'>, tx: Transaction): Promise<void> {
    await this.db.query(
      `INSERT INTO consents (id, person_id, session_id, camera, microphone, transcript, third_party_ai, research, policy_version, given_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp())`,
      [uuidv7(), personId, sessionId, row.camera, row.microphone, row.transcript, row.third_party_ai, row.research, row.policy_version],
      tx,
    );
  }
}
