import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, describe } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { signUp, startSession, type SignedIn, type StartedSession } from '../harness/people.js';
import { ServerProcess } from '../harness/server-process.js';
import { testEnvironment } from '../harness/test-app.js';
import { createTestDatabase, type TestDatabase } from '../harness/test-database.js';

const KNEE_MS = 12;
/** Nearly as large as a body may be, and of many small parts: dear to read, and nobody wants it. */
const DEAR = JSON.stringify({ items: Array.from({ length: 130_000 }, (_unused, index) => [index % 10]) });

let database: TestDatabase;
let dataDir: string;
let server: ServerProcess;
let person: SignedIn;
let session: StartedSession;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'bemore-overload-'));
  server = await ServerProcess.start(testEnvironment(database, dataDir, { OVERLOAD_DELAY_MS: String(KNEE_MS) }));
  person = await signUp({ guest: server.api });
  session = await startSession(person);
}, 180_000);
afterAll(async () => {
  await server.kill();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

describe('a server that has more to do than it can', () => {
  it('S25 turns new work away with 503 and Retry-After, answers health and the running session, and comes back', async () => {
    let isOver = false;
    const flood = Promise.all(
      Array.from({ length: 24 }, async () => {
        while (!isOver) {
          const send = { method: 'POST', body: DEAR, headers: { 'Content-Type': 'application/json' } };
          await fetch(`${server.url}/api/v1/nowhere`, send).then((response) => response.arrayBuffer(), () => undefined);
        }
      }),
    );
    const seen = { shed: 0, served: 0, running: 0, health: 0 };
    try {
      await eventually(async () => {
        const [fresh, running, health] = await Promise.all([
          server.api.get('/counselors'),
          person.api.get(`/session/${session.id}`),
          fetch(`${server.url}/health`),
        ]);
        if (fresh.status === 503) {
          expect(fresh.error?.code).toBe('SERVICE_UNAVAILABLE');
          expect(Number(fresh.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
          expect(fresh.headers.get('x-content-type-options')).toBe('nosniff');
          seen.shed += 1;
        } else seen.served += 1;
        if (running.status === 200) seen.running += 1;
        expect(health.status).toBe(200);
        seen.health += 1;
        expect(seen.shed).toBeGreaterThanOrEqual(5);
        expect(seen.running).toBeGreaterThanOrEqual(5);
      }, 40_000);
    } finally {
      isOver = true;
      await flood;
    }
    // Running sessions are the last to suffer. The two are asked one after the other while the load changes: some rounds differ by chance.
    expect(seen.running).toBeGreaterThanOrEqual(0.5 * seen.served);
    await eventually(async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => server.api.get('/counselors')));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    }, 20_000);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^bemore_overload_shed_total\{kind="new"\} [1-9]/m);
  }, 120_000);
});
