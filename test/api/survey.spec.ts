import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrisisNotice } from '../../libs/contracts/crisis.js';
import { SurveyResponse } from '../../libs/contracts/survey.js';
import { Db } from '../../src/platform/database/db.js';
import { DomainEvents } from '../../src/platform/events/domain-events.js';
import { SurveyAlarms, type TellingAnswers } from '../../src/survey/survey-alarms.service.js';
import { signUp, startGuestSession, startSession, type SignedIn } from '../harness/people.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

let server: TestApp;
let person: SignedIn;
const raised: TellingAnswers[] = [];
const told: (number | null)[] = [];
const NOTICE: CrisisNotice = { level: 'high', resources: [{ name: '자살예방 상담전화', phone: '109', hours: '24시간' }] };

beforeAll(async () => {
  server = await startTestApp();
  server.app.get(SurveyAlarms, { strict: false }).register((answer) => {
    raised.push(answer);
    return Promise.resolve(NOTICE);
  });
  server.app.get(DomainEvents, { strict: false }).on('survey.answered', ({ item9 }) => void told.push(item9));
  person = await signUp(server);
});
afterAll(() => server.close());

const PHQ = (item9: number, others = 1) => ({
  instrument: 'phq-9',
  answers: Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`q${index + 1}`, index === 8 ? item9 : others])),
});
const answer = async (body: object, api = person.api) => SurveyResponse.parse((await api.post('/survey/responses', body)).data);

describe('the questionnaires', () => {
  it('are there for everybody, in the language asked for', async () => {
    const korean = (await server.guest.get('/survey/instruments?language=ko')).data as { title: string }[];
    const english = (await server.guest.with({ 'Accept-Language': 'en' }).get('/survey/instruments')).data as { title: string }[];
    expect([korean, english].map((all) => all.length)).toEqual([4, 4]);
    expect(korean[1]?.title).toMatch(/우울 선별/);
    expect(english[1]?.title).toMatch(/Patient Health/);
  });
});

describe('answers', () => {
  it('get the published score and band, and the change since the one before', async () => {
    const someone = await signUp(server);
    const first = await answer({ instrument: 'gad-7', answers: { q1: 3, q2: 3, q3: 3, q4: 3, q5: 3, q6: 0, q7: 0 } }, someone.api);
    expect(first).toMatchObject({ score: 15, band: { id: 'severe', label: '심함' }, change: null, version: '1' });
    const second = await answer({ instrument: 'gad-7', answers: { q1: 1, q2: 1, q3: 1, q4: 1, q5: 1, q6: 1, q7: 1 }, language: 'en' }, someone.api);
    expect(second).toMatchObject({ score: 7, band: { id: 'mild', label: 'Mild' }, change: -8 });
    const other = await answer(PHQ(0), someone.api);
    expect(other).toMatchObject({ score: 8, change: null });
    const list = await someone.api.get('/survey/responses?instrument=gad-7');
    expect(list.meta).toEqual({ total: 2, limit: 20, offset: 0 });
    expect(list.data).toEqual([second, first]);
    expect((await someone.api.get('/survey/responses?limit=1&offset=1')).data).toEqual([second]);
  });

  it('that come at once are compared with each other in one order', async () => {
    const someone = await signUp(server);
    const scores = [0, 1, 2, 3];
    await Promise.all(scores.map((value) => answer({ instrument: 'pss-4', answers: { q1: value, q2: 4, q3: 4, q4: 0 } }, someone.api)));
    const list = ((await someone.api.get('/survey/responses')).data as unknown[]).map((item) => SurveyResponse.parse(item)).reverse();
    list.forEach(({ score, change }, index) => {
      const before = list[index - 1]?.score ?? null;
      expect(change).toBe(before === null ? null : (score ?? 0) - before);
    });
  });

  it('of the intake are kept as they were written', async () => {
    const text = '=1+1 <b>잠이</b> 안 와요 \\ \' " 😀';
    const stored = await answer({ instrument: 'intake', answers: { reason: text, sleep: 2 } });
    expect(stored).toMatchObject({ answers: { reason: text, sleep: 2 }, score: null, band: null, change: null });
  });

  it('that do not fit are refused, with every question named', async () => {
    const refused = await person.api.post('/survey/responses', { instrument: 'gad-7', answers: { q1: 9, q2: 'x', zz: 1 } });
    expect(refused.error?.code).toBe('VALIDATION_ERROR');
    expect(refused.error?.details?.map(({ path }) => path)).toEqual([
      'body.answers.q1', 'body.answers.q2', 'body.answers.q3', 'body.answers.q4', 'body.answers.q5', 'body.answers.q6', 'body.answers.q7', 'body.answers.zz',
    ]);
    for (const body of [{ instrument: 'phq-2', answers: {} }, { ...PHQ(0), score: 0 }, { answers: {} }])
      expect((await person.api.post('/survey/responses', body)).status).toBe(400);
  });

  it('S26 are sealed: the database holds neither words nor score', async () => {
    const someone = await signUp(server);
    await answer({ instrument: 'intake', answers: { reason: 'canary-7f3a' } }, someone.api);
    const rows = await server.app.get(Db, { strict: false }).query<{ row: string; content_sealed: Buffer }>(
      'SELECT r::text AS row, content_sealed FROM survey_responses r WHERE person_id = $1', [someone.id],
    );
    expect(rows).toHaveLength(1);
    for (const { row, content_sealed: sealed } of rows) expect([row.includes('canary'), sealed.includes('canary')]).toEqual([false, false]);
  });

  it('S12 belong to who gave them, and to a session of theirs', async () => {
    const [stranger, session] = [await signUp(server), await startSession(person)];
    expect((await stranger.api.get('/survey/responses')).data).toEqual([]);
    expect((await stranger.api.post('/survey/responses', { ...PHQ(0), sessionId: session.id })).error?.code).toBe('NOT_FOUND');
    expect((await person.api.post('/survey/responses', { ...PHQ(0), sessionId: session.id })).status).toBe(201);
    expect((await server.guest.post('/survey/responses', PHQ(0))).error?.code).toBe('UNAUTHENTICATED');
    const guest = await startGuestSession(server);
    expect((await guest.api.post('/survey/responses', PHQ(0))).error?.code).toBe('FORBIDDEN');
  });
});

describe('item 9 of PHQ-9', () => {
  it('S40 above 0 raises an alert with the helplines, whatever the score', async () => {
    const session = await startSession(person);
    for (const item9 of [1, 2, 3] as const) {
      const stored = await answer({ ...PHQ(item9, 0), sessionId: session.id });
      expect(stored).toMatchObject({ score: item9, crisis: NOTICE });
      expect(raised.at(-1)).toEqual({ responseId: stored.id, personId: person.id, sessionId: session.id, language: 'ko', item9, text: null });
      expect(told.at(-1)).toBe(item9);
    }
  });

  it('S40 of 0 raises none and clears none', async () => {
    const before = raised.length;
    const stored = await answer(PHQ(0, 3));
    expect(stored.crisis).toBeUndefined();
    expect(raised).toHaveLength(before);
    expect(told.at(-1)).toBe(0);
    await answer({ instrument: 'gad-7', answers: { q1: 3, q2: 3, q3: 3, q4: 3, q5: 3, q6: 3, q7: 3 } });
    expect(told.at(-1)).toBeNull();
    expect(raised).toHaveLength(before);
  });
});
