import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TranscribeAnswer } from '../../libs/contracts/stt.js';
import { Db } from '../../src/platform/database/db.js';
import { ALL_CONSENTS, signUp, startSession, type SignedIn } from '../harness/people.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';
import { recording, upload } from '../harness/upload.js';
import { transcribes } from '../harness/vendors/behaviours.js';
import { OpenAiServer } from '../harness/vendors/openai-server.js';

// A machine on which nothing decodes AAC, whatever this one has.
vi.mock(import('../../src/stt/audio/ffmpeg.js'), async (original) => ({ ...(await original()), hasFfmpeg: () => Promise.resolve(false) }));

let openai: OpenAiServer;
let server: TestApp;
let person: SignedIn;
beforeAll(async () => {
  openai = await OpenAiServer.start();
  server = await startTestApp({ ...openai.environment, STT_PROVIDERS: 'openai' });
  person = await signUp(server);
  await person.api.put('/user/consents', ALL_CONSENTS);
});
afterAll(async () => {
  await server.close();
  await openai.close();
});

describe('AAC on a machine without ffmpeg', () => {
  it('is transcribed, with its length from its boxes and every segment marked as uncertain', async () => {
    openai.transcriptions.always(transcribes('요즘 잠을 못 자요'));
    const { status, data } = await upload(server.url, person.accessToken, recording('short.m4a'));
    expect(status).toBe(200);
    const answer = TranscribeAnswer.parse(data);
    expect(answer.durationMs).toBeGreaterThan(2_800);
    expect(answer.durationMs).toBeLessThan(3_050);
    expect(answer.speechMs).toBe(answer.durationMs);
    expect(answer.segments).toMatchObject([{ text: '요즘 잠을 못 자요', uncertain: true }]);
  });

  it('S40 raises no alarm by words that nobody could hear', async () => {
    openai.transcriptions.always(transcribes('죽고 싶다는 생각이 매일 들어요'));
    const session = await startSession(person);
    expect((await upload(server.url, person.accessToken, recording('short.m4a'), { fields: { sessionId: session.id } })).status).toBe(200);
    const alerts = () => server.app.get(Db, { strict: false }).query('SELECT 1 FROM crisis_alerts WHERE session_id = $1', [session.id]);
    expect(await alerts()).toEqual([]);
    // The same words, heard.
    expect((await upload(server.url, person.accessToken, recording('short.wav'), { fields: { sessionId: session.id } })).status).toBe(200);
    await expect.poll(async () => (await alerts()).length, { timeout: 10_000 }).toBe(1);
  });

  it('is refused when a picture is in it, or nothing', async () => {
    const whole = recording('short.m4a');
    const filmed = Buffer.from(whole.toString('latin1').replace('soun', 'vide'), 'latin1');
    const calls = openai.requests.length;
    for (const bytes of [filmed, whole.subarray(0, 64)]) expect((await upload(server.url, person.accessToken, bytes)).status).toBe(415);
    expect(openai.requests).toHaveLength(calls);
  });
});
