import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmotionPoint } from '../../libs/contracts/emotion.js';
import { SignalsAnswer } from '../../libs/contracts/signals.js';
import { signUp, startSession, type SignedIn, type StartedSession } from '../harness/people.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';
import { readFaceRecording, type RecordedFrame } from '../recordings/faces.js';

let server: TestApp;
let person: SignedIn;
let session: StartedSession;
const neutral = readFaceRecording('neutral').frames;

beforeAll(async () => {
  server = await startTestApp();
  person = await signUp(server);
  session = await startSession(person);
});
afterAll(() => server.close());

const short = (points: number[][] | null) => (points ?? []).map((point) => point.map((value) => Math.round(value * 1e5) / 1e5));
const toItems = (frames: readonly RecordedFrame[], startedAt: number) => frames.map(({ ts, points }) => ({ ts: startedAt + ts, landmarks: short(points) }));
const points = async (of: StartedSession) => ((await of.api.get(`/session/${of.id}/emotions`)).data as unknown[]).map((point) => EmotionPoint.parse(point));

/** A whole second, so that recordings fall into the timeline's seconds alike. */
const baseOf = ({ startedAt }: StartedSession) => Math.ceil(startedAt / 1_000) * 1_000;

async function send(of: StartedSession, frames: readonly RecordedFrame[]): Promise<void> {
  for (let at = 0; at < frames.length; at += 60) {
    const answer = await of.api.post(`/session/${of.id}/frames`, { items: toItems(frames.slice(at, at + 60), baseOf(of)) });
    expect(answer.error).toBeUndefined();
  }
}

describe('frames', () => {
  it('become a timeline that names each expression that was held', async () => {
    const { frames, intervals } = readFaceRecording('session');
    const own = await startSession(person);
    await send(own, frames);
    const timeline = await points(own);
    expect(timeline).toHaveLength(30);
    const expected: Record<string, string> = { smile: 'happy', sad: 'sad', angry: 'angry', surprised: 'surprised', neutral: 'neutral' };
    for (const { label, startMs, endMs } of intervals.slice(1)) {
      const held = timeline.filter(({ ts }) => ts >= baseOf(own) + startMs && ts + 1_000 <= baseOf(own) + endMs);
      expect(held.length, label).toBeGreaterThan(0);
      for (const point of held) expect([label, point.label]).toEqual([label, expected[label]]);
    }
    const counts = (await own.api.get(`/session/${own.id}`)).data;
    expect(counts).toMatchObject({ counts: { frames: 300, emotions: 30 } });
  });

  it('of closed eyes are no emotion, and not neutral either', async () => {
    const own = await startSession(person);
    const { frames } = readFaceRecording('closed');
    await send(own, frames);
    const timeline = await points(own);
    for (const point of timeline.filter(({ ts }) => ts >= baseOf(own) + 4_000)) expect(point).toMatchObject({ label: null, valence: null, confidence: 0 });
  });

  it('come to the same timeline in whatever batches they arrive', async () => {
    const { frames } = readFaceRecording('smile');
    const once = await startSession(person);
    await send(once, frames);
    const pieces = await startSession(person);
    for (let at = 0; at < frames.length; at += 7) {
      await pieces.api.post(`/session/${pieces.id}/frames`, { items: toItems(frames.slice(at, at + 7), baseOf(pieces)) });
    }
    const relative = async (of: StartedSession) => (await points(of)).map((point) => ({ ...point, ts: point.ts - baseOf(of) }));
    expect(await relative(pieces)).toEqual(await relative(once));
    expect(await points(pieces)).toHaveLength(7);
  });

  it.each([
    ['too few points', { ts: 0, landmarks: short(neutral[0]?.points ?? []).slice(0, 467) }, 'body.items.0.landmarks'],
    ['a coordinate that is none', { ts: 0, landmarks: [...short(neutral[0]?.points ?? []).slice(0, 470), ['x', 0, 0]] }, 'body.items.0.landmarks.470.0'],
    ['both forms', { ts: 0, landmarks: short(neutral[0]?.points ?? []), blendshapes: { jawOpen: 0.5 } }, 'body.items.0'],
    ['neither form', { ts: 0 }, 'body.items.0'],
    ['an unknown blend shape', { ts: 0, blendshapes: { thirdEye: 0.5 } }, 'body.items.0.blendshapes.thirdEye'],
    ['a score over 1', { ts: 0, blendshapes: { jawOpen: 1.5 } }, 'body.items.0.blendshapes.jawOpen'],
  ])('with %s are refused with the place', async (_title, item, path) => {
    const answer = await session.api.post(`/session/${session.id}/frames`, { items: [{ ...item, ts: session.startedAt }] });
    expect([answer.status, answer.error?.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(answer.error?.details?.map((detail) => detail.path)).toContain(path);
  });

  it.each([
    ['before the session began', -60_000],
    ['after its longest life', 200 * 60_000],
  ])('%s are refused, and nothing of the batch is kept', async (_title, offset) => {
    const own = await startSession(person);
    const items = [0, offset].map((at) => ({ ts: own.startedAt + at, blendshapes: { jawOpen: 0.1 } }));
    const answer = await own.api.post(`/session/${own.id}/frames`, { items });
    expect(answer.error).toMatchObject({ code: 'VALIDATION_ERROR', details: [{ path: 'body.items.1.ts' }] });
    expect((await own.api.get(`/session/${own.id}`)).data).toMatchObject({ counts: { frames: 0 } });
  });

  it('come in batches of 1 to 600', async () => {
    const item = { ts: session.startedAt, blendshapes: { jawOpen: 0.1 } };
    for (const items of [[], Array.from({ length: 601 }, () => item)]) {
      const answer = await session.api.post(`/session/${session.id}/frames`, { items });
      expect([answer.status, answer.error?.details?.[0]?.path]).toEqual([400, 'body.items']);
    }
    const own = await startSession(person);
    const most = await own.api.post(`/session/${own.id}/frames`, { items: Array.from({ length: 600 }, (_, index) => ({ ...item, ts: baseOf(own) + index * 100 })) });
    expect(SignalsAnswer.parse(most.data)).toMatchObject({ accepted: 600, counts: { frames: 600, emotions: 60 } });
  });
});

describe('consent', () => {
  it('S29 is asked of every signal, and typed messages need none', async () => {
    const own = await startSession(person, { consents: { camera: false, microphone: false, transcript: false } });
    const ts = own.startedAt;
    const calls: [string, object][] = [
      ['frames', { items: [{ ts, blendshapes: { jawOpen: 0.1 } }] }],
      ['audio', { items: [{ tsStart: ts, tsEnd: ts + 500, isSpeech: true, rms: 0.1 }] }],
      ['stt', { items: [{ tsStart: ts, tsEnd: ts + 500, text: '안녕하세요' }] }],
    ];
    for (const [path, body] of calls) {
      const answer = await own.api.post(`/session/${own.id}/${path}`, body);
      expect([path, answer.status, answer.error?.code]).toEqual([path, 403, 'CONSENT_REQUIRED']);
    }
    await person.api.put('/user/consents', { camera: true, microphone: true, transcript: true });
    for (const [path, body] of calls) expect((await own.api.post(`/session/${own.id}/${path}`, body)).status).toBe(201);
  });

  it('S29 of a guest holds for that session, and without it a guest has given none', async () => {
    const answer = await server.guest.post('/session/start', { counselorId: 'ai' });
    const { sessionId, guestToken, startedAt } = answer.data as { sessionId: string; guestToken: string; startedAt: string };
    const api = server.guest.as(guestToken);
    const body = { items: [{ ts: Date.parse(startedAt), blendshapes: { jawOpen: 0.1 } }] };
    expect((await api.post(`/session/${sessionId}/frames`, body)).error?.code).toBe('CONSENT_REQUIRED');
    const given = await api.put('/user/consents', { camera: true });
    expect(given.data).toMatchObject({ camera: true, microphone: false });
    expect((await api.post(`/session/${sessionId}/frames`, body)).status).toBe(201);
  });
});

describe('what is kept', () => {
  it('S26 of signals and words is sealed: no content column holds plain text', async () => {
    const own = await startSession(person);
    const canary = 'canary-7f3a 비밀 이야기';
    await own.api.post(`/session/${own.id}/stt`, { items: [{ tsStart: own.startedAt, tsEnd: own.startedAt + 400, text: canary }] });
    await own.api.post(`/session/${own.id}/frames`, { items: [{ ts: own.startedAt, blendshapes: { mouthSmileLeft: 0.987654 } }] });
    const { default: pg } = await import('pg');
    const client = new pg.Client(server.database.ownerUrl);
    await client.connect();
    try {
      for (const table of ['transcripts', 'signals', 'emotion_blocks', 'sessions', 'users']) {
        const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
        const dump = rows.map(({ row }) => row).join('\n');
        expect(dump).not.toContain('canary');
        expect(dump).not.toContain(Buffer.from(canary).toString('hex'));
        expect(dump).not.toContain('jawOpen');
      }
    } finally {
      await client.end();
    }
  });
});
