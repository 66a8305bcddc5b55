import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Message, MessageAnswer, Note } from '../../libs/contracts/conversation.js';
import { Db } from '../../src/platform/database/db.js';
import { signInAs, signUp, startGuestSession, startSession, type SignedIn, type StartedSession } from '../harness/people.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

let server: TestApp;
let person: SignedIn;
let counselor: SignedIn;

beforeAll(async () => {
  server = await startTestApp();
  person = await signUp(server);
  counselor = await signInAs(server, 'counselor');
});
afterAll(() => server.close());

const said = async ({ id, api }: StartedSession, text: string, key?: string) => {
  const client = key === undefined ? api : api.with({ 'Idempotency-Key': key });
  const answer = await client.post(`/session/${id}/messages`, { text });
  expect(answer.error).toBeUndefined();
  expect(answer.status).toBe(201);
  return MessageAnswer.parse(answer.data);
};
const conversationOf = async ({ id }: StartedSession, api = person.api) => z.array(Message).parse((await api.get(`/session/${id}/messages`)).data);

describe('messages', () => {
  it('are stored in order, from both sides, and read by both', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    const texts = ['안녕하세요', '<b>plain</b> =1+1', '세 번째 이야기예요 🌧'];
    for (const text of texts) expect(await said(session, text)).toMatchObject({ message: { role: 'user', text, sessionId: session.id }, reply: null });
    const answered = await counselor.api.post(`/session/${session.id}/messages`, { text: '네, 듣고 있어요.' });
    expect(answered.data).toMatchObject({ message: { role: 'counselor' }, reply: null });
    for (const api of [person.api, counselor.api]) {
      const all = await conversationOf(session, api);
      expect(all.map(({ text }) => text)).toEqual([...texts, '네, 듣고 있어요.']);
      expect(all.map(({ role }) => role)).toEqual(['user', 'user', 'user', 'counselor']);
    }
    const page = await person.api.get(`/session/${session.id}/messages?limit=2&offset=1`);
    expect(page.meta).toEqual({ total: 4, limit: 2, offset: 1 });
    expect(z.array(Message).parse(page.data).map(({ text }) => text)).toEqual(texts.slice(1));
    expect((await person.api.get(`/session/${session.id}`)).data).toMatchObject({ counts: { messages: 4 } });
  });

  it('keep their order when many come at once', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    await Promise.all(Array.from({ length: 12 }, (_, index) => said(session, `말 ${index}`)));
    const all = await conversationOf(session);
    expect(new Set(all.map(({ text }) => text)).size).toBe(12);
    expect([...all].sort((a, b) => a.createdAt.localeCompare(b.createdAt)).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  });

  it('answers a repeated request with what it answered first, and refuses its key for something else', async () => {
    const session = await startSession(person);
    const first = await said(session, '잠이 오지 않아요', 'again-1');
    expect(await said(session, '잠이 오지 않아요', 'again-1')).toEqual(first);
    const other = await session.api.with({ 'Idempotency-Key': 'again-1' }).post(`/session/${session.id}/messages`, { text: '다른 말' });
    expect(other.error?.code).toBe('IDEMPOTENCY_MISMATCH');
    expect((await conversationOf(session)).filter(({ role }) => role === 'user')).toHaveLength(1);
  });

  it('refuses them while a session is paused and after its end', async () => {
    const session = await startSession(person);
    await person.api.post(`/session/${session.id}/pause`);
    expect((await person.api.post(`/session/${session.id}/messages`, { text: 'x' })).error?.code).toBe('INVALID_STATE');
    await person.api.post(`/session/${session.id}/end`);
    expect((await person.api.post(`/session/${session.id}/messages`, { text: 'x' })).error?.code).toBe('INVALID_STATE');
    expect((await person.api.get(`/session/${session.id}/messages`)).status).toBe(200);
  });

  it.each([
    ['an empty text', { text: '' }],
    ['a blank text', { text: ' \n ' }],
    ['2001 characters', { text: 'x'.repeat(2_001) }],
    ['a NUL', { text: 'a\u0000b' }],
    ['a role', { text: 'x', role: 'ai' }],
  ])('S15 refuses %s', async (_title, body) => {
    const session = await startSession(person);
    expect((await person.api.post(`/session/${session.id}/messages`, body)).error?.code).toBe('VALIDATION_ERROR');
  });

  it('S12 hides them from everybody else', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    await said(session, '비밀이에요');
    const stranger = await signUp(server);
    const other = await signInAs(server, 'counselor');
    for (const api of [stranger.api, other.api, (await startGuestSession(server)).api]) {
      expect((await api.get(`/session/${session.id}/messages`)).error?.code).toBe('NOT_FOUND');
      expect((await api.post(`/session/${session.id}/messages`, { text: 'x' })).error?.code).toBe('NOT_FOUND');
    }
    expect((await server.guest.get(`/session/${session.id}/messages`)).error?.code).toBe('UNAUTHENTICATED');
  });

  it('S26 stores them sealed', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    await said(session, 'canary-of-a-message');
    const rows = await server.app.get(Db).query<{ text_sealed: Buffer }>('SELECT text_sealed FROM messages WHERE session_id = $1', [session.id]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.text_sealed.includes('canary')).toBe(false);
  });
});

describe('notes', () => {
  it('are the counselor’s: stored sealed, 403 for the person, 404 for others', async () => {
    const session = await startSession(person, { counselorId: counselor.id });
    const added = await counselor.api.post(`/session/${session.id}/notes`, { text: 'canary-of-a-note' });
    expect(added.status).toBe(201);
    const note = Note.parse(added.data);
    expect(note).toMatchObject({ authorId: counselor.id, sessionId: session.id, text: 'canary-of-a-note' });
    expect((await counselor.api.get(`/session/${session.id}/notes`)).data).toEqual([note]);
    for (const method of ['GET', 'POST']) {
      const body = method === 'POST' ? { text: 'x' } : undefined;
      expect((await person.api.call(method, `/session/${session.id}/notes`, body)).error?.code).toBe('FORBIDDEN');
      const stranger = await signUp(server);
      expect((await stranger.api.call(method, `/session/${session.id}/notes`, body)).error?.code).toBe('NOT_FOUND');
      const other = await signInAs(server, 'counselor');
      expect((await other.api.call(method, `/session/${session.id}/notes`, body)).error?.code).toBe('NOT_FOUND');
    }
    const [row] = await server.app.get(Db).query<{ text_sealed: Buffer }>('SELECT text_sealed FROM counselor_notes WHERE id = $1', [note.id]);
    expect(row?.text_sealed.includes('canary')).toBe(false);
  });

  it('403 a guest about their own session', async () => {
    const session = await startGuestSession(server);
    expect((await session.api.get(`/session/${session.id}/notes`)).error?.code).toBe('FORBIDDEN');
  });
});
