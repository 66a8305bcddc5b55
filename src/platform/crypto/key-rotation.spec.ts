import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../../test/harness/test-database.js';
import { uuidv7 } from '../database/uuid.js';
import { DataKeyRepository } from './data-key.repository.js';
import { DataKeys } from './data-keys.js';
import { FieldCipher } from './field-cipher.js';
import { KeyRotation } from './key-rotation.js';
import { MasterKeyRing } from './master-key-ring.js';
import { PersonKeys } from './person-keys.js';
import { SealBrokenError } from './sealing-errors.js';

const OLD = { id: 'k-2025', key: randomBytes(32) };
const NEW = { id: 'k-2026', key: randomBytes(32) };
const PLACE = { table: 'messages', column: 'text_sealed', rowId: uuidv7() };

let database: OpenTestDatabase;

beforeEach(async () => {
  database = await openTestDatabase();
});

afterEach(async () => {
  await database.close();
});

function startProcess(...masterKeys: (typeof OLD)[]) {
  const ring = new MasterKeyRing(masterKeys);
  const repository = new DataKeyRepository(database.db);
  const keys = new DataKeys(ring, repository);
  return {
    cipher: new FieldCipher(keys),
    personKeys: new PersonKeys(ring, repository, keys),
    rotation: new KeyRotation(ring, repository, database.transactions),
  };
}

async function addPersons(process: ReturnType<typeof startProcess>, count: number) {
  const ids = Array.from({ length: count }, () => uuidv7());
  await database.transactions.run(async (tx) => {
    await database.db.execute("INSERT INTO persons (id, kind) SELECT unnest($1::uuid[]), 'guest'", [ids], tx);
    for (const id of ids) await process.personKeys.create(id, tx);
  });
  return Promise.all(ids.map(async (id) => ({ id, envelope: await process.cipher.seal(id, PLACE, id) })));
}

describe('rotation of the master key', () => {
  it('S27 re-wraps every key in bounded batches; everything stays readable, then without the old key too', async () => {
    const people = await addPersons(startProcess(OLD), 45);
    const during = startProcess(NEW, OLD);
    const run = vi.spyOn(database.transactions, 'run');
    expect(await during.rotation.rewrapAll({ batch: 10 })).toEqual({ rewrapped: 45, broken: [], remaining: 0 });
    expect(run).toHaveBeenCalledTimes(6);
    const after = startProcess(NEW);
    for (const { id, envelope } of people) expect(await after.cipher.openText(PLACE, envelope)).toBe(id);
    expect(await during.rotation.rewrapAll({ batch: 10 })).toEqual({ rewrapped: 0, broken: [], remaining: 0 });
    await expect(startProcess(OLD).cipher.open(PLACE, people[0]?.envelope ?? Buffer.alloc(0))).rejects.toThrow(SealBrokenError);
  });

  it('S27 goes on while people sign up, seal and read', async () => {
    const people = await addPersons(startProcess(OLD), 30);
    const during = startProcess(NEW, OLD);
    const [report, late] = await Promise.all([
      during.rotation.rewrapAll({ batch: 3 }),
      addPersons(during, 10),
      ...people.map(async ({ id, envelope }) => {
        expect(await startProcess(NEW, OLD).cipher.openText(PLACE, envelope)).toBe(id);
        await during.cipher.seal(id, PLACE, 'x');
      }),
    ]);
    expect(report).toEqual({ rewrapped: 30, broken: [], remaining: 0 });
    for (const { id, envelope } of late) expect(await startProcess(NEW).cipher.openText(PLACE, envelope)).toBe(id);
  });

  it('S27 passes by a key that is locked, and says that it remains', async () => {
    const people = await addPersons(startProcess(OLD), 5);
    const { rotation } = startProcess(NEW, OLD);
    await database.transactions.run(async (tx) => {
      await database.db.query('SELECT id FROM data_keys WHERE person_id = $1 FOR UPDATE', [people[2]?.id], tx);
      expect(await rotation.rewrapAll()).toEqual({ rewrapped: 4, broken: [], remaining: 1 });
    });
    expect(await rotation.rewrapAll()).toEqual({ rewrapped: 1, broken: [], remaining: 0 });
  });

  it('S27 leaves a changed key as it is, names it, and comes to an end', async () => {
    const people = await addPersons(startProcess(OLD), 5);
    const [broken] = await database.db.query<{ id: string }>(
      'UPDATE data_keys SET wrapped = set_byte(wrapped, 40, (get_byte(wrapped, 40) + 1) % 256) WHERE person_id = $1 RETURNING id',
      [people[1]?.id],
    );
    const { rotation } = startProcess(NEW, OLD);
    expect(await rotation.rewrapAll({ batch: 2 })).toEqual({ rewrapped: 4, broken: [broken?.id], remaining: 1 });
  });

  it('S27 stops between two batches when it is told', async () => {
    await addPersons(startProcess(OLD), 5);
    const abort = new AbortController();
    const { rotation } = startProcess(NEW, OLD);
    const work = database.transactions.run.bind(database.transactions);
    vi.spyOn(database.transactions, 'run').mockImplementationOnce(async (step) => {
      const result = await work(step);
      abort.abort(new Error('stopped'));
      return result;
    });
    await expect(rotation.rewrapAll({ batch: 2, signal: abort.signal })).rejects.toThrow('stopped');
    expect(await rotation.rewrapAll()).toMatchObject({ rewrapped: 3, remaining: 0 });
  });

  it('S41 names the master keys that stored keys need and nobody configured', async () => {
    await addPersons(startProcess(OLD), 2);
    expect(await startProcess(NEW).rotation.missingMasterKeys()).toEqual([{ masterKeyId: OLD.id, keys: 2 }]);
    expect(await startProcess(NEW, OLD).rotation.missingMasterKeys()).toEqual([]);
    expect(await startProcess(NEW).rotation.rewrapAll()).toMatchObject({ rewrapped: 0, remaining: 2 });
  });
});
