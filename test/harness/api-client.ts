import { z } from 'zod';
import { keepOut, keepOutOf } from './canaries.js';

const envelope = z.union([
  z.strictObject({ success: z.literal(true), data: z.unknown(), meta: z.object({ total: z.number(), limit: z.number(), offset: z.number() }).optional() }),
  z.strictObject({
    success: z.literal(false),
    error: z.strictObject({
      code: z.string(),
      message: z.string(),
      requestId: z.string(),
      details: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
    }),
  }),
]);

export interface ApiAnswer {
  status: number;
  headers: Headers;
  /** `data` of a success; undefined otherwise. */
  data: unknown;
  meta: { total: number; limit: number; offset: number } | undefined;
  error: { code: string; message: string; requestId: string; details?: { path: string; message: string }[] | undefined } | undefined;
}

/** Calls the REST API as a client does, over HTTP, and checks that every answer stands in the envelope. */
export class ApiClient {
  constructor(
    readonly url: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  /** The same client with a token. */
  as(token: string): ApiClient {
    if (token.length >= 10) keepOut(token);
    return this.with({ Authorization: `Bearer ${token}` });
  }

  with(headers: Record<string, string>): ApiClient {
    return new ApiClient(this.url, { ...this.headers, ...headers });
  }

  get = (path: string) => this.call('GET', path);
  delete = (path: string, body?: unknown) => this.call('DELETE', path, body);
  post = (path: string, body?: unknown) => this.call('POST', path, body);
  put = (path: string, body?: unknown) => this.call('PUT', path, body);
  patch = (path: string, body?: unknown) => this.call('PATCH', path, body);

  /** @param path below `/api/v1`, or from the root when it begins with `//` */
  async call(method: string, path: string, body?: unknown): Promise<ApiAnswer> {
    const url = path.startsWith('//') ? `${this.url}${path.slice(1)}` : `${this.url}/api/v1${path}`;
    const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { ...this.headers, 'Content-Type': 'application/json' } };
    keepOutOf(body);
    const response = await fetch(url, { method, headers: this.headers, ...json });
    const text = await response.text();
    if (text === '') return { status: response.status, headers: response.headers, data: undefined, meta: undefined, error: undefined };
    const parsed = envelope.parse(JSON.parse(text));
    if (parsed.success) keepOutOf(parsed.data);
    return {
      status: response.status,
      headers: response.headers,
      data: parsed.success ? parsed.data : undefined,
      meta: parsed.success ? parsed.meta : undefined,
      error: parsed.success ? undefined : parsed.error,
    };
  }
}
