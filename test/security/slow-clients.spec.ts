import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signUp, startSession, type SignedIn, type StartedSession } from '../harness/people.js';
import { type LoneServer, type ServerProcess, startLoneServer } from '../harness/server-process.js';

const hasTool = spawnSync('slowhttptest', ['-h']).error === undefined;
const TITLE = hasTool ? 'slowhttptest' : 'slowhttptest (skipped: it is not installed)';
const TIMEOUT_MS = 5_000;
const CONNECTIONS = 400;
/** Half of the rounds take less: whoever has to wait until the slow ones are cut off waits longer each time. One round may be late on a busy machine. */
const SERVED_WITHIN_MS = 0.4 * TIMEOUT_MS;

let lone: LoneServer;
let server: ServerProcess;
let person: SignedIn;
let session: StartedSession;

beforeAll(async () => {
  lone = await startLoneServer({ REQUEST_TIMEOUT_MS: String(TIMEOUT_MS) });
  ({ server } = lone);
  person = await signUp({ guest: server.api });
  session = await startSession(person);
}, 180_000);
afterAll(() => lone.close());

/** Everybody else is served while `attack` runs: health, reading, writing. Gives how long each round of the three took. */
async function othersAreServed(attack: Promise<unknown>): Promise<number[]> {
  const state = { isOver: false };
  const over = attack.finally(() => (state.isOver = true));
  const rounds: number[] = [];
  while (!state.isOver) {
    const startedAt = Date.now();
    const answers = await Promise.all([
      fetch(`${server.url}/health`),
      person.api.get(`/session/${session.id}`),
      person.api.post(`/session/${session.id}/stt`, { items: [{ tsStart: session.startedAt, tsEnd: session.startedAt + 1, text: '네' }] }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 201]);
    rounds.push(Date.now() - startedAt);
    await sleep(100);
  }
  await over;
  return rounds;
}

describe.skipIf(!hasTool && process.env['CI'] === undefined)(TITLE, () => {
  const attack = async (...options: string[]) => {
    const target = ['-c', String(CONNECTIONS), '-r', '200', '-l', '8', '-p', '3', '-u', `${server.url}/api/v1/session/start`];
    const child = spawn('slowhttptest', [...options, ...target], { stdio: 'ignore' });
    await once(child, 'exit');
  };

  it.each([
    ['slow headers', ['-H', '-i', '1']],
    ['slow bodies', ['-B', '-i', '1', '-s', '8192', '-t', 'POST', '-f', 'application/json']],
    ['slow reading', ['-X', '-n', '1', '-w', '1', '-y', '10', '-z', '5', '-k', '3']],
    ['range headers', ['-R', '-a', '5', '-b', '500', '-t', 'GET']],
  ])('S16 %s of four hundred clients keep nobody else from being served', async (_title, options) => {
    const rounds = await othersAreServed(attack(...options));
    expect(rounds.length).toBeGreaterThanOrEqual(3);
    expect([...rounds].sort((a, b) => a - b)[Math.floor(rounds.length / 2)]).toBeLessThan(SERVED_WITHIN_MS);
  }, 60_000);
});

describe('a client that takes its time', () => {
  /** Sends a beginning and then a byte now and then; gives what came back and after how long the server had enough. */
  async function dawdle(beginning: string, more: string, { allowHalfOpen = false } = {}): Promise<{ received: string; ms: number }> {
    const { hostname, port } = new URL(server.url);
    const socket: Socket = connect({ port: Number(port), host: hostname, allowHalfOpen });
    const startedAt = Date.now();
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
    socket.on('error', () => undefined);
    socket.write(beginning);
    const drip = setInterval(() => socket.write(more), 200);
    const timer = setTimeout(() => socket.destroy(), 4 * TIMEOUT_MS);
    // Not `once`: that ends with an error, and being cut off in the middle of a line is one.
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(drip);
    clearTimeout(timer);
    return { received, ms: Date.now() - startedAt };
  }

  it('S16 with its headers is cut off', async () => {
    const { received, ms } = await dawdle('GET /health HTTP/1.1\r\nHost: x\r\n', 'X-A: 1\r\n');
    expect(received === '' || received.startsWith('HTTP/1.1 408 ')).toBe(true);
    expect(ms).toBeLessThan(3 * TIMEOUT_MS);
  }, 30_000);

  it('S16 is cut off although it never closes its own end', async () => {
    for (const beginning of ['GET /health HTTP/1.1\r\nHost: x\r\n', 'NONSENSE\r\n\r\n', `GET /health HTTP/1.1\r\nX-Large: ${'a'.repeat(40_000)}\r\n`]) {
      const { received, ms } = await dawdle(beginning, 'X-A: 1\r\n', { allowHalfOpen: true });
      expect(received).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(ms).toBeLessThan(3 * TIMEOUT_MS);
    }
  }, 60_000);

  it('S16 with its body is answered 504 and cut off', async () => {
    const head = 'POST /api/v1/session/start HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"a":"';
    const { received, ms } = await dawdle(head, 'a');
    expect(received).toMatch(/^HTTP\/1\.1 (?:504|408) /);
    expect(received).toContain('"code":"TIMEOUT"');
    expect(ms).toBeLessThan(3 * TIMEOUT_MS);
  }, 30_000);

  it('S16 with too many or too large headers is refused', async () => {
    const large = await dawdle(`GET /health HTTP/1.1\r\nHost: x\r\nX-Large: ${'a'.repeat(40_000)}\r\n\r\n`, '');
    expect(large.received).toMatch(/^HTTP\/1\.1 431 /);
    expect(large.received).toContain('"success":false');
  }, 30_000);
});
