import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Message, MessageAnswer } from '../../libs/contracts/conversation.js';
import { Insight } from '../../libs/contracts/insights.js';
import { CbtFinding } from '../../libs/contracts/report.js';
import { Db } from '../../src/platform/database/db.js';
import { ActiveSessions } from '../../src/session/active-session.service.js';
import { TranscriptService } from '../../src/transcript/transcript.service.js';
import { NoticeJob } from '../../src/conversation/notice.job.js';
import { eventually } from '../harness/eventually.js';
import { signUp, startSession, type SignedIn, type StartedSession } from '../harness/people.js';
import { SessionSocket } from '../harness/session-socket.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';
import { answers, cutsAfter, endsEarlyAfter, fails, refuses, sendsGarbage } from '../harness/vendors/behaviours.js';
import { OpenAiServer } from '../harness/vendors/openai-server.js';

let vendor: OpenAiServer;
let server: TestApp;
let person: SignedIn;

beforeAll(async () => {
  vendor = await OpenAiServer.start();
  server = await startTestApp({ ...vendor.environment, AI_PROVIDERS: 'openai,builtin', AI_TIMEOUT_MS: '2000' });
  person = await signUp(server);
});
afterAll(async () => {
  await server.close();
  await vendor.close();
});

const say = async ({ id, api }: StartedSession, text: string) => MessageAnswer.parse((await api.post(`/session/${id}/messages`, { text })).data);

const LIFE = [
  '안녕하세요', '요즘 일이 너무 많아요', '팀장님이 자꾸 화를 내세요', '잠을 잘 못 자요', '네', '글쎄요', '어제 동생이랑 싸웠어요', '외로워요', '어떻게 하면 좋을까요?', '좋아요',
  '시험이 다음 주예요', '아니요', '친구가 연락이 없어요', '그냥 그래요', '돈 걱정도 있어요', '오늘은 조금 나아졌어요', '고마워요',
];

describe('a long conversation', () => {
  it('goes on for 200 turns while the vendor fails in every way, in order and without saying the same twice in a row', async () => {
    const session = await startSession(person);
    const failures = [fails(429), fails(500), cutsAfter(['말씀 잘 ', '들었어요. ', '그리고']), endsEarlyAfter('그러', {}), sendsGarbage(), refuses('prompt')];
    const texts: string[] = [];
    for (let turn = 0; turn < 200; turn += 1) {
      const failure = failures[turn % (failures.length * 2)];
      if (failure !== undefined) vendor.chat.next(failure, failure, failure);
      vendor.chat.always(answers([`그 이야기를 들으니 ${turn}번째 마음이 `, '전해져요. 조금 더 들려주시겠어요?']));
      const { message, reply } = await say(session, `${LIFE[turn % LIFE.length] ?? ''} ${turn}`);
      texts.push(message.text, reply?.text ?? '');
      expect(reply?.text).toBeTruthy();
      expect(reply?.text).not.toBe(texts.at(-3));
    }
    const stored = z.array(Message).parse((await session.api.get(`/session/${session.id}/messages`)).data);
    expect(stored.map(({ text }) => text)).toEqual(texts);
    stored.forEach(({ role }, index) => expect(role).toBe(index % 2 === 0 ? 'user' : 'ai'));
    const longest = Math.max(...vendor.requests.map(({ body }) => body.length));
    expect(longest).toBeLessThan(200_000);
    for (const { json } of vendor.requests) {
      const turns = (json?.messages ?? []).slice(1);
      expect(turns.length).toBeLessThanOrEqual(40);
      turns.forEach(({ role }, index) => expect(role).toBe(index % 2 === 0 ? 'user' : 'assistant'));
    }
  }, 120_000);
});

describe('what is found in a conversation', () => {
  it('is told, stored, sealed, and part of the report', async () => {
    const session = await startSession(person, { language: 'en' });
    const socket = await SessionSocket.open(server.url, { token: session.token, sessionId: session.id });
    const text = 'I failed one test, so I am a complete failure and I will never achieve anything.';
    await say(session, text);
    const told = await socket.until('insight:new');
    socket.close();
    const answer = await session.api.get(`/session/${session.id}/insights`);
    const found = z.array(Insight).parse(answer.data);
    expect(found.map(({ id }) => id)).toContain(told.id);
    for (const { span } of found) expect(text.slice(span.start, span.end)).toBe(span.text);
    const rows = await server.app.get(Db).query<{ insight_sealed: Buffer }>('SELECT insight_sealed FROM findings WHERE session_id = $1', [session.id]);
    expect(rows.every(({ insight_sealed: sealed }) => !sealed.includes('failure'))).toBe(true);
    await session.api.post(`/session/${session.id}/end`);
    const report = (await session.api.get(`/session/${session.id}/report`)).data as { cbtFindings: unknown; insights: unknown[] };
    expect(z.array(CbtFinding).parse(report.cbtFindings)[0]?.detections[0]?.type).toBe(found[0]?.distortion);
    expect(report.insights).toHaveLength(found.length);
  });

  it('is met with at most three interventions in half an hour, and never with the same twice', async () => {
    const session = await startSession(person, { language: 'en' });
    const texts = [
      'I am a complete failure.', 'Everyone hates me, I just know it.', 'I must never make a mistake.', 'If I fail this exam my whole life is over.',
      'I feel guilty, so I must have done something wrong.', 'Nothing ever works out for me.',
    ];
    for (const text of texts) await say(session, text);
    const found = z.array(Insight).parse((await session.api.get(`/session/${session.id}/insights`)).data);
    const offered = found.filter(({ questions, tasks }) => questions.length + tasks.length > 0);
    expect(found.length).toBeGreaterThan(3);
    expect(offered).toHaveLength(3);
    const all = offered.flatMap(({ questions, tasks }) => [...questions, ...tasks.map(({ title }) => title)]);
    expect(new Set(all).size).toBe(all.length);
  });

  it('is the more urgent the stronger it is and the more often it comes', async () => {
    const session = await startSession(person, { language: 'en' });
    const strong = ['I am a complete failure.', 'Everyone hates me, I just know it.', 'If I fail this exam my whole life is over.', 'Nothing ever works out for me.', 'I am a total loser and always will be.'];
    for (const text of strong) await say(session, text);
    const found = z.array(Insight).parse((await session.api.get(`/session/${session.id}/insights`)).data);
    expect(found[0]?.urgency).not.toBe('immediate');
    const immediate = found.filter(({ urgency }) => urgency === 'immediate');
    expect(immediate.length).toBeGreaterThan(0);
    for (const finding of immediate) {
      expect(finding.severity).toBe('high');
      expect(found.indexOf(finding)).toBeGreaterThanOrEqual(2);
    }
    // What is faint and new is never pressing.
    for (const { severity, urgency } of found.slice(0, 3)) if (severity === 'low') expect(urgency).toBe('routine');
    await session.api.post(`/session/${session.id}/end`);
    const { cbtFindings } = (await session.api.get(`/session/${session.id}/report`)).data as { cbtFindings: unknown };
    const shown = z.array(CbtFinding).parse(cbtFindings).flatMap(({ intervention }) => intervention ?? []);
    const offered = found.filter(({ questions, tasks }) => questions.length + tasks.length > 0);
    expect(shown.map(({ urgency }) => urgency)).toEqual(offered.map(({ urgency }) => urgency));
  });

  it('is nothing in everyday speech', async () => {
    const session = await startSession(person);
    for (const text of ['내일까지 제출해야 해요', '오늘 점심은 김치찌개였어요', '항상 고마워요']) await say(session, text);
    expect((await session.api.get(`/session/${session.id}/insights`)).data).toEqual([]);
  });
});

describe('what was heard', () => {
  it('is read for patterns of thinking unless the transcriber was not sure of it', async () => {
    const session = await startSession(person, { language: 'en' });
    const active = await server.app.get(ActiveSessions, { strict: false }).require(session.id);
    const transcripts = server.app.get(TranscriptService, { strict: false });
    const at = Date.now();
    const found = async () => z.array(Insight).parse((await session.api.get(`/session/${session.id}/insights`)).data);
    await transcripts.add(active, 'live', [{ tsStart: at, tsEnd: at + 900, text: 'I am a complete failure.', confidence: 0.2, uncertain: true }]);
    await transcripts.add(active, 'live', [{ tsStart: at + 1_000, tsEnd: at + 1_900, text: 'I am a total loser.', confidence: 0.9 }]);
    await eventually(async () => expect(await found()).not.toEqual([]));
    expect((await found()).map(({ span }) => [span.source, span.text.includes('failure')])).toEqual([['transcript', false]]);
  });
});

describe('somebody else in danger', () => {
  it('is no alarm about the person, and the reply offers the helplines', async () => {
    vendor.chat.always(answers('친구를 많이 걱정하고 계시네요.'));
    const session = await startSession(person);
    const { reply, crisis } = await say(session, '친구가 죽고 싶다고 해서 걱정돼요');
    expect(crisis).toBeUndefined();
    expect(reply?.text).toContain('109');
  });
});

describe('S44 what people are told', () => {
  it('is recorded at the start, and told again after three hours', async () => {
    const session = await startSession(person);
    const db = server.app.get(Db);
    const told = () => db.query<{ kind: string; occasion: string }>('SELECT kind, occasion FROM told_notices WHERE session_id = $1 ORDER BY told_at, kind', [session.id]);
    await eventually(async () => expect(await told()).toEqual([{ kind: 'ai', occasion: 'start' }, { kind: 'expression', occasion: 'start' }]));
    const { ask } = await import('../harness/embedded-server.js');
    await ask(server.database.ownerUrl, `UPDATE sessions SET started_at = started_at - interval '3 hours' WHERE id = '${session.id}'`);
    await ask(server.database.ownerUrl, `UPDATE told_notices SET told_at = told_at - interval '3 hours' WHERE session_id = '${session.id}'`);
    const socket = await SessionSocket.open(server.url, { token: session.token, sessionId: session.id });
    await socket.until('session:state');
    await server.app.get(NoticeJob).run();
    await socket.until('session:state', () => socket.all('session:state').length > 1);
    expect(socket.all('session:state').at(-1)?.notices?.map(({ kind }) => kind)).toEqual(['ai', 'expression']);
    socket.close();
    expect((await told()).filter(({ occasion }) => occasion === 'repeat')).toHaveLength(2);
    await server.app.get(NoticeJob).run();
    expect(await told()).toHaveLength(4);
    await expect(db.query("UPDATE told_notices SET kind = 'ai'")).rejects.toMatchObject({ code: '42501' });
  });
});
