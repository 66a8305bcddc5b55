import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { z } from 'zod';
import { Export } from '../../libs/contracts/user.js';
import { Db } from '../../src/platform/database/db.js';
import { HOLDINGS, LEFT_OUT } from '../../src/privacy/holdings.js';
import type { ApiClient } from '../harness/api-client.js';
import { ask } from '../harness/embedded-server.js';
import { eventually } from '../harness/eventually.js';
import { ALL_CONSENTS, PASSWORD, signInAs, signUp, startGuestSession, startSession, type SignedIn } from '../harness/people.js';
import { SessionSocket } from '../harness/session-socket.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';
import { readFaceRecording } from '../recordings/faces.js';

let server: TestApp & { environment: Record<string, string> };
beforeAll(async () => {
  server = await startTestApp();
});
afterAll(() => server.close());

interface Life {
  person: SignedIn;
  sessionId: string;
  canaries: string[];
}

let lives = 0;
/** Somebody who left something of every kind that a person can leave, each with a text that stands nowhere else. */
async function live(): Promise<Life> {
  lives += 1;
  const canaries: string[] = [];
  const canary = (what: string) => {
    const text = `카나리아 ${lives} ${what} =cmd`;
    canaries.push(text);
    return text;
  };
  const person = await signUp(server, canary('이름'));
  canaries.push(person.email);
  const { api } = person;
  await api.put('/user/consents', ALL_CONSENTS);
  await api.put('/user/preferences', { preferences: { note: canary('설정') } });
  await api.patch('/user/me', { profileImage: `https://example.org/${encodeURIComponent(canary('사진'))}.png` });
  canaries[canaries.length - 1] = encodeURIComponent(canaries.at(-1) ?? '');
  const session = await startSession(person);
  const at = session.startedAt;
  const items = readFaceRecording('smile').frames.slice(0, 60).map(({ ts, points }) => ({ ts: at + ts, landmarks: points }));
  expect((await api.post(`/session/${session.id}/frames`, { items })).error).toBeUndefined();
  await api.post(`/session/${session.id}/audio`, { items: [{ tsStart: at, tsEnd: at + 500, isSpeech: true, rms: 0.1, pitchHz: 180 }] });
  expect((await api.post(`/session/${session.id}/stt`, { items: [{ tsStart: at, tsEnd: at + 900, text: canary('말') }] })).error).toBeUndefined();
  expect((await api.post(`/session/${session.id}/messages`, { text: canary('글') })).error).toBeUndefined();
  await api.post(`/session/${session.id}/end`);
  expect((await api.post(`/session/${session.id}/feedback`, { rating: 4, note: canary('평가') })).error).toBeUndefined();
  const answers = Object.fromEntries(Array.from({ length: 7 }, (_unused, index) => [`q${index + 1}`, 2]));
  expect((await api.post('/survey/responses', { instrument: 'gad-7', answers })).error).toBeUndefined();
  return { person, sessionId: session.id, canaries };
}

/** Files of a ZIP by their names. */
async function unzip(zip: Buffer): Promise<Map<string, string>> {
  const archive = await yauzl.fromBufferPromise(zip);
  const files = new Map<string, string>();
  for await (const entry of archive.eachEntry()) files.set(entry.fileName, (await buffer(await archive.openReadStreamPromise(entry))).toString('utf8'));
  return files;
}

async function exportOf(api: ApiClient): Promise<{ id: string; files: Map<string, string>; zip: Buffer }> {
  const asked = await api.post('/user/export', { password: PASSWORD });
  expect(asked.status).toBe(202);
  const { id } = Export.parse(asked.data);
  await eventually(async () => expect(Export.parse((await api.get(`/user/export/${id}`)).data).status).toBe('ready'), 15_000);
  const { sizeBytes, downloadUrl } = Export.parse((await api.get(`/user/export/${id}`)).data);
  const token = (api as unknown as { headers: Record<string, string> }).headers;
  const response = await fetch(`${server.url}/api/v1${downloadUrl ?? ''}`, { headers: token });
  expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([200, 'application/zip', 'no-store']);
  const zip = Buffer.from(await response.arrayBuffer());
  expect(zip.length).toBe(sizeBytes);
  return { id, zip, files: await unzip(zip) };
}

const rowsIn = (files: Map<string, string>, table: string) => z.array(z.looseObject({})).parse(JSON.parse(files.get(`${table}.json`) ?? 'null'));

describe('S30 a copy', () => {
  it('S30 holds everything that the person left, in JSON without loss, in CSV without formulas, and a list of it', async () => {
    const { person, sessionId, canaries } = await live();
    const { files } = await exportOf(person.api);
    const json = [...files].filter(([name]) => name.endsWith('.json')).map(([, text]) => text).join('\n');
    for (const canary of canaries) expect(json, canary).toContain(canary);

    for (const table of ['users', 'sessions', 'messages', 'transcripts', 'signals', 'emotion_blocks', 'reports', 'feedback', 'consents', 'survey_responses', 'security_events', 'device_sessions'])
      expect(rowsIn(files, table).length, table).toBeGreaterThan(0);
    expect(rowsIn(files, 'sessions').map(({ id }) => id)).toEqual([sessionId]);
    const faces = rowsIn(files, 'signals').filter(({ modality }) => modality === 'face').flatMap(({ payload }) => payload as { measures: Record<string, number> }[]);
    expect(faces).toHaveLength(60);
    expect(Object.keys(faces[0]?.measures ?? {})).toContain('au12');
    expect(rowsIn(files, 'users')[0]).toMatchObject({ id: person.id, email: person.email });

    const manifest = z.looseObject({ format: z.literal(1), rows: z.record(z.string(), z.number()), leftOut: z.record(z.string(), z.string()) }).parse(JSON.parse(files.get('manifest.json') ?? ''));
    for (const { table } of HOLDINGS) expect(manifest.rows[table], table).toBe(rowsIn(files, table).length);

    const csv = files.get('feedback.csv') ?? '';
    expect(csv.startsWith('\uFEFFid,')).toBe(true);
    expect([...files.values()].join('\n')).not.toMatch(/(?:^|[,"])[=@]/m);
  }, 60_000);

  it('S30 holds no credential, and nothing of anybody else', async () => {
    const [first, second] = [await live(), await live()];
    const { files } = await exportOf(first.person.api);
    const text = [...files.values()].join('\n');
    for (const canary of second.canaries) expect(text).not.toContain(canary);
    for (const secret of [second.person.id, second.sessionId, PASSWORD, first.person.accessToken, '$2b$']) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/password_?hash|emailLookup|mfaSecret|tokenHash/i);
  }, 60_000);

  it('S30 S12 is its owner’s alone, asks for the password, and is sealed where it lies', async () => {
    const { person, canaries } = await live();
    expect((await person.api.post('/user/export', { password: 'Not-The-Password-1' })).error?.code).toBe('INVALID_CREDENTIALS');
    expect((await server.guest.post('/user/export', { password: PASSWORD })).error?.code).toBe('UNAUTHENTICATED');
    const { id, zip } = await exportOf(person.api);
    const stranger = await signUp(server);
    const admin = await signInAs(server, 'admin');
    for (const { api } of [stranger, admin])
      for (const path of [`/user/export/${id}`, `/user/export/${id}/download`]) expect((await api.get(path)).error?.code).toBe('NOT_FOUND');
    const pieces = await server.app.get(Db, { strict: false }).query<{ piece_sealed: Buffer }>('SELECT piece_sealed FROM export_pieces WHERE export_id = $1', [id]);
    expect(pieces.length).toBeGreaterThan(0);
    for (const { piece_sealed: piece } of pieces) {
      expect(piece.includes(zip.subarray(0, 64))).toBe(false);
      for (const canary of canaries) expect(piece.includes(canary)).toBe(false);
    }
  }, 60_000);

  it('S30 is one at a time, and over after its days', async () => {
    const { person } = await live();
    const asked = await Promise.all(Array.from({ length: 5 }, () => person.api.post('/user/export', { password: PASSWORD })));
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([202]));
    const { id } = Export.parse(asked[0]?.data);
    await eventually(async () => expect(Export.parse((await person.api.get(`/user/export/${id}`)).data).status).toBe('ready'), 15_000);
    await ask(server.database.ownerUrl, `UPDATE exports SET created_at = created_at - interval '8 days' WHERE id = '${id}'`);
    expect(Export.parse((await person.api.get(`/user/export/${id}`)).data)).toMatchObject({ status: 'expired', downloadUrl: null });
    expect((await person.api.get(`/user/export/${id}/download`)).error?.code).toBe('NOT_FOUND');
  }, 60_000);

  it('S30 leaves out no table that holds something of a person, unless it says why', async () => {
    const tables = await ask<{ name: string }>(
      server.database.ownerUrl,
      `WITH RECURSIVE theirs AS (
         SELECT 'persons'::regclass::oid AS id
         UNION SELECT conrelid FROM pg_constraint JOIN theirs ON confrelid = theirs.id WHERE contype = 'f')
       SELECT DISTINCT id::regclass::text AS name FROM theirs ORDER BY 1`,
    );
    const described = [...HOLDINGS.map(({ table }) => table), ...Object.keys(LEFT_OUT)].sort();
    expect(tables.map(({ name }) => name).sort()).toEqual(described);
  });

  it('S30 leaves out no column, unless its description names it', async () => {
    const columns = await ask<{ name: string; column: string }>(
      server.database.ownerUrl,
      "SELECT table_name AS name, column_name AS column FROM information_schema.columns WHERE table_schema = 'public'",
    );
    for (const { table, without = [], text = [], bytes = [], order } of HOLDINGS) {
      const known = columns.filter(({ name }) => name === table).map(({ column }) => column);
      for (const column of [...without, ...text, ...bytes, ...order]) expect(known, `${table}.${column}`).toContain(column);
    }
  });
});

/** Every byte of text that a dump, the data folder or the log holds. */
function everythingLeft(): string {
  const dump = spawnSync('pg_dump', ['--no-owner', server.database.ownerUrl], { encoding: 'latin1', maxBuffer: 1_000_000_000 });
  if (dump.status !== 0) throw new Error(`pg_dump: ${dump.stderr}`);
  const files = readdirSync(server.dataDir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(server.dataDir, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'));
  return [dump.stdout, ...files, readFileSync(server.logFile, 'latin1')].join('\n');
}
const hasPgDump = spawnSync('pg_dump', ['--version']).status === 0;
/** As it stands in a dump read byte by byte: itself, in hexadecimal, in Base64. */
const formsOf = (canary: string) => {
  const bytes = Buffer.from(canary);
  return [bytes.toString('latin1'), bytes.toString('hex'), bytes.toString('base64').slice(0, -4)];
};

describe('S31 deletion', () => {
  it('S31 asks for the password', async () => {
    const person = await signUp(server);
    expect((await person.api.delete('/user/me', { password: 'Not-The-Password-1' })).error?.code).toBe('INVALID_CREDENTIALS');
    expect((await person.api.delete('/user/me')).error?.code).toBe('VALIDATION_ERROR');
    expect((await server.guest.delete('/user/me', { password: PASSWORD })).error?.code).toBe('UNAUTHENTICATED');
    expect((await person.api.get('/auth/me')).status).toBe(200);
  });

  it.skipIf(!hasPgDump && process.env['CI'] === undefined)(
    `S31 leaves nothing: no row, no key, no canary in a dump, a file or the log${hasPgDump ? '' : ' (skipped: there is no pg_dump)'}`,
    async () => {
      const { person, sessionId, canaries } = await live();
      await server.guest.post('/auth/password/forgot', { email: person.email });
      await exportOf(person.api);
      const open = await startSession(person);
      const keys = () => ask<{ count: number }>(server.database.ownerUrl, `SELECT count(*)::int AS count FROM data_keys WHERE person_id = '${person.id}'`);
      expect((await keys())[0]?.count).toBeGreaterThan(0);

      expect((await person.api.delete('/user/me', { password: PASSWORD })).status).toBe(204);
      expect((await keys())[0]?.count).toBe(0);
      for (const { table, where } of HOLDINGS) {
        const rows = await server.app.get(Db, { strict: false }).query(`SELECT 1 FROM ${table} WHERE ${where}`, [person.id]);
        expect(rows, table).toEqual([]);
      }
      const left = everythingLeft();
      for (const canary of canaries) for (const form of formsOf(canary)) expect(left.includes(form), canary).toBe(false);
      expect(open.id).not.toBe(sessionId);
    },
    60_000,
  );

  it('S31 S4 ends tokens and sockets at once, here and at another instance; the address is free again', async () => {
    const person = await signUp(server);
    const session = await startSession(person);
    const second = await startTestApp({}, { on: server });
    try {
      const sockets = await Promise.all([server, second].map(({ url }) => SessionSocket.open(url, { token: person.accessToken, sessionId: session.id })));
      const closed = sockets.map((socket) => socket.untilClosed());
      expect((await person.api.delete('/user/me', { password: PASSWORD })).status).toBe(204);
      await Promise.all(closed);
      await eventually(async () => {
        for (const { guest } of [server, second]) expect((await guest.as(person.accessToken).get('/auth/me')).error?.code).toBe('TOKEN_INVALID');
      });
      expect((await server.guest.post('/auth/refresh', { refreshToken: person.refreshToken })).error?.code).toBe('TOKEN_INVALID');
      expect((await server.guest.post('/auth/login', { email: person.email, password: PASSWORD })).error?.code).toBe('INVALID_CREDENTIALS');
      const again = await server.guest.post('/auth/signup', { username: '다시', email: person.email, password: PASSWORD });
      expect(again.status).toBe(201);
    } finally {
      await second.close();
    }
  }, 60_000);

  it('S31 touches nobody else', async () => {
    const [leaving, staying] = [await live(), await live()];
    const guest = await startGuestSession(server);
    await leaving.person.api.delete('/user/me', { password: PASSWORD });
    expect((await staying.person.api.get(`/session/${staying.sessionId}/report`)).status).toBe(200);
    expect((await guest.api.get(`/session/${guest.id}`)).status).toBe(200);
  }, 60_000);

  it('S32 is in the audit trail, and so is a copy', async () => {
    const rows = await ask<{ action: string }>(server.database.ownerUrl, "SELECT action FROM audit_entries WHERE action IN ('data.deleted', 'data.exported')");
    expect(new Set(rows.map(({ action }) => action))).toEqual(new Set(['data.deleted', 'data.exported']));
  });
});
