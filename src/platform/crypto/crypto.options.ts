export const CRYPTO_OPTIONS = Symbol('CRYPTO_OPTIONS');

/** A key from the environment that wraps the persons' data keys; 32 bytes. */
export interface MasterKey {
  /** 1–32 of `[A-Za-z0-9_-]`; stored beside everything the key wrapped. */
  readonly id: string;
  readonly key: Buffer;
}

export interface CryptoOptions {
  /** Newest first: the first wraps, all unwrap. */
  readonly encryptionKeys: readonly MasterKey[];
  /** 32 bytes or more; everything keyed that is looked up or compared is derived from it. */
  readonly lookupKey: Buffer;
  readonly bcryptCost: number;
}
