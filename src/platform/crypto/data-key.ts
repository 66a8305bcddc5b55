import { createSecretKey, type KeyObject } from 'node:crypto';

export const DATA_KEY_BYTES = 32;

/** `0190…-…` as the 32 hex digits that stand in an envelope. */
const compactId = (uuid: string): string => uuid.replaceAll('-', '').toLowerCase();

/**
 * One person's unwrapped AES-256 key.
 *
 * Held as a `KeyObject`: Node's own copy of a key given as a Buffer makes every seal three times as slow, and OpenSSL wipes the
 * memory of a `KeyObject` when it is collected (`OPENSSL_clear_free`). The bytes that it was made from are wiped here.
 */
export class DataKey {
  readonly compactId: string;
  readonly idBytes: Buffer;
  readonly secret: KeyObject;

  /** Takes `bytes` over and overwrites them. */
  constructor(
    readonly id: string,
    readonly personId: string,
    bytes: Buffer,
  ) {
    this.compactId = compactId(id);
    this.idBytes = Buffer.from(this.compactId, 'hex');
    this.secret = createSecretKey(bytes);
    bytes.fill(0);
  }
}
