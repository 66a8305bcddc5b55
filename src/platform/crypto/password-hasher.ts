import { createHmac, type KeyObject } from 'node:crypto';
import bcrypt from 'bcrypt';
import { HashingGate } from './hashing-gate.js';

/** Stored form: `bm1` and a bcrypt string, `bm1$2b$12$…`. */
const SCHEME = 'bm1';
const STORED = /^bm1(?<bcrypt>\$2b\$(?<cost>\d{2})\$[./A-Za-z0-9]{53})$/;

/**
 * Password hashes: bcrypt over base64(HMAC-SHA-384(pepper, NFKC(password))).
 *
 * bcrypt reads 72 bytes at most and stops at a NUL; the 64 characters of the prehash make every byte of the password count. Its key
 * comes from the environment, so a copy of the database alone does not let anyone guess, nor compare with hashes leaked elsewhere.
 * NFKC (NIST SP 800-63B §3.1.1.2) because keyboards differ in how they compose Hangul.
 */
export class PasswordHasher {
  private readonly dummy: string;

  /** @param cost bcrypt's, as a power of two */
  constructor(
    private readonly cost: number,
    private readonly pepper: KeyObject,
    private readonly gate: HashingGate,
  ) {
    // A well-formed hash that no password has: comparing with it takes as long as with any other.
    this.dummy = bcrypt.genSaltSync(cost) + '.'.repeat(31);
  }

  async hash(password: string, signal?: AbortSignal): Promise<string> {
    const prehash = this.prehash(password);
    return this.gate.run(async () => SCHEME + (await bcrypt.hash(prehash, this.cost)), signal);
  }

  /** False, after the usual time, for a stored value of an unknown form too. */
  async verify(password: string, stored: string, signal?: AbortSignal): Promise<boolean> {
    const known = STORED.exec(stored)?.groups?.['bcrypt'];
    if (known === undefined) return this.verifyDummy(password, signal);
    const prehash = this.prehash(password);
    return this.gate.run(() => bcrypt.compare(prehash, known), signal);
  }

  /** The work of `verify` when there is no account, so that its absence does not show in the time. Always false. */
  async verifyDummy(password: string, signal?: AbortSignal): Promise<false> {
    const prehash = this.prehash(password);
    await this.gate.run(() => bcrypt.compare(prehash, this.dummy), signal);
    return false;
  }

  /** Whether a hash should be made anew at the next log-in: another scheme, or cheaper than configured now. */
  needsRehash(stored: string): boolean {
    const cost = STORED.exec(stored)?.groups?.['cost'];
    return cost === undefined || Number(cost) < this.cost;
  }

  private prehash(password: string): string {
    return createHmac('sha384', this.pepper).update(password.normalize('NFKC'), 'utf8').digest('base64');
  }
}
