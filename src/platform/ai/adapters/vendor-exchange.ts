import { AsyncLocalStorage } from 'node:async_hooks';
import { ProviderError, type ProviderErrorKind } from '../resilience/provider-error.js';

const MAX_RETRY_AFTER_MS = 3_600_000;
/** Long answers come in events of a few hundred bytes a token; this is several times the longest one we ask for. */
const MAX_ANSWER_BYTES = 2 * 1_048_576;

const running = new AsyncLocalStorage<VendorExchange>();
const platformFetch = globalThis.fetch;
let isWatching = false;

/** What a vendor's SDK may use as `fetch`: inside of `VendorExchange.run` it is watched, elsewhere it is the platform's. */
export const vendorFetch: typeof fetch = (input, init) => running.getStore()?.fetch(input, init) ?? platformFetch(input, init);

/** For SDKs that take no `fetch` of ours: what is called inside of `VendorExchange.run` is watched, everything else unchanged. */
export function watchGlobalFetch(): void {
  if (isWatching) return;
  isWatching = true;
  globalThis.fetch = vendorFetch;
}

/**
 * One request to a vendor, watched below its SDK: redirects are not followed (an API key in a header of its own would go along),
 * the answer has the expected type and a bounded size, and what went wrong is known without reading the SDK's error, which
 * quotes contents.
 */
export class VendorExchange {
  private status: number | undefined;
  private retryAfterMs: number | undefined;
  private violation: ProviderError | undefined;
  private isConnectionLost = false;

  constructor(
    private readonly provider: string,
    private readonly mediaType: 'application/json' | 'text/event-stream',
  ) {}

  run<Result>(work: () => Promise<Result>): Promise<Result> {
    return running.run(this, work);
  }

  async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    // An SDK asks a URL without a host what fetch can do; that is no answer of the vendor's.
    if (typeof input === 'string' && input.startsWith('data:')) return platformFetch(input, init);
    const response = await platformFetch(input, { ...init, redirect: 'error' });
    this.status = response.status;
    this.retryAfterMs = retryAfterOf(response.headers);
    const mediaType = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (response.ok && mediaType !== this.mediaType) {
      await response.body?.cancel();
      throw this.violate();
    }
    if (response.body === null) return response;
    return new Response(this.watched(response.body), response);
  }

  /**
   * What an SDK's error means. `hint` is what only the SDK's error tells.
   * @param signal of the attempt
   */
  errorOf(
    error: unknown,
    signal: AbortSignal,
    hint: { kind?: ProviderErrorKind | undefined; retryAfterMs?: number | undefined } = {},
  ): ProviderError {
    if (error instanceof ProviderError) return error;
    if (this.violation !== undefined) return this.violation;
    if (signal.aborted) return new ProviderError('aborted', this.provider);
    const detail = { status: this.status, retryAfterMs: this.retryAfterMs ?? hint.retryAfterMs };
    return new ProviderError(hint.kind ?? this.kind(), this.provider, detail);
  }

  private kind(): ProviderErrorKind {
    if (this.status === undefined || this.isConnectionLost) return 'unavailable';
    return kindOfStatus(this.status);
  }

  private violate(): ProviderError {
    this.violation = new ProviderError('bad-answer', this.provider, { status: this.status });
    return this.violation;
  }

  private watched(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = body.getReader();
    let bytes = 0;
    return new ReadableStream({
      pull: async (controller) => {
        const { done, value } = await reader.read().catch((error: unknown) => {
          this.isConnectionLost = true;
          throw error;
        });
        if (done) {
          controller.close();
          return;
        }
        bytes += value.byteLength;
        if (bytes > MAX_ANSWER_BYTES) {
          reader.cancel().catch(() => undefined);
          throw this.violate();
        }
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }
}

function kindOfStatus(status: number): ProviderErrorKind {
  if (status === 401 || status === 403) return 'auth';
  if (status === 429) return 'rate-limited';
  if (status === 408 || status === 504) return 'timeout';
  if (status >= 500) return 'unavailable';
  return 'bad-answer';
}

/** RFC 9110 §10.2.3: whole seconds or a date. */
function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const waitMs = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS);
}
