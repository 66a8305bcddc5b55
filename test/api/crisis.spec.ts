import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MessageAnswer } from '../../libs/contracts/conversation.js';
import { CrisisAlertView, CrisisOpenAlerts, CrisisView } from '../../libs/contracts/crisis.js';
import { Db } from '../../src/platform/database/db.js';
import { DomainEvents, type DomainEventMap } from '../../src/platform/events/domain-events.js';
import { mailsTo } from '../harness/outbox.js';
import { eventually } from '../harness/eventually.js';
import { signInAs, signUp, startGuestSession, startSession, type SignedIn, type StartedSession } from '../harness/people.js';
import { SessionSocket } from '../harness/session-socket.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

const SECRET = 'a-secret-of-the-webhook-0123456789-abcdef';
const WISH = { ko: '죽고 싶다는 생각이 매일 들어요', en: 'I want to kill myself' } as const;
const PLAN = '오늘 밤에 뛰어내리려고 유서도 써 놨어요';
const NUMBERS = ['109', '1577-0199', '1388', '119'];

let hook: Server;
const calls: { body: string; signature: string | undefined }[] = [];
let server: TestApp;
let person: SignedIn;
let counselor: SignedIn;
let onCall: SignedIn;
const counted: DomainEventMap['crisis.counted'][] = [];
const trail: DomainEventMap['crisis.step'][] = [];
const open: SessionSocket[] = [];

beforeAll(async () => {
  hook = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      calls.push({ body: Buffer.concat(pieces).toString(), signature: request.headers['x-bemore-signature']?.toString() });
      response.end('ok');
    });
  });
  hook.listen(0, '127.0.0.1');
  await once(hook, 'listening');
  const port = (hook.address() as AddressInfo).port;
  // No key of any vendor: everything here works with every provider down.
  server = await startTestApp({
    ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/alerts`,
    ALERT_WEBHOOK_SECRET: SECRET,
    CRISIS_ON_CALL: 'on-call@example.org',
    CRISIS_ESCALATION_SECONDS: '1',
    AI_PROVIDERS: 'openai',
  });
  person = await signUp(server);
  counselor = await signInAs(server, 'counselor');
  onCall = await signInAs(server, 'counselor', 'on-call@example.org');
  const events = server.app.get(DomainEvents);
  events.on('crisis.counted', (event) => void counted.push(event));
  events.on('crisis.step', (event) => void trail.push(event));
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});
afterAll(async () => {
  await server.close();
  hook.close();
});

const say = async ({ id, api }: StartedSession, text: string) => MessageAnswer.parse((await api.post(`/session/${id}/messages`, { text })).data);
const connect = async (session: StartedSession, token = session.token) => {
  const socket = await SessionSocket.open(server.url, { token, sessionId: session.id });
  open.push(socket);
  return socket;
};
const view = async ({ id }: StartedSession) => CrisisView.parse((await counselor.api.get(`/session/${id}/crisis`)).data);

describe('S40 with every provider down', () => {
  it.each(['ko', 'en'] as const)('the answer carries the helplines at once, in %s', async (language) => {
    const session = await startSession(person, { language });
    const { reply, crisis } = await say(session, WISH[language]);
    expect(crisis?.resources.map(({ phone }) => phone)).toEqual(NUMBERS);
    for (const number of NUMBERS) expect(reply?.text).toContain(number);
    expect(/\p{Script=Hangul}/u.test(reply?.text ?? '')).toBe(language === 'ko');
    expect(reply?.notice).toBeDefined();
  });

  it('guests get them too, and so does a session with a human counselor', async () => {
    const guest = await startGuestSession(server);
    expect((await say(guest, WISH.ko)).crisis?.resources).toHaveLength(4);
    const human = await startSession(person, { counselorId: counselor.id });
    const answer = await say(human, WISH.ko);
    expect(answer).toMatchObject({ reply: null, crisis: { level: expect.any(String) as string } });
  });

  it('the person is told without evidence, the counselor with it and the session’s id', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    const [mine, theirs] = [await connect(session), await connect(session, counselor.accessToken)];
    const ack = await mine.ask('message', { text: WISH.ko });
    expect(ack.ok).toBe(true);
    const alert = await mine.until('crisis:alert');
    expect(Object.keys(alert).sort()).toEqual(['level', 'resources']);
    const full = await theirs.until('crisis:alert', ({ evidence }) => evidence !== undefined);
    expect(full).toMatchObject({ sessionId: session.id, evidence: [{ source: 'message', text: WISH.ko }] });
    expect(mine.all('crisis:alert').every((told) => told.evidence === undefined && told.sessionId === undefined)).toBe(true);
  });

  it.each([
    '배고파 죽겠어요', '이 교통 체증 때문에 미치겠네요', '할머니가 돌아가셔서 슬퍼요', '자살 예방 교육을 받았어요', '오늘 점심이 맛있었어요', 'This traffic is killing me', 'I am dying to see that film',
  ])('%s is no alarm', async (text) => {
    const session = await startSession(person);
    const answer = await session.api.post(`/session/${session.id}/messages`, { text });
    // Only the built-in counselor is here, and the operator did not allow it: what is no danger gets no reply at all.
    expect(answer.error?.code).toBe('PROVIDER_UNAVAILABLE');
    const rows = await server.app.get(Db).query('SELECT 1 FROM crisis_alerts WHERE session_id = $1', [session.id]);
    expect(rows).toEqual([]);
  });
});

describe('the state', () => {
  it('stays through a "no" and small talk, and ends with a step to safety', async () => {
    const session = await startSession(person);
    await say(session, WISH.ko);
    for (const text of ['아니요', '괜찮아요', '날씨가 좋네요', '안 할게요', '농담이에요']) {
      const { crisis, reply } = await say(session, text);
      expect(crisis).toBeDefined();
      expect(reply?.text).toContain('109');
    }
    const { crisis, reply } = await say(session, '방금 109에 전화했고 지금 친구가 와서 같이 있어요');
    expect(crisis).toBeUndefined();
    expect(reply?.role).toBe('ai');
  });

  it('never says the same twice in a row while it lasts', async () => {
    const session = await startSession(person);
    let last = '';
    for (let turn = 0; turn < 12; turn += 1) {
      const { reply } = await say(session, turn === 0 ? WISH.ko : '모르겠어요');
      expect(reply?.text).not.toBe(last);
      last = reply?.text ?? '';
    }
  });

  it('rises, and one step does not end an imminent danger; the counselor releases it', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    await say(session, WISH.ko);
    expect((await say(session, PLAN)).crisis?.level).toBe('imminent');
    expect((await say(session, '친구한테 연락했어요')).crisis?.level).toBe('imminent');
    expect(await view(session)).toMatchObject({ active: true, level: 'imminent' });
    const released = CrisisView.parse((await counselor.api.post(`/session/${session.id}/crisis/release`)).data);
    expect(released).toMatchObject({ active: false, level: null });
    expect((await say(session, '이제 좀 나아졌어요')).crisis).toBeUndefined();
  });

  it('is raised by a transcript, but never by an uncertain one alone', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    const now = Date.now();
    const socket = await connect(session);
    expect(await socket.ask('transcript', { tsStart: now, tsEnd: now + 500, text: WISH.ko, language: 'ko' })).toMatchObject({ ok: true });
    await socket.until('crisis:alert');
    expect((await view(session)).alerts[0]?.source).toBe('transcript');

    const { ActiveSessions } = await import('../../src/session/active-session.service.js');
    const { TranscriptService } = await import('../../src/transcript/transcript.service.js');
    const other = await startSession(person, { counselorId: counselor.id });
    const active = await server.app.get(ActiveSessions, { strict: false }).require(other.id);
    const transcripts = server.app.get(TranscriptService, { strict: false });
    await transcripts.add(active, 'live', [{ tsStart: now, tsEnd: now + 500, text: WISH.ko, confidence: 0.2, uncertain: true }]);
    await eventually(async () => {
      const rows = await server.app.get(Db).query('SELECT 1 FROM crisis_states WHERE session_id = $1', [other.id]);
      expect(rows).toHaveLength(1);
    });
    expect(await view(other)).toMatchObject({ active: false, alerts: [] });
  });

  it('is shown in the report, without the words', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    await say(session, WISH.ko);
    await person.api.post(`/session/${session.id}/end`);
    const report = (await person.api.get(`/session/${session.id}/report`)).data as { safety: object; moments: { kind: string; text: string }[] };
    expect(report.safety).toMatchObject({ alerts: 1 });
    expect(report.moments.some(({ kind }) => kind === 'crisis')).toBe(true);
    expect(JSON.stringify(report.moments)).not.toContain('죽고');
  });
});

describe('telling', () => {
  it('goes to the counselor by mail and webhook, then to the on-call list, until it is acknowledged; each step is written down', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    await say(session, PLAN);
    const own = () => calls.filter(({ body }) => body.includes(session.id));
    // The first round goes to the counselor, the second to the on-call list as well.
    await expect.poll(() => own().length, { timeout: 15_000 }).toBeGreaterThan(1);
    for (const { email } of [counselor, onCall]) await eventually(async () => expect((await mailsTo(server, email)).length).toBeGreaterThan(0), 15_000);
    const mails = (await mailsTo(server, counselor.email)).join('\n');
    for (const secret of ['유서', person.email, session.id]) expect(mails).not.toContain(secret);

    for (const { body, signature } of own()) {
      expect(signature).toBe(`sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`);
      expect(body).not.toContain('유서');
      expect(body).not.toContain(person.id);
    }

    const acknowledged = CrisisView.parse((await counselor.api.post(`/session/${session.id}/crisis/acknowledge`)).data);
    expect(acknowledged.active).toBe(true);
    const [alert] = acknowledged.alerts;
    expect(alert).toMatchObject({ level: 'imminent', acknowledgedBy: counselor.id });
    expect(alert?.evidence[0]?.text).toBe(PLAN);
    expect(new Set(alert?.steps.map(({ step, channel }) => `${step}/${channel ?? ''}`))).toEqual(
      new Set(['raised/', 'told-person/conversation', 'told/socket', 'told/mail', 'told/webhook', 'acknowledged/']),
    );
    const rounds = async () => (await server.app.get(Db).query<{ rounds: number }>('SELECT rounds FROM crisis_alerts WHERE session_id = $1', [session.id]))[0]?.rounds;
    const after = await rounds();
    await say(session, '네');
    expect(await rounds()).toBe(after);
    expect(trail.filter(({ alertId }) => alertId === alert?.alertId).map(({ step }) => step)).toContain('acknowledged');
  });

  it('S40 is counted without identities', async () => {
    counted.length = 0;
    const session = await startSession(person);
    await say(session, WISH.ko);
    await eventually(() => expect(counted).toHaveLength(1));
    expect(Object.keys(counted[0] ?? {}).sort()).toEqual(['kind', 'level', 'source']);
  });

  it('cannot be changed afterwards', async () => {
    await expect(server.app.get(Db).query("UPDATE crisis_steps SET step = 'none'")).rejects.toMatchObject({ code: '42501' });
  });
});

describe('a screener', () => {
  const phq9 = (item9: number) => Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`q${index + 1}`, index === 8 ? item9 : 1]));

  it('whose item 9 is above 0 raises an alert, in the open session or without one', async () => {
    const { questions } = (await server.guest.get('/survey/instruments')).data instanceof Array
      ? ((await server.guest.get('/survey/instruments?language=ko')).data as { id: string; questions: { id: string }[] }[]).find(({ id }) => id === 'phq-9') ?? { questions: [] }
      : { questions: [] };
    const answersOf = (item9: number) => Object.fromEntries(questions.slice(0, 9).map(({ id }, index) => [id, Object.values(phq9(item9))[index] ?? 0]));
    const screened = await signUp(server);
    const none = await screened.api.post('/survey/responses', { instrument: 'phq-9', answers: answersOf(0) });
    expect(none.error).toBeUndefined();
    expect((none.data as { crisis?: object }).crisis).toBeUndefined();
    const alone = await screened.api.post('/survey/responses', { instrument: 'phq-9', answers: answersOf(1) });
    expect(alone.data).toMatchObject({ crisis: { level: 'concern', resources: expect.any(Array) as unknown[] } });
    const open = CrisisOpenAlerts.parse((await onCall.api.get('/crisis/alerts')).data).alerts;
    expect(open.some(({ source, sessionId }) => source === 'survey' && sessionId === null)).toBe(true);

    const session = await startSession(screened, { counselorId: counselor.id });
    const socket = await connect(session, counselor.accessToken);
    await screened.api.post('/survey/responses', { instrument: 'phq-9', answers: answersOf(3) });
    expect(await socket.until('crisis:alert', ({ evidence }) => evidence !== undefined)).toMatchObject({ level: 'high', evidence: [{ source: 'survey', text: null }] });
    expect(await view(session)).toMatchObject({ active: true, level: 'high' });
  });

  it('S40 in whose own words is danger raises one as well, with the helplines in the answer; everyday words raise none', async () => {
    const newcomer = await signUp(server);
    const intake = async (answers: object) => (await newcomer.api.post('/survey/responses', { instrument: 'intake', answers })).data as { crisis?: { level: string; resources: { phone: string }[] } };
    expect((await intake({ reason: '요즘 일이 많아서 힘들어 죽겠어요', goal: '' })).crisis).toBeUndefined();
    const { crisis } = await intake({ reason: '잠을 못 자요', wishes: WISH.ko });
    expect(crisis?.resources.map(({ phone }) => phone)).toEqual(NUMBERS);
    const { alerts } = CrisisOpenAlerts.parse((await onCall.api.get('/crisis/alerts')).data);
    expect(alerts.flatMap(({ evidence }) => evidence).some(({ source, text }) => source === 'survey' && text?.includes(WISH.ko) === true)).toBe(true);

    const session = await startSession(newcomer, { counselorId: counselor.id });
    await intake({ reason: WISH.en });
    expect(await view(session)).toMatchObject({ active: true });
    // What is filled in later does not take it back.
    await intake({ reason: '방금 109에 전화했고 지금 친구가 와서 같이 있어요' });
    expect(await view(session)).toMatchObject({ active: true });
  });
});

describe('who may look', () => {
  it('S12 the counselor of the session; the person is 403, others 404', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    await say(session, WISH.ko);
    for (const [method, path] of [['GET', 'crisis'], ['POST', 'crisis/acknowledge'], ['POST', 'crisis/release']] as const) {
      const url = `/session/${session.id}/${path}`;
      expect((await person.api.call(method, url)).error?.code).toBe('FORBIDDEN');
      expect((await (await signInAs(server, 'counselor')).api.call(method, url)).error?.code).toBe('NOT_FOUND');
      expect((await server.guest.call(method, url)).error?.code).toBe('UNAUTHENTICATED');
    }
    const { alerts } = CrisisOpenAlerts.parse((await counselor.api.get('/crisis/alerts')).data);
    const own = alerts.find(({ sessionId }) => sessionId === session.id);
    const stranger = await signInAs(server, 'counselor');
    expect(CrisisOpenAlerts.parse((await stranger.api.get('/crisis/alerts')).data).alerts).toEqual([]);
    expect((await stranger.api.post(`/crisis/alerts/${own?.alertId ?? ''}/take`)).error?.code).toBe('NOT_FOUND');
  });
});

describe('taking over', () => {
  it('one on call takes the alert of an AI session, reads it, joins and speaks; when he leaves the AI goes on', async () => {
    const session = await startSession(person);
    await say(session, WISH.ko);
    expect((await onCall.api.get(`/session/${session.id}`)).error?.code).toBe('NOT_FOUND');
    const { alerts } = CrisisOpenAlerts.parse((await onCall.api.get('/crisis/alerts')).data);
    const alert = alerts.find(({ sessionId }) => sessionId === session.id);
    const taken = CrisisAlertView.parse((await onCall.api.post(`/crisis/alerts/${alert?.alertId ?? ''}/take`)).data);
    expect(taken).toMatchObject({ acknowledgedBy: onCall.id, sessionId: session.id });
    expect((await onCall.api.get(`/session/${session.id}`)).data).toMatchObject({ counselorId: 'ai' });
    expect((await onCall.api.get(`/session/${session.id}/messages`)).status).toBe(200);

    expect((await say(session, '아직 힘들어요')).reply?.role).toBe('ai');
    expect((await onCall.api.post(`/session/${session.id}/join`)).status).toBe(200);
    const joined = await say(session, '누구세요?');
    expect(joined.reply).toBeNull();
    expect(joined.crisis).toBeDefined();
    expect((await onCall.api.post(`/session/${session.id}/messages`, { text: '상담사입니다. 함께 있을게요.' })).data).toMatchObject({ message: { role: 'counselor' } });
    await onCall.api.post(`/session/${session.id}/leave`);
    expect((await say(session, '네')).reply?.role).toBe('ai');
  });

  it('the person asks a human into an AI session and goes on without him', async () => {
    const session = await startSession(person);
    expect((await person.api.put(`/session/${session.id}/counselor`, { counselorId: counselor.id })).data).toMatchObject({ humanCounselorId: counselor.id });
    expect((await counselor.api.post(`/session/${session.id}/join`)).status).toBe(200);
    expect((await say(session, '안녕하세요')).reply).toBeNull();
    expect((await person.api.put(`/session/${session.id}/counselor`, { counselorId: 'ai' })).data).toMatchObject({ humanCounselorId: null });
    expect((await counselor.api.get(`/session/${session.id}`)).error?.code).toBe('NOT_FOUND');
    expect((await counselor.api.put(`/session/${session.id}/counselor`, { counselorId: counselor.id })).error?.code).toBe('NOT_FOUND');
    const human = await startSession(person, { counselorId: counselor.id });
    expect((await person.api.put(`/session/${human.id}/counselor`, { counselorId: 'ai' })).error?.code).toBe('INVALID_STATE');
  });
});
