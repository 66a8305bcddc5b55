import { readdir, stat, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TranscribeAnswer } from '../../libs/contracts/stt.js';
import { hasFfmpeg } from '../../src/stt/audio/ffmpeg.js';
import { emptyPacketBomb, flacBomb, oggBomb, vorbisBomb, webmBomb, webmOfNothing } from '../harness/bombs.js';
import { ALL_CONSENTS, signInAs, signUp, startGuestSession, startSession, type SignedIn } from '../harness/people.js';
import { startTestApp } from '../harness/test-app.js';
import { recording, upload, type UploadOptions } from '../harness/upload.js';
import { cutsTranscript, dripsTranscript, fails, hangs, sendsGarbage, transcribes } from '../harness/vendors/behaviours.js';
import { OpenAiServer } from '../harness/vendors/openai-server.js';

const SAID = '요즘 잠을 못 자요';
const FIVE_MB = 5 * 1024 * 1024;

let openai: OpenAiServer;
let server: Awaited<ReturnType<typeof startTestApp>>;
let person: SignedIn;

beforeAll(async () => {
  openai = await OpenAiServer.start();
  server = await startTestApp({ ...openai.environment, STT_PROVIDERS: 'openai', STT_TIMEOUT_MS: '4000' });
  person = await signUp(server);
  await person.api.put('/user/consents', ALL_CONSENTS);
});
beforeEach(() => {
  openai.requests.length = 0;
  openai.transcriptions.always(transcribes(SAID));
});
afterAll(async () => {
  await server.close();
  await openai.close();
});

const send = (bytes: Uint8Array, options: UploadOptions = {}, token: string | null = person.accessToken) => upload(server.url, token, bytes, options);
const kept = async () => (await readdir(join(server.dataDir, 'tmp'))).filter((name) => name.startsWith('audio-'));
const heardByVendor = () => openai.requests.map(({ file }) => file?.bytes ?? Buffer.alloc(0));
/** The breaker of a provider that failed opens; a second server has one of its own. */
async function onAnotherServer(test: (url: string) => Promise<void>) {
  const app = await startTestApp({ STT_TIMEOUT_MS: '1000' }, { on: server });
  try {
    await test(app.url);
  } finally {
    await app.close();
  }
}

describe('POST /stt/transcribe', () => {
  const files = ['short.webm', 'short.ogg', 'short.wav', 'short.mp3', 'short.flac', 'short.m4a'];
  it.each(files)('transcribes %s, whatever it is called', async (file) => {
    const isHeard = file !== 'short.m4a' || (await hasFfmpeg());
    const { status, data } = await send(recording(file), { name: '../../etc/passwd', type: 'text/html', fields: { language: 'ko' } });
    expect(status).toBe(200);
    const answer = TranscribeAnswer.parse(data);
    expect(answer).toMatchObject({ text: SAID, language: 'ko', provider: 'openai', segments: [{ text: SAID, startMs: 0, uncertain: !isHeard }] });
    expect(answer.durationMs).toBeGreaterThan(2_800);
    expect(answer.durationMs).toBeLessThan(3_050);
    expect(answer.speechMs).toBeGreaterThan(1_800);
    const [request] = openai.requests;
    expect(request?.file?.bytes.equals(recording(file))).toBe(true);
    expect(request?.file?.name).not.toContain('passwd');
    expect(request?.fields['language']).toBe('ko');
    expect(await kept()).toEqual([]);
  });

  it.each(['silence.wav', 'music.wav', 'hostile-header.wav'])('calls no vendor for %s', async (file) => {
    const { status, data } = await send(recording(file));
    expect(status).toBe(200);
    expect(data).toMatchObject({ text: '', speechMs: 0, language: null, provider: null, segments: [] });
    expect(openai.requests).toHaveLength(0);
  });

  it('marks what the vendor is not sure of', async () => {
    const segments = [
      { startSeconds: 0, endSeconds: 1, text: '네' },
      { startSeconds: 1, endSeconds: 2, text: '시청해 주셔서 감사합니다', noSpeechProb: 0.9 },
    ];
    openai.transcriptions.next(transcribes({ text: '네 시청해 주셔서 감사합니다', segments }));
    expect((await send(recording('short.wav'))).data).toMatchObject({ segments: [{ uncertain: false }, { uncertain: true }] });
  });

  it('stores the words in the session that is named, when the person agreed to a transcript', async () => {
    const session = await startSession(person);
    expect((await send(recording('short.wav'), { fields: { sessionId: session.id } })).status).toBe(200);
    expect((await session.api.get(`/session/${session.id}`)).data).toMatchObject({ counts: { transcripts: 1 } });

    const guest = await startGuestSession(server, { consents: { microphone: true, thirdPartyAi: true } });
    expect((await send(recording('short.wav'), { fields: { sessionId: guest.id } }, guest.token)).data).toMatchObject({ text: SAID });
    expect((await guest.api.get(`/session/${guest.id}`)).data).toMatchObject({ counts: { transcripts: 0 } });
  });

  it('S12 knows no session but the caller’s own', async () => {
    const counselor = await signInAs(server, 'counselor');
    await counselor.api.put('/user/consents', ALL_CONSENTS);
    const session = await startSession(person, { counselorId: counselor.id });
    const stranger = await signUp(server);
    await stranger.api.put('/user/consents', ALL_CONSENTS);
    const guest = await startGuestSession(server);
    for (const token of [stranger.accessToken, counselor.accessToken, guest.token]) {
      expect((await send(recording('short.wav'), { fields: { sessionId: session.id } }, token)).error?.code).toBe('NOT_FOUND');
    }
    await session.api.post(`/session/${session.id}/end`);
    expect((await send(recording('short.wav'), { fields: { sessionId: session.id } })).error?.code).toBe('INVALID_STATE');
    expect(openai.requests).toHaveLength(0);
    expect(await kept()).toEqual([]);
  });

  it('S29 takes nothing without both consents, and tells nobody', async () => {
    const partial = [{ microphone: true }, { thirdPartyAi: true }, {}];
    for (const consents of partial) {
      const guest = await startGuestSession(server, { consents });
      expect(await send(recording('short.wav'), {}, guest.token)).toMatchObject({ status: 403, error: { code: 'CONSENT_REQUIRED' } });
    }
    expect(await send(recording('short.wav'), {}, null)).toMatchObject({ status: 403, error: { code: 'CONSENT_REQUIRED' } });
    expect(openai.requests).toHaveLength(0);
  });

  it('S29 stops when consent is withdrawn meanwhile', async () => {
    openai.transcriptions.next(hangs());
    const guest = await startGuestSession(server);
    const answer = send(recording('short.wav'), {}, guest.token);
    const { closed } = await openai.arrival();
    await guest.api.put('/user/consents', { thirdPartyAi: false });
    expect((await answer).error?.code).toBe('CONSENT_REQUIRED');
    expect(await closed).toBe('aborted');
    expect(await kept()).toEqual([]);
  });

  it('S17 leaves no audio behind when the session ends meanwhile', async () => {
    openai.transcriptions.next(hangs());
    const session = await startSession(person);
    const answer = send(recording('short.wav'), { fields: { sessionId: session.id } });
    const { closed } = await openai.arrival();
    expect(await kept()).toHaveLength(1);
    await session.api.post(`/session/${session.id}/end`);
    expect((await answer).error?.code).toBe('INVALID_STATE');
    expect(await closed).toBe('aborted');
    expect(await kept()).toEqual([]);
  });

  it('ends the vendor’s call when the client is gone', async () => {
    openai.transcriptions.next(hangs());
    const client = new AbortController();
    const answer = send(recording('short.wav'), { signal: client.signal });
    const { closed } = await openai.arrival();
    const [name = ''] = await kept();
    expect((await stat(join(server.dataDir, 'tmp', name))).mode & 0o777).toBe(0o600);
    client.abort();
    await expect(answer).rejects.toThrow();
    expect(await closed).toBe('aborted');
    await expect.poll(kept).toEqual([]);
  });

  it.each([
    ['500', () => fails(500)],
    ['401', () => fails(401)],
    ['429', () => fails(429, { retryAfterSeconds: 20 })],
    ['nothing at all', () => hangs()],
    ['an empty text', () => transcribes({ text: ' ', segments: [] })],
    ['garbage', () => sendsGarbage()],
    ['a good answer, drop by drop', () => dripsTranscript(SAID, 50)],
    ['half a good answer', () => cutsTranscript(SAID)],
  ])('answers 503, never an empty text, when the vendor gives %s', async (_title, behaviour) => {
    openai.transcriptions.always(behaviour());
    await onAnotherServer(async (url) => {
      const { status, error, data } = await upload(url, person.accessToken, recording('short.wav'));
      expect([status, error?.code, data]).toEqual([503, 'PROVIDER_UNAVAILABLE', undefined]);
      expect(error?.message).not.toContain(openai.apiKey);
    });
    for (const { closed } of openai.requests) await closed;
    expect(await kept()).toEqual([]);
  });
});

describe('a hostile upload', () => {
  const zipAfterWav = () => Buffer.concat([recording('silence.wav').subarray(0, 32_044), recording('hostile-archive.mp3')]);
  const cases: [string, () => Buffer, number][] = [
    ['an empty file', () => recording('hostile-empty.wav'), 415],
    ['a page', () => recording('hostile-page.wav'), 415],
    ['an archive', () => recording('hostile-archive.mp3'), 415],
    ['half a header', () => recording('hostile-truncated.wav'), 415],
    ['a program', () => Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(5_000)]), 415],
    ['a picture', () => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('0000000d49484452000000010000000108020000', 'hex')]), 415],
    ['a playlist', () => Buffer.from('#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n'), 415],
    ['a page behind a WAV header', () => Buffer.concat([recording('short.wav').subarray(0, 44), recording('hostile-page.wav')]), 200],
    ['an archive behind silence', zipAfterWav, 200],
    ['a FLAC that promises years', () => flacPromise(), 415],
  ];
  it.each(cases)('S17 %s is harmless', async (_title, bytes, status) => {
    const answer = await send(bytes(), { name: '..\\..\\windows\\system32\\a.wav.html', type: 'audio/wav' });
    expect(answer.status).toBe(status);
    if (status === 415) expect(answer.error?.code).toBe('UNSUPPORTED_MEDIA_TYPE');
    else expect(answer.data).toMatchObject({ speechMs: 0 });
    expect(openai.requests).toHaveLength(0);
    expect(await kept()).toEqual([]);
  });

  const bombs: [string, () => Buffer, number][] = [
    ['two days of FLAC', flacBomb, 413],
    ['a day of Opus in WebM', webmBomb, 413],
    ['a week of Opus in Ogg', oggBomb, 413],
    ['millions of empty packets', emptyPacketBomb, 415],
    ['Vorbis in 255 channels', vorbisBomb, 415],
    ['millions of empty elements', webmOfNothing, 415],
  ];
  it.each(bombs)('S16 that would grow to %s is refused in bounded memory, while others are answered', async (_title, bytes, status) => {
    const before = process.memoryUsage.rss();
    let most = 0;
    const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
    const answer = send(bytes());
    const others = await Promise.all(Array.from({ length: 10 }, () => server.guest.get('/counselors')));
    expect((await answer).status).toBe(status);
    clearInterval(timer);
    expect(others.map((other) => other.status)).toEqual(others.map(() => 200));
    expect(most - before).toBeLessThan(700_000_000);
    expect(openai.requests).toHaveLength(0);
    expect(await kept()).toEqual([]);
  }, 90_000);

  it('S16 is not inflated when it comes compressed', async () => {
    const body = gzipSync(Buffer.concat([Buffer.from('--b\r\nContent-Disposition: form-data; name="audio"; filename="a"\r\n\r\n'), Buffer.alloc(200_000_000)]));
    const headers = { Authorization: `Bearer ${person.accessToken}`, 'Content-Type': 'multipart/form-data; boundary=b', 'Content-Encoding': 'gzip' };
    const response = await fetch(`${server.url}/api/v1/stt/transcribe`, { method: 'POST', headers, body });
    expect([response.status, ((await response.json()) as { error: { code: string } }).error.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(await kept()).toEqual([]);
  });

  it('S16 is refused with 413 when it says that it is too large, and when it does not say', async () => {
    expect((await send(Buffer.alloc(FIVE_MB + 20_000))).error?.code).toBe('PAYLOAD_TOO_LARGE');
    const taken = await endless();
    expect(taken.answer).toContain(' 413 ');
    expect(taken.answer).toContain('PAYLOAD_TOO_LARGE');
    expect(taken.bytes).toBeLessThan(50_000_000);
    expect(await kept()).toEqual([]);
  });

  it('S16 may be as large as the limit', async () => {
    const bytes = Buffer.concat([recording('silence.wav').subarray(0, 40), Buffer.alloc(FIVE_MB - 40)]);
    bytes.writeUInt32LE(FIVE_MB - 44, 40);
    expect(await send(bytes)).toMatchObject({ status: 200, data: { speechMs: 0 } });
  });

  it('S15 is told which part of the form is wrong', async () => {
    const parts = (...pairs: [string, string | Blob][]) => {
      const form = new FormData();
      for (const [name, value] of pairs) form.append(name, value);
      return form;
    };
    const audio = new Blob([new Uint8Array(recording('short.wav'))]);
    const forms: [FormData, string][] = [
      [parts(['language', 'ko']), 'body.audio'],
      [parts(['file', audio]), 'body.file'],
      [parts(['audio', audio], ['audio', audio]), 'body.audio'],
      [parts(['audio', audio], ['language', 'klingon']), 'body.language'],
      [parts(['audio', audio], ['sessionId', 'x']), 'body.sessionId'],
      [parts(['audio', audio], ['role', 'admin']), 'body.role'],
      [parts(['audio', audio], ['__proto__', 'x']), 'body.__proto__'],
      [parts(['audio', audio], ['language', 'ko'], ['language', 'en']), 'body.language'],
      [parts(['audio', audio], ['language', 'k'.repeat(1_000)]), 'body.language'],
      [parts(['audio', audio], ...Array.from({ length: 50 }, (_, index): [string, string] => [`f${String(index)}`, 'x'])), 'body'],
    ];
    for (const [form, path] of forms) {
      const response = await fetch(`${server.url}/api/v1/stt/transcribe`, { method: 'POST', headers: { Authorization: `Bearer ${person.accessToken}` }, body: form });
      const { error } = (await response.json()) as { error: { code: string; details: { path: string }[] } };
      expect([response.status, error.code]).toEqual([400, 'VALIDATION_ERROR']);
      expect(error.details[0]?.path).toBe(path);
    }
    expect(openai.requests).toHaveLength(0);
    expect(await kept()).toEqual([]);
  });

  it('S15 that is no form, or a broken one, is refused', async () => {
    const call = (type: string, body: string) =>
      fetch(`${server.url}/api/v1/stt/transcribe`, { method: 'POST', headers: { Authorization: `Bearer ${person.accessToken}`, 'Content-Type': type }, body });
    expect((await call('application/json', '{}')).status).toBe(415);
    expect((await call('multipart/form-data', 'x')).status).toBe(415);
    expect((await call('multipart/form-data; boundary=b', 'no part at all')).status).toBe(400);
    expect((await call('multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="audio"; filename="a"\r\n\r\nRIFF')).status).toBe(400);
    expect(await kept()).toEqual([]);
  });

  it('S17 does not mix with nineteen others', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => startGuestSession(server)));
    const whole = recording('short.wav');
    const own = people.map((_, index) => {
      const bytes = Buffer.from(whole);
      bytes.writeInt16LE(index + 1, bytes.length - 2);
      return bytes;
    });
    const answers = await Promise.all(people.map(({ token, id }, index) => send(own[index] ?? whole, { fields: { sessionId: id } }, token)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const marks = heardByVendor().map((bytes) => bytes.readInt16LE(bytes.length - 2));
    expect(marks.sort((a, b) => a - b)).toEqual(people.map((_, index) => index + 1));
    const counts = await Promise.all(people.map(async ({ api, id }) => (await api.get(`/session/${id}`)).data));
    for (const session of counts) expect(session).toMatchObject({ counts: { transcripts: 1 } });
    expect(await kept()).toEqual([]);
  }, 60_000);

  it('S17 that outlived its process is swept at the start', async () => {
    await writeFile(join(server.dataDir, 'tmp', `audio-4194304-${'a'.repeat(32)}`), 'RIFF');
    const again = await startTestApp({}, { on: server });
    await again.close();
    expect(await kept()).toEqual([]);
  });
});

/** A FLAC header that states the longest possible stream, and nothing in it. */
function flacPromise(): Buffer {
  const info = Buffer.alloc(34);
  info.writeUInt16BE(65_535, 0);
  info.writeUInt16BE(65_535, 2);
  info.writeBigUInt64BE((44_100n << 44n) | (1n << 41n) | (15n << 36n) | 0xfffffffffn, 10);
  return Buffer.concat([Buffer.from('fLaC\x80\x00\x00\x22', 'latin1'), info, Buffer.alloc(2_000)]);
}

/** Sends a form without a stated length until the server answers; gives the answer and how much it was sent. */
async function endless(): Promise<{ answer: string; bytes: number }> {
  const socket = createConnection(Number(new URL(server.url).port), '127.0.0.1');
  await once(socket, 'connect');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  socket.on('error', () => undefined);
  const head = ['POST /api/v1/stt/transcribe HTTP/1.1', 'Host: x', `Authorization: Bearer ${person.accessToken}`, 'Content-Type: multipart/form-data; boundary=b', 'Transfer-Encoding: chunked', '', ''];
  socket.write(head.join('\r\n'));
  const start = '--b\r\nContent-Disposition: form-data; name="audio"; filename="a"\r\n\r\n';
  socket.write(`${start.length.toString(16)}\r\n${start}\r\n`);
  const piece = `10000\r\n${'x'.repeat(65_536)}\r\n`;
  let bytes = 0;
  while (answer === '' && bytes < 100_000_000 && !socket.destroyed) {
    bytes += 65_536;
    await new Promise((resolve) => socket.write(piece, resolve));
  }
  socket.destroy();
  return { answer, bytes };
}
