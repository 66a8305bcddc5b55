import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.js';

const ORIGIN = 'http://localhost:5173';
let server: TestApp;

beforeAll(async () => {
  server = await startTestApp();
});
afterAll(() => server.close());

interface Failure {
  success: false;
  error: { code: string; message: string; requestId: string; details?: { path: string; message: string }[] };
}
const json = async (response: Response) => (await response.json()) as Failure;
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } });

/** Sends bytes as they are and gives what comes back. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let received = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (received += chunk));
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
    socket.setTimeout(5_000, () => socket.destroy());
  });

describe('the base path', () => {
  it('without a version answers as the newest one', async () => {
    const [versioned, alias] = await Promise.all(['/api/v1/counselors', '/api/counselors'].map((path) => fetch(server.url + path)));
    expect([versioned?.status, await versioned?.json()]).toEqual([alias?.status, await alias?.json()]);
  });

  it.each(['/api/v2/counselors', '/api/v1/v1/counselors', '/nowhere', '/api', '/api/v1', '/API/v1/counselors', '/api/v1/Counselors', '/METRICS', '/Health'])('%s is 404 in the envelope', async (path) => {
    const response = await fetch(server.url + path);
    expect([response.status, (await json(response)).error.code]).toEqual([404, 'NOT_FOUND']);
  });
});

describe('the request id', () => {
  it('is kept when it is valid', async () => {
    const response = await fetch(`${server.url}/api/v1/nope`, { headers: { 'X-Request-Id': 'a.B_9-z' } });
    expect(response.headers.get('x-request-id')).toBe('a.B_9-z');
    expect((await json(response)).error.requestId).toBe('a.B_9-z');
  });

  it.each(['x'.repeat(65), 'with space', 'semi;colon', '<script>'])('%s is replaced by a UUID', async (id) => {
    const response = await fetch(`${server.url}/health`, { headers: { 'X-Request-Id': id } });
    expect(response.headers.get('x-request-id')).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
  });
});

describe('messages', () => {
  it.each([
    [undefined, /[가-힣]/],
    ['en', /^[\x20-\x7e’]+$/],
    ['fr, en;q=0.5, ko;q=0.4', /^[\x20-\x7e’]+$/],
    ['de', /[가-힣]/],
    ['en;q=0, ko', /[가-힣]/],
  ])('follow Accept-Language %s', async (language, expected) => {
    const response = await fetch(`${server.url}/api/v1/nope`, language === undefined ? {} : { headers: { 'Accept-Language': language } });
    expect((await json(response)).error.message).toMatch(expected);
  });
});

describe('bodies', () => {
  it.each([
    ['broken JSON', '{"a":', 400, 'MALFORMED_JSON'],
    ['no JSON object', '"text"', 400, 'MALFORMED_JSON'],
    ['a NUL', JSON.stringify({ counselorId: 'ai_\u0000' }), 400, 'VALIDATION_ERROR'],
    ['a lone surrogate', '{"counselorId":"ai_\\ud800"}', 400, 'VALIDATION_ERROR'],
    ['__proto__', '{"counselorId":"ai","__proto__":{"role":"admin"}}', 400, 'VALIDATION_ERROR'],
    ['constructor', '{"counselorId":"ai","constructor":{"prototype":{}}}', 400, 'VALIDATION_ERROR'],
    ['deep nesting', `{"counselorId":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 400, 'VALIDATION_ERROR'],
    ['an array', '[]', 400, 'VALIDATION_ERROR'],
  ])('S18 with %s are refused', async (_title, body, status, code) => {
    const response = await post('/api/v1/session/start', body);
    expect([response.status, (await json(response)).error.code]).toEqual([status, code]);
  });

  it.each([['text/plain'], ['application/x-www-form-urlencoded'], ['application/xml'], ['multipart/form-data; boundary=x'], ['application/jsonp']])(
    'of type %s are 415',
    async (type) => {
      const response = await post('/api/v1/session/start', '{"counselorId":"ai"}', { 'Content-Type': type });
      expect([response.status, (await json(response)).error.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    },
  );

  it.each([
    ['/api/v1/session/start', 1_048_576],
    ['/api/v1/auth/login', 10_240],
    ['/api/auth/login', 10_240],
    ['/api/auth/login/', 10_240],
  ])('S16 of %s over %i bytes are 413, with the headers, before they are read', async (path, limit) => {
    const { host } = new URL(server.url);
    const answer = await raw(`POST ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${ORIGIN}\r\nContent-Type: application/json\r\nContent-Length: ${limit + 1}\r\nConnection: close\r\n\r\n{"a`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('PAYLOAD_TOO_LARGE');
    expect(answer).toMatch(/access-control-allow-origin: http:\/\/localhost:5173/i);
    expect(answer).toMatch(/x-content-type-options: nosniff/i);
  });

  it('S18 of a caller who may not are not even parsed', async () => {
    const response = await post('/api/v1/survey/responses', '{"a":');
    expect([response.status, (await json(response)).error.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('S16 that are too large are answered in a way that a client gets to read', async () => {
    const body = JSON.stringify({ counselorId: 'a'.repeat(3_000_000) });
    for (let count = 0; count < 10; count += 1) {
      const response = await post('/api/v1/session/start', body);
      expect([response.status, (await json(response)).error.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    }
  });

  it('S16 that claim to be short and are chunked and long are cut off', async () => {
    const chunk = `3e8\r\n${'a'.repeat(1_000)}\r\n`;
    const { host } = new URL(server.url);
    const answer = await raw(`POST /api/v1/auth/login HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunk.repeat(12)}`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });
});

describe('requests that Node itself refuses', () => {
  it.each([
    ['broken syntax', 'NONSENSE\r\n\r\n', '400'],
    ['headers that are too large', `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, '431'],
  ])('for %s are answered in the envelope', async (_title, text, status) => {
    const answer = await raw(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(/"success":false/);
    expect(answer).toMatch(/x-request-id/i);
  });

  it('without a Host is 400, with all the headers', async () => {
    const answer = await raw('GET /health HTTP/1.1\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"VALIDATION_ERROR"');
    expect(answer).toMatch(/x-content-type-options: nosniff/i);
    expect(await raw('GET /health HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each([
    ['an expectation that nobody knows', 'Connection: close\r\nExpect: nonsense\r\n'],
    ['an upgrade to HTTP/2', 'Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n'],
    ['an upgrade where there are no sockets', 'Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'],
  ])('with %s are answered as if it were not there', async (_title, headers) => {
    const answer = await raw(`GET /api/v1/counselors HTTP/1.1\r\nHost: x\r\n${headers}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"success":true');
    expect(answer).toMatch(/x-content-type-options: nosniff/i);
  });

  it('a path that is no URL encoding is refused', async () => {
    const response = await fetch(`${server.url}/api/v1/session/%E0%A4%A`);
    expect([400, 404]).toContain(response.status);
    expect((await json(response)).success).toBe(false);
  });
});

describe('headers', () => {
  it.each(['/', '/api/v1/counselors', '/api/v1/nope', '/api/v1/auth/me'])('S35 of security are on %s', async (path) => {
    const { headers } = await fetch(server.url + path, { headers: { Origin: ORIGIN } });
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'permissions-policy': expect.stringContaining('camera=(self)') as string,
      'cache-control': 'no-store',
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
    });
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('etag')).toBeNull();
    const exposed = headers.get('access-control-expose-headers') ?? '';
    for (const name of ['X-Request-Id', 'X-Total-Count', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'ETag']) expect(exposed).toContain(name);
  });

  it('S35 of CORS are for origins of the list alone', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost:5173.evil.example', 'http://localhost:51730']) {
      const { headers } = await fetch(`${server.url}/api/v1/counselors`, { headers: { Origin: origin } });
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('of a preflight name what the single-page app sends', async () => {
    const response = await fetch(`${server.url}/api/session/start`, {
      method: 'OPTIONS',
      headers: { Origin: ORIGIN, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'x-client-version' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-max-age')).toBe('86400');
    const allowed = (response.headers.get('access-control-allow-headers') ?? '').toLowerCase();
    for (const name of ['authorization', 'content-type', 'idempotency-key', 'x-request-id', 'x-client-version', 'x-device-id', 'x-timestamp', 'x-csrf-token'])
      expect(allowed).toContain(name);
  });
});

describe('health', () => {
  it('answers without a token', async () => {
    const read = async (path: string) => (await fetch(server.url + path)).json();
    expect(await read('/')).toMatchObject({ status: 'ok' });
    expect(await read('/health')).toMatchObject({ status: 'ok', uptime: expect.any(Number) as number, version: '0.1.0' });
    expect(await read('/health/live')).toMatchObject({ status: 'ok' });
    expect(await read('/health/ready')).toMatchObject({ status: 'ok' });
  });

  it('serves the API description, whose every reference leads somewhere', async () => {
    const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Record<string, unknown>;
    expect(document['openapi']).toBe('3.1.0');
    const references = new Set(JSON.stringify(document).match(/#\/[^"]+/g));
    expect(references.size).toBeGreaterThan(20);
    for (const reference of references) {
      const found = reference.slice(2).split('/').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
      expect([reference, typeof found]).toEqual([reference, 'object']);
    }
    expect((await fetch(`${server.url}/docs`)).status).toBe(200);
    // Made anew for each request, for a fifth of a second.
    expect((await fetch(`${server.url}/docs-yaml`)).status).toBe(404);
  });
});
