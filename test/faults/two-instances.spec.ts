import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SessionState } from '../../libs/contracts/session.js';
import { AppConfig } from '../../src/platform/config/app-config.js';
import { ApiClient, type ApiAnswer } from '../harness/api-client.js';
import { Balancer } from '../harness/balancer.js';
import { ask } from '../harness/embedded-server.js';
import { signInAs, signUp, startSession, type SignedIn } from '../harness/people.js';
import { eventually } from '../harness/eventually.js';
import { canStartRedis, REDIS_SERVER_TITLE, RedisServer } from '../harness/redis-server.js';
import { ServerProcess } from '../harness/server-process.js';
import { SessionSocket } from '../harness/session-socket.js';
import { startTestApp, testEnvironment, type Environment } from '../harness/test-app.js';
import { createTestDatabase, type TestDatabase } from '../harness/test-database.js';

const READS = 300;
const messageSchema = z.object({ message: z.object({ id: z.string(), text: z.string() }).loose() }).loose();

describe.skipIf(!canStartRedis && process.env['CI'] === undefined)(`two instances behind a proxy${REDIS_SERVER_TITLE}`, () => {
  let database: TestDatabase;
  let redis: RedisServer;
  let environment: Environment;
  let balancer: Balancer;
  let one: ServerProcess;
  let two: ServerProcess;
  let counselor: SignedIn;
  let person: SignedIn;
  const folders: string[] = [];

  const start = async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'bemore-instance-'));
    folders.push(dataDir);
    return ServerProcess.start({ ...environment, DATA_DIR: dataDir });
  };

  beforeAll(async () => {
    [database, redis] = await Promise.all([createTestDatabase(), RedisServer.start()]);
    environment = testEnvironment(database, '', { REDIS_URL: redis.url, RATE_LIMIT_READ: String(READS), SLOW_DOWN_STEP_MS: '0', OVERLOAD_DELAY_MS: '0' });
    one = await start();
    two = await start();
    balancer = await Balancer.over(one.url, two.url);
    person = await signUp({ guest: one.api });
    // The counselor's account is made by a third instance, which has done its work then.
    const dataDir = await mkdtemp(join(tmpdir(), 'bemore-instance-'));
    folders.push(dataDir);
    const maker = await startTestApp({ REDIS_URL: '' }, { on: { database, dataDir, environment: { ...environment, DATA_DIR: dataDir } } });
    const made = await signInAs(maker, 'counselor');
    await maker.close();
    counselor = { ...made, api: two.api.as(made.accessToken) };
    expect(AppConfig.from({ ...environment, DATA_DIR: dataDir }).redisUrl).toBe(redis.url);
  }, 180_000);
  afterAll(async () => {
    await Promise.all([one.kill(), two.kill()]);
    await balancer.close();
    await redis.kill();
    await database.drop();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  it('a person on one and the counselor on the other see the same session', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    await counselor.api.post(`/session/${session.id}/join`);
    const persons = await SessionSocket.open(one.url, { token: person.accessToken, sessionId: session.id });
    const counselors = await SessionSocket.open(two.url, { token: counselor.accessToken, sessionId: session.id });

    await persons.ask('message', { text: '오늘은 조금 나아졌어요' });
    expect((await counselors.until('message:created')).text).toBe('오늘은 조금 나아졌어요');
    await counselor.api.post(`/session/${session.id}/messages`, { text: '그렇군요, 다행이에요' });
    expect((await persons.until('message:created', ({ role }) => role === 'counselor')).text).toBe('그렇군요, 다행이에요');

    await one.api.as(person.accessToken).post(`/session/${session.id}/pause`);
    await counselors.until('session:state', ({ status }) => status === 'paused');
    const seen = await Promise.all([one, two].map(async (at) => SessionState.parse((await at.api.as(person.accessToken).get(`/session/${session.id}`)).data)));
    expect(seen[0]?.status).toBe('paused');
    expect({ ...seen[0], durationMs: 0, pausedMs: 0 }).toEqual({ ...seen[1], durationMs: 0, pausedMs: 0 });
    persons.close();
    counselors.close();
  });

  it('S23 a limit is one limit, however the requests are spread', async () => {
    const caller = await signUp({ guest: one.api });
    const apis = [one, two].map((at) => at.api.as(caller.accessToken));
    const statuses: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => apis.map((api) => api.get('/auth/me'))).flat());
      statuses.push(...answers.map(({ status }) => status));
    }
    // A sliding window in segments: steady traffic may get down to 8/9 of the limit, never above.
    const allowed = statuses.filter((status) => status === 200).length;
    expect(allowed).toBeLessThanOrEqual(2 * READS);
    expect(allowed).toBeGreaterThanOrEqual((2 * READS * 8) / 9);
    expect(statuses.at(-1)).toBe(429);
  }, 60_000);

  it('S24 the connections of a user are counted over both', async () => {
    const holder = await signUp({ guest: one.api });
    const sockets: SessionSocket[] = [];
    for (let index = 0; index < 5; index += 1) {
      const session = await startSession(holder);
      sockets.push(await SessionSocket.open((index % 2 === 0 ? one : two).url, { token: holder.accessToken, sessionId: session.id }));
    }
    const sixth = await startSession(holder);
    for (const at of [one, two]) await expect(SessionSocket.open(at.url, { token: holder.accessToken, sessionId: sixth.id })).rejects.toThrow('CONNECTION_LIMIT');
    for (const socket of sockets) socket.close();
  });

  it('S4 a log-out at one ends the tokens and sockets at the other', async () => {
    const leaving = await signUp({ guest: one.api });
    const session = await startSession(leaving);
    const socket = await SessionSocket.open(two.url, { token: leaving.accessToken, sessionId: session.id });
    const closed = socket.untilClosed();
    await leaving.api.post('/auth/logout');
    await closed;
    expect((await two.api.as(leaving.accessToken).get('/auth/me')).error?.code).toBe('TOKEN_INVALID');
  });

  it('either is killed, the other drained, under load: nothing that was acknowledged is lost, nothing is there twice', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    const api = () => new ApiClient(balancer.url).as(person.accessToken);
    const acknowledged: string[] = [];
    let frames = 0;
    let isOver = false;

    /** As a client does: the same request again, with the same key, until it is answered. */
    const insist = async (send: () => Promise<ApiAnswer>): Promise<ApiAnswer> => {
      for (const deadline = Date.now() + 15_000; ; ) {
        const answer = await send().catch(() => null);
        if (answer !== null && answer.status < 500 && answer.status !== 429) return answer;
        if (Date.now() > deadline) throw new Error(`no instance answers but ${answer?.status ?? 0} ${answer?.error?.code ?? ''}`);
        await sleep(50);
      }
    };
    const talk = async (who: number) => {
      for (let index = 0; !isOver; index += 1) {
        const text = `${who} 번째 사람의 말 ${index} 번`;
        const key = `talk-${who}-${index}`;
        const answer = await insist(() => api().with({ 'Idempotency-Key': key }).post(`/session/${session.id}/messages`, { text }));
        if (answer.status !== 201) throw new Error(`${answer.status} ${answer.error?.code ?? ''}`);
        acknowledged.push(messageSchema.parse(answer.data).message.id);
      }
    };
    const look = async () => {
      for (let index = 0; !isOver; index += 1) {
        const items = [{ ts: session.startedAt + index, blendshapes: { jawOpen: 0.5 } }];
        const answer = await api().post(`/session/${session.id}/frames`, { items }).catch(() => null);
        if (answer?.status === 201) frames += 1;
      }
    };
    const load = Promise.all([talk(1), talk(2), look()]);
    const moreAnswers = async () => {
      const before = acknowledged.length;
      await eventually(() => expect(acknowledged.length, 'the load stands still').toBeGreaterThanOrEqual(before + 4), 20_000);
    };
    const goingOn = () => Promise.race([moreAnswers(), load]);

    await goingOn();
    await one.kill('SIGKILL');
    await goingOn();
    one = await start();
    balancer.retarget(one.url, two.url);
    await goingOn();
    await two.kill('SIGKILL');
    await goingOn();
    two = await start();
    balancer.retarget(one.url, two.url);
    await goingOn();
    expect(await one.kill('SIGTERM')).toBe(0);
    await goingOn();
    isOver = true;
    await load;

    const after = two.api.as(person.accessToken);
    const rows = await ask<{ id: string }>(database.ownerUrl, `SELECT id FROM messages WHERE session_id = '${session.id}' AND role = 'person'`);
    const kept = rows.map(({ id }) => id);
    expect(new Set(kept).size).toBe(kept.length);
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    expect(acknowledged.filter((id) => !kept.includes(id))).toEqual([]);
    expect(kept).toHaveLength(acknowledged.length);
    const state = SessionState.parse((await after.get(`/session/${session.id}`)).data);
    expect(state.counts.frames).toBeGreaterThanOrEqual(frames);
    expect(frames).toBeGreaterThan(0);
    one = await start();
  }, 180_000);
});
