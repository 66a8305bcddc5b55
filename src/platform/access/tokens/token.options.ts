export const TOKEN_OPTIONS = Symbol('TOKEN_OPTIONS');

export interface TokenSecret {
  /** 64 characters or more. */
  readonly secret: string;
  /** Epoch ms from which on this secret verifies nothing any more; without it, as long as it is configured. The newest has none. */
  readonly verifyUntilMs?: number;
}

export interface TokenOptions {
  /** Newest first. Access and guest tokens. */
  readonly access: readonly TokenSecret[];
  /** Newest first; none of them stands in `access`. */
  readonly refresh: readonly TokenSecret[];
  readonly accessTtlMs: number;
  readonly refreshTtlMs: number;
}
