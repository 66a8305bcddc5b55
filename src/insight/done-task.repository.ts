import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';

export interface DoneTaskRow {
  finding_id: string;
  task: number;
  done_at: Date;
}

export interface TaskRef {
  readonly sessionId: string;
  readonly findingId: string;
  /** Its place among the finding's tasks. */
  readonly task: number;
}

@Injectable()
export class DoneTaskRepository {
  constructor(private readonly db: Db) {}

  /** Says when it was done: now, or when it was marked before. */
  async add({ sessionId, findingId, task }: TaskRef, personId: string, tx: Transaction): Promise<Date> {
    const [row] = await this.db.query<{ done_at: Date }>(
      `INSERT INTO done_tasks (finding_id, task, session_id, person_id) VALUES ($1, $2, $3, $4)
       ON CONFLICT (finding_id, task) DO UPDATE SET done_at = done_tasks.done_at RETURNING done_at`,
      [findingId, task, sessionId, personId],
      tx,
    );
    return row?.done_at ?? new Date();
  }

  async remove({ findingId, task }: TaskRef, tx: Transaction): Promise<void> {
    await this.db.query('DELETE FROM done_tasks WHERE finding_id = $1 AND task = $2', [findingId, task], tx);
  }

  findOf(sessionId: string, tx?: Transaction): Promise<DoneTaskRow[]> {
    return this.db.query<DoneTaskRow>('SELECT finding_id, task, done_at FROM done_tasks WHERE session_id = $1', [sessionId], tx);
  }

  /** When the person did tasks, over the read-only connection. */
  async findTimes(personId: string, from: Date, to: Date): Promise<Date[]> {
    const rows = await this.db.readOnly.query<{ done_at: Date }>(
      'SELECT done_at FROM done_tasks WHERE person_id = $1 AND done_at >= $2 AND done_at < $3',
      [personId, from, to],
    );
    return rows.map(({ done_at: doneAt }) => doneAt);
  }
}
