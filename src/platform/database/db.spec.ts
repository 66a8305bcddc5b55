import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../../test/harness/embedded-server.js';
import { openTestDatabase, type OpenTestDatabase } from '../../../test/harness/test-database.js';
import { isDatabaseUnavailable, isUniqueViolation } from './database-errors.js';
import { uuidv7 } from './uuid.js';

describe('Db', () => {
  let database: OpenTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase([], { poolMax: 2, statementTimeoutMs: 300 });
  });
  afterAll(async () => {
    await database.close();
  });

  const caught = async (promise: Promise<unknown>): Promise<unknown> => promise.then(() => undefined, (error: unknown) => error);

  it('reads 64-bit integers as numbers, times as dates, bytes as buffers', async () => {
    const rows = await database.db.query('SELECT $1::bigint AS n, $2::timestamptz AS at, $3::bytea AS bytes, count(*) FROM persons', [
      7,
      new Date(1_700_000_000_000),
      Buffer.from([0, 255]),
    ]);
    expect(rows).toEqual([{ n: 7, at: new Date(1_700_000_000_000), bytes: Buffer.from([0, 255]), count: 0 }]);
  });

  it('refuses an integer that a number cannot hold instead of rounding it', async () => {
    await expect(database.db.query('SELECT 9007199254740993::bigint AS n')).rejects.toThrow(/safe range/);
    expect(await database.db.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it.each(["'; DROP TABLE persons; --", '$1', '\\', '\u202e', '한국어 🙂', '{"__proto__":1}', '"', 'x'.repeat(100_000)])(
    'S18 stores a bound text as it is (%#)',
    async (text) => {
      expect(await database.db.query('SELECT $1::text AS text', [text])).toEqual([{ text }]);
    },
  );

  it('S18 refuses a NUL character, and can be used afterwards', async () => {
    await expect(database.db.query('SELECT $1::text AS text', ['a\0b'])).rejects.toMatchObject({ code: '22021' });
    expect(await database.db.query('SELECT $1::text AS text', ['ab'])).toEqual([{ text: 'ab' }]);
  });

  it('writes many rows with one constant statement', async () => {
    const ids = [uuidv7(), uuidv7(), uuidv7()];
    expect(await database.db.execute("INSERT INTO persons (id, kind) SELECT id, 'guest' FROM unnest($1::uuid[]) AS id", [ids])).toBe(3);
    expect(await database.db.query('DELETE FROM persons WHERE id = ANY ($1::uuid[]) RETURNING id', [ids])).toHaveLength(3);
  });

  it('prepares a statement once a connection', async () => {
    for (let n = 0; n < 5; n += 1) await database.db.query('SELECT $1::int AS prepared_once', [n]);
    const rows = await database.db.query<{ count: number }>("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%prepared_once%'");
    expect(rows).toEqual([{ count: 1 }]);
  });

  it('prepares anew what a migration changed under it', async () => {
    await ask(database.ownerUrl, 'CREATE TABLE changing (a int)', 'GRANT SELECT ON changing TO bemore_reader');
    const read = () => database.db.query('SELECT * FROM changing WHERE $1', [true]);
    const readOnly = () => database.db.readOnly.query('SELECT * FROM changing WHERE $1', [true]);
    for (const run of [read, readOnly]) {
      await run();
      await ask(database.ownerUrl, 'ALTER TABLE changing ADD COLUMN b int DEFAULT 1');
      await caught(run());
      expect(await run()).toEqual([]);
      await ask(database.ownerUrl, 'ALTER TABLE changing DROP COLUMN b');
    }
    expect(database.db.load).toEqual({ used: 0, waiting: 0 });
  });

  it('tells a broken uniqueness rule by its name, and does not repeat the value', async () => {
    const id = uuidv7();
    const insert = () => database.db.execute("INSERT INTO persons (id, kind) VALUES ($1, 'guest')", [id]);
    await insert();
    const error = await caught(insert());
    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(error, 'persons_pkey')).toBe(true);
    expect(isUniqueViolation(error, 'users_email_unique')).toBe(false);
    expect(JSON.stringify(error)).not.toContain(id);
  });

  it('S36 repeats no value in the error of a text that does not fit its type', async () => {
    const error = await caught(database.db.query('SELECT $1::uuid', ['canary@example.org']));
    expect(error).toMatchObject({ code: '22P02', message: 'data exception 22P02' });
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  it('S33 ends a statement that takes too long', async () => {
    await expect(database.db.query('SELECT pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
    await expect(database.db.readOnly.query('SELECT pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
  });

  it('S33 waits two seconds for a connection and no longer', async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const holders: Promise<void>[] = [];
    const entered = [1, 2].map(
      () =>
        new Promise<void>((enter) => {
          const hold = async () => {
            enter();
            await released;
          };
          holders.push(database.transactions.run(hold));
        }),
    );
    await Promise.all(entered);
    const began = performance.now();
    const error = await caught(database.db.query('SELECT 1'));
    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(performance.now() - began).toBeGreaterThan(1_900);
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(database.db.load.used).toBe(2);
    release();
    await Promise.all(holders);
    expect(await database.db.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('S33 cannot write on the read-only connection, whatever its role may do', async () => {
    await expect(database.db.readOnly.query("INSERT INTO persons (id, kind) VALUES (gen_random_uuid(), 'guest')")).rejects.toMatchObject({ code: '25006' });
    await expect(database.db.readOnly.query('CREATE TEMPORARY TABLE t (n int)')).rejects.toThrow(/read-only|permission/);
    expect(await database.db.readOnly.query('SELECT current_user AS role FROM persons UNION SELECT current_user')).toEqual([{ role: 'bemore_reader' }]);
  });

  it('names itself to the server and limits idle transactions', async () => {
    const rows = await database.db.query('SELECT current_setting($1) AS name, current_setting($2) AS idle', [
      'application_name',
      'idle_in_transaction_session_timeout',
    ]);
    expect(rows).toEqual([{ name: 'bemore', idle: '15s' }]);
  });
});
