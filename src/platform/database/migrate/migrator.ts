import pg from 'pg';
import { Umzug } from 'umzug';
import { migrations, type Migration, type Sql } from '../../../../migrations/index.js';
import type { Endpoint } from '../connection.js';

/** Two programs that start together must not both migrate; umzug has no lock of its own. */
const MIGRATION_LOCK = 7_120_003;
/** How long to wait for another's migration, or for a table that is in use. */
const LOCK_TIMEOUT = '60s';

export interface MigrationStatus {
  applied: string[];
  pending: string[];
}

/** Applies what is pending, in order, each step in a transaction of its own together with its record. */
export async function migrateUp(owner: Endpoint, list: readonly Migration[] = migrations): Promise<string[]> {
  return locked(owner, list, async (umzug) => (await umzug.up()).map(({ name }) => name));
}

/** Takes the last `steps` migrations back, newest first. Their data is gone afterwards. */
export async function migrateDown(owner: Endpoint, steps = 1, list: readonly Migration[] = migrations): Promise<string[]> {
  return locked(owner, list, async (umzug) => (await umzug.down({ step: steps })).map(({ name }) => name));
}

/** What was applied and what is missing; only reads, so the running service's user may ask. */
export async function migrationStatus(endpoint: Endpoint, list: readonly Migration[] = migrations): Promise<MigrationStatus> {
  const client = await connect(endpoint);
  try {
    const { rows: tables } = await client.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tablename = 'schema_migrations'");
    const applied = tables.length === 0 ? [] : await recorded(client);
    const known = new Set(applied);
    return { applied, pending: list.map(({ name }) => name).filter((name) => !known.has(name)) };
  } finally {
    await client.end();
  }
}

async function connect(endpoint: Endpoint): Promise<pg.Client> {
  const client = new pg.Client({ ...endpoint, application_name: 'bemore-migrate', connectionTimeoutMillis: 5_000 });
  // The query under way or the next one throws; without a listener the event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function recorded(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name');
  return rows.map(({ name }) => name);
}

async function locked<T>(owner: Endpoint, list: readonly Migration[], work: (umzug: Umzug) => Promise<T>): Promise<T> {
  const client = await connect(owner);
  try {
    await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`);
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query('CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())');
    return await work(umzugOn(client, list));
  } finally {
    // Ends the session and with it the lock.
    await client.end();
  }
}

function umzugOn(client: pg.Client, list: readonly Migration[]): Umzug {
  const sql: Sql = async <Row extends object>(text: string, bind?: readonly unknown[]) =>
    (await client.query<Row>(text, bind === undefined ? undefined : [...bind])).rows;
  const inTransaction = async (step: (sql: Sql) => Promise<void>, record: string, name: string) => {
    await client.query('BEGIN');
    try {
      await step(sql);
      await client.query(record, [name]);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  };
  return new Umzug({
    migrations: list.map(({ name, up, down }) => ({
      name,
      up: () => inTransaction(up, 'INSERT INTO schema_migrations (name) VALUES ($1)', name),
      down: () => inTransaction(down, 'DELETE FROM schema_migrations WHERE name = $1', name),
    })),
    storage: {
      // The record is written in the migration's own transaction, above.
      logMigration: () => Promise.resolve(),
      unlogMigration: () => Promise.resolve(),
      executed: () => recorded(client),
    },
    logger: undefined,
  });
}
