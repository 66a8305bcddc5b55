import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

const TOKEN_BYTES = 32;

/**
 * Random tokens and the hashes that are stored of them. A plain SHA-256 is enough: with 256 random bits there is nothing to guess, so
 * neither salt nor slowness would add anything.
 */
export class TokenHash {
  /** 256 random bits, base64url, 43 characters. */
  newToken(): string {
    return randomBytes(TOKEN_BYTES).toString('base64url');
  }

  /** 32 bytes. */
  of(token: string): Buffer {
    return hash('sha256', token, 'buffer');
  }

  /** Takes the same time wherever the two differ. */
  matches(token: string, stored: Uint8Array): boolean {
    const presented = this.of(token);
    return stored.length === presented.length && timingSafeEqual(presented, stored);
  }
}
