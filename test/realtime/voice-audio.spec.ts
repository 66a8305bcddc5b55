import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Db } from '../../src/platform/database/db.js';
import { ALL_CONSENTS, signInAs, signUp, startGuestSession, startSession, type SignedIn, type StartedSession } from '../harness/people.js';
import { speak, voicePcm } from '../harness/live-voice.js';
import { SessionSocket } from '../harness/session-socket.js';
import { startTestApp } from '../harness/test-app.js';
import { hangs, transcribes } from '../harness/vendors/behaviours.js';
import { OpenAiServer } from '../harness/vendors/openai-server.js';

let openai: OpenAiServer;
let server: Awaited<ReturnType<typeof startTestApp>>;
let person: SignedIn;
const open: SessionSocket[] = [];

beforeAll(async () => {
  openai = await OpenAiServer.start();
  server = await startTestApp({ ...openai.environment, STT_PROVIDERS: 'openai', SOCKET_AUDIO_PER_SECOND: '10000' });
  person = await signUp(server);
});
beforeEach(async () => {
  // What the test before has left to transcribe would be this one's call.
  await expect.poll(() => kept(), { timeout: 15_000 }).toBe(0);
  openai.requests.length = 0;
  openai.transcriptions.always(transcribes('네'));
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});
afterAll(async () => {
  await server.close();
  await openai.close();
});

async function connect(session: StartedSession, token = session.token): Promise<SessionSocket> {
  const socket = await SessionSocket.open(server.url, { token, sessionId: session.id });
  open.push(socket);
  return socket;
}

const ko = voicePcm('voice-ko.wav');
/** @param sessionId all sessions when it is left out */
const kept = async (sessionId: string | null = null) => {
  const rows = await server.app.get(Db, { strict: false }).query<{ count: number }>('SELECT count(*)::int AS count FROM utterances WHERE $1::uuid IS NULL OR session_id = $1', [sessionId]);
  return rows[0]?.count;
};
const countsOf = async (session: StartedSession) => ((await session.api.get(`/session/${session.id}`)).data as { counts: Record<string, number> }).counts;

describe('live audio', () => {
  it('becomes segments for everyone in the session, in order, each once, and voice measures', async () => {
    const counselor = await signInAs(server, 'counselor');
    const session = await startSession(person, { counselorId: counselor.id });
    const [mine, theirs] = [await connect(session), await connect(session, counselor.accessToken)];
    // Later utterances are answered sooner: the order must be that of speaking.
    openai.transcriptions.next(...['하나', '둘', '셋', '넷'].map((text, index) => transcribes(text, { delayMs: 400 - 100 * index })));
    const acks = await speak(mine, session.startedAt, ko);
    expect(acks.every(({ ok }) => ok)).toBe(true);
    await expect.poll(() => kept(session.id)).toBe(0);
    const texts = mine.all('transcript:segment').map(({ text }) => text);
    expect(texts.length).toBeGreaterThanOrEqual(3);
    expect(texts).toEqual(['하나', '둘', '셋', '넷', ...texts.slice(4).map(() => '네')].slice(0, texts.length));
    await theirs.until('transcript:segment', ({ text }) => text === texts.at(-1));
    expect(theirs.all('transcript:segment')).toEqual(mine.all('transcript:segment'));
    const starts = mine.all('transcript:segment').map(({ tsStart }) => tsStart);
    expect([...starts].sort((a, b) => a - b)).toEqual(starts);
    for (const { tsStart, tsEnd, speaker } of mine.all('transcript:segment')) {
      expect(speaker).toBe('user');
      expect(tsStart).toBeGreaterThanOrEqual(session.startedAt);
      expect(tsEnd).toBeLessThanOrEqual(session.startedAt + 23_000);
    }
    expect(openai.requests).toHaveLength(texts.length);
    for (const { file } of openai.requests) expect(file).toMatchObject({ mediaType: 'audio/wav' });
    const counts = await countsOf(session);
    expect(counts).toMatchObject({ transcripts: texts.length });
    expect(counts['voiceEvents']).toBeGreaterThan(40);
    const voice = (await session.api.get(`/session/${session.id}/voice`)).data as { metrics: { speechMs: number; turnCount: number } };
    expect(voice.metrics.speechMs).toBeGreaterThan(10_000);
    expect(voice.metrics.turnCount).toBeGreaterThan(3);
  });

  it.each(['silence.wav', 'music.wav'])('of %s is measured, and no vendor is called', async (file) => {
    const session = await startSession(person);
    const socket = await connect(session);
    await speak(socket, session.startedAt, voicePcm(file));
    await session.api.post(`/session/${session.id}/end`);
    expect(openai.requests).toHaveLength(0);
    expect((await countsOf(session))['voiceEvents']).toBeGreaterThan(10);
  });

  it('S29 is not taken without the microphone’s consent', async () => {
    const session = await startGuestSession(server, { consents: { ...ALL_CONSENTS, microphone: false } });
    const [ack] = await speak(await connect(session), session.startedAt, ko);
    expect(ack).toMatchObject({ ok: false, error: { code: 'CONSENT_REQUIRED' } });
    expect(await countsOf(session)).toMatchObject({ voiceEvents: 0, transcripts: 0 });
  });

  it.each(['thirdPartyAi', 'transcript'])('S29 is measured and nothing else without the consent %s', async (kind) => {
    const session = await startGuestSession(server, { consents: { ...ALL_CONSENTS, [kind]: false } });
    const socket = await connect(session);
    await speak(socket, session.startedAt, ko);
    await session.api.post(`/session/${session.id}/end`);
    expect(openai.requests).toHaveLength(0);
    const counts = await countsOf(session);
    expect(counts).toMatchObject({ transcripts: 0 });
    expect(counts['voiceEvents']).toBeGreaterThan(40);
  });

  it('S29 withdrawing stops what is under way: the vendor’s call ends and no audio stays', async () => {
    openai.transcriptions.always(hangs());
    const session = await startGuestSession(server);
    const socket = await connect(session);
    await speak(socket, session.startedAt, ko.subarray(0, 16_000 * 7));
    const { closed } = await openai.arrival();
    expect(await kept(session.id)).toBeGreaterThan(0);
    await session.api.put('/user/consents', { thirdPartyAi: false });
    expect(await closed).toBe('aborted');
    await expect.poll(() => kept(session.id)).toBe(0);
    await speak(socket, session.startedAt + 10_000, ko.subarray(0, 16_000 * 7));
    expect(openai.requests).toHaveLength(1);
    expect(socket.all('transcript:segment')).toEqual([]);
  });

  it('S28 is gone when it was transcribed, and is sealed until then', async () => {
    openai.transcriptions.next(hangs());
    const session = await startSession(person);
    const socket = await connect(session);
    await speak(socket, session.startedAt, ko.subarray(0, 16_000 * 7));
    await openai.arrival();
    const [row] = await server.app.get(Db, { strict: false }).query<{ audio_sealed: Buffer }>('SELECT audio_sealed FROM utterances WHERE session_id = $1', [session.id]);
    expect(row?.audio_sealed.length).toBeGreaterThan(16_000);
    const { buffer, byteOffset } = ko.subarray(16_000 * 4, 16_000 * 4 + 100);
    expect(row?.audio_sealed.includes(Buffer.from(buffer, byteOffset, 200))).toBe(false);
    await session.api.delete(`/session/${session.id}`);
    expect(await kept(session.id)).toBe(0);
  });

  it('that a vendor is not sure of is marked', async () => {
    openai.transcriptions.always(transcribes({ text: '시청해 주셔서 감사합니다', segments: [{ startSeconds: 0, endSeconds: 2, text: '시청해 주셔서 감사합니다', noSpeechProb: 0.95 }] }));
    const session = await startSession(person);
    const socket = await connect(session);
    await speak(socket, session.startedAt, ko.subarray(0, 16_000 * 7));
    expect(await socket.until('transcript:segment')).toMatchObject({ uncertain: true });
  });

  it('that was sent twice is taken once', async () => {
    const session = await startSession(person);
    const socket = await connect(session);
    const some = ko.subarray(0, 16_000 * 7);
    await speak(socket, session.startedAt, some);
    await speak(socket, session.startedAt, some);
    await session.api.post(`/session/${session.id}/end`);
    const segments = socket.all('transcript:segment');
    expect(new Set(segments.map(({ tsStart }) => tsStart)).size).toBe(segments.length);
    expect(openai.requests).toHaveLength(segments.length);
  });

  it('spoken just before a pause, or the end, still becomes text', async () => {
    const session = await startSession(person);
    const socket = await connect(session);
    const some = ko.subarray(0, 16_000 * 5);
    await speak(socket, session.startedAt, some, { tailMs: 0 });
    await socket.ask('session:pause');
    await socket.until('transcript:segment');
    expect(await socket.ask('voice:audio', { ts: session.startedAt + 9_000, sampleRate: 16_000, pcm: Buffer.alloc(3_200) })).toMatchObject({ error: { code: 'INVALID_STATE' } });
    await socket.ask('session:resume');
    const before = socket.all('transcript:segment').length;
    await speak(socket, session.startedAt + 10_000, some, { tailMs: 0 });
    await session.api.post(`/session/${session.id}/end`);
    expect((await countsOf(session))['transcripts']).toBeGreaterThan(before);
    expect(await kept(session.id)).toBe(0);
  });

  it('that cannot be transcribed before the end is said to be lost, and the end does not wait for ever', async () => {
    openai.transcriptions.always(hangs());
    const session = await startSession(person);
    const socket = await connect(session);
    await speak(socket, session.startedAt, ko.subarray(0, 16_000 * 7));
    const { closed } = await openai.arrival();
    const startedAt = Date.now();
    expect((await session.api.post(`/session/${session.id}/end`)).status).toBe(200);
    expect(Date.now() - startedAt).toBeLessThan(9_000);
    const gap = await socket.until('transcript:gap');
    expect(gap).toMatchObject({ reason: 'ended', isFinal: true });
    expect(gap.tsEnd - gap.tsStart).toBeGreaterThan(1_000);
    expect(await closed).toBe('aborted');
    expect(await kept(session.id)).toBe(0);
  });

  it('S15 is refused when it is none', async () => {
    const session = await startSession(person);
    const socket = await connect(session);
    const good = { ts: session.startedAt, sampleRate: 16_000, pcm: Buffer.alloc(640) };
    for (const bad of [{ ...good, pcm: 'AAAA' }, { ...good, sampleRate: 48_000 }, { ...good, pcm: Buffer.alloc(641) }, { ...good, ts: session.startedAt - 60_000 }, { ...good, ts: -1 }])
      expect(await socket.askAnything('voice:audio', bad)).toMatchObject({ ok: false, error: { code: 'VALIDATION_ERROR' } });
    expect(await socket.askAnything('voice:audio', good)).toEqual({ ok: true });
  });

  it('S12 comes from the person alone', async () => {
    const counselor = await signInAs(server, 'counselor');
    const session = await startSession(person, { counselorId: counselor.id });
    const theirs = await connect(session, counselor.accessToken);
    expect((await speak(theirs, session.startedAt, ko))[0]).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
  });
});
