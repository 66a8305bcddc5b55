import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations, type Migration } from '../../../../migrations/index.js';
import { ask } from '../../../../test/harness/embedded-server.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/test-database.js';
import { parseEndpoint, type Endpoint } from '../connection.js';
import { migrateDown, migrateUp, migrationStatus } from './migrator.js';

const names = migrations.map(({ name }) => name);

/** Everything a migration can make, as text, so that two states of a schema can be compared. */
const SCHEMA = `
  SELECT concat_ws(' ', 'column', table_name, column_name, data_type, is_nullable, column_default) AS line
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT concat_ws(' ', 'grant', grantee, table_name, privilege_type)
    FROM information_schema.table_privileges WHERE table_schema = 'public' AND grantee LIKE 'bemore\\_%'
  UNION ALL SELECT concat_ws(' ', 'column grant', grantee, table_name, column_name, privilege_type)
    FROM information_schema.column_privileges WHERE table_schema = 'public' AND grantee = 'bemore_reader'
  UNION ALL SELECT 'function ' || proname || pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', 'trigger', tgrelid::regclass, pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT concat_ws(' ', 'default', defaclobjtype, defaclacl) FROM pg_default_acl
  ORDER BY line`;

describe('migrations', () => {
  let database: TestDatabase;
  let owner: Endpoint;
  beforeEach(async () => {
    database = await createTestDatabase();
    owner = parseEndpoint(database.ownerUrl, { production: false });
  });
  afterEach(async () => {
    await database.drop();
  });

  const schema = async () => (await ask<{ line: string }>(database.ownerUrl, SCHEMA)).map(({ line }) => line);

  it('go down to nothing and up again to the same schema', async () => {
    const before = await schema();
    expect(before.length).toBeGreaterThan(100);
    expect(await migrateDown(owner, names.length)).toEqual([...names].reverse());
    const empty = await schema();
    expect(empty.filter((line) => !line.includes('schema_migrations'))).toEqual([]);
    expect(await migrationStatus(owner)).toEqual({ applied: [], pending: names });
    expect(await migrateUp(owner)).toEqual(names);
    expect(await schema()).toEqual(before);
    expect(await migrateUp(owner)).toEqual([]);
  });

  it('go down and up one by one', async () => {
    for (let count = migrations.length; count > 0; count -= 1) {
      const soFar = migrations.slice(0, count);
      const before = await schema();
      expect(await migrateDown(owner)).toEqual([names[count - 1]]);
      expect(await schema()).not.toEqual(before);
      expect(await migrateUp(owner, soFar)).toEqual([names[count - 1]]);
      expect(await schema()).toEqual(before);
      await migrateDown(owner);
    }
  });

  it('run once when several programs start together', async () => {
    await migrateDown(owner, names.length);
    const runs = await Promise.all([migrateUp(owner), migrateUp(owner), migrateUp(owner)]);
    expect(runs.flat()).toEqual(names);
  });

  it('leave nothing of a step that failed, and its record neither', async () => {
    const broken: Migration = {
      name: '9999-broken',
      up: async (sql) => {
        await sql('CREATE TABLE half (n int)');
        await sql('SELECT 1 / 0');
      },
      down: () => Promise.resolve(),
    };
    await expect(migrateUp(owner, [...migrations, broken])).rejects.toThrow(/9999-broken/);
    expect((await schema()).filter((line) => line.includes('half'))).toEqual([]);
    expect(await migrationStatus(owner, [...migrations, broken])).toEqual({ applied: names, pending: ['9999-broken'] });
  });

  it('let the running service see what was applied, and not change it', async () => {
    expect(await migrationStatus(parseEndpoint(database.url, { production: false }))).toEqual({ applied: names, pending: [] });
    await expect(ask(database.url, 'DELETE FROM schema_migrations')).rejects.toMatchObject({ code: '42501' });
  });

  it('release their lock when they fail', async () => {
    const failing: Migration = { name: '9999-failing', up: () => Promise.reject(new Error('no')), down: () => Promise.resolve() };
    await expect(migrateUp(owner, [...migrations, failing])).rejects.toThrow();
    const client = new pg.Client(database.ownerUrl);
    await client.connect();
    const { rows } = await client.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
    await client.end();
    expect(rows).toEqual([]);
  });
});
