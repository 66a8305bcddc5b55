import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { LookupHash } from './lookup-hash.js';

const COUNT = 10;
const BITS = 80;
/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE = /^[0-9A-HJKMNP-TV-Z]{16}$/;

export interface NewRecoveryCodes {
  /** `XXXX-XXXX-XXXX-XXXX`; shown once. */
  readonly codes: string[];
  /** What is stored, 32 bytes each. */
  readonly hashes: Buffer[];
}

/** Single-use codes for somebody whose authenticator is lost: 80 random bits each, stored as keyed hashes. */
export class RecoveryCodes {
  constructor(private readonly lookup: LookupHash) {}

  generate(): NewRecoveryCodes {
    const plain = Array.from({ length: COUNT }, randomCode);
    return { codes: plain.map((code) => code.replaceAll(/(.{4})(?=.)/g, '$1-')), hashes: plain.map((code) => this.hash(code)) };
  }

  /** Which of the stored hashes a typed code matches, or -1. Looks at all of them, whatever it finds. */
  indexOf(typed: string, stored: readonly Uint8Array[]): number {
    const code = normalize(typed);
    if (code === null) return -1;
    const presented = this.hash(code);
    let found = -1;
    stored.forEach((candidate, index) => {
      if (candidate.length === presented.length && timingSafeEqual(candidate, presented)) found = index;
    });
    return found;
  }

  private hash(code: string): Buffer {
    return this.lookup.of('recovery-code', code);
  }
}

/** Whether a typed text has the form of a recovery code and so is no code of an authenticator. */
export const isRecoveryCode = (typed: string): boolean => normalize(typed) !== null;

function normalize(typed: string): string | null {
  const code = typed.replaceAll(/[\s-]/g, '').toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return CODE.test(code) ? code : null;
}

function randomCode(): string {
  const bits = BigInt(`0x${randomBytes(BITS / 8).toString('hex')}`);
  return Array.from({ length: BITS / 5 }, (_, index) => ALPHABET[Number((bits >> BigInt(index * 5)) & 31n)]).join('');
}
