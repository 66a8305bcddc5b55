import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLogger } from '../../src/platform/logging/logger.js';
import { eventually } from '../harness/eventually.js';
import { PASSWORD, signUp, startSession } from '../harness/people.js';
import { SessionSocket } from '../harness/session-socket.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

let server: TestApp;
beforeAll(async () => {
  server = await startTestApp();
});
afterAll(() => server.close());

const anyLine = z.looseObject({ level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']), time: z.iso.datetime(), msg: z.string() });
const requestLine = z.strictObject({
  level: z.literal('info'),
  time: z.iso.datetime(),
  requestId: z.string(),
  method: z.string(),
  route: z.string(),
  status: z.int(),
  durationMs: z.number().min(0),
  userId: z.uuid().nullable(),
  ip: z.string(),
  aborted: z.literal(true).optional(),
  msg: z.literal('request'),
});
const linesOf = async ({ logFile }: Pick<TestApp, 'logFile'>) =>
  (await readFile(logFile, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => anyLine.parse(JSON.parse(line)));
const requests = async (requestId: string) => (await linesOf(server)).filter((line) => line.msg === 'request' && line['requestId'] === requestId);

describe('S36 the log', () => {
  it('S36 has one line a request, with level, time, id, route, status, duration, user and address', async () => {
    const person = await signUp(server);
    await person.api.with({ 'X-Request-Id': 'a-read' }).get('/auth/me');
    await server.guest.with({ 'X-Request-Id': 'a-refusal' }).get('/auth/me');
    await eventually(async () => {
      const [read, refusal] = [await requests('a-read'), await requests('a-refusal')];
      expect([read.length, refusal.length]).toEqual([1, 1]);
      expect(requestLine.parse(read[0])).toMatchObject({ method: 'GET', route: 'GET /api/v1/auth/me', status: 200, userId: person.id, ip: '127.0.0.1' });
      expect(requestLine.parse(refusal[0])).toMatchObject({ status: 401, userId: null });
    });
  });

  it('S36 has routes and never paths, whatever is asked for', async () => {
    const canary = 'canary-4711-in-a-path';
    for (const path of [`//${canary}`, `/session/${canary}`, `/session?status=${canary}`, `//api/${canary}/x`]) await server.guest.with({ 'X-Request-Id': 'a-path' }).get(path);
    await eventually(async () => expect(await requests('a-path')).toHaveLength(4));
    expect(await readFile(server.logFile, 'utf8')).not.toContain(canary);
  });

  it('S36 cannot be broken into lines or fields by what is sent', async () => {
    const forged = '\\r\\n{"level":"info","msg":"forged"}';
    await server.guest.with({ 'User-Agent': forged, 'X-Request-Id': '{"a":1}', 'Accept-Language': forged }).post('/auth/login', { email: `${forged}@example.org`, password: forged });
    for (const line of await linesOf(server)) expect(line.msg).not.toBe('forged');
  });

  it('S36 has nothing of what a person is called, says or signs in with', async () => {
    const name = '비밀스러운 이름';
    const words = '아무에게도 말하지 않은 이야기입니다';
    const person = await signUp(server, name);
    const session = await startSession(person);
    const socket = await SessionSocket.open(server.url, { token: session.token, sessionId: session.id });
    await socket.ask('message', { text: words });
    await person.api.post(`/session/${session.id}/stt`, { items: [{ tsStart: session.startedAt, tsEnd: session.startedAt + 5, text: words }] });
    await server.guest.post('/auth/login', { email: person.email, password: 'Not-The-Password-1' });
    await person.api.post(`/session/${session.id}/end`);
    socket.close();
    const log = await readFile(server.logFile, 'utf8');
    for (const secret of [name, words, person.email, person.accessToken, person.refreshToken, 'Not-The-Password-1']) expect(log).not.toContain(secret);
  });

  it('S36 has no error of ours where a client only left; that is counted apart', async () => {
    const busy = await startTestApp({ BCRYPT_COST: '12' });
    try {
      const metrics = async () => (await fetch(`${busy.url}/metrics`)).text();
      const leaving = new AbortController();
      const calls = Array.from({ length: 12 }, (_unused, index) =>
        fetch(`${busy.url}/api/v1/auth/signup`, {
          method: 'POST',
          signal: leaving.signal,
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ username: 'x', email: `leaves-${index}@example.org`, password: PASSWORD }),
        }).then((response) => response.status, () => 'left'),
      );
      await eventually(async () => expect(await metrics()).toMatch(/^bemore_queue_length\{queue="hashing"\} [1-9]/m), 15_000);
      leaving.abort();
      const left = (await Promise.all(calls)).filter((status) => status === 'left').length;
      expect(left).toBeGreaterThan(0);
      await eventually(async () => {
        const counted = /^bemore_http_request_duration_seconds_count\{method="POST",route="[^"]{0,60}signup",status="aborted"\} (\d+)$/m.exec(await metrics());
        expect(Number(counted?.[1])).toBe(left);
        expect((await linesOf(busy)).filter(({ msg }) => msg === 'the work of a request was broken off').length).toBeGreaterThan(0);
      }, 15_000);
      expect((await linesOf(busy)).filter(({ level }) => level === 'error')).toEqual([]);
      expect(await metrics()).not.toMatch(/code="INTERNAL_ERROR"/);
    } finally {
      await busy.close();
    }
  }, 60_000);

  it('S36 blanks what is sensitive by its key, should it get there at all', () => {
    const written: string[] = [];
    const logger = createLogger({ level: 'info', files: false, dataDir: '', keepDays: 1, destination: { write: (line: string) => void written.push(line) } });
    logger.info({ password: 'canary', user: { email: 'canary', accessToken: 'canary' }, text: 'canary', authorization: 'canary' }, 'something');
    logger.error({ err: Object.assign(new Error('duplicate key "kim@example.org" of 01012345678', { cause: new Error("value 'canary' of kim@example.org") }), { detail: 'canary' }) }, 'failed');
    expect(written.join('')).not.toMatch(/canary|kim@|01012345678/);
    expect(written).toHaveLength(2);
  });
});

describe('S36 the log in files', () => {
  it('goes to one for all and one for errors, when it is asked for', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'bemore-logs-'));
    try {
      const logger = createLogger({ level: 'info', files: true, dataDir, keepDays: 30 });
      logger.info({ code: 'a' }, 'all is well');
      logger.error({ code: 'b' }, 'all is not');
      const content = async (name: string) => {
        const files = (await readdir(join(dataDir, 'logs'))).filter((file) => file.startsWith(name));
        return (await Promise.all(files.map((file) => readFile(join(dataDir, 'logs', file), 'utf8')))).join('');
      };
      await eventually(async () => {
        expect((await content('all')).trim().split('\n').map((line) => anyLine.parse(JSON.parse(line)).msg)).toEqual(['all is well', 'all is not']);
        expect((await content('errors')).trim().split('\n').map((line) => anyLine.parse(JSON.parse(line)).msg)).toEqual(['all is not']);
      });
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
