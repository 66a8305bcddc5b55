import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../../platform/database/db.js';

export type ReplyStatus = 'pending' | 'done' | 'aborted' | 'failed';

export interface ReplyRow {
  status: ReplyStatus;
  reply_message_id: string | null;
  /** Somebody works on it, or did until a moment ago. */
  is_claimed: boolean;
}

export interface Spent {
  tokens: number;
  cost_micros: number;
}

/** One whose claim is older is dead: no reply takes as long. */
const CLAIM = "interval '150 seconds'";
/** A session's own counselor is there in person. */
const HUMAN_PRESENT = 'EXISTS (SELECT 1 FROM session_participants p WHERE p.session_id = s.id AND p.left_at IS NULL)';

@Injectable()
export class ReplyRepository {
  constructor(private readonly db: Db) {}

  /** Notes that the AI counselor owes a reply; false in a session that a human counselor speaks in. */
  async addDue(messageId: string, sessionId: string, crisisLevel: string | null, tx: Transaction): Promise<boolean> {
    const added = await this.db.execute(
      `INSERT INTO replies (message_id, session_id, person_id, crisis_level)
       SELECT $1, s.id, s.person_id, $3 FROM sessions s WHERE s.id = $2 AND s.counselor_kind = 'ai' AND NOT ${HUMAN_PRESENT}`,
      [messageId, sessionId, crisisLevel],
      tx,
    );
    return added > 0;
  }

  async find(messageId: string): Promise<ReplyRow | null> {
    const rows = await this.db.query<ReplyRow>(
      `SELECT status, reply_message_id, status = 'pending' AND worker IS NOT NULL AND claimed_at > now() - ${CLAIM} AS is_claimed
       FROM replies WHERE message_id = $1`,
      [messageId],
    );
    return rows[0] ?? null;
  }

  /**
   * Takes on a reply. False when somebody works on it, or on another of the same session: one at a time, on all instances.
   * Call it with the session held.
   */
  async claim(messageId: string, sessionId: string, worker: string, tx: Transaction): Promise<boolean> {
    const claimed = await this.db.execute(
      `UPDATE replies SET status = 'pending', worker = $3, claimed_at = now(), finished_at = NULL WHERE message_id = $1 AND status <> 'done'
         AND NOT EXISTS (SELECT 1 FROM replies o WHERE o.session_id = $2 AND o.status = 'pending' AND o.worker IS NOT NULL AND o.worker <> $3
           AND o.claimed_at > now() - ${CLAIM})`,
      [messageId, sessionId, worker],
      tx,
    );
    return claimed > 0;
  }

  async holdSession(sessionId: string, tx: Transaction): Promise<void> {
    await this.db.query('SELECT 1 FROM sessions WHERE id = $1 FOR NO KEY UPDATE', [sessionId], tx);
  }

  /** Whether the AI still has the word: nobody took the session over meanwhile. */
  async hasTheWord(sessionId: string, tx: Transaction): Promise<boolean> {
    const rows = await this.db.query(`SELECT 1 FROM sessions s WHERE s.id = $1 AND s.counselor_kind = 'ai' AND NOT ${HUMAN_PRESENT}`, [sessionId], tx);
    return rows.length > 0;
  }

  async finish(
    messageId: string,
    result: { status: ReplyStatus; replyMessageId: string | null; provider: string | null; inputTokens: number; outputTokens: number; costMicros: number },
    tx?: Transaction,
  ): Promise<void> {
    const { status, replyMessageId, provider, inputTokens, outputTokens, costMicros } = result;
    await this.db.query(
      `UPDATE replies SET status = $2, reply_message_id = $3, provider = $4, input_tokens = input_tokens + $5, output_tokens = output_tokens + $6,
         cost_micros = cost_micros + $7, worker = NULL, finished_at = now() WHERE message_id = $1`,
      [messageId, status, replyMessageId, provider, inputTokens, outputTokens, costMicros],
      tx,
    );
  }

  async spentOf(sessionId: string): Promise<Spent> {
    return this.sum('session_id = $1', sessionId);
  }

  /** In the last 24 hours. */
  async spentOfPerson(personId: string): Promise<Spent> {
    return this.sum("person_id = $1 AND created_at > now() - interval '24 hours'", personId);
  }

  private async sum(condition: string, id: string): Promise<Spent> {
    const [row] = await this.db.query<Spent>(
      `SELECT coalesce(sum(input_tokens + output_tokens), 0)::bigint AS tokens, coalesce(sum(cost_micros), 0)::bigint AS cost_micros FROM replies WHERE ${condition}`,
      [id],
    );
    return row ?? { tokens: 0, cost_micros: 0 };
  }
}
