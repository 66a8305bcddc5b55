import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Benchmark, Result } from '../benchmark.js';
import { BenchServer, prepareGround } from '../support/bench-server.js';
import { quantile, ratio } from '../support/statistics.js';

const LOGINS = 50;
const IDLE_MS = 8_000;
/** One request of the other routes every so often, whatever became of the one before. */
const EVERY_MS = 20;
const PASSWORD = 'Quiet-River-77-Stone';
const MAX_RATIO = 3;

interface Account {
  email: string;
  token: string;
}

async function post(url: string, body: object): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
}

async function signUp(url: string, index: number): Promise<Account> {
  const email = `bench-${index}@example.org`;
  const response = await post(`${url}/api/v1/auth/signup`, { username: 'bench', email, password: PASSWORD });
  if (response.status !== 201) throw new Error(`sign-up answered ${response.status}`);
  const { data } = (await response.json()) as { data: { accessToken: string } };
  return { email, token: data.accessToken };
}

interface Probed {
  /** Milliseconds of each answer. */
  times: number[];
  failed: number;
}

/** Asks at a fixed pace until it is told to stop. */
function probe(url: string, token: string): { stop: () => Promise<Probed> } {
  const probed: Probed = { times: [], failed: 0 };
  const pending = new Set<Promise<void>>();
  const ask = async () => {
    const startedAt = performance.now();
    const response = await fetch(`${url}/api/v1/auth/me`, { headers: { Authorization: `Bearer ${token}` } });
    await response.arrayBuffer();
    if (response.status !== 200) probed.failed += 1;
    probed.times.push(performance.now() - startedAt);
  };
  const timer = setInterval(() => {
    const one = ask()
      .catch(() => {
        probed.failed += 1;
      })
      .finally(() => pending.delete(one));
    pending.add(one);
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(pending);
      return probed;
    },
  };
}

async function run(): Promise<Result[]> {
  const ground = await prepareGround({ BCRYPT_COST: '12' });
  try {
    const server = await BenchServer.start('app-server', ground.environment);
    return await measure(server).finally(() => server.stop());
  } finally {
    await ground.clear();
  }
}

async function measure(server: BenchServer): Promise<Result[]> {
  const accounts: Account[] = [];
  for (let index = 0; index < LOGINS; index += 1) accounts.push(await signUp(server.url, index));
  const token = accounts[0]?.token ?? '';
  const warming = probe(server.url, token);
  await delay(2_000);
  await warming.stop();

  const idling = probe(server.url, token);
  await delay(IDLE_MS);
  const idle = await idling.stop();

  const startedAt = performance.now();
  const storming = probe(server.url, token);
  const answers = await Promise.all(
    accounts.map(async ({ email }) => {
      const response = await post(`${server.url}/api/v1/auth/login`, { email, password: PASSWORD });
      await response.arrayBuffer();
      return { status: response.status, hasRetryAfter: response.headers.has('retry-after') };
    }),
  );
  const tookMs = performance.now() - startedAt;
  const storm = await storming.stop();

  const signedIn = answers.filter(({ status }) => status === 200).length;
  const shed = answers.filter(({ status, hasRetryAfter }) => status === 503 && hasRetryAfter).length;
  const [idleP99, stormP99] = [quantile(idle.times, 0.99), quantile(storm.times, 0.99)];
  const lost = LOGINS - signedIn - shed;
  return [
    { figure: 'log-ins answered 200', value: String(signedIn) },
    { figure: 'log-ins answered 503 with Retry-After', value: String(shed) },
    { figure: 'log-ins lost or answered otherwise', value: String(lost), wanted: '0', isMet: lost === 0 },
    { figure: 'time until the last was answered', value: `${(tookMs / 1_000).toFixed(1)} s` },
    { figure: 'requests of the other route that failed', value: String(idle.failed + storm.failed), wanted: '0', isMet: idle.failed + storm.failed === 0 },
    { figure: 'p50 of another route, idle and meanwhile', value: `${quantile(idle.times, 0.5).toFixed(1)}, ${quantile(storm.times, 0.5).toFixed(1)} ms` },
    { figure: 'p99 of another route, idle and meanwhile', value: `${idleP99.toFixed(1)}, ${stormP99.toFixed(1)} ms` },
    { figure: 'p99 meanwhile to idle', value: ratio(stormP99 / idleP99), wanted: `< ${MAX_RATIO} ×`, isMet: stormP99 < MAX_RATIO * idleP99 },
  ];
}

export const loginStorm: Benchmark = {
  name: 'login-storm',
  method:
    `${LOGINS} accounts sign in at once (bcrypt cost 12) while GET /auth/me is asked every ${EVERY_MS} ms; its p99 against ${IDLE_MS / 1_000} s of the same without ` +
    'log-ins. Server, PostgreSQL and this client share the machine.',
  run,
};
