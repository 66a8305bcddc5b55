import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmotionPoint } from '../../libs/contracts/emotion.js';
import { Report } from '../../libs/contracts/report.js';
import { SessionState } from '../../libs/contracts/session.js';
import { eventually } from '../harness/eventually.js';
import { signUp, startSession } from '../harness/people.js';
import { ServerProcess } from '../harness/server-process.js';
import { SessionSocket } from '../harness/session-socket.js';
import { testEnvironment, type Environment } from '../harness/test-app.js';
import { createTestDatabase, type TestDatabase } from '../harness/test-database.js';
import { readFaceRecording } from '../recordings/faces.js';

let database: TestDatabase;
let dataDir: string;
let environment: Environment;
const started: ServerProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'bemore-killed-'));
  environment = testEnvironment(database, dataDir);
}, 120_000);
afterAll(async () => {
  for (const server of started) await server.kill();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(more: Environment = {}): Promise<ServerProcess> {
  const server = await ServerProcess.start({ ...environment, ...more });
  started.push(server);
  return server;
}

const FRAME_COUNT = 70;
const frames = readFaceRecording('smile').frames.map(({ ts, points }) => ({ ts, points: Buffer.from(new Float32Array((points ?? []).flat()).buffer) }));

/** Sends frames without waiting, until the connection is gone; gives how many were acknowledged. */
async function stream(socket: SessionSocket, base: number, onAcknowledged: (count: number) => void): Promise<number> {
  let acknowledged = 0;
  const sent = frames.slice(0, FRAME_COUNT).map(async ({ ts, points }, index) => {
    await new Promise((resolve) => setTimeout(resolve, index * 25));
    const ack = await socket.ask('landmarks', { ts: base + ts, points });
    if (ack.ok) onAcknowledged((acknowledged += 1));
  });
  await Promise.allSettled(sent);
  return acknowledged;
}

describe('a server that is killed in the middle of a stream', () => {
  it('loses nothing that it acknowledged, and another one carries on', async () => {
    const first = await start();
    const person = await signUp({ guest: first.api });
    const session = await startSession(person);
    const base = Math.ceil(session.startedAt / 1_000) * 1_000;
    const socket = await SessionSocket.open(first.url, { token: person.accessToken, sessionId: session.id });
    const killed: Promise<unknown>[] = [];
    const acknowledged = await stream(socket, base, (count) => {
      if (count === 30) killed.push(first.kill());
    });
    await Promise.all(killed);
    expect(killed).toHaveLength(1);
    expect(acknowledged).toBeGreaterThanOrEqual(30);
    expect(acknowledged).toBeLessThan(FRAME_COUNT);

    const second = await start();
    const api = second.api.as(person.accessToken);
    const before = SessionState.parse((await api.get(`/session/${session.id}`)).data);
    expect(before.status).toBe('active');
    expect(before.counts.frames).toBeGreaterThanOrEqual(acknowledged);

    const again = await SessionSocket.open(second.url, { token: person.accessToken, sessionId: session.id });
    const later = base + 10_000;
    expect(await stream(again, later, () => undefined)).toBe(FRAME_COUNT);
    const timeline = ((await api.get(`/session/${session.id}/emotions`)).data as unknown[]).map((point) => EmotionPoint.parse(point));
    expect(timeline.some(({ ts }) => ts < base + 7_000)).toBe(true);
    const smiling = timeline.filter(({ ts }) => ts >= later + 4_000 && ts < later + 7_000);
    expect(smiling.map(({ label }) => label)).toEqual(['happy', 'happy', 'happy']);

    await api.post(`/session/${session.id}/end`);
    const report = Report.parse((await api.get(`/session/${session.id}/report`)).data);
    expect(report.session.counts.frames).toBe(before.counts.frames + FRAME_COUNT);
    again.close();
  }, 240_000);

  it('ends orderly on SIGTERM: what is in flight is answered, and the exit code is 0', async () => {
    const server = await start();
    const person = await signUp({ guest: server.api });
    const session = await startSession(person);
    const socket = await SessionSocket.open(server.url, { token: person.accessToken, sessionId: session.id });
    const ack = socket.ask('blendshapes', { ts: session.startedAt, scores: { jawOpen: 0.3 } });
    expect(await ack).toEqual({ ok: true });
    const closed = socket.untilClosed();
    expect(await server.kill('SIGTERM')).toBe(0);
    await closed;
  }, 60_000);

  it('S22 lets whoever it is slowing down go on before it ends', async () => {
    const server = await start({ RATE_LIMIT_READ: '4', SLOW_DOWN_AFTER: '0.5', SLOW_DOWN_STEP_MS: '20000' });
    for (let count = 0; count < 2; count += 1) expect((await server.api.get('/counselors')).status).toBe(200);
    const slowed = server.api.get('/counselors');
    await eventually(async () => expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/^bemore_queue_length\{queue="slowed requests"\} 1$/m));
    const ended = server.kill('SIGTERM');
    expect((await slowed).status).toBe(200);
    expect(await ended).toBe(0);
  }, 60_000);
});
