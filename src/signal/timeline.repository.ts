import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';

export interface BlockRow {
  session_id: string;
  block_start: Date;
  points_sealed: Buffer;
}

export interface NewBlock {
  sessionId: string;
  personId: string;
  start: Date;
  seconds: number;
  sealed: Buffer;
}

/** How many signals the stored timeline of a session holds, and how many seconds it has. */
export interface FoldedCount {
  sessionId: string;
  folded: number;
  seconds: number;
}

export interface FoldState {
  folded: number;
  stored: number;
}

@Injectable()
export class TimelineRepository {
  constructor(private readonly db: Db) {}

  /**
   * Writes blocks of any number of sessions, and what they hold, in one statement. Locks the sessions before anything else and in the
   * order of their ids, as whatever else writes many of them does: in any other order two of these wait for each other.
   */
  async save(blocks: readonly NewBlock[], counts: readonly FoldedCount[], tx?: Transaction): Promise<void> {
    await this.db.query(
      `WITH locked AS (
         SELECT id FROM sessions WHERE id = ANY($6::uuid[]) ORDER BY id FOR NO KEY UPDATE
       ), counted AS (
         UPDATE sessions s SET folded_count = c.folded, emotion_count = c.seconds
         FROM unnest($6::uuid[], $7::int[], $8::int[]) AS c (session_id, folded, seconds) JOIN locked ON locked.id = c.session_id
         WHERE s.id = locked.id
       )
       INSERT INTO emotion_blocks (session_id, person_id, block_start, point_count, points_sealed)
       SELECT b.* FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::smallint[], $5::bytea[])
         AS b (session_id, person_id, block_start, point_count, points_sealed) LEFT JOIN locked ON locked.id = b.session_id
       ORDER BY locked.id, b.block_start
       ON CONFLICT (session_id, block_start) DO UPDATE SET point_count = excluded.point_count, points_sealed = excluded.points_sealed`,
      [
        blocks.map(({ sessionId }) => sessionId),
        blocks.map(({ personId }) => personId),
        blocks.map(({ start }) => start),
        blocks.map(({ seconds }) => seconds),
        blocks.map(({ sealed }) => sealed),
        counts.map(({ sessionId }) => sessionId),
        counts.map(({ folded }) => folded),
        counts.map(({ seconds }) => seconds),
      ],
      tx,
    );
  }

  /** All blocks of a session in the order of time. */
  findOf(sessionId: string, tx?: Transaction): Promise<BlockRow[]> {
    return this.db.query<BlockRow>(
      'SELECT session_id, block_start, points_sealed FROM emotion_blocks WHERE session_id = $1 ORDER BY block_start',
      [sessionId],
      tx,
    );
  }

  findSome(sessionId: string, starts: readonly Date[]): Promise<BlockRow[]> {
    return this.db.query<BlockRow>(
      'SELECT session_id, block_start, points_sealed FROM emotion_blocks WHERE session_id = $1 AND block_start = ANY($2::timestamptz[])',
      [sessionId, starts],
    );
  }

  /** Whether the stored timeline holds all that arrived. */
  async findFoldState(sessionId: string, tx?: Transaction): Promise<FoldState> {
    const rows = await this.db.query<FoldState>(
      'SELECT folded_count AS folded, frame_count + voice_event_count + text_count AS stored FROM sessions WHERE id = $1',
      [sessionId],
      tx,
    );
    return rows[0] ?? { folded: 0, stored: 0 };
  }
}
