import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../../test/harness/embedded-server.js';
import { openTestDatabase, type OpenTestDatabase } from '../../../test/harness/test-database.js';
import { uuidv7 } from './uuid.js';

describe('the schema', () => {
  let database: OpenTestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(async () => {
    await database.close();
  });

  async function person(kind: 'guest' | 'account' = 'guest'): Promise<string> {
    const id = uuidv7();
    await database.db.execute('INSERT INTO persons (id, kind) VALUES ($1, $2)', [id, kind]);
    return id;
  }

  async function session(personId: string): Promise<string> {
    const id = uuidv7();
    await database.db.execute(
      `INSERT INTO sessions (id, person_id, counselor_kind, language, started_at, last_activity_at, expires_at)
       VALUES ($1, $2, 'ai', 'ko', now(), now(), now() + interval '3 hours')`,
      [id, personId],
    );
    return id;
  }

  const signal = async (sessionId: string, personId: string) =>
    database.db.execute(
      `INSERT INTO signals (id, session_id, person_id, modality, ts_from, ts_to, item_count, payload_sealed)
       VALUES ($1, $2, $3, 'face', now(), now(), 1, '\\x00')`,
      [uuidv7(), sessionId, personId],
    );

  const count = async (table: 'sessions' | 'signals' | 'data_keys' | 'consents', personId: string) =>
    (await database.db.query(`SELECT 1 FROM ${table} WHERE person_id = $1`, [personId])).length;

  it('S12 refuses a row of a session under another person', async () => {
    const [owner, other] = [await person(), await person()];
    const id = await session(owner);
    await expect(signal(id, other)).rejects.toMatchObject({ code: '23503' });
    expect(await signal(id, owner)).toBe(1);
  });

  it('moves all rows of a claimed session to its new owner', async () => {
    const [guest, account] = [await person(), await person('account')];
    const id = await session(guest);
    await signal(id, guest);
    await database.db.execute('UPDATE sessions SET person_id = $1 WHERE id = $2', [account, id]);
    expect(await count('signals', guest)).toBe(0);
    expect(await count('signals', account)).toBe(1);
  });

  it('S31 deletes everything of a person with the person', async () => {
    const id = await person();
    await signal(await session(id), id);
    await database.db.execute("INSERT INTO data_keys (id, person_id, master_key_id, wrapped) VALUES ($1, $2, 'k1', '\\x00')", [uuidv7(), id]);
    await database.db.execute('DELETE FROM persons WHERE id = $1', [id]);
    for (const table of ['sessions', 'signals', 'data_keys', 'consents'] as const) expect(await count(table, id)).toBe(0);
  });

  it('ties every table to a person, directly or through a session or an account', async () => {
    const rows = await ask<{ table: string; target: string; action: string }>(
      database.ownerUrl,
      `SELECT conrelid::regclass::text AS table, confrelid::regclass::text AS target, confdeltype AS action FROM pg_constraint
        WHERE contype = 'f' AND connamespace = 'public'::regnamespace`,
    );
    const reached = new Set(['persons']);
    for (let size = 0; size !== reached.size; ) {
      size = reached.size;
      for (const row of rows) if (row.action === 'c' && reached.has(row.target)) reached.add(row.table);
    }
    for (const table of ['users', 'device_sessions', 'sessions', 'signals', 'transcripts', 'emotion_blocks', 'messages', 'reports', 'feedback'])
      expect(reached).toContain(table);
  });

  it('S33 lets the running service insert signals and consents and change neither', async () => {
    for (const table of ['signals', 'consents']) {
      await expect(database.db.execute(`UPDATE ${table} SET person_id = person_id`)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('S33 keeps password hashes and look-ups from the read-only role', async () => {
    for (const column of ['password_hash', 'email_lookup', 'email_sealed']) {
      await expect(database.db.readOnly.query(`SELECT ${column} FROM users`)).rejects.toMatchObject({ code: '42501' });
    }
    await expect(database.db.readOnly.query('SELECT 1 FROM device_sessions')).rejects.toMatchObject({ code: '42501' });
    expect(await database.db.readOnly.query('SELECT id, username_sealed FROM users')).toEqual([]);
  });
});
