import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signInAs, signUp, startGuestSession, startSession, type SignedIn, type StartedSession } from '../harness/people.js';
import { SessionSocket } from '../harness/session-socket.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';
import { readFaceRecording } from '../recordings/faces.js';

let server: TestApp;
let person: SignedIn;
let counselor: SignedIn;
const open: SessionSocket[] = [];

beforeAll(async () => {
  server = await startTestApp();
  person = await signUp(server);
  counselor = await signInAs(server, 'counselor');
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});
afterAll(() => server.close());

async function connect(session: StartedSession, token = session.token): Promise<SessionSocket> {
  const socket = await SessionSocket.open(server.url, { token, sessionId: session.id });
  open.push(socket);
  return socket;
}

const binary = (points: number[][]): Buffer => {
  const floats = new Float32Array(points.flat());
  return Buffer.from(floats.buffer);
};

describe('the handshake', () => {
  it('lets the person, the guest and the assigned counselor in, and tells each the state', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    for (const token of [person.accessToken, counselor.accessToken]) {
      const state = await (await connect(session, token)).until('session:state');
      expect(state).toMatchObject({ sessionId: session.id, status: 'active', counselorId: counselor.id });
      expect(state.notices?.map(({ kind }) => kind)).toEqual(['expression']);
    }
    const guest = await startGuestSession(server);
    expect((await (await connect(guest)).until('session:state')).notices?.map(({ kind }) => kind)).toEqual(['ai', 'expression']);
  });

  it.each([
    ['no token', {}, 'UNAUTHENTICATED'],
    ['nonsense', { token: 'nonsense' }, 'TOKEN_INVALID'],
    ['a refresh token', { token: 'refresh' }, 'TOKEN_INVALID'],
    ['a stranger’s token', { token: 'stranger' }, 'NOT_FOUND'],
    ['another guest’s token', { token: 'guest' }, 'NOT_FOUND'],
    ['a session that is none', { sessionId: '01a20000-0000-7000-8000-000000000000' }, 'NOT_FOUND'],
  ])('S12 refuses %s', async (_title, given: { token?: string; sessionId?: string }, code) => {
    const session = await startSession(person);
    const tokens: Record<string, string> = {
      refresh: person.refreshToken,
      stranger: (await signUp(server)).accessToken,
      guest: (await startGuestSession(server)).token,
      nonsense: 'nonsense',
    };
    const token = given.token === undefined ? (given.sessionId === undefined ? undefined : person.accessToken) : tokens[given.token];
    const auth = { sessionId: session.id, ...given, ...(token === undefined ? {} : { token }) };
    await expect(SessionSocket.open(server.url, auth)).rejects.toThrow(code);
  });

  it('S8 refuses a foreign origin, and allows one of the list', async () => {
    const session = await startSession(person);
    const auth = { token: person.accessToken, sessionId: session.id };
    await expect(SessionSocket.open(server.url, auth, { headers: { Origin: 'https://evil.example' } })).rejects.toThrow('ORIGIN_NOT_ALLOWED');
    const socket = await SessionSocket.open(server.url, auth, { headers: { Origin: 'http://localhost:5173' } });
    socket.close();
  });
});

describe('the state', () => {
  it('changes over the socket and over REST, and everyone in the session hears of it', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    const [mine, theirs] = [await connect(session), await connect(session, counselor.accessToken)];
    expect(await mine.ask('session:pause')).toMatchObject({ ok: true, status: 'paused' });
    await theirs.until('session:state', ({ status }) => status === 'paused');
    expect((await person.api.get(`/session/${session.id}`)).data).toMatchObject({ status: 'paused' });
    await person.api.post(`/session/${session.id}/resume`);
    for (const socket of [mine, theirs]) await socket.until('session:state', ({ status, pausedMs }) => status === 'active' && pausedMs > 0);
    expect(await theirs.ask('session:status')).toMatchObject({ ok: true, status: 'active', sessionId: session.id });
    expect(await theirs.ask('session:end')).toMatchObject({ ok: true, status: 'ended', report: { status: 'ready' } });
    await mine.until('session:state', ({ status }) => status === 'ended');
    expect(await mine.ask('session:pause')).toMatchObject({ ok: false, error: { code: 'INVALID_STATE' } });
  });

  it('of who is there and who is typing reaches the others', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    const [mine, theirs] = [await connect(session), await connect(session, counselor.accessToken)];
    await counselor.api.post(`/session/${session.id}/join`);
    expect(await mine.until('participant:joined')).toMatchObject({ sessionId: session.id, role: 'counselor' });
    expect(await mine.ask('typing', { on: true })).toEqual({ ok: true });
    expect(await theirs.until('typing')).toEqual({ role: 'user', on: true });
    expect(mine.all('typing')).toEqual([]);
    await counselor.api.post(`/session/${session.id}/leave`);
    await mine.until('participant:left');
  });

  it('S4 ends with the person’s log-out: the sockets close', async () => {
    const other = await signUp(server);
    const session = await startSession(other);
    const socket = await connect(session);
    const closed = socket.untilClosed();
    expect((await other.api.post('/auth/logout')).status).toBe(200);
    expect(await closed).toMatch(/io server disconnect|already/);
    await expect(SessionSocket.open(server.url, { token: other.accessToken, sessionId: session.id })).rejects.toThrow('TOKEN_INVALID');
  });

  it('of a deleted session is nothing: the sockets close', async () => {
    const session = await startSession(person);
    const socket = await connect(session);
    const closed = socket.untilClosed();
    await person.api.delete(`/session/${session.id}`);
    await closed;
    await expect(connect(session)).rejects.toThrow('NOT_FOUND');
  });
});

describe('signals', () => {
  it('of a face, binary and as arrays, become the live timeline', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    const [mine, theirs] = [await connect(session), await connect(session, counselor.accessToken)];
    const { frames } = readFaceRecording('smile');
    const acks = await Promise.all(
      frames.slice(0, 60).map(({ ts, points }, index) =>
        mine.ask('landmarks', { ts: session.startedAt + ts, points: index % 10 === 0 ? (points ?? []).map(([x = 0, y = 0, z = 0]) => [x, y, z] as const) : binary(points ?? []) }),
      ),
    );
    expect(acks.filter(({ ok }) => !ok)).toEqual([]);
    const update = await theirs.until('emotion:update', ({ label }) => label !== null);
    expect(update.modalities.face).toBeGreaterThan(0);
    expect((await person.api.get(`/session/${session.id}`)).data).toMatchObject({ counts: { frames: 60 } });
  });

  it('of a voice and words are counted and passed on', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    const [mine, theirs] = [await connect(session), await connect(session, counselor.accessToken)];
    const ts = session.startedAt;
    expect(await mine.ask('voice:activity', { tsStart: ts, tsEnd: ts + 800, isSpeech: true, rms: 0.08, pitchHz: 180 })).toEqual({ ok: true });
    const said = await mine.ask('transcript', { tsStart: ts, tsEnd: ts + 800, text: '요즘 잠을 잘 못 자요.' });
    expect(said.ok).toBe(true);
    expect(await theirs.until('transcript:segment')).toMatchObject({ id: said['id'], text: '요즘 잠을 잘 못 자요.', speaker: 'user' });
    expect((await person.api.get(`/session/${session.id}`)).data).toMatchObject({ counts: { voiceEvents: 1, transcripts: 1 } });
  });

  it('S12 are the person’s alone to send', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    const theirs = await connect(session, counselor.accessToken);
    const ts = session.startedAt;
    expect(await theirs.ask('blendshapes', { ts, scores: { jawOpen: 0.5 } })).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
  });

  it('S29 stop being taken within a second of a withdrawal', async () => {
    const other = await signUp(server);
    const session = await startSession(other);
    const socket = await connect(session);
    const frame = () => socket.ask('blendshapes', { ts: session.startedAt, scores: { jawOpen: 0.5 } });
    expect(await frame()).toEqual({ ok: true });
    await other.api.put('/user/consents', { camera: false });
    expect(await frame()).toMatchObject({ ok: false, error: { code: 'CONSENT_REQUIRED' } });
  });
});

describe('garbage', () => {
  it.each([
    ['nothing', 'landmarks', []],
    ['null', 'landmarks', [null]],
    ['text', 'landmarks', ['x']],
    ['a huge number', 'landmarks', [{ ts: 1e308, points: [] }]],
    ['a short buffer', 'landmarks', [{ ts: 1_795_000_000_000, points: Buffer.alloc(7) }]],
    ['not a number in the buffer', 'landmarks', [{ ts: 1_795_000_000_000, points: Buffer.alloc(478 * 12, 0xff) }]],
    ['__proto__', 'typing', [JSON.parse('{"on":true,"__proto__":{"admin":true}}') as object]],
    ['an unknown field', 'typing', [{ on: true, admin: true }]],
    ['too many arguments', 'typing', [{ on: true }, { on: false }]],
  ])('S15 %s is refused with an acknowledgement', async (_title, event, payload: unknown[]) => {
    const session = await startSession(person);
    const socket = await connect(session);
    expect(await socket.askAnything(event, ...payload)).toMatchObject({ ok: false, error: { code: 'VALIDATION_ERROR' } });
    expect(await socket.ask('typing', { on: true })).toEqual({ ok: true });
  });

  it('S10 an event that nobody declared is refused with an acknowledgement', async () => {
    const session = await startSession(person);
    const socket = await connect(session);
    for (const event of ['admin', 'message:created', 'reply:begin']) {
      const ack = await socket.askAnything(event, {});
      expect(ack.ok).toBe(false);
    }
  });
});
