import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AffectLabel, LABEL_VAD } from '../../libs/affect/index.js';
import { DashboardSummary, DashboardTrends } from '../../libs/contracts/dashboard.js';
import { DashboardService } from '../../src/dashboard/dashboard.service.js';
import type { UserPrincipal } from '../../src/platform/access/principal.js';
import { Db } from '../../src/platform/database/db.js';
import { addPastSession, type PastSecond, secondsOf } from '../harness/past-session.js';
import { signUp, startGuestSession, startSession, type SignedIn } from '../harness/people.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

let server: TestApp;
beforeAll(async () => {
  server = await startTestApp();
});
afterAll(() => server.close());

const SEOUL = 'Asia/Seoul';
/** Noon of a day some days ago, as Seoul counts. */
const noon = (daysAgo: number) => DateTime.now().setZone(SEOUL).startOf('day').minus({ days: daysAgo }).plus({ hours: 12 });
/** Some minutes ago: today, unless it is just after midnight. */
const today = () => DateTime.max(DateTime.now().minus({ minutes: 20 }), DateTime.now().setZone(SEOUL).startOf('day')).toJSDate();
const add = (person: SignedIn, startedAt: Date, seconds: readonly PastSecond[]) => addPastSession(server, person.id, { startedAt, seconds });
const summary = async ({ api }: SignedIn, query = '') => DashboardSummary.parse((await api.get(`/dashboard/summary${query}`)).data);
const trends = async ({ api }: SignedIn, query = '') => DashboardTrends.parse((await api.get(`/dashboard/trends${query}`)).data);

/** Means by hand: over seconds, weighted by confidence. */
function meanOf(seconds: readonly PastSecond[]) {
  const read = seconds.flatMap(({ label, confidence }) => (label === null ? [] : [{ ...LABEL_VAD[label], confidence }]));
  const weight = read.reduce((sum, { confidence }) => sum + confidence, 0);
  const mean = (name: 'valence' | 'arousal' | 'dominance') => read.reduce((sum, second) => sum + second[name] * second.confidence, 0) / weight;
  return { valence: mean('valence'), arousal: mean('arousal'), dominance: mean('dominance') };
}
const shareOf = (label: AffectLabel, seconds: readonly PastSecond[]) => {
  const sum = (some: readonly PastSecond[]) => some.reduce((total, { confidence }) => total + confidence, 0);
  return sum(seconds.filter((second) => second.label === label)) / sum(seconds.filter((second) => second.label !== null));
};
const near = (value: number) => expect.closeTo(value, 2) as unknown;

describe('the summary', () => {
  it('of somebody without sessions has nulls and no zeros for what is not known, and says where to begin', async () => {
    const person = await signUp(server);
    const empty = await summary(person);
    const nothing = { valence: null, arousal: null, dominance: null };
    expect(empty).toMatchObject({ range: '7d', sessions: 0, todayAvg: nothing, trend: { dayOverDay: nothing, rangeOverRange: nothing }, tasks: { proposed: 0, done: 0 }, recentSessions: [] });
    expect(empty.recommendations.map(({ id }) => id)).toEqual(['first-session']);
  });

  it('is what the rows come to, recomputed by hand; a missing day is passed over, not zero', async () => {
    const person = await signUp(server);
    const [now, before] = [[...secondsOf('happy', 60, 0.9), ...secondsOf(null, 30), ...secondsOf('neutral', 30, 0.5)], secondsOf('sad', 40, 0.7)];
    const [older, lastRange] = [secondsOf('angry', 50, 0.6), secondsOf('anxious', 100, 0.8)];
    await add(person, today(), now);
    await add(person, noon(3).toJSDate(), before);
    await add(person, noon(5).toJSDate(), older);
    await add(person, noon(9).toJSDate(), lastRange);
    const range = [...now, ...before, ...older];
    const { todayAvg, trend, emotionMix, sessions, recentSessions } = await summary(person);
    expect(sessions).toBe(3);
    expect(todayAvg).toEqual({ valence: near(meanOf(now).valence), arousal: near(meanOf(now).arousal), dominance: near(meanOf(now).dominance) });
    expect(trend.dayOverDay.valence).toEqual(near(meanOf(now).valence - meanOf(before).valence));
    expect(trend.rangeOverRange.arousal).toEqual(near(meanOf(range).arousal - meanOf(lastRange).arousal));
    for (const label of ['happy', 'sad', 'angry', 'neutral'] as const) expect(emotionMix[label]).toEqual(near(shareOf(label, range)));
    expect(emotionMix.anxious).toBe(0);
    expect(recentSessions.map(({ dominantEmotion }) => dominantEmotion)).toEqual(['happy', 'sad', 'angry', 'anxious']);
    const wider = await summary(person, '?range=30d');
    expect(wider.sessions).toBe(4);
    expect(wider.trend.rangeOverRange.valence).toBeNull();
  });

  it('recommends with the figure that it follows from, in the language asked for', async () => {
    const person = await signUp(server);
    await add(person, today(), secondsOf('fearful', 90));
    const korean = (await summary(person)).recommendations;
    expect(korean.map(({ id }) => id)).toEqual(['breathing', 'small-joy', 'check-in']);
    expect(korean[0]?.reason).toContain('0.60');
    const english = await summary({ ...person, api: person.api.with({ 'Accept-Language': 'en' }) });
    expect(english.recommendations[0]?.reason).toMatch(/arousal was high \(0\.60\)/);
    for (const { title, desc, reason } of [...korean, ...english.recommendations])
      expect(`${title} ${desc} ${reason}`).not.toMatch(/우울증|장애|환자|치료|disorder|patient|treatment/i);
  });

  it('has open sessions too, and links to the reports of ended ones', async () => {
    const person = await signUp(server);
    const session = await startSession(person);
    expect((await summary(person)).recentSessions).toEqual([expect.objectContaining({ sessionId: session.id, status: 'active', reportId: null, dominantEmotion: null })]);
    await session.api.post(`/session/${session.id}/end`);
    const { sessions, recentSessions } = await summary(person);
    expect(sessions).toBe(1);
    const report = (await session.api.get(`/session/${session.id}/report`)).data as { reportId: string };
    expect(recentSessions[0]).toMatchObject({ status: 'ended', reportId: report.reportId });
  });
});

describe('the trends', () => {
  it.each([['7d', 7], ['30d', 30], ['90d', 90]] as const)('of %s have a point for each day, oldest first, and nulls where nothing was', async (range, count) => {
    const person = await signUp(server);
    const seconds = secondsOf('surprised', 20);
    await add(person, noon(2).toJSDate(), seconds);
    const { points, timeZone } = await trends(person, `?range=${range}`);
    expect(timeZone).toBe(SEOUL);
    expect(points.map(({ date }) => date)).toEqual(Array.from({ length: count }, (_, index) => noon(count - 1 - index).toISODate()));
    const day = points.at(-3);
    expect(day).toMatchObject({ sessions: 1, durationMs: 20_000, coverageRatio: 1, mean: { valence: near(meanOf(seconds).valence) } });
    const others = points.filter((point) => point !== day);
    for (const point of others)
      expect(point).toMatchObject({ sessions: 0, durationMs: 0, mean: { valence: null, arousal: null, dominance: null }, emotionMix: null, coverageRatio: null });
  });

  it('tell a session without data from a day without sessions', async () => {
    const person = await signUp(server);
    await add(person, noon(1).toJSDate(), secondsOf(null, 30));
    const day = (await trends(person)).points.at(-2);
    expect(day).toMatchObject({ sessions: 1, mean: { valence: null }, emotionMix: null, coverageRatio: 0 });
  });
});

describe('time zones', () => {
  const principal = ({ id }: SignedIn): UserPrincipal => ({ kind: 'user', userId: id, role: 'user', deviceId: id, setupRequired: false });
  const daysOf = async (person: SignedIn, timeZone: string, now: string) => {
    const { points } = await server.app.get(DashboardService, { strict: false }).trends(principal(person), { range: '7d', timeZone }, new Date(now));
    return Object.fromEntries(points.flatMap(({ date, sessions }) => (sessions > 0 ? [[date, sessions]] : [])));
  };

  it('give the same rows to the days of whoever looks', async () => {
    const person = await signUp(server);
    for (const at of ['2026-06-10T14:59:00Z', '2026-06-10T15:00:00Z', '2026-06-11T03:59:00Z', '2026-06-11T04:00:00Z']) await add(person, new Date(at), secondsOf('happy', 5));
    expect(await daysOf(person, SEOUL, '2026-06-12T12:00:00Z')).toEqual({ '2026-06-10': 1, '2026-06-11': 3 });
    expect(await daysOf(person, 'America/New_York', '2026-06-12T12:00:00Z')).toEqual({ '2026-06-10': 3, '2026-06-11': 1 });
    expect(await daysOf(person, 'Asia/Kathmandu', '2026-06-12T12:00:00Z')).toEqual({ '2026-06-10': 2, '2026-06-11': 2 });
  });

  it('count right on days of 25 and of 23 hours', async () => {
    const person = await signUp(server);
    for (const at of ['2026-10-24T21:59:00Z', '2026-10-24T22:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T22:59:00Z', '2026-10-25T23:00:00Z'])
      await add(person, new Date(at), secondsOf('sad', 5));
    expect(await daysOf(person, 'Europe/Berlin', '2026-10-27T12:00:00Z')).toEqual({ '2026-10-24': 1, '2026-10-25': 4, '2026-10-26': 1 });
    for (const at of ['2026-03-08T04:59:00Z', '2026-03-08T05:00:00Z', '2026-03-09T03:59:00Z', '2026-03-09T04:00:00Z']) await add(person, new Date(at), secondsOf('sad', 5));
    expect(await daysOf(person, 'America/New_York', '2026-03-10T12:00:00Z')).toEqual({ '2026-03-07': 1, '2026-03-08': 2, '2026-03-09': 1 });
  });

  it('are the person’s own by preference, and as asked before that', async () => {
    const person = await signUp(server);
    await person.api.put('/user/preferences', { preferences: { timeZone: 'America/New_York' } });
    expect((await trends(person)).timeZone).toBe('America/New_York');
    expect((await trends(person, '?timeZone=Europe/Berlin')).timeZone).toBe('Europe/Berlin');
    await person.api.put('/user/preferences', { preferences: { timeZone: 'Mars/Olympus' } });
    expect((await trends(person)).timeZone).toBe(SEOUL);
    expect((await person.api.get('/dashboard/trends?timeZone=Mars/Olympus')).status).toBe(400);
  });
});

describe('whose it is', () => {
  it('S12 another person’s dashboard does not differ by one bit because of mine', async () => {
    const [mine, theirs] = [await signUp(server), await signUp(server)];
    await add(theirs, noon(1).toJSDate(), secondsOf('happy', 30));
    const look = async () => JSON.stringify(await Promise.all(['summary', 'trends?range=90d'].map(async (path) => (await theirs.api.get(`/dashboard/${path}`)).data)));
    const before = await look();
    for (const label of ['sad', 'angry', 'fearful'] as const) await add(mine, noon(1).toJSDate(), secondsOf(label, 100));
    const open = await startSession(mine);
    await mine.api.post('/survey/responses', { instrument: 'pss-4', answers: { q1: 4, q2: 0, q3: 0, q4: 4 } });
    expect(await look()).toBe(before);
    await mine.api.delete(`/session/${open.id}`);
    expect(await look()).toBe(before);
  });

  it('S13 takes no other person’s id, and guests have none', async () => {
    const [mine, theirs] = [await signUp(server), await signUp(server)];
    expect((await mine.api.get(`/dashboard/summary?userId=${theirs.id}`)).status).toBe(400);
    const guest = await startGuestSession(server);
    for (const path of ['summary', 'trends', 'caseload', 'service']) {
      expect((await server.guest.get(`/dashboard/${path}`)).error?.code).toBe('UNAUTHENTICATED');
      expect((await guest.api.get(`/dashboard/${path}`)).error?.code).toBe('FORBIDDEN');
    }
    for (const path of ['caseload', 'service']) expect((await mine.api.get(`/dashboard/${path}`)).error?.code).toBe('FORBIDDEN');
  });

  it('loses a deleted session at once, and gains a claimed one', async () => {
    const person = await signUp(server);
    const kept = await add(person, noon(1).toJSDate(), secondsOf('happy', 50));
    const gone = await add(person, noon(1).toJSDate(), secondsOf('sad', 50));
    expect((await trends(person)).points.at(-2)).toMatchObject({ sessions: 2 });
    expect((await person.api.delete(`/session/${gone}`)).status).toBe(204);
    expect((await trends(person)).points.at(-2)).toMatchObject({ sessions: 1, mean: { valence: near(LABEL_VAD.happy.valence) } });
    await person.api.delete(`/session/${kept}`);
    expect((await trends(person)).points.at(-2)).toMatchObject({ sessions: 0, emotionMix: null });

    const guest = await startGuestSession(server);
    await guest.api.post(`/session/${guest.id}/end`);
    expect((await person.api.post(`/session/${guest.id}/claim`, { guestToken: guest.token })).status).toBe(200);
    expect((await summary(person)).sessions).toBe(1);
  });

  it('S26 is sealed: the tables hold a week and a count, and no affect', async () => {
    const person = await signUp(server);
    await add(person, noon(1).toJSDate(), secondsOf('happy', 50));
    const columns = await server.app.get(Db, { strict: false }).query<{ name: string }>(
      "SELECT DISTINCT column_name AS name FROM information_schema.columns WHERE table_name IN ('session_affect', 'affect_weeks') ORDER BY 1",
    );
    expect(columns.map(({ name }) => name)).toEqual(['content_sealed', 'person_id', 'session_id', 'sessions', 'version', 'week']);
    const rows = await server.app.get(Db, { strict: false }).query<{ content_sealed: Buffer }>('SELECT content_sealed FROM affect_weeks WHERE person_id = $1', [person.id]);
    expect(rows[0]?.content_sealed.includes('50000')).toBe(false);
  });

  it('is summed right when many of one day end at once', async () => {
    const person = await signUp(server);
    const at = noon(1).toJSDate();
    await Promise.all(Array.from({ length: 12 }, () => add(person, at, secondsOf('happy', 10))));
    expect((await trends(person)).points.at(-2)).toMatchObject({ sessions: 12, durationMs: 120_000 });
  });
});
