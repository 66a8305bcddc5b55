import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FeedbackAnswer, PauseAnswer, ResumeAnswer, SessionStartAnswer, SessionState, SessionStats } from '../../libs/contracts/session.js';
import { signInAs, signUp, startGuestSession, startSession, type SignedIn } from '../harness/people.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

let server: TestApp;
let person: SignedIn;

beforeAll(async () => {
  server = await startTestApp();
  person = await signUp(server);
});
afterAll(() => server.close());

const state = async (session: { id: string; api: SignedIn['api'] }) => SessionState.parse((await session.api.get(`/session/${session.id}`)).data);

describe('starting', () => {
  it('starts for an account, whatever userId says', async () => {
    const answer = await person.api.post('/session/start', { counselorId: 'ai_calm', userId: '00000000-0000-4000-8000-000000000000' });
    expect(answer.status).toBe(201);
    const started = SessionStartAnswer.parse(answer.data);
    expect(started).toMatchObject({ userId: person.id, counselorId: 'ai_calm', status: 'active', realtime: { url: server.url, namespace: '/session' } });
    expect(started.guestToken).toBeUndefined();
  });

  it('S14 gives a guest a token that opens that one session and nothing else', async () => {
    const mine = await startGuestSession(server);
    const other = await startGuestSession(server);
    expect((await mine.api.get(`/session/${mine.id}`)).status).toBe(200);
    expect((await mine.api.get(`/session/${other.id}`)).error?.code).toBe('NOT_FOUND');
    for (const path of ['/session', '/auth/me', '/user/me', '/session/stats/summary']) expect((await mine.api.get(path)).error?.code).toBe('FORBIDDEN');
    expect((await mine.api.post('/session/start', { counselorId: 'ai' })).error?.code).toBe('FORBIDDEN');
    expect((await server.guest.get(`/session/${mine.id}`)).error?.code).toBe('UNAUTHENTICATED');
  });

  it('S44 says at the start, in the session’s language, that an AI answers and that expression is read', async () => {
    const english = SessionStartAnswer.parse((await server.guest.post('/session/start', { counselorId: 'ai', language: 'en' })).data);
    expect(english.notices.map(({ kind }) => kind)).toEqual(['ai', 'expression']);
    expect(english.notices[0]?.text).toMatch(/artificial intelligence/);
    const korean = SessionStartAnswer.parse((await server.guest.post('/session/start', { counselorId: 'ai' })).data);
    expect(korean.notices[0]?.text).toMatch(/인공지능/);
  });

  it('chooses only counselors who are there to be chosen', async () => {
    const counselor = await signInAs(server, 'counselor');
    const chosen = SessionStartAnswer.parse((await person.api.post('/session/start', { counselorId: counselor.id })).data);
    expect(chosen.counselorId).toBe(counselor.id);
    expect(chosen.notices.map(({ kind }) => kind)).toEqual(['expression']);
    const refused = await person.api.post('/session/start', { counselorId: person.id });
    expect(refused.status).toBe(400);
    expect(refused.error?.details).toEqual([{ path: 'body.counselorId', message: '선택할 수 없는 상담사입니다.' }]);
    const english = person.api.with({ 'Accept-Language': 'en' });
    expect((await english.post('/session/start', { counselorId: person.id })).error?.details).toEqual([{ path: 'body.counselorId', message: 'is no counselor who can be chosen' }]);
    expect((await english.get('/session/x')).error?.details).toEqual([{ path: 'params.id', message: 'must be a UUID' }]);
    expect((await person.api.get('/session/x')).error?.details).toEqual([{ path: 'params.id', message: 'UUID 형식이어야 합니다.' }]);
    const listed = (await server.guest.get('/counselors')).data as { id: string }[];
    expect(listed.map(({ id }) => id)).toEqual(expect.arrayContaining(['ai', counselor.id]));
  });

  it.each([
    ['an unknown field', { counselorId: 'ai', role: 'admin' }, 'body.role'],
    ['no counselor', {}, 'body.counselorId'],
    ['a counselor that is none', { counselorId: 'robot' }, 'body.counselorId'],
    ['a consent that is none', { counselorId: 'ai', consents: { camera: 'yes' } }, 'body.consents.camera'],
    ['a language that is none', { counselorId: 'ai', language: 'xx' }, 'body.language'],
  ])('refuses %s and says where', async (_title, body, path) => {
    const answer = await person.api.post('/session/start', body);
    expect(answer.status).toBe(400);
    expect(answer.error?.code).toBe('VALIDATION_ERROR');
    expect(answer.error?.details?.map((detail) => detail.path)).toContain(path);
  });

  it('gives the same answer once for the same Idempotency-Key and body', async () => {
    const api = person.api.with({ 'Idempotency-Key': 'start-1' });
    const answers = await Promise.all([1, 2, 3, 4].map(() => api.post('/session/start', { counselorId: 'ai' })));
    expect(new Set(answers.map(({ data }) => SessionStartAnswer.parse(data).sessionId)).size).toBe(1);
    const other = await api.post('/session/start', { counselorId: 'ai_other' });
    expect([other.status, other.error?.code]).toEqual([409, 'IDEMPOTENCY_MISMATCH']);
    const another = await signUp(server);
    const theirs = await another.api.with({ 'Idempotency-Key': 'start-1' }).post('/session/start', { counselorId: 'ai' });
    expect(SessionStartAnswer.parse(theirs.data).userId).toBe(another.id);
  });
});

describe('the life of a session', () => {
  it('pauses, resumes and ends; repeating is the same answer', async () => {
    const session = await startSession(person);
    const paused = PauseAnswer.parse((await session.api.post(`/session/${session.id}/pause`)).data);
    expect(PauseAnswer.parse((await session.api.post(`/session/${session.id}/pause`)).data)).toEqual(paused);
    expect(await state(session)).toMatchObject({ status: 'paused', pausedAt: paused.pausedAt });
    const resumed = ResumeAnswer.parse((await session.api.post(`/session/${session.id}/resume`)).data);
    expect(ResumeAnswer.parse((await session.api.post(`/session/${session.id}/resume`)).data)).toEqual(resumed);

    const ended = await session.api.post(`/session/${session.id}/end`);
    expect(ended.status).toBe(200);
    expect(ended.data).toMatchObject({ status: 'ended', report: { status: 'ready' } });
    expect((await session.api.post(`/session/${session.id}/end`)).data).toEqual(ended.data);
    const final = await state(session);
    expect(final.status).toBe('ended');
    expect(final.durationMs).toBe(Date.parse(final.endedAt ?? '') - session.startedAt - final.pausedMs);
  });

  it('refuses to pause or resume an ended session', async () => {
    const session = await startSession(person);
    await session.api.post(`/session/${session.id}/end`);
    for (const change of ['pause', 'resume']) {
      const answer = await session.api.post(`/session/${session.id}/${change}`);
      expect([answer.status, answer.error?.code]).toEqual([409, 'INVALID_STATE']);
    }
  });

  it('takes no signals or messages while it is not active', async () => {
    const session = await startSession(person);
    await session.api.post(`/session/${session.id}/pause`);
    const ts = Date.now();
    const audio = { items: [{ tsStart: ts, tsEnd: ts + 100, isSpeech: true, rms: 0.1 }] };
    const words = { items: [{ tsStart: ts, tsEnd: ts + 100, text: '안녕하세요' }] };
    for (const [path, body] of [['audio', audio], ['stt', words]] as const) {
      const answer = await session.api.post(`/session/${session.id}/${path}`, body);
      expect([answer.status, answer.error?.code]).toEqual([409, 'INVALID_STATE']);
    }
    expect((await state(session)).counts).toEqual({ frames: 0, voiceEvents: 0, transcripts: 0, messages: 0, emotions: 0 });
  });

  it('ends once however many ask at the same time', async () => {
    const session = await startSession(person);
    const answers = await Promise.all(Array.from({ length: 8 }, () => session.api.post(`/session/${session.id}/end`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
  });

  it('lists own sessions newest first, filtered and paged', async () => {
    const owner = await signUp(server);
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.unshift((await startSession(owner)).id);
    await owner.api.post(`/session/${String(ids[1])}/end`);
    const all = await owner.api.get('/session?limit=2&offset=0');
    expect(all.meta).toEqual({ total: 3, limit: 2, offset: 0 });
    expect(all.headers.get('x-total-count')).toBe('3');
    expect((all.data as SessionState[]).map(({ sessionId }) => sessionId)).toEqual(ids.slice(0, 2));
    const ended = await owner.api.get('/session?status=ended');
    expect((ended.data as SessionState[]).map(({ sessionId }) => sessionId)).toEqual([ids[1]]);
    expect((await owner.api.get('/session?offset=50')).meta).toEqual({ total: 3, limit: 20, offset: 50 });
    expect((await owner.api.get('/session?limit=1000')).error?.details?.[0]?.path).toBe('query.limit');
    const stats = SessionStats.parse((await owner.api.get('/session/stats/summary')).data);
    expect(stats).toMatchObject({ sessions: 3, byStatus: { active: 2, ended: 1, paused: 0 } });
    expect(stats.recentSessions.map(({ id }) => id)).toEqual(ids);
  });

  it('is gone, with everything of it, after a DELETE', async () => {
    const session = await startSession(person);
    const deleted = await session.api.delete(`/session/${session.id}`);
    expect([deleted.status, deleted.data]).toEqual([204, undefined]);
    expect((await session.api.get(`/session/${session.id}`)).error?.code).toBe('NOT_FOUND');
    expect((await session.api.delete(`/session/${session.id}`)).error?.code).toBe('NOT_FOUND');
  });

  it('keeps feedback, an empty note as none', async () => {
    const session = await startSession(person);
    const first = FeedbackAnswer.parse((await session.api.post(`/session/${session.id}/feedback`, { rating: 5, note: '' })).data);
    expect(first).toMatchObject({ rating: 5, note: null });
    const api = session.api.with({ 'Idempotency-Key': 'feedback-1' });
    const once = FeedbackAnswer.parse((await api.post(`/session/${session.id}/feedback`, { rating: 4, note: '좋았어요' })).data);
    expect(FeedbackAnswer.parse((await api.post(`/session/${session.id}/feedback`, { rating: 4, note: '좋았어요' })).data)).toEqual(once);
    for (const rating of [0, 6, 2.5, '5']) expect((await session.api.post(`/session/${session.id}/feedback`, { rating })).status).toBe(400);
  });
});

describe('who takes part', () => {
  it('S12 hides another person’s session behind 404, for every verb', async () => {
    const session = await startSession(person);
    const stranger = await signUp(server);
    const otherCounselor = await signInAs(server, 'counselor');
    const admin = await signInAs(server, 'admin');
    const calls: [string, string, unknown?][] = [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/pause'],
      ['POST', '/resume'],
      ['POST', '/end'],
      ['GET', '/emotions'],
      ['GET', '/voice'],
      ['POST', '/feedback', { rating: 5 }],
    ];
    for (const [method, path, body] of calls) {
      for (const caller of [stranger, otherCounselor]) {
        const answer = await caller.api.call(method, `/session/${session.id}${path}`, body);
        expect([method, path, answer.error?.code]).toEqual([method, path, 'NOT_FOUND']);
      }
      expect([404, 403]).toContain((await admin.api.call(method, `/session/${session.id}${path}`, body)).status);
    }
    expect((await state(session)).status).toBe('active');
  });

  it('lets the assigned counselor read before joining, enter once and leave', async () => {
    const counselor = await signInAs(server, 'counselor');
    const session = await startSession(person, { counselorId: counselor.id });
    expect((await counselor.api.get(`/session/${session.id}`)).status).toBe(200);
    expect((await counselor.api.post(`/session/${session.id}/leave`)).error?.code).toBe('INVALID_STATE');
    const joined = await counselor.api.post(`/session/${session.id}/join`);
    expect((await counselor.api.post(`/session/${session.id}/join`)).data).toEqual(joined.data);
    const left = await counselor.api.post(`/session/${session.id}/leave`);
    expect((await counselor.api.post(`/session/${session.id}/leave`)).data).toEqual(left.data);
    expect((await counselor.api.delete(`/session/${session.id}`)).error?.code).toBe('FORBIDDEN');
    expect((await person.api.post(`/session/${session.id}/join`)).error?.code).toBe('FORBIDDEN');
  });

  it('S14 makes a guest’s session the new account’s, with its rows and its key, and ends the guest token', async () => {
    const guestSession = await startGuestSession(server);
    const ts = guestSession.startedAt;
    await guestSession.api.post(`/session/${guestSession.id}/audio`, { items: [{ tsStart: ts, tsEnd: ts + 900, isSpeech: true, rms: 0.1 }] });
    const thief = await signUp(server);
    expect((await thief.api.post(`/session/${guestSession.id}/claim`, { guestToken: 'nonsense' })).error?.code).toBe('TOKEN_INVALID');
    const elsewhere = await startGuestSession(server);
    expect((await thief.api.post(`/session/${guestSession.id}/claim`, { guestToken: elsewhere.token })).error?.code).toBe('NOT_FOUND');

    const owner = await signUp(server);
    const claimed = await owner.api.post(`/session/${guestSession.id}/claim`, { guestToken: guestSession.token });
    expect(claimed.data).toEqual({ sessionId: guestSession.id, userId: owner.id, status: 'active' });
    expect((await owner.api.post(`/session/${guestSession.id}/claim`, { guestToken: guestSession.token })).data).toEqual(claimed.data);
    expect((await owner.api.get(`/session/${guestSession.id}`)).data).toMatchObject({ userId: owner.id, counts: { voiceEvents: 1 } });
    expect((await owner.api.get(`/session/${guestSession.id}/emotions`)).status).toBe(200);
    expect((await guestSession.api.get(`/session/${guestSession.id}`)).status).toBeGreaterThanOrEqual(401);
    expect((await thief.api.post(`/session/${guestSession.id}/claim`, { guestToken: guestSession.token })).status).toBeGreaterThanOrEqual(401);
  });
});
