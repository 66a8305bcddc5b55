import { randomBytes } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../../test/harness/test-database.js';
import { uuidv7 } from '../database/uuid.js';
import { DataKeyRepository } from './data-key.repository.js';
import { type DataKeyCacheLimits, DataKeys } from './data-keys.js';
import { FieldCipher } from './field-cipher.js';
import { MasterKeyRing } from './master-key-ring.js';
import { PersonKeys } from './person-keys.js';
import { PersonKeyMissingError, SealBrokenError } from './sealing-errors.js';

const RING = new MasterKeyRing([{ id: 'k1', key: randomBytes(32) }]);
const PLACE = { table: 'messages', column: 'text_sealed', rowId: uuidv7() };

let database: OpenTestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});

afterAll(async () => {
  await database.close();
});

/** A process of the service, with a memory of its own. */
function startProcess(limits?: DataKeyCacheLimits) {
  const repository = new DataKeyRepository(database.db);
  const keys = new DataKeys(RING, repository, limits);
  return { repository, keys, cipher: new FieldCipher(keys), personKeys: new PersonKeys(RING, repository, keys) };
}

let repository: DataKeyRepository;
let cipher: FieldCipher;
let personKeys: PersonKeys;

beforeEach(() => {
  ({ repository, cipher, personKeys } = startProcess());
});

async function addPerson(tx?: Transaction): Promise<string> {
  if (tx === undefined) return database.transactions.run(addPerson);
  const id = uuidv7();
  await database.db.execute("INSERT INTO persons (id, kind) VALUES ($1, 'guest')", [id], tx);
  await personKeys.create(id, tx);
  return id;
}

const rollBack = (work: (tx: Transaction) => Promise<unknown>) =>
  expect(
    database.transactions.run(async (tx) => {
      await work(tx);
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');

describe('the key of a person', () => {
  it('S26 seals each person\'s content with a key of their own, and keeps the key itself nowhere', async () => {
    const [one, two] = [await addPerson(), await addPerson()];
    const issued = vi.spyOn(RING, 'unwrap');
    const [first, second] = [await cipher.seal(one, PLACE, 'x'), await cipher.seal(two, PLACE, 'x')];
    expect(first.subarray(1, 17).equals(second.subarray(1, 17))).toBe(false);
    expect([await cipher.openText(PLACE, first), await cipher.openText(PLACE, second)]).toEqual(['x', 'x']);
    const stored = await database.db.query<{ wrapped: Buffer }>('SELECT wrapped FROM data_keys WHERE person_id = $1', [one]);
    const key = (issued.mock.results[0]?.value as ReturnType<typeof RING.unwrap>).secret.export();
    expect(stored).toHaveLength(1);
    expect(stored[0]?.wrapped.includes(key)).toBe(false);
  });

  it('S26 exists within its transaction from the start, for others from the commit', async () => {
    let id = '';
    const envelope = await database.transactions.run(async (tx) => {
      id = await addPerson(tx);
      await expect(cipher.seal(id, PLACE, 'x')).rejects.toThrow(PersonKeyMissingError);
      const sealed = await cipher.seal(id, PLACE, 'hello', tx);
      await expect(cipher.openText(PLACE, sealed, tx)).resolves.toBe('hello');
      await expect(cipher.openText(PLACE, sealed)).rejects.toThrow(PersonKeyMissingError);
      return sealed;
    });
    expect(await cipher.openText(PLACE, envelope)).toBe('hello');
    let lost = '';
    await rollBack(async (tx) => {
      lost = await addPerson(tx);
      await cipher.seal(lost, PLACE, 'x', tx);
    });
    await expect(cipher.seal(lost, PLACE, 'x')).rejects.toThrow(PersonKeyMissingError);
  });

  it('S27 finds wrapped keys that were exchanged between persons', async () => {
    const [one, two] = [await addPerson(), await addPerson()];
    await database.db.execute(
      `UPDATE data_keys SET wrapped = other.wrapped FROM data_keys other
       WHERE (data_keys.person_id, other.person_id) IN (($1::uuid, $2::uuid), ($2::uuid, $1::uuid))`,
      [one, two],
    );
    await expect(cipher.seal(one, PLACE, 'x')).rejects.toThrow(SealBrokenError);
    await expect(cipher.seal(two, PLACE, 'x')).rejects.not.toThrow(PersonKeyMissingError);
  });

  it('S27 finds a key that was put under another person\'s name', async () => {
    const [victim, attacker] = [await addPerson(), await addPerson()];
    const sealed = await cipher.seal(victim, PLACE, 'x');
    await database.db.execute('UPDATE data_keys SET person_id = $2 WHERE person_id = $1', [victim, attacker]);
    const elsewhere = startProcess();
    await expect(elsewhere.cipher.open(PLACE, sealed)).rejects.toThrow(SealBrokenError);
    await expect(elsewhere.cipher.seal(attacker, PLACE, 'x')).rejects.toThrow(SealBrokenError);
  });

  it('S27 finds an envelope whose key id was changed to another person\'s', async () => {
    const [one, two] = [await addPerson(), await addPerson()];
    const [mine, theirs] = [await cipher.seal(one, PLACE, 'x'), await cipher.seal(two, PLACE, 'x')];
    theirs.copy(mine, 1, 1, 17);
    await expect(cipher.open(PLACE, mine)).rejects.toThrow(SealBrokenError);
    mine.fill(0xff, 1, 17);
    await expect(cipher.open(PLACE, mine)).rejects.toThrow(SealBrokenError);
  });
});

describe('deletion', () => {
  it('S31 destroys the key: nothing sealed before can be opened, nothing can be sealed', async () => {
    const id = await addPerson();
    const sealed = await cipher.seal(id, PLACE, 'x');
    const evicted = vi.fn();
    personKeys.onEviction(evicted);
    await database.transactions.run(async (tx) => {
      expect(await personKeys.destroy(id, tx)).toBe(1);
      await expect(cipher.seal(id, PLACE, 'x', tx)).rejects.toThrow(PersonKeyMissingError);
      await expect(cipher.open(PLACE, sealed, tx)).rejects.toThrow(PersonKeyMissingError);
      expect(evicted).not.toHaveBeenCalled();
    });
    await expect(cipher.seal(id, PLACE, 'x')).rejects.toThrow(PersonKeyMissingError);
    await expect(cipher.open(PLACE, sealed)).rejects.toThrow(PersonKeyMissingError);
    await expect(cipher.openMany([{ ref: PLACE, envelope: sealed }])).rejects.toThrow(PersonKeyMissingError);
    expect(evicted.mock.calls).toEqual([[[id]]]);
  });

  it('S31 a deletion that is rolled back took nothing', async () => {
    const id = await addPerson();
    const sealed = await cipher.seal(id, PLACE, 'x');
    await rollBack((tx) => personKeys.destroy(id, tx));
    expect(await cipher.openText(PLACE, sealed)).toBe('x');
  });

  it('S31 another process forgets the key when it is told, and by itself soon after', async () => {
    const id = await addPerson();
    const sealed = await cipher.seal(id, PLACE, 'x');
    const [told, untold] = [startProcess(), startProcess({ ttlMs: 5 })];
    for (const other of [told, untold]) expect(await other.cipher.openText(PLACE, sealed)).toBe('x');
    const stop = personKeys.onEviction((ids) => {
      for (const each of ids) told.personKeys.evict(each);
    });
    await database.transactions.run((tx) => personKeys.destroy(id, tx));
    stop();
    await expect(told.cipher.open(PLACE, sealed)).rejects.toThrow(PersonKeyMissingError);
    await vi.waitFor(() => expect(untold.cipher.open(PLACE, sealed)).rejects.toThrow(PersonKeyMissingError));
  });

  it('S31 what was being read while the key was destroyed is not kept', async () => {
    const id = await addPerson();
    const sealed = await cipher.seal(id, PLACE, 'x');
    const other = startProcess();
    const read = other.repository.findOfPersons.bind(other.repository);
    vi.spyOn(other.repository, 'findOfPersons').mockImplementationOnce(async (ids, tx) => {
      const rows = await read(ids, tx);
      await database.transactions.run((destroying) => other.personKeys.destroy(id, destroying));
      return rows;
    });
    await other.cipher.seal(id, PLACE, 'late');
    await expect(other.cipher.seal(id, PLACE, 'x')).rejects.toThrow(PersonKeyMissingError);
    await expect(other.cipher.open(PLACE, sealed)).rejects.toThrow(PersonKeyMissingError);
  });

  it('S31 destroys many at once and leaves the others', async () => {
    const ids = [await addPerson(), await addPerson(), await addPerson()];
    const sealed = await Promise.all(ids.map((id) => cipher.seal(id, PLACE, id)));
    expect(await database.transactions.run((tx) => personKeys.destroyMany(ids.slice(0, 2), tx))).toBe(2);
    const outcomes = await Promise.allSettled(sealed.map((envelope) => cipher.openText(PLACE, envelope)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });
});

describe('a claimed session', () => {
  it('S26 the guest\'s content is the account\'s without being rewritten, and goes with it', async () => {
    const [guest, account] = [await addPerson(), await addPerson()];
    const sealed = await cipher.seal(guest, PLACE, 'said as a guest');
    const before = await cipher.seal(account, PLACE, 'said before');
    await database.transactions.run(async (tx) => {
      await personKeys.transfer(guest, account, tx);
      await expect(cipher.seal(guest, PLACE, 'x', tx)).rejects.toThrow(PersonKeyMissingError);
    });
    for (const each of [cipher, startProcess().cipher]) {
      expect(await each.openText(PLACE, sealed)).toBe('said as a guest');
      expect(await each.openText(PLACE, before)).toBe('said before');
      await expect(each.seal(guest, PLACE, 'x')).rejects.toThrow(PersonKeyMissingError);
    }
    await database.db.execute('DELETE FROM persons WHERE id = $1', [guest]);
    expect(await startProcess().cipher.openText(PLACE, sealed)).toBe('said as a guest');
    expect(await database.transactions.run((tx) => personKeys.destroy(account, tx))).toBe(2);
    await expect(cipher.open(PLACE, sealed)).rejects.toThrow(PersonKeyMissingError);
  });

  it('S26 a claim that is rolled back changes nothing', async () => {
    const [guest, account] = [await addPerson(), await addPerson()];
    const sealed = await cipher.seal(guest, PLACE, 'x');
    await rollBack(async (tx) => {
      await personKeys.transfer(guest, account, tx);
      await cipher.seal(account, PLACE, 'y', tx);
    });
    await database.transactions.run((tx) => personKeys.destroy(guest, tx));
    await expect(cipher.open(PLACE, sealed)).rejects.toThrow(PersonKeyMissingError);
    expect(await cipher.openText(PLACE, await cipher.seal(account, PLACE, 'z'))).toBe('z');
  });

  it('S31 a guest that was deleted has nothing to hand over', async () => {
    const [guest, account] = [await addPerson(), await addPerson()];
    await database.transactions.run((tx) => personKeys.destroy(guest, tx));
    await expect(database.transactions.run((tx) => personKeys.transfer(guest, account, tx))).rejects.toThrow(PersonKeyMissingError);
  });
});

describe('many fields', () => {
  const texts = Array.from({ length: 2_500 }, (_, index) => `segment ${index}`);
  const places = texts.map(() => ({ ...PLACE, rowId: uuidv7() }));

  it('S26 are sealed and opened in order with one look-up of the keys', async () => {
    const [one, two] = [await addPerson(), await addPerson()];
    const finds = [vi.spyOn(repository, 'findOfPersons'), vi.spyOn(repository, 'findWithSiblings')] as const;
    const fields = texts.map((plaintext, index) => ({ ref: places[index] ?? PLACE, plaintext }));
    const sealed = [...(await cipher.sealMany(one, fields.slice(0, 1_800))), ...(await cipher.sealMany(two, fields.slice(1_800)))];
    expect(finds[0]).toHaveBeenCalledTimes(2);
    const envelopes = sealed.map((envelope, index) => ({ ref: places[index] ?? PLACE, envelope }));
    expect(await cipher.openManyTexts(envelopes)).toEqual(texts);
    expect(finds[1]).not.toHaveBeenCalled();
    const fresh = startProcess();
    const reads = vi.spyOn(fresh.repository, 'findWithSiblings');
    expect(await fresh.cipher.openManyTexts(envelopes)).toEqual(texts);
    expect(reads).toHaveBeenCalledTimes(1);
    expect(await cipher.openMany([])).toEqual([]);
    expect(await cipher.sealMany(one, [])).toEqual([]);
  });

  it('S27 one exchanged pair among them is found', async () => {
    const id = await addPerson();
    const fields = texts.slice(0, 20).map((plaintext, index) => ({ ref: places[index] ?? PLACE, plaintext }));
    const sealed = await cipher.sealMany(id, fields);
    const swapped = fields.map(({ ref }, index) => ({ ref, envelope: sealed[index === 3 ? 4 : index === 4 ? 3 : index] ?? Buffer.alloc(0) }));
    await expect(cipher.openMany(swapped)).rejects.toThrow(SealBrokenError);
  });
});

describe('the memory of keys', () => {
  it('asks the database once for many who ask at the same time, and not again', async () => {
    const id = await addPerson();
    const finds = vi.spyOn(repository, 'findOfPersons');
    await Promise.all(Array.from({ length: 20 }, () => cipher.seal(id, PLACE, 'x')));
    await cipher.seal(id, PLACE, 'x');
    expect(finds).toHaveBeenCalledTimes(1);
  });

  it('S26 keeps no more persons than it may', async () => {
    const small = startProcess({ maxPersons: 2 });
    const ids = [await addPerson(), await addPerson(), await addPerson()];
    const finds = vi.spyOn(small.repository, 'findOfPersons');
    for (const id of [...ids, ...ids]) await small.cipher.seal(id, PLACE, 'x');
    expect(finds).toHaveBeenCalledTimes(6);
    await small.cipher.seal(ids[2] ?? '', PLACE, 'x');
    expect(finds).toHaveBeenCalledTimes(6);
    expect(small.keys).toMatchObject({ owners: { size: 2 } });
  });

  it('a failed look-up is not remembered', async () => {
    const id = await addPerson();
    const finds = vi.spyOn(repository, 'findOfPersons').mockRejectedValueOnce(new Error('connection lost'));
    await expect(cipher.seal(id, PLACE, 'x')).rejects.toThrow('connection lost');
    await expect(cipher.seal(id, PLACE, 'x')).resolves.toBeInstanceOf(Buffer);
    expect(finds).toHaveBeenCalledTimes(2);
  });
});
