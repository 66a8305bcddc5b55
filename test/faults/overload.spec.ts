import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, describe } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { signUp, startSession, type SignedIn, type StartedSession } from '../harness/people.js';
import { type LoneServer, type ServerProcess, startLoneServer } from '../harness/server-process.js';

/** Far above how late the loop of an idle server is on a busy machine, far below what one dear body costs on a quick one. */
const KNEE_MS = 40;
const PARTS = 1_000_000;
/** Of many small parts: dear to read, and nobody wants it. */
const DEAR = Buffer.from(`{"items":[${'[1],'.repeat(PARTS - 1)}[1]]}`);
const FLOODERS = 12;
const ENOUGH = 5;
const WITHIN_MS = 120_000;

let lone: LoneServer;
let server: ServerProcess;
let person: SignedIn;
let session: StartedSession;

beforeAll(async () => {
  lone = await startLoneServer({ OVERLOAD_DELAY_MS: String(KNEE_MS), JSON_LIMIT_BYTES: String(2 * DEAR.length) });
  ({ server } = lone);
  // A server that has just started may be busy with itself.
  await eventually(async () => (person = await signUp({ guest: server.api })), 30_000);
  await eventually(async () => (session = await startSession(person)), 30_000);
}, 180_000);
afterAll(() => lone.close());

/** Sends dear bodies until it is told to stop. */
async function flood(state: { isOver: boolean }): Promise<void> {
  while (!state.isOver) {
    const send = { method: 'POST', body: DEAR, headers: { 'Content-Type': 'application/json' } };
    const status = await fetch(`${server.url}/api/v1/nowhere`, send).then(async (response) => (await response.arrayBuffer(), response.status), () => 0);
    if (status !== 404) await sleep(10);
  }
}

describe('a server that has more to do than it can', () => {
  it('S25 turns new work away with 503 and Retry-After, answers health and the running session, and comes back', async () => {
    const state = { isOver: false };
    const floods = Promise.all(Array.from({ length: FLOODERS }, () => flood(state)));
    const turnedAway: { code: string | undefined; retryAfter: number; isGuarded: boolean }[] = [];
    const health: number[] = [];
    const seen = { served: 0, running: 0 };
    try {
      for (const deadline = Date.now() + WITHIN_MS; turnedAway.length < ENOUGH || seen.running < ENOUGH; ) {
        if (Date.now() > deadline) break;
        const [fresh, running, healthy] = await Promise.all([
          server.api.get('/counselors'),
          person.api.get(`/session/${session.id}`),
          fetch(`${server.url}/health`),
        ]);
        health.push(healthy.status);
        if (running.status === 200) seen.running += 1;
        if (fresh.status === 200) seen.served += 1;
        else {
          const { headers, error } = fresh;
          turnedAway.push({ code: error?.code, retryAfter: Number(headers.get('retry-after')), isGuarded: headers.get('x-content-type-options') === 'nosniff' });
        }
      }
    } finally {
      state.isOver = true;
      await floods;
    }
    expect(turnedAway.length, JSON.stringify(seen)).toBeGreaterThanOrEqual(ENOUGH);
    for (const { code, retryAfter, isGuarded } of turnedAway) {
      expect([code, isGuarded]).toEqual(['SERVICE_UNAVAILABLE', true]);
      expect(retryAfter).toBeGreaterThanOrEqual(1);
    }
    expect(new Set(health)).toEqual(new Set([200]));
    // Running sessions are the last to suffer. The two are asked one after the other while the load changes: some rounds differ by chance.
    expect(seen.running).toBeGreaterThanOrEqual(Math.max(ENOUGH, 0.5 * seen.served));

    await eventually(async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => server.api.get('/counselors')));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    }, 60_000);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^bemore_overload_shed_total\{kind="new"\} [1-9]/m);
    // Who is turned away costs a line, not an error with its stack.
    const log = await readFile(server.logFile, 'utf8');
    expect(log).toContain('overloaded: requests are turned away');
    expect(log.split('\n').filter((line) => line.includes('"level":"error"') && line.includes('"type":"AppError"')).length).toBe(0);
  }, 240_000);
});
