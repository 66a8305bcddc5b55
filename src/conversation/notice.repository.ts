import { Injectable } from '@nestjs/common';
import { Db } from '../platform/database/db.js';

/** That somebody is told again. */
const REPEAT = "interval '3 hours'";

/** The kinds of a session: an AI answers in it, and expression is read in every one. */
const KINDS = "unnest(CASE WHEN s.counselor_kind = 'ai' THEN ARRAY['ai', 'expression'] ELSE ARRAY['expression'] END) AS kind";

@Injectable()
export class NoticeRepository {
  constructor(private readonly db: Db) {}

  /** Records what the person was told at the session's start; nothing when it is recorded. */
  async addStart(sessionId: string): Promise<void> {
    await this.db.query(
      `INSERT INTO told_notices (id, session_id, person_id, kind, occasion, language, told_at)
       SELECT gen_random_uuid(), s.id, s.person_id, kind, 'start', s.language, s.started_at FROM sessions s, ${KINDS}
       WHERE s.id = $1 AND NOT EXISTS (SELECT 1 FROM told_notices t WHERE t.session_id = s.id)`,
      [sessionId],
    );
  }

  /** Records another telling in open sessions whose last one is three hours old; gives their ids. Every instance may ask. */
  async addRepeats(limit: number): Promise<string[]> {
    const rows = await this.db.query<{ session_id: string }>(
      `WITH due AS (
         SELECT s.id, s.person_id, s.counselor_kind, s.language FROM sessions s
         WHERE s.status <> 'ended' AND s.started_at <= now() - ${REPEAT}
           AND NOT EXISTS (SELECT 1 FROM told_notices t WHERE t.session_id = s.id AND t.told_at > now() - ${REPEAT})
         LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED)
       INSERT INTO told_notices (id, session_id, person_id, kind, occasion, language)
       SELECT gen_random_uuid(), s.id, s.person_id, kind, 'repeat', s.language FROM due s, ${KINDS} RETURNING session_id`,
      [limit],
    );
    return [...new Set(rows.map(({ session_id: sessionId }) => sessionId))];
  }

  /** Sessions that began and whose telling is not recorded, because the process that told died. */
  async findUnrecorded(limit: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT s.id FROM sessions s WHERE s.status <> 'ended' AND NOT EXISTS (SELECT 1 FROM told_notices t WHERE t.session_id = s.id) LIMIT $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }
}
