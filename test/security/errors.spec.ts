import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ErrorFingerprint, ErrorStats } from '../../libs/contracts/errors-view.js';
import { ErrorRecorder } from '../../src/errors/error-recorder.service.js';
import { signInAs, signUp, type SignedIn } from '../harness/people.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

let server: TestApp;
let admin: SignedIn;
let person: SignedIn;

beforeAll(async () => {
  server = await startTestApp();
  admin = await signInAs(server, 'admin');
  person = await signUp(server);
});
afterAll(() => server.close());

const stats = async () => ErrorStats.parse((await server.guest.get('/errors/stats')).data);
const recent = async () => z.array(ErrorFingerprint).parse((await admin.api.get('/errors/recent?limit=100')).data);

/** A table is away while `work` runs: every use of it is an error that nobody foresaw. */
async function without(table: string, work: () => Promise<void>): Promise<void> {
  const client = new pg.Client(server.database.ownerUrl);
  await client.connect();
  try {
    await client.query(`ALTER TABLE ${table} RENAME TO ${table}_away`);
    await work();
  } finally {
    await client.query(`ALTER TABLE ${table}_away RENAME TO ${table}`);
    await client.end();
  }
}

describe('the figures', () => {
  it('are numbers only, for anybody, in the names of the contract', async () => {
    await server.guest.get('/nowhere');
    await server.guest.get('/auth/me');
    const { total, byCode, byStatus, byModule, since } = await stats();
    expect(byCode['NOT_FOUND']).toBeGreaterThanOrEqual(1);
    expect(byCode['UNAUTHENTICATED']).toBeGreaterThanOrEqual(1);
    expect(byStatus['401']).toBe(byCode['UNAUTHENTICATED']);
    expect(byModule['auth']).toBeGreaterThanOrEqual(1);
    expect(Object.values(byCode).reduce((sum, count) => sum + count, 0)).toBe(total);
    expect(Date.parse(since)).toBeLessThanOrEqual(Date.now());
  });

  it('S36 hold no path, no id, no text that anybody sent', async () => {
    const canary = 'canary-of-a-path-4711';
    await server.guest.get(`/${canary}`);
    await server.guest.get(`/session/${canary}`);
    await server.guest.post('/auth/login', { email: `${canary}@example.org`, password: canary });
    const text = JSON.stringify([await stats(), await recent()]);
    expect(text).not.toContain(canary);
  });

  it('cannot be reset, bent or made to fail from outside', async () => {
    const before = (await stats()).total;
    const attempts = await Promise.all([
      server.guest.delete('/errors/stats'),
      server.guest.post('/errors/stats', { total: 0 }),
      server.guest.put('/errors/stats', {}),
      server.guest.patch('/errors/stats', {}),
      server.guest.get('/errors/stats?reset=true&since=2999-01-01'),
      server.guest.get('/errors/stats?byCode[__proto__]=1'),
      server.guest.with({ 'X-Request-Id': '__proto__', 'User-Agent': 'constructor' }).get('/__proto__/constructor'),
    ]);
    for (const { status } of attempts) expect(status).toBeLessThan(500);
    const after = await stats();
    expect(after.total).toBeGreaterThanOrEqual(before);
    expect(Object.keys(after.byCode).every((name) => /^[A-Z_]{3,40}$/.test(name))).toBe(true);
  });

  it('never go down, however they are asked while failures pour in and are stored', async () => {
    const recorder = server.app.get(ErrorRecorder, { strict: false });
    let last = 0;
    for (let round = 0; round < 20; round += 1) {
      const [, , figures] = await Promise.all([server.guest.get('/nowhere'), round % 3 === 0 ? recorder.flush() : null, stats()]);
      expect(figures.total).toBeGreaterThanOrEqual(last);
      last = figures.total;
    }
  });

  it('outlive a restart, and add up over instances', async () => {
    const recorder = server.app.get(ErrorRecorder, { strict: false });
    await recorder.flush();
    const before = await stats();
    const other = await startTestApp({}, { on: { ...server, environment: (server as TestApp & { environment: Record<string, string> }).environment } });
    try {
      const figures = ErrorStats.parse((await other.guest.get('/errors/stats')).data);
      expect(figures.total).toBeGreaterThanOrEqual(before.total);
      expect(figures.since).toBe(before.since);
    } finally {
      await other.close();
    }
  });
});

describe('an unknown failure', () => {
  it('S34 is INTERNAL_ERROR outside, and inside a kind that says where in the source it arose', async () => {
    await without('feedback', async () => {
      for (let round = 0; round < 3; round += 1) {
        const started = await person.api.post('/session/start', { counselorId: 'ai' });
        const { sessionId } = z.object({ sessionId: z.string() }).loose().parse(started.data);
        await person.api.post(`/session/${sessionId}/end`);
        const answer = await person.api.post(`/session/${sessionId}/feedback`, { rating: 3, note: 'canary-note-of-feedback' });
        expect([answer.status, answer.error?.code]).toEqual([500, 'INTERNAL_ERROR']);
        expect(JSON.stringify(answer)).not.toMatch(/feedback_away|relation|src\/|at /);
      }
    });
    const kinds = (await recent()).filter(({ code }) => code === 'INTERNAL_ERROR');
    expect(kinds).toHaveLength(1);
    expect(kinds[0]).toMatchObject({ status: 500, module: 'session', count: 3 });
    expect(kinds[0]?.route).toMatch(/^POST .*:id\/feedback$/);
    expect(kinds[0]?.frame).toMatch(/src\/[\w/.-]+\.ts/);
    expect(JSON.stringify(kinds)).not.toContain('canary');
  });

  it('is the same kind whatever was sent', async () => {
    await without('consents', async () => {
      for (const camera of [true, false]) await person.api.put('/user/consents', { camera });
    });
    const kinds = (await recent()).filter(({ route }) => route.includes('consents'));
    expect(kinds.map(({ count }) => count)).toEqual([2]);
  });
});

describe('who may read the kinds', () => {
  it('S11 an admin alone', async () => {
    expect((await server.guest.get('/errors/recent')).error?.code).toBe('UNAUTHENTICATED');
    expect((await person.api.get('/errors/recent')).error?.code).toBe('FORBIDDEN');
    expect((await admin.api.get('/errors/recent')).status).toBe(200);
  });
});
