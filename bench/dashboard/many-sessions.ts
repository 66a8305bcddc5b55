import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { RestClient } from '../../libs/client/index.js';
import type { Benchmark } from '../benchmark.js';
import { BenchServer, prepareGround } from '../support/bench-server.js';
import { median, ratio } from '../support/statistics.js';

const MANY = 1_000;
const FEW = 10;
const AT_ONCE = 8;
const DAY_MS = 86_400_000;
const DAYS = 180;
const LOOKS = 150;
const WARM_UP = 20;
const PATHS = ['/dashboard/summary', '/dashboard/summary?range=90d', '/dashboard/trends?range=90d'];

interface Person {
  id: string;
  token: string;
}

async function signUp(guest: RestClient): Promise<Person> {
  const password = `Aa1!${randomBytes(12).toString('hex')}`;
  const { user, accessToken } = await guest.signUp({ username: 'bench', email: `${randomBytes(6).toString('hex')}@example.org`, password });
  return { id: user.id, token: accessToken };
}

/** Sessions spread evenly over half a year, each with a minute of signals, ended by `/end`. */
async function addSessions(guest: RestClient, database: pg.Pool, { token }: Person, count: number): Promise<void> {
  const rest = guest.withToken(token);
  await rest.changeConsents({ camera: true });
  const add = async (index: number) => {
    const { sessionId, startedAt } = await rest.start({ counselorId: 'ai' });
    const items = Array.from({ length: 60 }, (_, second) => ({ ts: Date.parse(startedAt) + second * 1_000, blendshapes: { mouthSmileLeft: 0.6, mouthSmileRight: 0.6 } }));
    await rest.frames(sessionId, items);
    const begin = new Date(Date.now() - (index / count) * DAYS * DAY_MS);
    await database.query('UPDATE sessions SET started_at = $2 WHERE id = $1', [sessionId, begin]);
    await rest.end(sessionId);
  };
  for (let first = 0; first < count; first += AT_ONCE) await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, at) => add(first + at)));
}

async function look(url: string, path: string, { token }: Person): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/api/v1${path}`, { headers: { Authorization: `Bearer ${token}` } });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return performance.now() - startedAt;
}

export const manySessions: Benchmark = {
  name: 'dashboard-of-many-sessions',
  method: `GET ${PATHS.join(', ')} of a person with ${MANY} sessions over half a year against one with ${FEW}, in turn; ${LOOKS} looks each, the ratio of the medians.`,
  run: async () => {
    const ground = await prepareGround();
    const server = await BenchServer.start('app-server', ground.environment);
    const database = new pg.Pool({ connectionString: ground.environment['DATABASE_URL'], max: 2 });
    try {
      const guest = new RestClient({ url: server.url });
      const [many, few] = [await signUp(guest), await signUp(guest)];
      await addSessions(guest, database, many, MANY);
      await addSessions(guest, database, few, FEW);
      const results = [];
      for (const path of PATHS) {
        const times: { many: number; few: number }[] = [];
        for (let index = -WARM_UP; index < LOOKS; index += 1) {
          const pair = { many: await look(server.url, path, many), few: await look(server.url, path, few) };
          if (index >= 0) times.push(pair);
        }
        const [manyMs, fewMs] = [median(times.map((time) => time.many)), median(times.map((time) => time.few))];
        results.push(
          { figure: `${path} with ${FEW} sessions, ms`, value: fewMs.toFixed(2) },
          { figure: `${path} with ${MANY} sessions, ms`, value: manyMs.toFixed(2) },
          { figure: 'ratio', value: ratio(manyMs / fewMs), wanted: '< 2.00 ×', isMet: manyMs / fewMs < 2 },
        );
      }
      return results;
    } finally {
      await database.end();
      await server.stop();
      await ground.clear();
    }
  },
};
