import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { DATA_KEY_BYTES, DataKey } from './data-key.js';
import type { MasterKey } from './crypto.options.js';
import { SealBrokenError } from './sealing-errors.js';

/** A data key as it is stored. */
export interface WrappedDataKey {
  readonly id: string;
  readonly personId: string;
  readonly masterKeyId: string;
  readonly wrapped: Buffer;
}

const VERSION = 1;
const IV_AT = 1;
const TAG_AT = IV_AT + 12;
const TEXT_AT = TAG_AT + 16;
const WRAPPED_BYTES = TEXT_AT + DATA_KEY_BYTES;
const ALGORITHM = 'aes-256-gcm';
const KEY_ID = /^[\w-]{1,32}$/;

/** A data key opens for its own id, its person and its master key; a row with any of them changed does not. */
const authenticated = (id: string, personId: string, masterKeyId: string): Buffer =>
  Buffer.from(`bemore/data-key/${VERSION}|${id.toLowerCase()}|${personId.toLowerCase()}|${masterKeyId}`);

/** The master keys from the environment: the newest wraps data keys, each of them unwraps what it wrapped. */
export class MasterKeyRing {
  readonly newestId: string;
  private readonly newest: KeyObject;
  private readonly keys = new Map<string, KeyObject>();

  /** @param masterKeys newest first */
  constructor(masterKeys: readonly MasterKey[]) {
    for (const { id, key } of masterKeys) {
      if (!KEY_ID.test(id) || key.length !== 32) throw new TypeError('A master key has an id and 32 bytes.');
      if (this.keys.has(id)) throw new TypeError('Two master keys have the same id.');
      this.keys.set(id, createSecretKey(key));
    }
    const [first] = this.keys;
    if (first === undefined) throw new TypeError('There is no master key.');
    [this.newestId, this.newest] = first;
  }

  has(masterKeyId: string): boolean {
    return this.keys.has(masterKeyId);
  }

  /** A new random data key for a person. */
  issue(id: string, personId: string): WrappedDataKey {
    const bytes = randomBytes(DATA_KEY_BYTES);
    const issued = this.wrap(id, personId, bytes);
    bytes.fill(0);
    return issued;
  }

  /** @throws SealBrokenError when the row was changed or its master key is not in the ring. */
  unwrap(stored: WrappedDataKey): DataKey {
    return new DataKey(stored.id, stored.personId, this.open(stored));
  }

  /** The same data key, wrapped by the newest master key, for the same or another person. */
  rewrap(stored: WrappedDataKey, personId: string = stored.personId): WrappedDataKey {
    const bytes = this.open(stored);
    const rewrapped = this.wrap(stored.id, personId, bytes);
    bytes.fill(0);
    return rewrapped;
  }

  private wrap(id: string, personId: string, bytes: Buffer): WrappedDataKey {
    const iv = randomBytes(12);
    const cipher = createCipheriv(ALGORITHM, this.newest, iv);
    cipher.setAAD(authenticated(id, personId, this.newestId));
    const text = cipher.update(bytes);
    cipher.final();
    const wrapped = Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), text]);
    return { id, personId, masterKeyId: this.newestId, wrapped };
  }

  private open({ id, personId, masterKeyId, wrapped }: WrappedDataKey): Buffer {
    const master = this.keys.get(masterKeyId);
    if (master === undefined) throw new SealBrokenError('master key');
    if (wrapped.length !== WRAPPED_BYTES || wrapped[0] !== VERSION) throw new SealBrokenError('envelope');
    const decipher = createDecipheriv(ALGORITHM, master, wrapped.subarray(IV_AT, TAG_AT), { authTagLength: 16 });
    decipher.setAAD(authenticated(id, personId, masterKeyId));
    decipher.setAuthTag(wrapped.subarray(TAG_AT, TEXT_AT));
    const bytes = decipher.update(wrapped.subarray(TEXT_AT));
    try {
      decipher.final();
    } catch {
      bytes.fill(0);
      throw new SealBrokenError('authentication');
    }
    return bytes;
  }
}
