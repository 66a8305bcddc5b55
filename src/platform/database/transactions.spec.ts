import { Transaction } from 'sequelize';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../../../test/harness/embedded-server.js';
import { openTestDatabase, type OpenTestDatabase } from '../../../test/harness/test-database.js';
import { isDatabaseUnavailable } from './database-errors.js';
import { Transactions } from './transactions.js';

describe('Transactions', () => {
  let database: OpenTestDatabase;
  let transactions: Transactions;
  beforeAll(async () => {
    database = await openTestDatabase();
    ({ transactions } = database);
    await ask(database.ownerUrl, 'CREATE TABLE counters (id int PRIMARY KEY, n int NOT NULL)');
  });
  beforeEach(async () => {
    await ask(database.ownerUrl, 'TRUNCATE counters', 'INSERT INTO counters VALUES (1, 0), (2, 0)');
  });
  afterAll(async () => {
    await database.close();
  });

  const counters = async () => (await database.db.query<{ n: number }>('SELECT n FROM counters ORDER BY id')).map(({ n }) => n);
  const add = (id: number, tx: Transaction) => database.db.execute('UPDATE counters SET n = n + 1 WHERE id = $1', [id], tx);

  it('commits what it did, and gives the result', async () => {
    const result = await transactions.run(async (tx) => {
      await add(1, tx);
      expect(await counters()).toEqual([0, 0]);
      return 'done';
    });
    expect(result).toBe('done');
    expect(await counters()).toEqual([1, 0]);
  });

  it('S33 leaves no trace of what fails, and throws the same error', async () => {
    const failure = new Error('half-way');
    const run = transactions.run(async (tx) => {
      await add(1, tx);
      throw failure;
    });
    await expect(run).rejects.toBe(failure);
    expect(await counters()).toEqual([0, 0]);
    expect(database.db.load).toEqual({ used: 0, waiting: 0 });
  });

  it('runs again after a deadlock', async () => {
    const meeting = barrier(2);
    let runs = 0;
    const both = (first: number, second: number) =>
      transactions.run(async (tx) => {
        runs += 1;
        await add(first, tx);
        if (runs <= 2) await meeting();
        await add(second, tx);
      });
    await Promise.all([both(1, 2), both(2, 1)]);
    expect(await counters()).toEqual([2, 2]);
    expect(runs).toBe(3);
  });

  it('runs again after a serialization failure', async () => {
    const meeting = barrier(2);
    let runs = 0;
    const increment = () =>
      transactions.run(
        async (tx) => {
          runs += 1;
          const [row] = await database.db.query<{ n: number }>('SELECT n FROM counters WHERE id = 1', [], tx);
          if (runs <= 2) await meeting();
          await database.db.execute('UPDATE counters SET n = $1 WHERE id = 1', [(row?.n ?? 0) + 1], tx);
        },
        { isolationLevel: Transaction.ISOLATION_LEVELS.SERIALIZABLE },
      );
    await Promise.all([increment(), increment()]);
    expect(await counters()).toEqual([2, 0]);
  });

  it('gives up after four deadlocks', async () => {
    let runs = 0;
    const run = transactions.run(async (tx) => {
      runs += 1;
      await database.db.query("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'deadlock_detected'; END $$", [], tx);
    });
    await expect(run).rejects.toMatchObject({ code: '40P01' });
    expect(runs).toBe(4);
  });

  it('does not run again what failed for another reason', async () => {
    let runs = 0;
    const run = transactions.run(async (tx) => {
      runs += 1;
      await database.db.query('INSERT INTO counters VALUES (1, 1)', [], tx);
    });
    await expect(run).rejects.toMatchObject({ code: '23505' });
    expect(runs).toBe(1);
  });

  it('says that the database is unavailable when the connection dies in the middle, and goes on afterwards', async () => {
    const run = transactions.run(async (tx) => {
      const [row] = await database.db.query<{ pid: number }>('SELECT pg_backend_pid() AS pid', [], tx);
      await ask(database.ownerUrl, `SELECT pg_terminate_backend(${row?.pid ?? 0}, 5000)`);
      await add(1, tx);
    });
    const error: unknown = await run.catch((caught: unknown) => caught);
    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(await counters()).toEqual([0, 0]);
    expect(database.db.load).toEqual({ used: 0, waiting: 0 });
  });

  it('refuses a transaction that is over', async () => {
    const kept = await transactions.run((tx) => Promise.resolve(tx));
    await expect(add(1, kept)).rejects.toThrow(/over/);
  });
});

/** Resolves for everyone when `count` have come. */
function barrier(count: number): () => Promise<void> {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let waiting = 0;
  return async () => {
    waiting += 1;
    if (waiting >= count) open();
    await opened;
  };
}
