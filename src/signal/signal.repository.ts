import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';

export type Modality = 'face' | 'voice' | 'text';

/** One row of `signals`: what one session sent of one modality between two flushes, sealed. */
export interface SignalRow {
  id: string;
  sessionId: string;
  personId: string;
  modality: Modality;
  tsFrom: Date;
  tsTo: Date;
  itemCount: number;
  payload: Buffer;
}

export interface SessionSignalCounts {
  id: string;
  frame_count: number;
  voice_event_count: number;
  text_count: number;
}

export interface StoredSignal {
  id: string;
  modality: Modality;
  item_count: number;
  payload_sealed: Buffer;
}

/** Time between two updates of `last_activity_at`: it is indexed, and an unchanged value keeps the update cheap. */
const ACTIVITY_STEP = "interval '10 seconds'";

@Injectable()
export class SignalRepository {
  constructor(private readonly db: Db) {}

  /**
   * Adds the rows of all sessions that are active, and counts them, in one statement. Sessions that are missing in the answer
   * are not active: nothing of theirs was stored.
   */
  append(rows: readonly SignalRow[]): Promise<SessionSignalCounts[]> {
    return this.db.query<SessionSignalCounts>(
      `WITH batch AS (
         SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::int[], $8::bytea[])
           AS b (id, session_id, person_id, modality, ts_from, ts_to, item_count, payload)
       ), open AS (
         SELECT s.id FROM sessions s WHERE s.id IN (SELECT session_id FROM batch) AND s.status = 'active' ORDER BY s.id FOR NO KEY UPDATE
       ), added AS (
         INSERT INTO signals (id, session_id, person_id, modality, ts_from, ts_to, item_count, payload_sealed)
         SELECT b.id, b.session_id, b.person_id, b.modality, b.ts_from, b.ts_to, b.item_count, b.payload
         FROM batch b JOIN open ON open.id = b.session_id
       ), delta AS (
         SELECT session_id, coalesce(sum(item_count) FILTER (WHERE modality = 'face'), 0) AS frames,
           coalesce(sum(item_count) FILTER (WHERE modality = 'voice'), 0) AS voices,
           coalesce(sum(item_count) FILTER (WHERE modality = 'text'), 0) AS texts
         FROM batch GROUP BY session_id
       )
       UPDATE sessions s SET frame_count = s.frame_count + d.frames, voice_event_count = s.voice_event_count + d.voices,
         text_count = s.text_count + d.texts,
         last_activity_at = CASE WHEN s.last_activity_at < now() - ${ACTIVITY_STEP} THEN now() ELSE s.last_activity_at END
       FROM delta d JOIN open ON open.id = d.session_id WHERE s.id = d.session_id
       RETURNING s.id, s.frame_count, s.voice_event_count, s.text_count`,
      [
        rows.map(({ id }) => id),
        rows.map(({ sessionId }) => sessionId),
        rows.map(({ personId }) => personId),
        rows.map(({ modality }) => modality),
        rows.map(({ tsFrom }) => tsFrom),
        rows.map(({ tsTo }) => tsTo),
        rows.map(({ itemCount }) => itemCount),
        rows.map(({ payload }) => payload),
      ],
    );
  }

  /** In the order in which they were stored, from after a row on. */
  findAfter(sessionId: string, afterId: string | null, limit: number, tx?: Transaction): Promise<StoredSignal[]> {
    return this.db.query<StoredSignal>(
      `SELECT id, modality, item_count, payload_sealed FROM signals
       WHERE session_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [sessionId, afterId, limit],
      tx,
    );
  }
}
