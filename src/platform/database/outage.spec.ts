import pg from 'pg';
import { Sequelize } from 'sequelize-typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TcpProxy } from '../../../test/harness/tcp-proxy.js';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { parseEndpoint } from './connection.js';
import { isDatabaseUnavailable } from './database-errors.js';
import { DatabaseProbe } from './database-probe.js';
import { readPoolOptions, sequelizeOptions } from './database.options.js';
import { Db } from './db.js';

describe('a database that cannot be reached', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let sequelize: Sequelize;
  let db: Db;
  let probe: DatabaseProbe;
  beforeEach(async () => {
    database = await createTestDatabase();
    proxy = await TcpProxy.to(database.url);
    const limits = { poolMax: 2, statementTimeoutMs: 200 };
    const through = (url: string) => ({ ...parseEndpoint(url, { production: false }), port: proxy.port });
    sequelize = new Sequelize(sequelizeOptions(through(database.url), limits));
    db = new Db(sequelize, new pg.Pool(readPoolOptions(through(database.readUrl), limits)));
    probe = new DatabaseProbe(through(database.url));
    await Promise.all([query(), readOnlyQuery(), modelQuery(), probe.check()]);
  });
  afterEach(async () => {
    proxy.mend();
    await Promise.all([sequelize.close(), db.closeReadOnly(), probe.close()]);
    await proxy.close();
    await database.drop();
  });

  const query = () => db.query('SELECT 1 AS n');
  const readOnlyQuery = () => db.readOnly.query('SELECT 1 AS n');
  const modelQuery = () => sequelize.query('SELECT 1 AS n');
  const outcome = async (run: () => Promise<unknown>) => run().then(() => 'answered', (error: unknown) => isDatabaseUnavailable(error));

  it('is unavailable while connections are cut, and used again afterwards', async () => {
    proxy.cut();
    for (const run of [query, readOnlyQuery, modelQuery]) expect(await outcome(run)).toBe(true);
    await expect(probe.check()).rejects.toThrow();
    proxy.mend();
    for (const run of [query, readOnlyQuery, modelQuery]) await expect.poll(() => outcome(run)).toBe('answered');
    await expect.poll(() => probe.check().then(() => 'up', () => 'down')).toBe('up');
  });

  it('is unavailable when the network swallows everything, within seconds, and used again afterwards', async () => {
    proxy.stall();
    const began = performance.now();
    const runs = [query, readOnlyQuery, modelQuery, query, query];
    expect(await Promise.all(runs.map(outcome))).toEqual(runs.map(() => true));
    await expect(probe.check()).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(10_000);
    proxy.mend();
    for (const run of [query, readOnlyQuery, modelQuery]) await expect.poll(() => outcome(run), { timeout: 5_000 }).toBe('answered');
    expect(db.load).toEqual({ used: 0, waiting: 0 });
    await expect.poll(() => probe.check().then(() => 'up', () => 'down'), { timeout: 5_000 }).toBe('up');
  });
});
