import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { Sequelize, type ModelCtor } from 'sequelize-typescript';
import { inject } from 'vitest';
import { parseEndpoint } from '../../src/platform/database/connection.js';
import { readPoolOptions, sequelizeOptions, type PoolLimits } from '../../src/platform/database/database.options.js';
import { Db } from '../../src/platform/database/db.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { TEMPLATE } from './test-server.js';

/** A migrated, empty database of one test file's own. */
export interface TestDatabase {
  name: string;
  /** As the role of the running service, which cannot change the schema. */
  url: string;
  /** As the role of dashboards, which sees what it was granted. */
  readUrl: string;
  /** As the one who migrates. */
  ownerUrl: string;
  /** Ends every connection to it and removes it. */
  drop: () => Promise<void>;
}

/** Copies the migrated template (some 20 ms). Call `drop` in `afterAll`; what is left ends with the run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdministrator(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY file_copy`);
  return {
    name,
    url: urlOf('bemore_app', name),
    readUrl: urlOf('bemore_reader', name),
    ownerUrl: urlOf('bemore_owner', name),
    drop: () => asAdministrator(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** A test database with what features are built on, for tests without a Nest application. */
export interface OpenTestDatabase extends TestDatabase {
  sequelize: Sequelize;
  db: Db;
  transactions: Transactions;
  /** Closes the connections and drops the database. */
  close: () => Promise<void>;
}

export async function openTestDatabase(models: ModelCtor[] = [], limits: Partial<PoolLimits> = {}): Promise<OpenTestDatabase> {
  const database = await createTestDatabase();
  const pool = { poolMax: 5, statementTimeoutMs: 10_000, ...limits };
  const policy = { production: false };
  const sequelize = new Sequelize({ ...sequelizeOptions(parseEndpoint(database.url, policy), pool), models });
  const readPool = new pg.Pool(readPoolOptions(parseEndpoint(database.readUrl, policy), pool));
  const db = new Db(sequelize, readPool);
  return {
    ...database,
    sequelize,
    db,
    transactions: new Transactions(sequelize),
    close: async () => {
      await sequelize.close();
      await db.closeReadOnly();
      await database.drop();
    },
  };
}

function urlOf(role: 'bemore_owner' | 'bemore_app' | 'bemore_reader', database: string): string {
  const { host, port, passwords } = inject('database');
  return `postgres://${role}:${passwords[role]}@${host}:${port}/${database}`;
}

async function asAdministrator(sql: string): Promise<void> {
  const client = new pg.Client(urlOf('bemore_owner', 'postgres'));
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
