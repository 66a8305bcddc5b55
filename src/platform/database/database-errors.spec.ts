import { Column, DataType, Model, Table } from 'sequelize-typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../../test/harness/test-database.js';
import { isDatabaseUnavailable, isRetryable, isUniqueViolation } from './database-errors.js';
import { uuidv7 } from './uuid.js';

@Table({ tableName: 'persons' })
class Person extends Model {
  @Column({ type: DataType.UUID, primaryKey: true })
  declare id: string;

  @Column(DataType.TEXT)
  declare kind: string;
}

describe('errors of the database', () => {
  let database: OpenTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase([Person], { poolMax: 1, statementTimeoutMs: 200 });
  });
  afterAll(async () => {
    await database.close();
  });

  const caught = async (run: Promise<unknown>): Promise<unknown> => run.then(() => undefined, (error: unknown) => error);

  it('are told apart when they come through a model', async () => {
    const id = uuidv7();
    await Person.create({ id, kind: 'guest' });
    const duplicate = await caught(Person.create({ id, kind: 'guest' }));
    expect(isUniqueViolation(duplicate, 'persons_pkey')).toBe(true);
    expect(isUniqueViolation(duplicate, 'users_email_unique')).toBe(false);
    expect(isRetryable(duplicate)).toBe(false);
    expect(isDatabaseUnavailable(duplicate)).toBe(false);
    expect(isUniqueViolation(await caught(Person.create({ id: uuidv7(), kind: 'neither' })))).toBe(false);
  });

  it('do not make a failing statement an outage', async () => {
    for (const sql of ['SELECT pg_sleep(1)', 'SELECT 1/0', 'SELECT nothing', 'SELEC']) {
      expect(isDatabaseUnavailable(await caught(database.db.query(sql)))).toBe(false);
      expect(isDatabaseUnavailable(await caught(database.sequelize.query(sql)))).toBe(false);
    }
  });

  it('have nothing to do with other errors', () => {
    for (const other of [undefined, null, 'text', {}, new Error('x'), new TypeError('fetch failed')]) {
      expect([isDatabaseUnavailable(other), isUniqueViolation(other), isRetryable(other)]).toEqual([false, false, false]);
    }
  });
});
