import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Db } from '../../src/platform/database/db.js';
import { decoded, looksLikeInjection } from '../../src/security-watch/injection-patterns.js';
import { ask } from '../harness/embedded-server.js';
import { eventually } from '../harness/eventually.js';
import { PASSWORD, signUp } from '../harness/people.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

const SECRET = 'a-secret-for-signing-alerts-0123456789';

/** Where alerts arrive; answers as it is told. */
class Receiver {
  readonly bodies: { body: string; signature: string }[] = [];
  /** Answered first, in turn; 200 afterwards. */
  statuses: number[] = [];

  private constructor(readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const receiver = new Receiver(createServer((request, response) => void receiver.take(request).then((status) => response.writeHead(status).end())));
    receiver.server.listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/alerts`;
  }

  of(rule: string) {
    return this.bodies.filter(({ body }) => (JSON.parse(body) as { rule: string }).rule === rule);
  }

  private async take(request: IncomingMessage): Promise<number> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    this.bodies.push({ body, signature: String(request.headers['x-bemore-signature']) });
    return this.statuses.shift() ?? 200;
  }
}

let receiver: Receiver;
let server: TestApp & { environment: Record<string, string> };
let second: TestApp;

beforeAll(async () => {
  receiver = await Receiver.start();
  server = await startTestApp({ TRUST_PROXY: '1', ALERT_WEBHOOK_URL: receiver.url, ALERT_WEBHOOK_SECRET: SECRET, RATE_LIMIT_AUTH_FAILURES_IP: '1000' });
  second = await startTestApp({}, { on: server });
});
afterAll(async () => {
  await second.close();
  await server.close();
  receiver.server.close();
});

let addresses = 0;
/** A caller from an address that nobody had before. */
const from = (app: TestApp = server) => {
  addresses += 1;
  return app.guest.with({ 'X-Forwarded-For': `203.0.113.${addresses}` });
};
const stored = (kind: string) =>
  server.app.get(Db, { strict: false }).query<{ count: number; account: string | null; address: string | null; row: string }>(
    `SELECT sum(count)::int AS count, min(encode(account_hash, 'hex')) AS account, min(encode(address_hash, 'hex')) AS address, min(watched_events::text) AS row
       FROM watched_events WHERE kind = $1`,
    [kind],
  );

describe('S39 security events', () => {
  it.each([
    ['refused.token_invalid', () => from().as('no.token.at-all').get('/auth/me')],
    ['refused.forbidden', async () => (await signUp(server)).api.get('/errors/recent')],
    ['login.failed', () => from().post('/auth/login', { email: 'nobody@example.org', password: 'Wrong-Password-123' })],
    ['account.created', () => signUp(server)],
    ['injection', () => from().get("/session?status=x' OR '1'='1")],
  ])('S39 %s is stored, without an address or a name', async (kind, attack) => {
    await attack();
    await eventually(async () => {
      const [row] = await stored(kind);
      expect(row?.count).toBeGreaterThanOrEqual(1);
      expect(row?.row).not.toMatch(/203\.0\.113|127\.0\.0\.1|example\.org/);
    });
  });

  it('S39 a limit that was hit is stored', async () => {
    const strict = await startTestApp({ RATE_LIMIT_READ: '2', SLOW_DOWN_STEP_MS: '0' });
    try {
      for (let count = 0; count < 4; count += 1) await strict.guest.get('/counselors');
      await eventually(async () => {
        const rows = await strict.app.get(Db, { strict: false }).query<{ count: number }>("SELECT count FROM watched_events WHERE kind = 'limit.http.read'");
        expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(2);
      });
    } finally {
      await strict.close();
    }
  });

  it('S39 a flood is one row, not a thousand', async () => {
    const attacker = from();
    for (let count = 0; count < 200; count += 1) await attacker.as('not.a.token').get('/user/preferences');
    await eventually(async () => {
      const rows = await server.app
        .get(Db, { strict: false })
        .query<{ count: number }>("SELECT count FROM watched_events WHERE kind = 'refused.token_invalid' AND route LIKE '%preferences'");
      expect(rows.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(200);
      expect(rows.length).toBeLessThan(20);
    });
  });
});

describe('S39 alerts', () => {
  const signed = (body: string) => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;

  it('S39 repeated 401 of one address: told once, signed, and without the address', async () => {
    const attacker = from();
    const raised = async () => (await server.app.get(Db, { strict: false }).query("SELECT 1 FROM security_alerts WHERE rule = 'repeated-401'")).length;
    const before = await raised();
    for (let count = 0; count < 70; count += 1) await attacker.as('a.bad.token').get('/auth/me');
    await eventually(async () => expect(await raised()).toBe(before + 1));
    await eventually(() => expect(receiver.of('repeated-401')).toHaveLength(before + 1));
    const { body, signature } = receiver.of('repeated-401').at(-1) ?? { body: '', signature: '' };
    expect(signature).toBe(signed(body));
    expect(JSON.parse(body)).toMatchObject({ type: 'security', rule: 'repeated-401', severity: 'warning', threshold: 30 });
    expect(body).not.toMatch(/203\.0\.113/);
    for (let more = 0; more < 40; more += 1) await attacker.as('a.bad.token').get('/auth/me');
    expect(await raised()).toBe(before + 1);
  });

  it('S39 one address on many accounts; two instances that both see it tell it once', async () => {
    const headers = { 'X-Forwarded-For': '198.51.100.7' };
    for (const at of [server, second]) {
      const attacker = at.guest.with(headers);
      for (let count = 0; count < 12; count += 1) await attacker.post('/auth/login', { email: `victim-${count}@example.org`, password: 'Wrong-Password-123' });
    }
    await eventually(() => expect(receiver.of('many-accounts')).toHaveLength(1));
  });

  it('S39 one account from many addresses', async () => {
    const { email } = await signUp(server);
    for (let count = 0; count < 12; count += 1) await from().post('/auth/login', { email, password: 'Wrong-Password-123' });
    await eventually(() => expect(receiver.of('many-addresses')).toHaveLength(1));
  });

  it('S39 one address that goes on beyond its limits', async () => {
    const strict = await startTestApp({ RATE_LIMIT_READ: '2', SLOW_DOWN_STEP_MS: '0' }, { on: server });
    try {
      const attacker = from(strict);
      for (let count = 0; count < 65; count += 1) await attacker.get('/counselors');
      await eventually(() => expect(receiver.of('repeated-429')).toHaveLength(1));
      expect(receiver.of('repeated-429')[0]?.body).not.toMatch(/203\.0\.113/);
    } finally {
      await strict.close();
    }
  });

  it('S39 one route that fails again and again with an error that nobody foresaw', async () => {
    const { api } = await signUp(server);
    await ask(server.database.ownerUrl, 'ALTER TABLE consents RENAME TO consents_away');
    try {
      for (let count = 0; count < 11; count += 1) expect((await api.put('/user/consents', { camera: true })).status).toBe(500);
      expect((await api.get('/auth/me')).status).toBe(200);
    } finally {
      await ask(server.database.ownerUrl, 'ALTER TABLE consents_away RENAME TO consents');
    }
    await eventually(() => expect(receiver.of('repeated-500')).toHaveLength(1));
    expect(JSON.parse(receiver.of('repeated-500')[0]?.body ?? '{}')).toMatchObject({ severity: 'critical', route: 'PUT /api/v1/user/consents' });
  });

  it('S39 attempts at injection', async () => {
    const attacker = from();
    for (const probe of ["1' OR '1'='1", '1 UNION SELECT password FROM users', '<script>alert(1)</script>', '../../etc/passwd', '${jndi:ldap://x}', '__proto__[x]=1'])
      await attacker.get(`/session?status=${encodeURIComponent(probe)}`);
    await eventually(() => expect(receiver.of('injection').length).toBeGreaterThanOrEqual(1));
  });

  it('S39 a refresh token that was used again after its time', async () => {
    const { refreshToken } = await signUp(server);
    await server.guest.post('/auth/refresh', { refreshToken });
    await server.app.get(Db, { strict: false }).query("UPDATE refresh_tokens SET used_at = used_at - interval '1 minute' WHERE used_at IS NOT NULL");
    expect((await server.guest.post('/auth/refresh', { refreshToken })).status).toBe(401);
    await eventually(() => expect(receiver.of('token-reuse')).toHaveLength(1));
  });

  it('S39 a receiver that fails is tried again until it takes the alert, once', async () => {
    receiver.statuses = [500, 503];
    const { email } = await signUp(server);
    const before = receiver.bodies.length;
    for (let count = 0; count < 12; count += 1) await from().post('/auth/login', { email, password: 'Wrong-Password-123' });
    await eventually(() => expect(receiver.bodies.length - before).toBeGreaterThanOrEqual(3), 15_000);
    const ids = new Set(receiver.bodies.slice(before).map(({ body }) => (JSON.parse(body) as { id: string }).id));
    expect(ids.size).toBe(1);
    await eventually(async () => {
      const waiting = await server.app.get(Db, { strict: false }).query('SELECT 1 FROM security_alerts WHERE delivered_at IS NULL');
      expect(waiting).toHaveLength(0);
    });
  });

  it('S39 what people do who mistype now and then raises none', async () => {
    const before = receiver.bodies.length;
    const { email, api } = await signUp(server);
    const person = from();
    for (let count = 0; count < 3; count += 1) await person.post('/auth/login', { email, password: 'Wrong-Password-123' });
    await person.post('/auth/login', { email, password: PASSWORD });
    for (let count = 0; count < 20; count += 1) expect((await api.get('/auth/me')).error).toBeUndefined();
    const written = await api.post('/session/start', { counselorId: 'ai' });
    expect(written.error).toBeUndefined();
    expect(receiver.bodies).toHaveLength(before);
  });
});

describe('S39 the patterns of injection', () => {
  it.each([
    "id=1' or '1'='1",
    'q=1 UNION  ALL SELECT a',
    'x; drop table users',
    'sleep=pg_sleep(5)',
    '<ScRiPt>',
    '..%2f..%2fetc%2fpasswd',
    '${jndi:ldap://evil}',
    '{"user":{"$ne":null}}',
    '%00',
  ])('S39 know %s', (text) => expect(looksLikeInjection(decoded(text))).toBe(true));

  it.each(['요즘 너무 힘들어요', "I don't know or care, it's fine", 'Select a union member', 'Let us drop the table of figures', 'a/b/../c'])(
    'S39 leave %s alone',
    (text) => expect(looksLikeInjection(text)).toBe(false),
  );

  it('S20 take no longer than the text is long, whatever is sent', () => {
    const hostile = ['union '.repeat(5_000), "'".repeat(20_000), '{{'.repeat(20_000), ' '.repeat(40_000), '../'.repeat(20_000)];
    const startedAt = performance.now();
    for (const text of hostile) looksLikeInjection(text);
    // Some milliseconds; backtracking would take minutes.
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
