import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Db } from '../../src/platform/database/db.js';
import { RetentionJob } from '../../src/retention/retention.job.js';
import { ask } from '../harness/embedded-server.js';
import { signUp, startGuestSession, startSession, type SignedIn } from '../harness/people.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

let server: TestApp & { environment: Record<string, string> };
let person: SignedIn;

beforeAll(async () => {
  server = await startTestApp({ RETENTION_SESSIONS_DAYS: '10', RETENTION_TRANSCRIPTS_DAYS: '5' });
  person = await signUp(server);
});
afterAll(() => server.close());

const db = () => server.app.get(Db, { strict: false });
const run = (app: TestApp = server) => app.app.get(RetentionJob, { strict: false }).run();
const age = (table: string, column: string, days: number, where = 'true') =>
  ask(server.database.ownerUrl, `ALTER TABLE ${table} DISABLE TRIGGER USER; UPDATE ${table} SET ${column} = ${column} - interval '${days} days' WHERE ${where}; ALTER TABLE ${table} ENABLE TRIGGER USER`);
const rowsOf = async (table: string, sessionId: string) => (await db().query(`SELECT 1 FROM ${table} WHERE session_id = $1`, [sessionId])).length;

async function endedSession(text: string): Promise<string> {
  const { id, api, startedAt } = await startSession(person);
  const answer = await api.post(`/session/${id}/stt`, { items: [{ tsStart: startedAt, tsEnd: startedAt + 10, text, language: 'ko' }] });
  expect(answer.status).toBe(201);
  await api.post(`/session/${id}/end`);
  return id;
}

describe('S28 retention', () => {
  it('S28 removes sessions after their time with everything in them, and says how many', async () => {
    const [old, young] = [await endedSession('오래된 이야기입니다'), await endedSession('어제 이야기입니다')];
    await age('sessions', 'ended_at', 11, `id = '${old}'`);
    expect(await run()).toMatchObject({ sessions: 1 });
    expect((await person.api.get(`/session/${old}`)).status).toBe(404);
    expect((await person.api.get(`/session/${young}`)).status).toBe(200);
    for (const table of ['transcripts', 'signals', 'reports', 'emotion_blocks', 'messages']) expect(await rowsOf(table, old), table).toBe(0);
    const again = await run();
    expect(Object.values(again).every((count) => count === 0)).toBe(true);
  });

  it('S28 never removes a session that is going on', async () => {
    const { id } = await startSession(person);
    await age('sessions', 'started_at', 400, `id = '${id}'`);
    await run();
    expect((await person.api.get(`/session/${id}`)).status).toBe(200);
  });

  it('S28 removes transcripts after theirs, and leaves the session', async () => {
    const id = await endedSession('곧 지워질 말입니다');
    await age('transcripts', 'created_at', 6, `session_id = '${id}'`);
    expect(await run()).toMatchObject({ transcripts: 1 });
    expect(await rowsOf('transcripts', id)).toBe(0);
    expect((await person.api.get(`/session/${id}`)).status).toBe(200);
  });

  it('S28 leaves nothing of a guest without a session, the key neither', async () => {
    const { id, api } = await startGuestSession(server);
    const [row] = await db().query<{ person_id: string }>('SELECT person_id FROM sessions WHERE id = $1', [id]);
    await api.post(`/session/${id}/end`);
    await age('sessions', 'ended_at', 11, `id = '${id}'`);
    await age('persons', 'created_at', 11, `id = '${row?.person_id ?? ''}'`);
    await run();
    for (const table of ['persons WHERE id', 'data_keys WHERE person_id'])
      expect(await db().query(`SELECT 1 FROM ${table} = $1`, [row?.person_id]), table).toEqual([]);
    expect(await db().query('SELECT 1 FROM persons WHERE id = $1', [person.id])).toHaveLength(1);
  });

  it('S28 removes idempotency keys, figures of errors, security events and alerts', async () => {
    await person.api.with({ 'Idempotency-Key': 'once-upon-a-time' }).post('/session/start', { counselorId: 'ai' });
    await server.guest.get('/nowhere');
    await server.guest.as('a.bad.token').get('/auth/me');
    // What is counted is stored at the latest when the server stops.
    const before = await startTestApp({}, { on: server });
    await before.guest.as('a.bad.token').get('/auth/me');
    await before.close();
    await age('idempotency_keys', 'created_at', 2);
    await age('error_rollups', 'bucket', 40);
    await age('watched_events', 'at', 40);
    await age('security_events', 'created_at', 400);
    const report = await run();
    for (const kind of ['idempotency keys', 'error hours', 'error minutes', 'security events', 'account events']) expect(report[kind], kind).toBeGreaterThan(0);
  });

  it('S28 works in batches, several instances at once without meeting', async () => {
    const ids = `SELECT gen_random_uuid() AS id, '${person.id}'::uuid, 'ai', 'ko', 'ended', now() - interval '20 days', now() - interval '19 days', 'person',
      now() - interval '19 days', now() FROM generate_series(1, 1000)`;
    await ask(server.database.ownerUrl, `INSERT INTO sessions (id, person_id, counselor_kind, language, status, started_at, ended_at, end_reason, last_activity_at, expires_at) ${ids}`);
    const second = await startTestApp({}, { on: server });
    try {
      const reports = await Promise.all([run(), run(second)]);
      expect(reports.reduce((sum, { sessions = 0 }) => sum + sessions, 0)).toBe(1_000);
    } finally {
      await second.close();
    }
  });

  it('S28 a kind that cannot be removed is told, and keeps no other from it', async () => {
    const id = await endedSession('남아 있을 말입니다');
    await age('transcripts', 'created_at', 6, `session_id = '${id}'`);
    await ask(server.database.ownerUrl, 'ALTER TABLE watched_events RENAME TO watched_events_away');
    try {
      expect(await run()).toMatchObject({ 'security events': -1, 'transcripts': 1 });
    } finally {
      await ask(server.database.ownerUrl, 'ALTER TABLE watched_events_away RENAME TO watched_events');
    }
  });

  it('S32 what was removed of people is in the audit trail', async () => {
    const rows = await db().query<{ what: string }>("SELECT what FROM audit_entries WHERE action = 'retention.purged'");
    expect(rows.map(({ what }) => what)).toContain('sessions: 1');
  });
});
