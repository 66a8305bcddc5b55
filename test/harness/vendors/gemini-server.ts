import type { ServerResponse } from 'node:http';
import { answers, transcribes } from './behaviours.js';
import { event, perform, Script, VendorServer, type VendorRequest, type Wire } from './vendor-server.js';

/** What a generation request says, as far as tests look at it. */
export interface GeminiBody {
  systemInstruction?: { parts: { text: string }[] };
  contents: { role: string; parts: { text?: string; inlineData?: { mimeType: string; data: string } }[] }[];
  generationConfig?: { maxOutputTokens?: number; responseMimeType?: string; responseSchema?: object };
}

export interface GeminiRequest extends VendorRequest {
  json: GeminiBody;
  model: string;
  action: 'generateContent' | 'streamGenerateContent' | null;
  /** The audio part, decoded. */
  audio: { mediaType: string; bytes: Buffer } | null;
}

const ROUTE = /^\/v1beta\/models\/(?<model>[\w.-]+):(?<method>generateContent|streamGenerateContent)(?:\?alt=sse)?$/;

/** Gemini's HTTP interface: streamed answers as server-sent events, and whole ones for transcription. */
export class GeminiServer extends VendorServer<GeminiRequest> {
  readonly apiKey = 'gemini-key-of-a-test';
  /** `:streamGenerateContent?alt=sse` */
  readonly chat = new Script(answers('I hear you.'));
  /** `:generateContent` */
  readonly transcriptions = new Script(transcribes({ text: '안녕하세요', language: 'ko' }));

  static async start(): Promise<GeminiServer> {
    return new GeminiServer().listen();
  }

  /** The variables that point a server under test here. */
  get environment(): Record<string, string> {
    return { GEMINI_API_KEY: this.apiKey, GEMINI_BASE_URL: this.origin };
  }

  protected record(request: VendorRequest): Promise<GeminiRequest> {
    const { model = '', method } = ROUTE.exec(request.path)?.groups ?? {};
    const json = JSON.parse(request.body.toString()) as GeminiBody;
    const inline = json.contents.flatMap(({ parts }) => parts).find(({ inlineData }) => inlineData !== undefined)?.inlineData;
    return Promise.resolve({
      ...request,
      json,
      model,
      action: method === 'generateContent' || method === 'streamGenerateContent' ? method : null,
      audio: inline === undefined ? null : { mediaType: inline.mimeType, bytes: Buffer.from(inline.data, 'base64') },
    });
  }

  protected async answer(request: GeminiRequest, response: ServerResponse): Promise<void> {
    const key = String(request.headers['x-goog-api-key']);
    const refuse = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (key !== this.apiKey) {
      const info = { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID', domain: 'googleapis.com' };
      const error = { code: 400, message: `API key not valid: ${key}`, status: 'INVALID_ARGUMENT', details: [info] };
      return void refuse(400, { error });
    }
    if (request.action === null) return void refuse(404, { error: { code: 404, message: 'Not found', status: 'NOT_FOUND' } });
    const isStreamed = request.action === 'streamGenerateContent';
    await perform((isStreamed ? this.chat : this.transcriptions).take(), response, wireOf(key), isStreamed);
  }
}

const answerOf = (text: string, finishReason?: string) => ({
  candidates: [{
    content: { parts: [{ text }], role: 'model' },
    index: 0,
    ...(finishReason === undefined ? {} : { finishReason }),
  }],
  modelVersion: 'fake',
});

function wireOf(key: string): Wire {
  return {
    error: ({ status, code, message, retryAfterSeconds }) => {
      const retryInfo = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retryAfterSeconds ?? 0}s` };
      const details = retryAfterSeconds === undefined ? [] : [retryInfo];
      return { error: { code: status, message: `${message} (${key})`, status: code.toUpperCase(), details } };
    },
    hasRetryAfter: false,
    chunk: (text) => answerOf(text),
    endEvents: ({ finish, usage: { inputTokens, outputTokens } }) => {
      const usageMetadata = {
        promptTokenCount: inputTokens,
        candidatesTokenCount: outputTokens,
        totalTokenCount: inputTokens + outputTokens,
      };
      return [event({ ...answerOf('', finish === 'stop' ? 'STOP' : 'MAX_TOKENS'), usageMetadata })];
    },
    refusal: (of) =>
      of === 'prompt'
        ? { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata: { promptTokenCount: 3, totalTokenCount: 3 } }
        : { candidates: [{ finishReason: 'SAFETY', index: 0, safetyRatings: [] }] },
    transcript: ({ transcript: { text, language, segments } }) => {
      const spoken = segments ?? [{ startSeconds: 0, endSeconds: 1, text }];
      const parts = spoken.map(({ startSeconds, endSeconds, clear, ...rest }) => ({
        start: startSeconds,
        end: endSeconds,
        text: rest.text,
        clear: clear ?? true,
      }));
      return answerOf(JSON.stringify({ language: language ?? 'ko', segments: parts }), 'STOP');
    },
  };
}
