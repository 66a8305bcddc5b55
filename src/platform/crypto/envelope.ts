import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { DataKey } from './data-key.js';
import { IV_BYTES, nextIv } from './iv-source.js';
import { SealBrokenError } from './sealing-errors.js';

/** Where a sealed value lives. It opens nowhere else. */
export interface FieldRef {
  /** Names from the code, without `|`. */
  readonly table: string;
  readonly column: string;
  /** The row's primary key; of a composite one, its parts joined by `:`. */
  readonly rowId: string;
}

const VERSION = 1;
const KEY_ID_AT = 1;
const IV_AT = KEY_ID_AT + 16;
const TAG_AT = IV_AT + IV_BYTES;
const TAG_BYTES = 16;
const TEXT_AT = TAG_AT + TAG_BYTES;
const ALGORITHM = 'aes-256-gcm';
const TAG_LENGTH = { authTagLength: TAG_BYTES };

/**
 * The version, the place and the data key, authenticated with the text. Unambiguous: neither table nor column holds a `|`, and the
 * key's id has a fixed length.
 */
function authenticated({ table, column, rowId }: FieldRef, compactKeyId: string): Buffer {
  if (table.includes('|') || column.includes('|') || rowId === '') throw new TypeError('A field is named by table, column and row.');
  return Buffer.from(`${VERSION}|${table}|${column}|${rowId}|${compactKeyId}`);
}

/**
 * Seals one field: `[version 1][data key id 16][iv 12][tag 16][ciphertext]`, AES-256-GCM.
 *
 * IVs are random, so one key must seal fewer than 2^32 values (NIST SP 800-38D §8.3) to keep the chance of a repeated IV below 2^-32.
 * Keys are per person: at ten sealed values a second that is 13.6 years of uninterrupted sessions of one person, which is why no
 * counter is kept.
 */
export function sealWith(key: DataKey, ref: FieldRef, plaintext: string | Uint8Array): Buffer {
  const iv = nextIv();
  const cipher = createCipheriv(ALGORITHM, key.secret, iv);
  cipher.setAAD(authenticated(ref, key.compactId));
  const text = typeof plaintext === 'string' ? cipher.update(plaintext, 'utf8') : cipher.update(plaintext);
  cipher.final();
  const envelope = Buffer.allocUnsafe(TEXT_AT + text.length);
  envelope[0] = VERSION;
  envelope.set(key.idBytes, KEY_ID_AT);
  envelope.set(iv, IV_AT);
  envelope.set(cipher.getAuthTag(), TAG_AT);
  envelope.set(text, TEXT_AT);
  return envelope;
}

/** @throws SealBrokenError when the envelope was changed, was sealed for another place, or by another key. */
export function openWith(key: DataKey, ref: FieldRef, envelope: Buffer): Buffer {
  if (keyIdOf(envelope) !== key.compactId) throw new SealBrokenError('data key');
  const decipher = createDecipheriv(ALGORITHM, key.secret, envelope.subarray(IV_AT, TAG_AT), TAG_LENGTH);
  decipher.setAAD(authenticated(ref, key.compactId));
  decipher.setAuthTag(envelope.subarray(TAG_AT, TEXT_AT));
  const text = decipher.update(envelope.subarray(TEXT_AT));
  try {
    decipher.final();
  } catch {
    text.fill(0);
    throw new SealBrokenError('authentication');
  }
  return text;
}

/**
 * The id of the data key that an envelope asks for, as 32 hex digits. Not yet authenticated.
 * @throws SealBrokenError when it is no envelope of this version.
 */
export function keyIdOf(envelope: Buffer): string {
  if (envelope.length < TEXT_AT || envelope[0] !== VERSION) throw new SealBrokenError('envelope');
  return envelope.toString('hex', KEY_ID_AT, IV_AT);
}
