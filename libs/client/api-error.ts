import type { z } from 'zod';
import type { Failure } from '../contracts/index.js';

/** What the server refused, with its stable code. `message` is safe to show. */
export class ApiError extends Error {
  readonly code: string;
  readonly requestId: string;
  readonly details: readonly { path: string; message: string }[];

  constructor(
    readonly status: number,
    { code, message, requestId, details }: z.output<typeof Failure>['error'],
    /** Milliseconds after which a repetition can succeed; null when the server did not say. */
    readonly retryAfterMs: number | null,
  ) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.requestId = requestId;
    this.details = details ?? [];
  }
}
