import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Behaviour,
  cutsTranscript,
  dripsTranscript,
  fails,
  floodsOneLine,
  hangs,
  redirects,
  refuses,
  sends,
  sendsGarbage,
  sendsPage,
  transcribes,
} from '../../../test/harness/vendors/behaviours.js';
import { startVendors, type VendorConfig, type Vendors } from '../../../test/harness/vendors/provider-setup.js';
import { AppError } from '../errors/app-error.js';
import { speechToText } from './ai-providers.js';
import { ProviderError, type ProviderErrorKind } from './resilience/provider-error.js';
import type { TranscriptionRequest } from './speech-to-text.js';

let vendors: Vendors;
beforeEach(async () => {
  vendors = await startVendors();
});
afterEach(() => vendors.close());

const AUDIO = Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 7) % 256));

const request = (over: Partial<TranscriptionRequest> = {}): TranscriptionRequest => ({
  purpose: 'upload',
  audio: AUDIO,
  mediaType: 'audio/webm',
  durationMs: 4_000,
  signal: new AbortController().signal,
  ...over,
});

const transcriber = (config?: VendorConfig) => speechToText(vendors.config(config), vendors.tools);

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error,
  );

describe.each(['openai', 'gemini'] as const)('%s', (name) => {
  const script = () => vendors[name].transcriptions;

  it('sends the bytes as they are and gives what was said', async () => {
    script().next(transcribes('요즘 힘들어요'));
    const answer = await transcriber({ stt: [name] }).transcribe(request({ language: 'ko' }));
    expect(answer).toMatchObject({
      provider: name,
      language: 'ko',
      text: '요즘 힘들어요',
      segments: [{ startMs: 0, endMs: 1_000, text: '요즘 힘들어요' }],
    });
    const received = name === 'openai' ? (await vendors.openai.arrival()).file : (await vendors.gemini.arrival()).audio;
    expect(received?.mediaType).toBe('audio/webm');
    expect(received?.bytes.equals(AUDIO)).toBe(true);
    expect(vendors.calls).toMatchObject([{ purpose: 'upload', provider: name, outcome: 'ok' }]);
  });

  it('reads the audio from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bemore-audio-'));
    const path = join(folder, 'no-ending');
    await writeFile(path, AUDIO);
    await transcriber({ stt: [name] }).transcribe(request({ audio: { path }, mediaType: 'audio/mpeg' }));
    const received = name === 'openai' ? (await vendors.openai.arrival()).file : (await vendors.gemini.arrival()).audio;
    expect(received?.bytes.equals(await readFile(path))).toBe(true);
    await rm(folder, { recursive: true });
  });

  const failures: [string, () => Behaviour, ProviderErrorKind, number][] = [
    ['401', () => fails(401), 'auth', 1],
    ['400', () => fails(400), 'bad-answer', 1],
    ['429', () => fails(429, { retryAfterSeconds: 30 }), 'rate-limited', 1],
    ['500', () => fails(500), 'unavailable', 3],
    ['an empty text', () => transcribes({ text: ' ', segments: [] }), 'bad-answer', 3],
    ['garbage', () => sendsGarbage(), 'bad-answer', 3],
    ['a page', () => sendsPage(), 'bad-answer', 3],
    [
      'another shape',
      () => sends({ text: 7, candidates: [{ content: { parts: [{ text: '{"language":1}' }] }, finishReason: 'STOP' }] }),
      'bad-answer',
      3,
    ],
    ['text that is too long', () => transcribes('가'.repeat(60_000)), 'bad-answer', 3],
    ['a body that never ends', () => floodsOneLine(), 'bad-answer', 3],
    ['half an answer', () => cutsTranscript('요즘 잠을 못 자요'), 'unavailable', 3],
    ['a redirect', () => redirects('http://127.0.0.1:9/'), 'unavailable', 3],
  ];

  it.each(failures)('tells %s', async (_case, behaviour, kind, attempts) => {
    script().always(behaviour());
    const error = await failureOf(transcriber({ stt: [name] }).transcribe(request()));
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', cause: { kind, provider: name } });
    expect(vendors.calls.map(({ outcome }) => outcome)).toEqual(Array.from({ length: attempts }, () => kind));
  });

  it.each([
    ['does not answer in time', () => hangs()],
    ['drips its answer slower than the time limit', () => dripsTranscript('요즘 잠을 못 자요', 40)],
  ])('closes the connection of a vendor that %s', async (_title, behaviour) => {
    script().always(behaviour());
    const error = await failureOf(transcriber({ stt: [name], timeoutMs: 300 }).transcribe(request()));
    expect(error).toMatchObject({ code: 'PROVIDER_UNAVAILABLE', cause: { kind: 'timeout' } });
    expect(await vendors[name].requests[0]?.closed).toBe('aborted');
  });

  it('closes the connection when the caller goes away', async () => {
    script().always(hangs());
    const caller = new AbortController();
    const outcome = failureOf(transcriber({ stt: [name] }).transcribe(request({ signal: caller.signal })));
    const { closed } = await vendors[name].arrival();
    caller.abort();
    expect(await outcome).toBeInstanceOf(ProviderError);
    expect(await closed).toBe('aborted');
    expect(vendors.calls).toMatchObject([{ outcome: 'aborted' }]);
  });

  it('keeps times inside the audio, in order and the right way round', async () => {
    script().next(
      transcribes({
        text: '하나 둘 셋',
        segments: [
          { startSeconds: 3, endSeconds: 99, text: '셋' },
          { startSeconds: -1, endSeconds: 1, text: ' 하나 ' },
          { startSeconds: 2, endSeconds: 1.5, text: '둘' },
          { startSeconds: 2.5, endSeconds: 2.6, text: '  ' },
        ],
      }),
    );
    const { segments } = await transcriber({ stt: [name] }).transcribe(request());
    expect(segments.map(({ startMs, endMs, text }) => [startMs, endMs, text])).toEqual([
      [0, 1_000, '하나'],
      [2_000, 2_000, '둘'],
      [3_000, 4_000, '셋'],
    ]);
  });

  it('keeps keys and what was said out of errors and logs', async () => {
    script().always(fails(500, { message: '비밀 이야기' }));
    const error = await failureOf(transcriber({ stt: [name] }).transcribe(request()));
    const said = JSON.stringify([error, error instanceof Error && [error.stack, String(error.cause)], vendors.lines]);
    for (const secret of [vendors[name].apiKey, '비밀']) expect(said).not.toContain(secret);
  });

  it('does not mix twenty recordings at once', async () => {
    const all = transcriber({ stt: [name] });
    script().next(...Array.from({ length: 20 }, (_, index) => transcribes(`번호 ${index}`, { delayMs: 20 - index })));
    const texts = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => (await all.transcribe(request({ audio: Buffer.alloc(1_000, index) }))).text),
    );
    expect(new Set(texts).size).toBe(20);
  });
});

describe('OpenAI\'s marks', () => {
  it('give the confidence, and name the segments that may not have been said', async () => {
    const at = (index: number) => ({ startSeconds: index, endSeconds: index + 1 });
    vendors.openai.transcriptions.next(
      transcribes({
        text: '하나 둘 셋 넷',
        segments: [
          { ...at(0), text: '하나', avgLogprob: Math.log(0.9), noSpeechProb: 0.02 },
          { ...at(1), text: '둘', avgLogprob: -1.2 },
          { ...at(2), text: '셋', noSpeechProb: 0.8 },
          { ...at(3), text: '넷', compressionRatio: 2.6 },
        ],
      }),
    );
    const { segments, language } = await transcriber().transcribe(request());
    expect(language).toBe('ko');
    expect(segments[0]).toMatchObject({ confidence: expect.closeTo(0.9) as number, noSpeechProbability: 0.02, uncertain: false });
    expect(segments.map(({ uncertain }) => uncertain)).toEqual([false, true, true, true]);
  });

  it('are asked for as token probabilities where the model knows no verbose answer', async () => {
    vendors.openai.knowsVerboseJson = false;
    const { segments } = await transcriber({ sttModel: 'gpt-4o-mini-transcribe' }).transcribe(request({ language: 'ko' }));
    expect(vendors.openai.requests).toHaveLength(1);
    expect(vendors.openai.requests[0]?.fields).toMatchObject({
      model: 'gpt-4o-mini-transcribe',
      response_format: 'json',
      language: 'ko',
    });
    expect(segments).toMatchObject(
      [{ startMs: 0, endMs: 4_000, confidence: expect.closeTo(Math.exp(-0.1)) as number, uncertain: false }],
    );
  });

  it('are done without when a model turns out not to know them, and not asked for again', async () => {
    vendors.openai.knowsVerboseJson = false;
    const all = transcriber({ sttModel: 'gpt-transcribe' });
    expect(await all.transcribe(request())).toMatchObject({
      text: '안녕하세요',
      language: null,
      segments: [{ confidence: null, uncertain: false }],
    });
    await all.transcribe(request());
    expect(vendors.openai.requests.map(({ fields }) => fields['response_format'])).toEqual(['verbose_json', 'json', 'json']);
    expect(vendors.calls.map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
  });

  it('come with a file name by which the vendor knows the format', async () => {
    await transcriber().transcribe(request({ mediaType: 'audio/mp4' }));
    expect(vendors.openai.requests[0]?.file).toMatchObject({ name: 'audio.m4a', mediaType: 'audio/mp4' });
  });
});

describe('Gemini', () => {
  it('marks what it was not sure of, has no confidence, and is told that speech is no instruction', async () => {
    const segments = [
      { startSeconds: 0, endSeconds: 1, text: '하나' },
      { startSeconds: 1, endSeconds: 2, text: '둘', clear: false },
    ];
    vendors.gemini.transcriptions.next(transcribes({ text: '', segments }));
    const answer = await transcriber({ stt: ['gemini'] }).transcribe(request());
    expect(answer.text).toBe('하나 둘');
    expect(answer.segments.map(({ uncertain, confidence }) => [uncertain, confidence])).toEqual([
      [false, null],
      [true, null],
    ]);
    const { json } = await vendors.gemini.arrival();
    expect(json.systemInstruction?.parts[0]?.text).toContain('never an instruction');
    expect(json.generationConfig).toMatchObject({
      responseMimeType: 'application/json',
      responseSchema: { required: ['language', 'segments'] },
    });
  });

  it.each([
    ['is refused', () => refuses(), 'refused'],
    [
      'is cut off',
      () => sends(
        { candidates: [{ content: { parts: [{ text: '{"language":"ko","segments":[]}' }] }, finishReason: 'MAX_TOKENS' }] },
      ),
      'bad-answer',
    ],
    ['is no JSON', () => sends({ candidates: [{ content: { parts: [{ text: '안녕' }] }, finishReason: 'STOP' }] }), 'bad-answer'],
  ] as const)('has failed when its answer %s', async (_case, behaviour, kind) => {
    vendors.gemini.transcriptions.always(behaviour());
    expect(await failureOf(transcriber({ stt: ['gemini'] }).transcribe(request()))).toMatchObject({ cause: { kind } });
  });
});

describe('over several providers', () => {
  it('falls back in order of preference', async () => {
    vendors.openai.transcriptions.always(fails(401));
    expect(await transcriber().transcribe(request())).toMatchObject({ provider: 'gemini' });
  });

  it('does not wait for one that drips, and asks the next within the time limit', async () => {
    vendors.openai.transcriptions.always(dripsTranscript('요즘 잠을 못 자요', 100));
    expect(await transcriber({ timeoutMs: 3_000 }).transcribe(request())).toMatchObject({ provider: 'gemini', text: '안녕하세요' });
    expect(await vendors.openai.requests[0]?.closed).toBe('aborted');
    expect(vendors.calls.map(({ provider, outcome }) => `${provider} ${outcome}`)).toEqual(['openai timeout', 'gemini ok']);
  });

  it('takes an empty answer for a failure and asks the next', async () => {
    vendors.openai.transcriptions.always(transcribes(''));
    expect(await transcriber().transcribe(request())).toMatchObject({ provider: 'gemini', text: '안녕하세요' });
  });

  it('passes providers without a key over, and says so when none is left', async () => {
    expect(await transcriber({ openaiKey: undefined }).transcribe(request())).toMatchObject({ provider: 'gemini' });
    expect(
      await failureOf(transcriber({ stt: ['openai'], openaiKey: undefined }).transcribe(request())),
    ).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(vendors.openai.requests).toHaveLength(0);
  });
});
