import type { ErrorCode } from '../../../libs/contracts/errors.js';

export interface ErrorDetail {
  /** Where the bad value stands, e.g. `body.items.3.ts`. */
  path: string;
  message: string;
}

export interface AppErrorOptions {
  details?: readonly ErrorDetail[];
  /** After how long a repetition can succeed; becomes `Retry-After` (whole seconds, rounded up). */
  retryAfterMs?: number;
  /** What really happened. Goes to the log, never to a client. */
  cause?: unknown;
}

/** The one error that clients may see: everything else that is thrown becomes `INTERNAL_ERROR`. */
export class AppError extends Error {
  readonly details: readonly ErrorDetail[] | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly code: ErrorCode,
    options: AppErrorOptions = {},
  ) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.details = options.details;
    this.retryAfterMs = options.retryAfterMs;
  }
}
