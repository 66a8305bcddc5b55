import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPastSession, secondsOf } from '../harness/past-session.js';
import { ask } from '../harness/embedded-server.js';
import { signInAs, signUp, type SignedIn } from '../harness/people.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

let server: TestApp;
let callers: Record<'person' | 'counselor' | 'admin', SignedIn>;
beforeAll(async () => {
  server = await startTestApp();
  callers = { person: await signUp(server), counselor: await signInAs(server, 'counselor'), admin: await signInAs(server, 'admin') };
  await addPastSession(server, callers.person.id, { startedAt: new Date(Date.now() - 60_000), seconds: secondsOf('happy', 30), counselorId: callers.counselor.id });
});
afterAll(() => server.close());

const statuses = async () => ({
  summary: (await callers.person.api.get('/dashboard/summary')).status,
  trends: (await callers.person.api.get('/dashboard/trends')).status,
  caseload: (await callers.counselor.api.get('/dashboard/caseload')).status,
  service: (await callers.admin.api.get('/dashboard/service')).status,
  sessions: (await callers.person.api.get('/session')).status,
});
const allFine = { summary: 200, trends: 200, caseload: 200, service: 200, sessions: 200 };

describe('S33 dashboards', () => {
  it('read over the read-only connection: they stop when its role may not read, and nothing else does', async () => {
    expect(await statuses()).toEqual(allFine);
    await ask(server.database.ownerUrl, 'REVOKE SELECT ON sessions FROM bemore_reader');
    expect(await statuses()).toEqual({ summary: 500, trends: 500, caseload: 500, service: 500, sessions: 200 });
    await ask(server.database.ownerUrl, 'GRANT SELECT ON sessions TO bemore_reader');
    expect(await statuses()).toEqual(allFine);
  });

  it('cannot change a row: their role is refused every write, in every table', async () => {
    const client = new pg.Client(server.database.readUrl);
    await client.connect();
    try {
      // What a role may do once it has taken the session's own brake off.
      await client.query('SET default_transaction_read_only = off');
      const { rows: tables } = await client.query<{ name: string }>("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'");
      expect(tables.length).toBeGreaterThan(5);
      for (const { name } of tables) {
        await expect(client.query(`DELETE FROM "${name}"`)).rejects.toMatchObject({ code: '42501' });
        await expect(client.query(`INSERT INTO "${name}" DEFAULT VALUES`)).rejects.toMatchObject({ code: '42501' });
      }
      await expect(client.query('CREATE TABLE mine (a int)')).rejects.toMatchObject({ code: '42501' });
      for (const column of ['password_hash', 'mfa_secret_sealed', 'email_sealed'])
        await expect(client.query(`SELECT ${column} FROM users`)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.end();
    }
  });
});
