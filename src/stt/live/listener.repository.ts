import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../../platform/database/db.js';

export interface Listener {
  sessionId: string;
  personId: string;
  settledTo: number;
  heardTo: number;
}

export interface DeadListener {
  session_id: string;
  person_id: string;
  settled_to: Date;
  heard_to: Date;
}

/** A listener that was not renewed for so long belongs to an instance that is no more. */
const STALE = "interval '5 seconds'";

/** Which instance takes whose live audio, and how far it is. */
@Injectable()
export class ListenerRepository {
  constructor(private readonly db: Db) {}

  async save(listeners: readonly Listener[], worker: string): Promise<void> {
    await this.db.query(
      `INSERT INTO live_listeners (session_id, person_id, worker, settled_to, heard_to)
       SELECT l.session_id, s.person_id, $1, to_timestamp(l.settled_to / 1000), to_timestamp(l.heard_to / 1000)
       FROM unnest($2::uuid[], $3::float8[], $4::float8[]) AS l (session_id, settled_to, heard_to) JOIN sessions s ON s.id = l.session_id
       ON CONFLICT (session_id, worker) DO UPDATE
       SET settled_to = greatest(live_listeners.settled_to, excluded.settled_to), heard_to = excluded.heard_to, renewed_at = now()`,
      [worker, listeners.map(({ sessionId }) => sessionId), listeners.map(({ settledTo }) => settledTo), listeners.map(({ heardTo }) => heardTo)],
    );
  }

  async remove(sessionId: string, worker: string): Promise<void> {
    await this.db.query('DELETE FROM live_listeners WHERE session_id = $1 AND worker = $2', [sessionId, worker]);
  }

  async removeOfSession(sessionId: string, tx: Transaction): Promise<void> {
    await this.db.query('DELETE FROM live_listeners WHERE session_id = $1', [sessionId], tx);
  }

  /** Takes those of instances that are no more: each is given to one caller. */
  takeDead(limit: number, tx: Transaction): Promise<DeadListener[]> {
    return this.db.query<DeadListener>(
      `DELETE FROM live_listeners WHERE (session_id, worker) IN (
         SELECT session_id, worker FROM live_listeners WHERE renewed_at < now() - ${STALE} ORDER BY renewed_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING session_id, person_id, settled_to, heard_to`,
      [limit],
      tx,
    );
  }
}
