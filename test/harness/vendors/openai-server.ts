import type { ServerResponse } from 'node:http';
import busboy from 'busboy';
import { answers, transcribes } from './behaviours.js';
import { event, perform, Script, VendorServer, type VendorRequest, type Wire } from './vendor-server.js';

/** What a chat request says, as far as tests look at it. */
export interface OpenAiChatBody {
  model: string;
  stream?: boolean;
  store?: boolean;
  max_completion_tokens?: number;
  messages: { role: string; content: string }[];
}

export interface OpenAiRequest extends VendorRequest {
  /** Of `/chat/completions`. */
  json: OpenAiChatBody | null;
  /** Of `/audio/transcriptions`: the multipart body, really parsed. */
  fields: Record<string, string>;
  file: { name: string; mediaType: string; bytes: Buffer } | null;
}

/** OpenAI's HTTP interface: streamed chat completions and audio transcriptions. */
export class OpenAiServer extends VendorServer<OpenAiRequest> {
  readonly apiKey = 'openai-key-of-a-test';
  readonly chat = new Script(answers('I hear you.'));
  readonly transcriptions = new Script(transcribes('안녕하세요'));
  /** False: as a model that answers 400 to `response_format: verbose_json`. */
  knowsVerboseJson = true;

  static async start(): Promise<OpenAiServer> {
    return new OpenAiServer().listen();
  }

  get baseUrl(): string {
    return `${this.origin}/v1`;
  }

  /** The variables that point a server under test here. */
  get environment(): Record<string, string> {
    return { OPENAI_API_KEY: this.apiKey, OPENAI_BASE_URL: this.baseUrl };
  }

  protected async record(request: VendorRequest): Promise<OpenAiRequest> {
    if (request.path === '/v1/audio/transcriptions') return { ...request, json: null, ...(await parseMultipart(request)) };
    return { ...request, json: JSON.parse(request.body.toString()) as OpenAiChatBody, fields: {}, file: null };
  }

  protected async answer(request: OpenAiRequest, response: ServerResponse): Promise<void> {
    const refuse = (status: number, code: string, param: string | null, message: string) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(errorBody(message, code, param)));
    if (request.headers.authorization !== `Bearer ${this.apiKey}`)
      return void refuse(401, 'invalid_api_key', null, `Incorrect API key provided: ${request.headers.authorization ?? ''}.`);
    const isStreamed = request.json?.stream === true;
    if (request.path === '/v1/chat/completions') return perform(this.chat.take(), response, wireOf(request), isStreamed);
    if (request.path !== '/v1/audio/transcriptions') return void refuse(404, 'not_found', null, 'Unknown request URL');
    if (!this.knowsVerboseJson && request.fields['response_format'] === 'verbose_json')
      return void refuse(
        400,
        'unsupported_value',
        'response_format',
        'response_format \'verbose_json\' is not compatible with this model.',
      );
    await perform(this.transcriptions.take(), response, wireOf(request), false);
  }
}

const errorBody = (message: string, code: string, param: string | null = null) => ({
  error: { message, type: 'error', param, code },
});

function wireOf(request: OpenAiRequest): Wire {
  const chunk = (delta: object, finishReason: string | null) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: request.json?.model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    usage: null,
  });
  return {
    error: ({ code, message }) => errorBody(`${message} (${request.headers.authorization ?? ''})`, code),
    hasRetryAfter: true,
    chunk: (text) => chunk({ role: 'assistant', content: text }, null),
    endEvents: ({ finish, usage: { inputTokens, outputTokens } }) => {
      const usage = { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens };
      return [event(chunk({}, finish)), event({ ...chunk({}, null), choices: [], usage }), 'data: [DONE]\n\n'];
    },
    refusal: (of) => (of === 'prompt' ? chunk({}, 'content_filter') : chunk({ refusal: 'I cannot help with that.' }, null)),
    transcript: ({ transcript: { text, language, segments } }) => {
      if (request.fields['response_format'] !== 'verbose_json') {
        const hasLogprobs = request.fields['include[]'] === 'logprobs';
        return { text, ...(hasLogprobs ? { logprobs: [{ token: text, logprob: -0.1, bytes: [] }] } : {}) };
      }
      const spoken = segments ?? [{ startSeconds: 0, endSeconds: 1, text }];
      return {
        task: 'transcribe',
        language: language ?? 'korean',
        duration: spoken.at(-1)?.endSeconds ?? 0,
        text,
        segments: spoken.map((segment, id) => ({
          id,
          seek: 0,
          start: segment.startSeconds,
          end: segment.endSeconds,
          text: segment.text,
          tokens: [1],
          temperature: 0,
          avg_logprob: segment.avgLogprob ?? -0.2,
          compression_ratio: segment.compressionRatio ?? 1.2,
          no_speech_prob: segment.noSpeechProb ?? 0.01,
        })),
      };
    },
  };
}

async function parseMultipart({ headers, body }: VendorRequest): Promise<Pick<OpenAiRequest, 'fields' | 'file'>> {
  const fields: Record<string, string> = {};
  let file: OpenAiRequest['file'] = null;
  const parser = busboy({ headers });
  parser.on('field', (name, value) => (fields[name] = value));
  parser.on('file', (_field, stream, { filename, mimeType }) => {
    const pieces: Buffer[] = [];
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    stream.on('end', () => (file = { name: filename, mediaType: mimeType, bytes: Buffer.concat(pieces) }));
  });
  await new Promise((resolve, reject) => parser.on('close', resolve).on('error', reject).end(body));
  return { fields, file };
}
