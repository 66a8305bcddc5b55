import { createHmac, type KeyObject } from 'node:crypto';
import { deriveKey } from './derived-key.js';

export type LookupPurpose = 'email' | 'ip' | 'device' | 'account' | 'recovery-code' | 'refresh-child' | 'csrf';

/** The form in which e-mail addresses are compared: NFKC, lower case, no space around. */
export const normalizeEmail = (email: string): string => email.normalize('NFKC').toLowerCase().normalize('NFKC').trim();

/**
 * Finds a row by a personal value that is stored sealed: HMAC-SHA-256 under `LOOKUP_KEY`, so that a copy of the database cannot be
 * searched by trying e-mail addresses.
 */
export class LookupHash {
  private readonly keys = new Map<LookupPurpose, KeyObject>();

  /** @param lookupKey 32 bytes or more */
  constructor(private readonly lookupKey: Buffer) {
    if (lookupKey.length < 32) throw new TypeError('The lookup key has 32 bytes or more.');
  }

  /** 32 bytes; the value is taken as it is. */
  of(purpose: LookupPurpose, value: string): Buffer {
    return createHmac('sha256', this.keyFor(purpose)).update(value, 'utf8').digest();
  }

  email(email: string): Buffer {
    return this.of('email', normalizeEmail(email));
  }

  private keyFor(purpose: LookupPurpose): KeyObject {
    const known = this.keys.get(purpose);
    if (known !== undefined) return known;
    const key = deriveKey(this.lookupKey, `lookup/${purpose}`);
    this.keys.set(purpose, key);
    return key;
  }
}
