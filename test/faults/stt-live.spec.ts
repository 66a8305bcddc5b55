import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { speak, voicePcm } from '../harness/live-voice.js';
import { ALL_CONSENTS, signUp, startSession, type StartedSession } from '../harness/people.js';
import { ServerProcess } from '../harness/server-process.js';
import { SessionSocket } from '../harness/session-socket.js';
import { startTestApp, testEnvironment, type Environment } from '../harness/test-app.js';
import { createTestDatabase, type TestDatabase } from '../harness/test-database.js';
import { cutsTranscript, dripsTranscript, fails, hangs, sendsGarbage, transcribes, type Behaviour } from '../harness/vendors/behaviours.js';
import { OpenAiServer } from '../harness/vendors/openai-server.js';

const RATE = 16_000;
const ko = voicePcm('voice-ko.wav');
const SECONDS_WITH_ONE_UTTERANCE = 7;
const first = ko.subarray(0, RATE * SECONDS_WITH_ONE_UTTERANCE);

let openai: OpenAiServer;
let database: TestDatabase;
let dataDir: string;
let environment: Environment;
const sockets: SessionSocket[] = [];
const servers: { close: () => Promise<unknown> }[] = [];

beforeAll(async () => {
  openai = await OpenAiServer.start();
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'bemore-stt-'));
  environment = testEnvironment(database, dataDir, {
    ...openai.environment, STT_PROVIDERS: 'openai', STT_TIMEOUT_MS: '20000', SOCKET_AUDIO_PER_SECOND: '10000',
  });
}, 60_000);
beforeEach(() => {
  openai.requests.length = 0;
  openai.transcriptions.always(transcribes('네'));
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  for (const server of servers.splice(0)) await server.close();
});
afterAll(async () => {
  await openai.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

async function inProcess(over: Environment = {}) {
  const app = await startTestApp(over, { on: { database, dataDir, environment } });
  servers.push(app);
  return app;
}

async function asProcess() {
  const server = await ServerProcess.start(environment);
  servers.push({ close: () => server.kill() });
  return server;
}

async function connect(url: string, session: StartedSession): Promise<SessionSocket> {
  const socket = await SessionSocket.open(url, { token: session.token, sessionId: session.id });
  sockets.push(socket);
  return socket;
}

async function utterancesOf({ id }: StartedSession): Promise<number> {
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM utterances WHERE session_id = $1', [id]);
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}

async function begin(server: { url: string; guest: Parameters<typeof signUp>[0]['guest'] }) {
  const person = await signUp(server);
  const session = await startSession(person, { consents: ALL_CONSENTS });
  return { person, session, socket: await connect(server.url, session) };
}

describe('live audio and a vendor that', () => {
  it.each([
    ['answers 500', () => fails(500)],
    ['answers 401', () => fails(401)],
    ['cuts its answer off', () => cutsTranscript('네')],
    ['drips its answer', () => dripsTranscript('네', 50)],
    ['sends garbage', () => sendsGarbage()],
    ['says nothing of speech', () => transcribes({ text: '', segments: [] })],
  ] as [string, () => Behaviour][])('%s: the client is told at once, nothing is lost, and words come later', async (_title, behaviour) => {
    const app = await inProcess({ STT_TIMEOUT_MS: '3000' });
    openai.transcriptions.always(behaviour());
    const { session, socket } = await begin(app);
    await speak(socket, session.startedAt, first);
    const gap = await socket.until('transcript:gap');
    expect(gap).toMatchObject({ reason: 'provider', isFinal: false });
    expect(socket.all('transcript:segment')).toEqual([]);
    openai.transcriptions.always(transcribes('이제 들려요'));
    await expect.poll(() => socket.all('transcript:segment').some(({ tsStart }) => tsStart >= gap.tsStart && tsStart <= gap.tsEnd), { timeout: 40_000 }).toBe(true);
    expect(socket.all('transcript:gap').every(({ isFinal }) => !isFinal)).toBe(true);
  }, 90_000);

  it('is slow: the client is warned, refused when the bound is reached, and nothing that was acknowledged is lost', async () => {
    const app = await inProcess({ STT_TIMEOUT_MS: '60000' });
    openai.transcriptions.always(hangs());
    const { session, socket } = await begin(app);
    const long = voicePcm('voice-en.wav');
    let at = session.startedAt;
    let refused: unknown;
    for (let round = 0; round < 14 && refused === undefined; round += 1) {
      for (let sample = 0; sample < long.length; sample += RATE / 2) {
        const pcm = long.slice(sample, sample + RATE / 2);
        const ack = await socket.ask('voice:audio', { ts: Math.round(at), sampleRate: RATE, pcm: Buffer.from(pcm.buffer) });
        if (!ack.ok) {
          refused = ack.error;
          break;
        }
        at += (pcm.length * 1_000) / RATE;
      }
    }
    expect(refused).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) as number });
    const warning = await socket.until('limit:warning', ({ name }) => name === 'transcription');
    expect(warning).toMatchObject({ limit: 120_000 });
    expect(warning.remaining).toBeLessThan(120_000);
    expect(openai.requests).toHaveLength(1);
    // Another server, and a vendor that answers again: every utterance that waited becomes words, in order.
    openai.transcriptions.always(transcribes('들었어요'));
    await servers.pop()?.close();
    const waiting = await utterancesOf(session);
    expect(waiting).toBeGreaterThan(8);
    const again = await inProcess();
    const back = await connect(again.url, session);
    await expect.poll(() => utterancesOf(session), { timeout: 30_000 }).toBe(0);
    const { counts } = (await again.guest.as(session.token).get(`/session/${session.id}`)).data as { counts: { transcripts: number } };
    expect(counts.transcripts).toBe(waiting);
    expect(back.all('transcript:gap')).toEqual([]);
    const starts = back.all('transcript:segment').map(({ tsStart }) => tsStart);
    expect([...starts].sort((a, b) => a - b)).toEqual(starts);
  }, 240_000);
});

describe('a server that is killed with audio that is not transcribed', () => {
  it('leaves finished utterances to the next one, which says what else was lost', async () => {
    const one = await asProcess();
    openai.transcriptions.always(hangs());
    const { session, socket } = await begin({ url: one.url, guest: one.api });
    await speak(socket, session.startedAt, first);
    await openai.arrival();
    // In the middle of the next utterance.
    const at = session.startedAt + 10_000;
    await speak(socket, at, ko.subarray(RATE * 3, RATE * 5), { tailMs: 0 });
    await one.kill();
    openai.transcriptions.always(transcribes('살아남았어요'));
    const two = await asProcess();
    const back = await connect(two.url, session);
    await expect.poll(() => back.all('transcript:segment').some(({ text, tsStart }) => text === '살아남았어요' && tsStart < at), { timeout: 20_000 }).toBe(true);
    await expect.poll(() => back.all('transcript:gap').length, { timeout: 20_000 }).toBeGreaterThan(0);
    const [gap] = back.all('transcript:gap');
    expect(gap).toMatchObject({ reason: 'restart', isFinal: true });
    expect(gap?.tsStart).toBeLessThan(at + 1_000);
    expect(gap?.tsEnd).toBeGreaterThanOrEqual(at + 2_000);
    const late = await connect(two.url, session);
    expect(await late.until('transcript:gap')).toEqual(gap);
    const counts = (await two.api.as(session.token).get(`/session/${session.id}`)).data as { counts: { transcripts: number } };
    expect(counts.counts.transcripts).toBe(back.all('transcript:segment').length);
  }, 240_000);

  it('loses nothing when it is stopped in an orderly way', async () => {
    const one = await asProcess();
    openai.transcriptions.always(hangs());
    const { session, socket } = await begin({ url: one.url, guest: one.api });
    await speak(socket, session.startedAt, ko.subarray(0, RATE * 5), { tailMs: 0 });
    expect(await one.kill('SIGTERM')).toBe(0);
    openai.transcriptions.always(transcribes('살아남았어요'));
    const two = await asProcess();
    const back = await connect(two.url, session);
    await expect.poll(() => back.all('transcript:segment').length, { timeout: 20_000 }).toBeGreaterThan(0);
    await two.api.as(session.token).post(`/session/${session.id}/end`);
    expect(back.all('transcript:gap')).toEqual([]);
  }, 240_000);
});

describe('two servers', () => {
  it('transcribe an utterance once, in order, whichever has it', async () => {
    const [one, two] = [await inProcess(), await inProcess()];
    const { session, socket } = await begin(one);
    const there = await connect(two.url, session);
    await speak(socket, session.startedAt, first);
    await speak(there, session.startedAt + 20_000, ko.subarray(RATE * 8, RATE * 15));
    await expect.poll(() => openai.requests.length).toBeGreaterThanOrEqual(2);
    await one.guest.as(session.token).post(`/session/${session.id}/end`);
    const { counts } = (await two.guest.as(session.token).get(`/session/${session.id}`)).data as { counts: { transcripts: number } };
    expect(counts.transcripts).toBeGreaterThanOrEqual(2);
    const heard = openai.requests.map(({ file }) => file?.bytes.toString('base64'));
    expect(new Set(heard).size).toBe(heard.length);
  }, 60_000);
});
