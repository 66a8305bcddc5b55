import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../harness/embedded-server.js';
import { PASSWORD, signUp, startSession, type SignedIn } from '../harness/people.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';
import { recording, upload } from '../harness/upload.js';

const ORIGIN = 'http://localhost:5173';
const READ = 20;
const WRITE = 10;
let server: TestApp & { environment: Record<string, string> };
let person: SignedIn;

beforeAll(async () => {
  server = await startTestApp({ TRUST_PROXY: '1', RATE_LIMIT_READ: String(READ), RATE_LIMIT_WRITE: String(WRITE), RATE_LIMIT_AI: '3', RATE_LIMIT_STT: '4', SLOW_DOWN_STEP_MS: '0' });
  person = await signUp({ guest: from('198.51.100.200') });
});
afterAll(() => server.close());

const from = (address: string) => server.guest.with({ 'X-Forwarded-For': address });
const statusesOf = async (times: number, ask_: () => Promise<{ status: number }>) => {
  const statuses: number[] = [];
  for (let count = 0; count < times; count += 1) statuses.push((await ask_()).status);
  return statuses;
};
const served = (statuses: number[]) => statuses.filter((status) => status !== 429).length;

describe('S22 the limits of the whole server', () => {
  it('S22 are a guest’s by address: reads and writes apart, said on every answer', async () => {
    const guest = from('198.51.100.1');
    const first = await guest.get('/counselors');
    expect(first.headers.get('ratelimit-policy')).toBe(`"read";q=${READ};w=600`);
    expect(first.headers.get('ratelimit')).toMatch(/^"read";r=19;t=\d+$/);
    expect(served(await statusesOf(READ + 5, () => guest.get('/counselors')))).toBe(READ - 1);
    const refused = await guest.get('/counselors');
    expect([refused.status, refused.error?.code, refused.headers.get('ratelimit')?.slice(0, 10)]).toEqual([429, 'RATE_LIMITED', '"read";r=0']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(served(await statusesOf(WRITE + 5, () => guest.post('/session/start', { counselorId: 'ai' })))).toBe(WRITE);
    expect((await from('198.51.100.2').get('/counselors')).status).toBe(200);
  });

  it('S22 are a user’s by account, twice as much, from wherever he calls', async () => {
    const at = (count: number) => person.api.with({ 'X-Forwarded-For': `198.51.101.${count}` });
    let count = 0;
    expect(served(await statusesOf(2 * READ + 5, () => at(count++).get('/auth/me')))).toBe(2 * READ);
  });

  it('S22 are one for a whole IPv6 /56, and none for another', async () => {
    let host = 0;
    const inside = await statusesOf(READ + 5, () => from(`2001:db8:0:ff${(host % 10) + 10}::${(host++).toString(16)}`).get('/counselors'));
    expect(served(inside)).toBe(READ);
    expect((await from('2001:db8:0:100::1').get('/counselors')).status).toBe(200);
  });

  it('S22 cannot be escaped by more forwarded addresses than there are proxies', async () => {
    let made = 0;
    const statuses = await statusesOf(READ + 5, () => from(`203.0.113.${made++}, 198.51.100.77`).get('/counselors'));
    expect(served(statuses)).toBe(READ);
  });

  it('S22 count a bad token against the address, and say 401', async () => {
    const guesser = from('198.51.100.9').as('a.bad.token');
    const statuses = await statusesOf(READ + 3, () => guesser.get('/auth/me'));
    expect(statuses.slice(0, READ)).toEqual(Array.from({ length: READ }, () => 401));
    expect(statuses.at(-1)).toBe(429);
  });

  it('S22 are stricter for replies of the AI counselor', async () => {
    const other = await signUp({ guest: from('198.51.100.201') });
    const session = await startSession(other);
    expect(served(await statusesOf(9, () => other.api.post(`/session/${session.id}/messages`, { text: '안녕하세요' })))).toBe(6);
  });

  it('S22 are stricter for transcription and export, whatever becomes of the request', async () => {
    const other = await signUp({ guest: from('198.51.100.202') });
    const recordings = await statusesOf(12, () => upload(server.url, other.accessToken, recording('hostile-page.wav')));
    expect(served(recordings)).toBe(8);
    expect(recordings.slice(8)).toEqual([429, 429, 429, 429]);
    // A thirtieth of the writes, at least one; twice that for a user.
    expect(served(await statusesOf(4, () => other.api.post('/user/export', { password: PASSWORD })))).toBe(2);
    expect((await other.api.get('/auth/me')).status).toBe(200);
  });

  it('S22 are of signing up and in apart from the writes, so that neither uses up the other', async () => {
    const crowd = from('198.51.100.13');
    const signIns = await statusesOf(WRITE + 3, () => crowd.post('/auth/login', { email: 'nobody' }));
    expect([served(signIns), signIns.at(-1)]).toEqual([WRITE, 429]);
    expect((await crowd.post('/session/start', { counselorId: 'ai' })).status).toBe(201);
  });

  it('S22 believe no forwarded address where there is no proxy', async () => {
    const open = await startTestApp({ RATE_LIMIT_READ: String(READ), SLOW_DOWN_STEP_MS: '0' });
    try {
      let made = 0;
      const statuses = await statusesOf(READ + 5, () => open.guest.with({ 'X-Forwarded-For': `203.0.113.${made++}`, 'X-Real-IP': `203.0.113.${made}`, 'Forwarded': `for=203.0.113.${made}` }).get('/counselors'));
      expect(served(statuses)).toBe(READ);
    } finally {
      await open.close();
    }
  });

  it('S22 slow down, a step more each time, before they refuse', async () => {
    const slow = await startTestApp({ RATE_LIMIT_READ: '6', SLOW_DOWN_AFTER: '0.5', SLOW_DOWN_STEP_MS: '200', SLOW_DOWN_MAX_MS: '400' });
    try {
      const timed = async () => {
        const startedAt = performance.now();
        const { status } = await slow.guest.get('/counselors');
        return [status, performance.now() - startedAt] as const;
      };
      const calls: (readonly [number, number])[] = [];
      for (let count = 0; count < 7; count += 1) calls.push(await timed());
      expect(calls.map(([status]) => status)).toEqual([200, 200, 200, 200, 200, 200, 429]);
      // A timer may come a little early.
      for (const [index, atLeastMs] of [[3, 190], [4, 390], [5, 390]] as const) expect(calls[index]?.[1]).toBeGreaterThanOrEqual(atLeastMs);
      const metrics = await (await fetch(`${slow.url}/metrics`)).text();
      for (const [outcome, times] of [['allowed', 3], ['slowed', 3], ['refused', 1]] as const)
        expect(metrics).toMatch(new RegExp(`^bemore_limit_decisions_total\\{surface="http",tier="read",outcome="${outcome}"\\} ${times}$`, 'm'));
    } finally {
      await slow.close();
    }
  });

  it('S22 count what no route takes, and bodies that are refused before their route', async () => {
    const lost = from('198.51.100.10');
    const [first] = [await lost.get('/nowhere')];
    expect([first.status, first.headers.get('ratelimit-policy')]).toEqual([404, `"read";q=${READ};w=600`]);
    expect(await statusesOf(READ + 5, () => lost.get(`/nowhere/${Math.random()}`))).toEqual([...Array.from({ length: READ - 1 }, () => 404), ...Array.from({ length: 6 }, () => 429)]);
    const refused = await lost.get('/nowhere');
    expect([refused.error?.code, Number(refused.headers.get('retry-after')) > 0]).toEqual(['RATE_LIMITED', true]);
    // One count with the routes that there are.
    expect((await lost.get('/counselors')).status).toBe(429);

    const send = (body: string, type: string) =>
      fetch(`${server.url}/api/v1/session/start`, { method: 'POST', body, headers: { 'Content-Type': type, 'X-Forwarded-For': '198.51.100.11' } });
    const bodies = [() => send('{', 'application/json'), () => send('x', 'text/plain'), () => send(JSON.stringify({ a: 'a'.repeat(2_000_000) }), 'application/json')];
    let count = 0;
    const statuses = await statusesOf(WRITE + 6, () => (bodies[count++ % bodies.length] ?? (() => send('{', 'application/json')))());
    expect(new Set(statuses.slice(0, WRITE))).toEqual(new Set([400, 415, 413]));
    expect(statuses.slice(WRITE)).toEqual(Array.from({ length: 6 }, () => 429));
    expect((await from('198.51.100.11').post('/session/start', { counselorId: 'ai' })).status).toBe(429);
  });

  it('S22 count the description and the console, which are served without a route', async () => {
    const read = (path: string) => fetch(server.url + path, { headers: { 'X-Forwarded-For': '198.51.100.12' } }).then(async (response) => (await response.arrayBuffer(), response));
    for (const path of ['/openapi.json', '/docs']) expect((await read(path)).headers.get('ratelimit-policy')).toBe(`"read";q=${READ};w=600`);
    expect(served(await statusesOf(READ + 5, () => read('/openapi.json')))).toBe(READ - 2);
    expect((await read('/docs')).status).toBe(429);
    expect((await read('/console')).status).toBe(429);
  });

  it('S22 never hold back health and metrics', async () => {
    const statuses = await statusesOf(100, () => fetch(`${server.url}/health`, { headers: { 'X-Forwarded-For': '198.51.100.1' } }));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect((await fetch(`${server.url}/metrics`, { headers: { 'X-Forwarded-For': '198.51.100.1' } })).status).toBe(200);
  });

  it('S22 only log in the dry run', async () => {
    const dry = await startTestApp({ RATE_LIMIT_READ: '2', RATE_LIMIT_DRY_RUN: 'true', SLOW_DOWN_STEP_MS: '0' });
    try {
      expect(served(await statusesOf(10, () => dry.guest.get('/counselors')))).toBe(10);
      const metrics = await (await fetch(`${dry.url}/metrics`)).text();
      expect(metrics).toMatch(/^bemore_limit_decisions_total\{surface="http",tier="read",outcome="would-refuse"\} 8$/m);
      expect(await readFile(dry.logFile, 'utf8')).toContain('over the limit; let through in the dry run');
    } finally {
      await dry.close();
    }
  });
});

describe('S35 the headers of every answer', () => {
  const wanted = {
    'content-security-policy': /default-src 'none'/,
    'x-frame-options': /^DENY$/,
    'x-content-type-options': /^nosniff$/,
    'referrer-policy': /^strict-origin-when-cross-origin$/,
    'permissions-policy': /camera/,
    'x-request-id': /^[\w.-]{1,64}$/,
    'access-control-allow-origin': /^http:\/\/localhost:5173$/,
    'access-control-allow-credentials': /^true$/,
    'access-control-expose-headers': /RateLimit-Policy/,
    'cache-control': /no-store/,
  };
  const call = (method: string, path: string, { body, headers = {} }: { body?: string; headers?: Record<string, string> } = {}) =>
    fetch(server.url + path, { method, body: body ?? null, headers: { 'Origin': ORIGIN, 'X-Forwarded-For': '198.51.100.50', ...headers } });

  it.each([
    ['200', () => call('GET', '/api/v1/counselors')],
    ['400', () => call('POST', '/api/v1/session/start', { body: '{}', headers: { 'Content-Type': 'application/json' } })],
    ['400', () => call('POST', '/api/v1/session/start', { body: '{', headers: { 'Content-Type': 'application/json' } })],
    ['401', () => call('GET', '/api/v1/auth/me')],
    ['403', () => call('GET', '/api/v1/errors/recent', { headers: { 'Authorization': `Bearer ${person.accessToken}`, 'X-Forwarded-For': '1.1.1.1' } })],
    ['404', () => call('GET', '/api/v1/nowhere')],
    ['413', () => call('POST', '/api/v1/auth/login', { body: JSON.stringify({ email: 'a'.repeat(20_000) }), headers: { 'Content-Type': 'application/json' } })],
    ['415', () => call('POST', '/api/v1/session/start', { body: 'x', headers: { 'Content-Type': 'text/plain' } })],
    ['429', () => call('GET', '/api/v1/counselors', { headers: { 'X-Forwarded-For': '198.51.100.1' } })],
  ])('S35 a %s has them all', async (status, send) => {
    const response = await send();
    if (status !== '403') expect(String(response.status)).toBe(status);
    for (const [name, pattern] of Object.entries(wanted)) expect(response.headers.get(name) ?? '', `${name} of ${response.status}`).toMatch(pattern);
    expect(response.headers.get('x-powered-by')).toBeNull();
  });

  it('S35 a 500 has them all', async () => {
    await ask(server.database.ownerUrl, 'ALTER TABLE users RENAME TO users_away');
    try {
      const response = await call('POST', '/api/v1/auth/login', { body: JSON.stringify({ email: 'a@example.org', password: 'x' }), headers: { 'Content-Type': 'application/json' } });
      expect(response.status).toBe(500);
      for (const [name, pattern] of Object.entries(wanted)) expect(response.headers.get(name) ?? '', name).toMatch(pattern);
    } finally {
      await ask(server.database.ownerUrl, 'ALTER TABLE users_away RENAME TO users');
    }
  });

  it('S35 a foreign origin gets no leave, whatever the answer is', async () => {
    for (const path of ['/api/v1/counselors', '/api/v1/auth/me', '/api/v1/nowhere']) {
      const response = await call('GET', path, { headers: { Origin: 'https://evil.example' } });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});
