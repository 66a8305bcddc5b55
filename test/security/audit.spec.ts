import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditTrail } from '../../src/audit/audit-trail.service.js';
import { networkOf } from '../../src/audit/network.js';
import { Db } from '../../src/platform/database/db.js';
import { ask } from '../harness/embedded-server.js';
import { eventually } from '../harness/eventually.js';
import { PASSWORD, signInAs, signUp, startSession, type SignedIn, type StartedSession } from '../harness/people.js';
import { SessionSocket } from '../harness/session-socket.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

let server: TestApp & { environment: Record<string, string> };
let person: SignedIn;
let counselor: SignedIn;
let session: StartedSession;

beforeAll(async () => {
  server = await startTestApp();
  person = await signUp(server);
  counselor = await signInAs(server, 'counselor');
  session = await startSession(person, { counselorId: counselor.id });
});
afterAll(() => server.close());

interface Entry {
  action: string;
  actor_id: string | null;
  actor_role: string;
  network: string | null;
  person_id: string | null;
  what: string;
}
const trail = () => server.app.get(AuditTrail, { strict: false });
const entries = (where = 'true') =>
  server.app.get(Db, { strict: false }).query<Entry>(`SELECT action, actor_id, actor_role, network, person_id, what FROM audit_entries WHERE ${where} ORDER BY seq`);
const count = async () => (await entries()).length;

describe('S32 the audit trail', () => {
  it('S32 has every look of a counselor at a person’s session, before the answer is out', async () => {
    for (const [path, route] of [
      [`/session/${session.id}`, 'GET /api/v1/session/:id'],
      [`/session/${session.id}/emotions`, 'GET /api/v1/session/:id/emotions'],
      [`/session/${session.id}/messages`, 'GET /api/v1/session/:id/messages'],
      [`/session/${session.id}/notes`, 'GET /api/v1/session/:id/notes'],
    ] as const) {
      await counselor.api.get(path);
      const last = (await entries()).at(-1);
      expect(last).toEqual({ action: 'data.accessed', actor_id: counselor.id, actor_role: 'counselor', network: '127.0.0.0/24', person_id: person.id, what: route });
    }
  });

  it('S32 has a counselor’s connection to a session', async () => {
    const socket = await SessionSocket.open(server.url, { token: counselor.accessToken, sessionId: session.id });
    await eventually(async () => {
      expect((await entries()).some(({ what, actor_id }) => what === `socket session ${session.id}` && actor_id === counselor.id)).toBe(true);
    });
    socket.close();
  });

  it('S32 has consents, deletions and changes of an account, with who and whose', async () => {
    const changing = await signUp(server);
    await changing.api.put('/user/consents', { research: false });
    const other = await startSession(changing);
    await other.api.delete(`/session/${other.id}`);
    await changing.api.post('/auth/password', { currentPassword: PASSWORD, newPassword: 'Another-Lantern-48!' });
    await eventually(async () => {
      const own = await entries(`actor_id = '${changing.id}'`);
      expect(own.map(({ action, what }) => `${action}: ${what}`)).toEqual(
        expect.arrayContaining(['consent.changed: research', `session.deleted: session ${other.id}`, 'account.changed: password.changed']),
      );
    });
  });

  it('S32 has every step of a crisis: raised, told, acknowledged, with who and whose', async () => {
    const endangered = await startSession(person, { counselorId: counselor.id });
    await endangered.api.post(`/session/${endangered.id}/messages`, { text: '오늘 밤에 뛰어내리려고 유서도 써 놨어요' });
    await counselor.api.post(`/session/${endangered.id}/crisis/acknowledge`);
    await eventually(async () => {
      const steps = (await entries("action = 'crisis.step'")).map(({ actor_id, person_id, what }) => [actor_id, person_id, what.replace(/ alert .*/, '')]);
      expect(steps).toEqual(
        expect.arrayContaining([
          [person.id, person.id, 'crisis raised'],
          [person.id, person.id, 'crisis told-person by conversation'],
          [counselor.id, person.id, `crisis acknowledged user ${counselor.id}`],
        ]),
      );
      expect(steps.map(([, , what]) => what)).toContain(`crisis told by socket user ${counselor.id}`);
    });
  });

  it('has nothing of people looking at their own, and nothing of anybody’s content', async () => {
    const before = await count();
    await person.api.get(`/session/${session.id}`);
    expect(await count()).toBe(before);
    const rows = await ask<{ text: string }>(server.database.ownerUrl, 'SELECT audit_entries::text AS text FROM audit_entries');
    expect(JSON.stringify(rows)).not.toMatch(/127\.0\.0\.1|example\.org/);
  });

  it('S32 a refused look leaves no entry of access', async () => {
    const stranger = await signInAs(server, 'counselor');
    const before = (await entries(`actor_id = '${stranger.id}'`)).length;
    expect((await stranger.api.get(`/session/${session.id}`)).status).toBe(404);
    expect((await entries(`actor_id = '${stranger.id}'`)).length).toBe(before);
  });

  it('S32 without the trail nothing of another’s data goes out', async () => {
    const client = new pg.Client(server.database.ownerUrl);
    await client.connect();
    await client.query('ALTER TABLE audit_entries RENAME TO audit_entries_away');
    try {
      const answer = await counselor.api.get(`/session/${session.id}`);
      expect([answer.status, answer.data]).toEqual([500, undefined]);
      expect((await person.api.get(`/session/${session.id}`)).status).toBe(200);
    } finally {
      await client.query('ALTER TABLE audit_entries_away RENAME TO audit_entries');
      await client.end();
    }
  });

  it('S32 keeps one chain however many write at once, at several instances', async () => {
    const second = await startTestApp({}, { on: server });
    try {
      const other = second.app.get(AuditTrail, { strict: false });
      const before = await count();
      await Promise.all(
        Array.from({ length: 200 }, (_unused, index) => (index % 2 === 0 ? trail() : other).record({ action: 'data.accessed', personId: person.id, what: `look ${index}` })),
      );
      expect(await count()).toBe(before + 200);
      expect((await trail().verify()).problems).toEqual([]);
    } finally {
      await second.close();
    }
  });
});

describe('S32 whoever tampers', () => {
  it.each(['UPDATE audit_entries SET actor_id = NULL', 'DELETE FROM audit_entries', 'TRUNCATE audit_entries'])('S32 the running service may not: %s', async (sql) => {
    await expect(server.app.get(Db, { strict: false }).query(sql)).rejects.toThrow();
  });

  it.each(['UPDATE audit_entries SET actor_id = NULL WHERE seq = 1', 'DELETE FROM audit_entries WHERE seq = 1', 'TRUNCATE audit_entries'])(
    'S32 nor the owner, as long as he leaves the trigger: %s',
    async (sql) => {
      await expect(ask(server.database.ownerUrl, sql)).rejects.toThrow('append-only');
    },
  );

  const around = (sql: string) => [
    'ALTER TABLE audit_entries DISABLE TRIGGER ALL',
    sql,
    'ALTER TABLE audit_entries ENABLE TRIGGER ALL',
  ];

  it.each([
    ['changed who it was', 'UPDATE audit_entries SET actor_id = NULL WHERE seq = 2', { seq: 2, problem: 'changed' }],
    ['changed when', "UPDATE audit_entries SET at = at + interval '1 second' WHERE seq = 3", { seq: 3, problem: 'changed' }],
    ['took one out', 'DELETE FROM audit_entries WHERE seq = 4', { seq: 4, problem: 'missing' }],
  ])('S32 whoever %s without it is found', async (_title, sql, problem) => {
    const saved = await ask(server.database.ownerUrl, 'DROP TABLE IF EXISTS saved', 'CREATE TABLE saved AS TABLE audit_entries');
    expect(saved).toEqual([]);
    await ask(server.database.ownerUrl, ...around(sql));
    expect((await trail().verify()).problems[0]).toEqual(problem);
    await ask(server.database.ownerUrl, ...around('DELETE FROM audit_entries'), ...around('INSERT INTO audit_entries SELECT * FROM saved'), 'DROP TABLE saved');
    expect((await trail().verify()).problems).toEqual([]);
  });

  it('S32 who exchanges two entries, numbers and all, is found', async () => {
    await ask(
      server.database.ownerUrl,
      'CREATE TABLE saved AS TABLE audit_entries',
      ...around('UPDATE audit_entries SET seq = CASE seq WHEN 1 THEN 1000001 ELSE 1000002 END WHERE seq IN (1, 2)'),
      ...around('UPDATE audit_entries SET seq = CASE seq WHEN 1000001 THEN 2 ELSE 1 END WHERE seq > 1000000'),
    );
    expect((await trail().verify()).problems.length).toBeGreaterThan(0);
    await ask(server.database.ownerUrl, ...around('DELETE FROM audit_entries'), ...around('INSERT INTO audit_entries SELECT * FROM saved'), 'DROP TABLE saved');
  });

  it('S32 who cuts off the end is found by the head that was noted', async () => {
    const { head } = await trail().verify();
    if (head === null) throw new Error('the trail is empty');
    await ask(server.database.ownerUrl, 'CREATE TABLE saved AS TABLE audit_entries', ...around(`DELETE FROM audit_entries WHERE seq > ${head.seq - 3}`));
    expect((await trail().verify()).problems).toEqual([]);
    expect((await trail().verify(head)).problems).toEqual([{ seq: head.seq, problem: 'not the head that was noted' }]);
    await ask(server.database.ownerUrl, ...around('DELETE FROM audit_entries'), ...around('INSERT INTO audit_entries SELECT * FROM saved'), 'DROP TABLE saved');
    expect((await trail().verify(head)).problems).toEqual([]);
  });
});

describe('the network of an address', () => {
  it.each([
    ['192.0.2.77', '192.0.2.0/24'],
    ['::ffff:192.0.2.77', '192.0.2.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['unknown', null],
    ['', null],
  ])('of %s is %s', (ip, network) => expect(networkOf(ip)).toBe(network));
});
