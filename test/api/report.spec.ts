import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Insight } from '../../libs/contracts/insights.js';
import { type CbtFinding, Report, ReportSummary } from '../../libs/contracts/report.js';
import { EndAnswer } from '../../libs/contracts/session.js';
import { uuidv7 } from '../../src/platform/database/uuid.js';
import { ReportSources } from '../../src/report/report-sources.service.js';
import { SessionClosing } from '../../src/session/session-closing.service.js';
import { addPastSession, secondsOf } from '../harness/past-session.js';
import { signInAs, signUp, startGuestSession, startSession, type SignedIn } from '../harness/people.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

let server: TestApp;
let person: SignedIn;
/** What a feature would find, by session. */
const found = new Map<string, { insights: Insight[]; cbtFindings: CbtFinding[] }>();
/** Sessions whose end takes its time. */
const slow = new Set<string>();

beforeAll(async () => {
  server = await startTestApp();
  server.app.get(ReportSources, { strict: false }).register({
    read: (sessionId) => Promise.resolve(found.get(sessionId) ?? {}),
  });
  const prepare = (sessionId: string) => sleep(slow.has(sessionId) ? 200 : 0);
  server.app.get(SessionClosing, { strict: false }).register({ prepare, close: () => Promise.resolve() });
  person = await signUp(server);
});
afterAll(() => server.close());

const STARTED = new Date('2026-03-02T05:00:00.000Z');
const report = async (id: string, api = person.api) => {
  const answer = await api.get(`/session/${id}/report`);
  return { content: Report.parse(answer.data), etag: answer.headers.get('etag') ?? '' };
};
const summary = async (id: string) => ReportSummary.parse((await person.api.get(`/session/${id}/summary`)).data);

describe('the report', () => {
  it('is there, with the summary, for a client that asks 30 ms after it sent the end, and stays the same', async () => {
    const session = await startSession(person);
    slow.add(session.id);
    const ending = session.api.post(`/session/${session.id}/end`);
    await sleep(30);
    const [first, short] = await Promise.all([report(session.id), summary(session.id)]);
    const ended = EndAnswer.parse((await ending).data);
    expect(ended.report).toEqual({ reportId: first.content.reportId, status: 'ready' });
    expect(short.reportId).toBe(first.content.reportId);
    expect(first.content.emotionSummary).toEqual(ended.emotionSummary);
    expect(await report(session.id)).toEqual(first);
  });

  it('of a session without any data says so: nulls and coverage 0, never neutral', async () => {
    const session = await startSession(person);
    await session.api.post(`/session/${session.id}/end`);
    const { content } = await report(session.id);
    expect(content.emotionSummary).toMatchObject({
      dominantEmotion: null, mean: { valence: null, arousal: null, dominance: null }, confidence: 0, coverageRatio: 0, points: 0,
    });
    expect(content.emotionSummary.mix.neutral).toBe(0);
    expect(content).toMatchObject({
      emotionTimeline: [], vadTimeline: [], course: [], moments: [], confidence: 0, cbtFindings: [], voice: { metrics: null },
      coverage: { overallRatio: 0, faceRatio: 0, voiceRatio: 0, textRatio: 0 },
    });
    const short = await summary(session.id);
    expect(short).toMatchObject({
      vadVector: { valence: null, arousal: null, dominance: null }, dominantEmotion: { emotion: null, ratio: 0, confidence: 0 },
    });
    expect(short.keyObservations[0]).toMatch(/읽을 수 있는 신호가 없어/);
  });

  it('counts seconds by hand as it does', async () => {
    const seconds = [...secondsOf('sad', 60, 0.5), ...secondsOf(null, 40), ...secondsOf('happy', 100, 0.8)];
    const id = await addPastSession(server, person.id, { startedAt: STARTED, seconds });
    const { content } = await report(id);
    const weights = { sad: 60 * 0.5, happy: 100 * 0.8 };
    const total = weights.sad + weights.happy;
    expect(content.emotionSummary.mix.happy).toBeCloseTo(weights.happy / total, 2);
    expect(content.emotionSummary.mix.sad).toBeCloseTo(weights.sad / total, 2);
    expect(content.emotionSummary.mean.valence).toBeCloseTo((weights.happy * 0.81 + weights.sad * -0.63) / total, 2);
    expect(content.coverage).toEqual({ overallRatio: 0.8, faceRatio: 0.8, voiceRatio: 0, textRatio: 0 });
    expect(content.confidence).toBeCloseTo(total / 160, 2);
    expect(content.vadTimeline).toHaveLength(160);
    expect(content.emotionTimeline).toHaveLength(200);
    expect(content.moments.map(({ ts }) => ts)).toContain(STARTED.getTime() + 100_000);
    const short = await summary(id);
    expect(short.dominantEmotion.emotion).toBe('happy');
    expect(short.keyObservations.join(' ')).toMatch(/기쁨.*올라갔습니다.*80%/s);
  });

  it('of an hour keeps at most 360 points, and the same means', async () => {
    const seconds = Array.from({ length: 3_600 }, (_, index) => ({ label: index % 3 === 0 ? 'angry' as const : 'neutral' as const, confidence: 0.7 }));
    const id = await addPastSession(server, person.id, { startedAt: STARTED, seconds });
    const { content } = await report(id);
    expect(content.emotionTimeline.length).toBeLessThanOrEqual(360);
    expect(content.course).toHaveLength(60);
    expect(content.emotionSummary.mix.angry).toBeCloseTo(1 / 3, 2);
    const mean = content.vadTimeline.reduce((sum, { valence }) => sum + valence, 0) / content.vadTimeline.length;
    expect(mean).toBeCloseTo(content.emotionSummary.mean.valence ?? 0, 2);
  });

  it('speaks the session’s language and makes no clinical claim', async () => {
    const seconds = secondsOf('anxious', 120);
    const english = await addPastSession(server, person.id, { startedAt: STARTED, seconds, language: 'en' });
    const korean = await addPastSession(server, person.id, { startedAt: STARTED, seconds, language: 'ko' });
    for (const [id, note] of [[english, /no medical diagnosis/], [korean, /진단이나 임상 평가가 아닙니다/]] as const) {
      const { content } = await report(id);
      expect(content.note).toMatch(note);
      const words = [...(await summary(id)).keyObservations, ...content.moments.map(({ text }) => text)].join(' ');
      expect(words).not.toMatch(/우울증|장애|환자|증상|disorder|depression|patient|symptom|diagnos/i);
      expect(/\p{Script=Hangul}/u.test(words)).toBe(id === korean);
    }
  });

  it('is 409 INVALID_STATE before the end', async () => {
    const session = await startSession(person);
    for (const path of ['report', 'summary']) {
      const answer = await session.api.get(`/session/${session.id}/${path}`);
      expect([answer.status, answer.error?.code]).toEqual([409, 'INVALID_STATE']);
    }
  });
});

describe('who may read it', () => {
  it('S12 is the person and the assigned counselor; for everybody else it does not exist', async () => {
    const [counselor, other, stranger] = [await signInAs(server, 'counselor'), await signInAs(server, 'counselor'), await signUp(server)];
    const session = await startSession(person, { counselorId: counselor.id });
    await session.api.post(`/session/${session.id}/end`);
    expect((await report(session.id, counselor.api)).content.sessionId).toBe(session.id);
    for (const path of ['report', 'summary']) {
      for (const api of [other.api, stranger.api]) expect((await api.get(`/session/${session.id}/${path}`)).error?.code).toBe('NOT_FOUND');
      expect((await server.guest.get(`/session/${session.id}/${path}`)).error?.code).toBe('UNAUTHENTICATED');
    }
  });

  it('S14 is the guest with the session’s own token', async () => {
    const [mine, other] = [await startGuestSession(server), await startGuestSession(server)];
    await mine.api.post(`/session/${mine.id}/end`);
    expect((await mine.api.get(`/session/${mine.id}/report`)).status).toBe(200);
    expect((await other.api.get(`/session/${mine.id}/report`)).error?.code).toBe('NOT_FOUND');
  });

  it('goes with the session', async () => {
    const session = await startSession(person);
    await session.api.post(`/session/${session.id}/end`);
    expect((await session.api.delete(`/session/${session.id}`)).status).toBe(204);
    expect((await session.api.get(`/session/${session.id}/report`)).error?.code).toBe('NOT_FOUND');
  });
});

describe('the ETag', () => {
  const insight = (): Insight => ({
    id: uuidv7(), ts: STARTED.getTime(), distortion: 'catastrophizing', severity: 'high', confidence: 0.9, urgency: 'soon',
    span: { source: 'message', sourceId: uuidv7(), start: 0, end: 2, text: '망했' }, questions: ['정말 그럴까요?'], tasks: [],
  });

  it.each(['report', 'summary'])('of %s gives 304 without a body, however it is sent', async (path) => {
    const id = await addPastSession(server, person.id, { startedAt: STARTED, seconds: secondsOf('happy', 20) });
    const first = await person.api.get(`/session/${id}/${path}`);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[^"]+"$/);
    expect(first.headers.get('cache-control')).toContain('no-store');
    for (const sent of [etag, `W/${etag}`, `"other", ${etag}`, `"a,b", W/"c" , ${etag}`, '*']) {
      const again = await person.api.with({ 'If-None-Match': sent, 'Cache-Control': 'no-cache' }).get(`/session/${id}/${path}`);
      expect([sent, again.status, again.data, again.headers.get('etag')]).toEqual([sent, 304, undefined, etag]);
    }
    for (const sent of ['"other"', etag.slice(1, -1), etag.replace(/"$/, 'x"'), '""', 'W/']) {
      const again = await person.api.with({ 'If-None-Match': sent }).get(`/session/${id}/${path}`);
      expect([sent, again.status]).toEqual([sent, 200]);
      expect(again.data).toEqual(first.data);
    }
  });

  it('changes when something that the report shows changes, and only then', async () => {
    const id = await addPastSession(server, person.id, { startedAt: STARTED, seconds: secondsOf('sad', 30) });
    const sources = server.app.get(ReportSources, { strict: false });
    const before = await report(id);
    await sources.changed(id);
    expect(await report(id)).toEqual(before);

    found.set(id, { insights: [insight()], cbtFindings: [] });
    expect(await report(id)).toEqual(before);
    await sources.changed(id);
    const [after, concurrent] = await Promise.all([report(id), report(id)]);
    expect(after.etag).not.toBe(before.etag);
    expect(concurrent).toEqual(after);
    expect(after.content.insights).toHaveLength(1);
    expect(after.content.moments.map(({ kind }) => kind)).toContain('insight');
    expect(after.content.reportId).toBe(before.content.reportId);
    expect((await summary(id)).cbt).toEqual({ totalDistortions: 1, mostCommon: '파국화' });
    expect(await report(id)).toEqual(after);
  });
});
