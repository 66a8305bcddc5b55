import type { Client, Pool, QueryResult } from 'pg';
import type { Transaction } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { isStalePlan, withoutValues } from './database-errors.js';
import { surviveLostConnections } from './lost-connections.js';
import { statement } from './prepared.js';

/** Rows for a statement with bound values ($1, $2 …). */
export interface ReadOnlyDb {
  query<Row extends object>(sql: string, bind?: readonly unknown[]): Promise<Row[]>;
}

/**
 * Plain SQL for what runs often, straight on a `pg` connection of Sequelize's pool, prepared once a connection. Values go in
 * as bound parameters and nowhere else. bigint comes as number, timestamptz as Date, bytea as Buffer.
 *
 * The text of a statement must be constant: many rows go in as arrays (`unnest($1::uuid[], $2::bytea[])`), not as more `($1,$2)`.
 */
export class Db {
  /** The read-only connection, for reports and dashboards: its own role and pool; it sees what was committed. */
  readonly readOnly: ReadOnlyDb;

  constructor(
    private readonly sequelize: Sequelize,
    private readonly readPool: Pool,
  ) {
    surviveLostConnections(readPool);
    this.readOnly = {
      query: async <Row extends object>(sql: string, bind: readonly unknown[] = []) => {
        const client = await readPool.connect();
        let failure: Error | undefined;
        try {
          return (await run<Row>(client, sql, bind)).rows;
        } catch (error) {
          failure = isStalePlan(error) && error instanceof Error ? error : undefined;
          throw error;
        } finally {
          client.release(failure);
        }
      },
    };
  }

  /** The rows that a statement gives back; for INSERT, UPDATE and DELETE those of its RETURNING. */
  async query<Row extends object>(sql: string, bind: readonly unknown[] = [], tx?: Transaction): Promise<Row[]> {
    return (await this.onConnection<Row>(sql, bind, tx)).rows;
  }

  /** The number of rows that an INSERT, UPDATE or DELETE touched. */
  async execute(sql: string, bind: readonly unknown[] = [], tx?: Transaction): Promise<number> {
    return (await this.onConnection(sql, bind, tx)).rowCount ?? 0;
  }

  /** Connections in use and callers that wait for one, of the pool that writes. */
  get load(): { used: number; waiting: number } {
    const { pool } = this.sequelize.connectionManager as unknown as { pool: { using: number; waiting: number } };
    return { used: pool.using, waiting: pool.waiting };
  }

  async closeReadOnly(): Promise<void> {
    await this.readPool.end();
  }

  private async onConnection<Row extends object>(sql: string, bind: readonly unknown[], tx: Transaction | undefined): Promise<QueryResult<Row>> {
    if (tx !== undefined) return run(clientOf(tx), sql, bind);
    const manager = this.sequelize.connectionManager;
    const client = (await manager.getConnection({ type: 'write' })) as Client;
    try {
      return await run(client, sql, bind);
    } catch (error) {
      // Its other statements may be stale as well: a new connection prepares them anew.
      if (isStalePlan(error)) await manager.destroyConnection(client);
      throw error;
    } finally {
      manager.releaseConnection(client);
    }
  }
}

async function run<Row extends object>(client: Pick<Client, 'query'>, sql: string, bind: readonly unknown[]): Promise<QueryResult<Row>> {
  try {
    return await client.query<Row>(statement(sql, bind));
  } catch (error) {
    throw withoutValues(error);
  }
}

/** Sequelize puts the connection on its transactions without declaring it, and leaves it there when they are over. */
function clientOf(tx: Transaction): Client {
  const { connection, finished } = tx as unknown as { connection?: Client; finished?: string };
  if (connection === undefined || finished !== undefined) throw new Error('The transaction has not begun or is over.');
  return connection;
}
