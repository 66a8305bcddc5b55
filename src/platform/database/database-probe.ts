import pg from 'pg';
import type { Endpoint } from './connection.js';
import { surviveLostConnections } from './lost-connections.js';

const LIMIT_MS = 2_000;

/**
 * Asks whether PostgreSQL answers, on a connection of its own: a pool that is busy is not a database that is out.
 * Callers that ask at the same time share one question.
 */
export class DatabaseProbe {
  private readonly pool: pg.Pool;
  private question: Promise<void> | undefined;

  constructor(endpoint: Endpoint) {
    this.pool = new pg.Pool({
      ...endpoint,
      application_name: 'bemore-probe',
      max: 1,
      connectionTimeoutMillis: LIMIT_MS,
      query_timeout: LIMIT_MS,
    });
    surviveLostConnections(this.pool);
  }

  /** @throws when there is no answer within two seconds. */
  async check(): Promise<void> {
    this.question ??= this.ask().finally(() => {
      this.question = undefined;
    });
    await this.question;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async ask(): Promise<void> {
    const client = await this.pool.connect();
    let failure: Error | undefined;
    try {
      await client.query('SELECT 1');
    } catch (error) {
      failure = error instanceof Error ? error : new Error('no answer', { cause: error });
      throw failure;
    } finally {
      client.release(failure);
    }
  }
}
