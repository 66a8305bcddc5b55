import { z } from 'zod';
import {
  ConsentsAnswer,
  type ConsentsBody,
  EmotionPoint,
  EndAnswer,
  Failure,
  type FramesBody,
  Insight,
  LoginAnswer,
  type LoginBody,
  Message,
  MessageAnswer,
  PauseAnswer,
  Report,
  ReportSummary,
  ResumeAnswer,
  SessionStartAnswer,
  type SessionStartBody,
  SessionState,
  SignalsAnswer,
  SignupAnswer,
  TaskState,
  type SignupBody,
} from '../contracts/index.js';
import { ApiError } from './api-error.js';

export interface RestOptions {
  /** Where the server is, such as `http://localhost:3000`. */
  url: string;
  token?: string | undefined;
  language?: 'ko' | 'en' | undefined;
  timeoutMs?: number | undefined;
}

interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
}

const TIMEOUT_MS = 30_000;

/**
 * The REST API, typed by the schemas that the server validates with. Every call has a time limit and parses what comes back.
 * @throws ApiError for whatever the server refuses
 */
export class RestClient {
  constructor(private readonly options: RestOptions) {}

  /** The same client with a token: an access or a guest token. */
  withToken(token: string): RestClient {
    return new RestClient({ ...this.options, token });
  }

  signUp = (body: z.input<typeof SignupBody>) => this.call('POST', '/auth/signup', SignupAnswer, { body });
  logIn = (body: z.input<typeof LoginBody>) => this.call('POST', '/auth/login', LoginAnswer, { body });
  changeConsents = (body: ConsentsBody) => this.call('PUT', '/user/consents', ConsentsAnswer, { body });

  start = (body: SessionStartBody) => this.call('POST', '/session/start', SessionStartAnswer, { body });
  session = (id: string) => this.call('GET', `/session/${id}`, SessionState);
  pause = (id: string) => this.call('POST', `/session/${id}/pause`, PauseAnswer);
  resume = (id: string) => this.call('POST', `/session/${id}/resume`, ResumeAnswer);
  end = (id: string) => this.call('POST', `/session/${id}/end`, EndAnswer);
  emotions = (id: string) => this.call('GET', `/session/${id}/emotions`, z.array(EmotionPoint));
  messages = (id: string) => this.call('GET', `/session/${id}/messages`, z.array(Message));
  say = (id: string, text: string) => this.call('POST', `/session/${id}/messages`, MessageAnswer, { body: { text } });
  report = (id: string) => this.call('GET', `/session/${id}/report`, Report);
  summary = (id: string) => this.call('GET', `/session/${id}/summary`, ReportSummary);
  insights = (id: string) => this.call('GET', `/session/${id}/insights`, z.array(Insight));
  /** Marks a proposed task, by its place in its insight, as done or not. */
  markTask = (id: string, insightId: string, task: number, done: boolean) =>
    this.call('PUT', `/session/${id}/insights/${insightId}/tasks/${task}`, TaskState, { body: { done } });
  frames = (id: string, items: z.input<typeof FramesBody>['items']) => this.call('POST', `/session/${id}/frames`, SignalsAnswer, { body: { items } });

  /** The report as a PDF. */
  async reportPdf(id: string): Promise<Uint8Array> {
    const response = await this.send('GET', `/session/${id}/report/pdf`, {});
    if (!response.ok) throw await refusal(response);
    return new Uint8Array(await response.arrayBuffer());
  }

  private async call<Schema extends z.ZodType>(method: string, path: string, schema: Schema, options: CallOptions = {}): Promise<z.output<Schema>> {
    const response = await this.send(method, path, options);
    if (!response.ok) throw await refusal(response);
    const answer = z.object({ success: z.literal(true), data: z.unknown() }).parse(await response.json());
    return schema.parse(answer.data);
  }

  private send(method: string, path: string, { body, headers }: CallOptions): Promise<Response> {
    const { url, token, language, timeoutMs = TIMEOUT_MS } = this.options;
    return fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(language === undefined ? {} : { 'Accept-Language': language }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}

async function refusal(response: Response): Promise<ApiError> {
  const { error } = Failure.parse(await response.json());
  const retryAfter = response.headers.get('retry-after');
  return new ApiError(response.status, error, retryAfter === null ? null : Number(retryAfter) * 1_000);
}
