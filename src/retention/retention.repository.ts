import { Injectable } from '@nestjs/common';
import { Db } from '../platform/database/db.js';

/** Deleting a session or a person deletes everything that is theirs: the foreign keys cascade. */
@Injectable()
export class RetentionRepository {
  constructor(private readonly db: Db) {}

  purgeSessions(before: Date, limit: number): Promise<number> {
    return this.db.execute(
      `DELETE FROM sessions WHERE id IN
         (SELECT id FROM sessions WHERE status = 'ended' AND ended_at < $1 ORDER BY ended_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [before, limit],
    );
  }

  /** Guests are known by their session alone: without one there is nothing left of them to keep, their key neither. */
  purgeGuests(before: Date, limit: number): Promise<number> {
    return this.db.execute(
      `DELETE FROM persons WHERE id IN
         (SELECT id FROM persons WHERE kind = 'guest' AND created_at < $1 AND NOT EXISTS (SELECT 1 FROM sessions WHERE person_id = persons.id)
          LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [before, limit],
    );
  }

  purgeTranscripts(before: Date, limit: number): Promise<number> {
    return this.db.execute(
      'DELETE FROM transcripts WHERE id IN (SELECT id FROM transcripts WHERE created_at < $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)',
      [before, limit],
    );
  }

  /** What owners are shown of their accounts. Nobody may change these rows, so nobody can lock them: of two instances one finds them gone. */
  purgeSecurityEvents(before: Date, limit: number): Promise<number> {
    return this.db.execute(
      'DELETE FROM security_events WHERE id IN (SELECT id FROM security_events WHERE created_at < $1 ORDER BY created_at LIMIT $2)',
      [before, limit],
    );
  }
}
