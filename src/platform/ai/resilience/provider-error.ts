export type ProviderErrorKind = 'auth' | 'rate-limited' | 'timeout' | 'unavailable' | 'bad-answer' | 'refused' | 'aborted';

export interface ProviderErrorDetail {
  /** After how long the provider says that it will answer again. */
  retryAfterMs?: number | undefined;
  /** The HTTP status it answered with. */
  status?: number | undefined;
}

/**
 * A provider did not do what it was asked. It never carries the vendor's own error: those quote the request, the answer and parts
 * of the key. `aborted` says that the caller went away, `refused` that the vendor's policy forbids an answer.
 */
export class ProviderError extends Error {
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;

  constructor(
    readonly kind: ProviderErrorKind,
    readonly provider: string,
    detail: ProviderErrorDetail = {},
  ) {
    super(`provider ${provider}: ${kind}`);
    this.name = 'ProviderError';
    this.retryAfterMs = detail.retryAfterMs;
    this.status = detail.status;
  }
}
