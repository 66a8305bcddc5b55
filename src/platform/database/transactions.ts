import { setTimeout as delay } from 'node:timers/promises';
import type { Transaction } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { isRetryable } from './database-errors.js';

const ATTEMPTS = 4;
const BACKOFF_MS = 10;

/** All or nothing: what runs inside is committed together or leaves no trace. */
export class Transactions {
  constructor(private readonly sequelize: Sequelize) {}

  /**
   * Runs `work` in a transaction, commits when it resolves and rolls back when it throws (the same error comes out).
   * After a deadlock or a serialization failure it runs again, at most four times in all: what `work` does outside of the
   * database must bear that, and events are emitted after `run` has resolved.
   */
  async run<T>(work: (tx: Transaction) => Promise<T>, options: { isolationLevel?: Transaction.ISOLATION_LEVELS } = {}): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.sequelize.transaction(options, work);
      } catch (error) {
        if (attempt >= ATTEMPTS || !isRetryable(error)) throw error;
        await delay(BACKOFF_MS * 2 ** attempt * Math.random());
      }
    }
  }
}
