import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrorStats } from '../../libs/contracts/errors-view.js';
import { eventually } from '../harness/eventually.js';
import { signUp, startSession, type SignedIn } from '../harness/people.js';
import { canStartRedis, REDIS_SERVER_TITLE, RedisServer } from '../harness/redis-server.js';
import { SessionSocket } from '../harness/session-socket.js';
import { TcpProxy } from '../harness/tcp-proxy.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';
import { createTestDatabase, type TestDatabase } from '../harness/test-database.js';

const ready = async ({ url }: TestApp) => {
  const response = await fetch(`${url}/health/ready`);
  return [response.status, ((await response.json()) as { failing: string[] }).failing];
};
const through = (url: string, proxy: TcpProxy): string => {
  const changed = new URL(url);
  changed.port = String(proxy.port);
  return changed.href;
};

describe('when PostgreSQL is gone', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let server: TestApp;
  let person: SignedIn;
  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await TcpProxy.to(database.url);
    server = await startTestApp({
      DATABASE_URL: through(database.url, proxy),
      DATABASE_READ_URL: through(database.readUrl, proxy),
      DATABASE_OWNER_URL: through(database.ownerUrl, proxy),
    });
    person = await signUp(server);
  });
  afterAll(async () => {
    proxy.mend();
    await server.close();
    await proxy.close();
    await database.drop();
  });

  it('S25 the server lives, says so, answers 503 at once in the envelope, and is well again by itself', async () => {
    expect(await ready(server)).toEqual([200, []]);
    proxy.cut();
    await eventually(async () => expect(await ready(server)).toEqual([503, ['postgres']]));
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);

    const startedAt = Date.now();
    const answers = await Promise.all([
      person.api.get('/session'),
      person.api.post('/session/start', { counselorId: 'ai' }),
      server.guest.post('/auth/login', { email: person.email, password: 'Wrong-Password-123' }),
    ]);
    for (const { status, error, headers } of answers) {
      expect([status, error?.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(headers.get('content-security-policy')).not.toBeNull();
    }
    expect(Date.now() - startedAt).toBeLessThan(10_000);

    expect(ErrorStats.safeParse((await server.guest.get('/errors/stats')).data).success).toBe(true);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^bemore_failures_total\{code="SERVICE_UNAVAILABLE"\} [1-9]/m);

    proxy.mend();
    await eventually(async () => expect(await ready(server)).toEqual([200, []]));
    await eventually(async () => expect((await person.api.get('/session')).status).toBe(200));
    const after = ErrorStats.parse((await server.guest.get('/errors/stats')).data);
    expect(after.byCode['SERVICE_UNAVAILABLE']).toBeGreaterThanOrEqual(3);
  }, 60_000);
});

describe.skipIf(!canStartRedis && process.env['CI'] === undefined)(`when Redis is gone${REDIS_SERVER_TITLE}`, () => {
  let redis: RedisServer;
  let server: TestApp;
  beforeAll(async () => {
    redis = await RedisServer.start();
    server = await startTestApp({ REDIS_URL: redis.url, RATE_LIMIT_READ: '50', SLOW_DOWN_STEP_MS: '0' });
  });
  afterAll(async () => {
    await server.close();
    await redis.kill();
  });

  it('S23 limits go on in memory, sockets go on, and it is said and logged; when it is back, all is as before', async () => {
    const person = await signUp(server);
    const session = await startSession(person);
    const socket = await SessionSocket.open(server.url, { token: session.token, sessionId: session.id });
    for (let count = 0; count < 60; count += 1) expect((await person.api.get('/auth/me')).status).toBe(200);
    await redis.kill();

    await eventually(async () => expect(await ready(server)).toEqual([503, ['redis']]));
    const startedAt = Date.now();
    expect((await person.api.get('/auth/me')).status).toBe(200);
    expect(Date.now() - startedAt).toBeLessThan(1_000);
    expect((await socket.ask('session:status')).ok).toBe(true);
    const fresh = await SessionSocket.open(server.url, { token: session.token, sessionId: session.id });
    fresh.close();

    const statuses: number[] = [];
    for (let count = 0; count < 60; count += 1) statuses.push((await person.api.get('/auth/me')).status);
    // 61 of 100 were used before: losing Redis gives nobody a fresh limit.
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(39);
    expect(statuses.at(-1)).toBe(429);

    await redis.start();
    await eventually(async () => expect(await ready(server)).toEqual([200, []]));
    const other = await signUp(server);
    expect((await other.api.get('/auth/me')).status).toBe(200);
    socket.close();
  }, 60_000);
});
