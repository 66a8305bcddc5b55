import { randomFillSync } from 'node:crypto';

export const IV_BYTES = 12;

const POOL = Buffer.allocUnsafeSlow(IV_BYTES * 512);
let next = POOL.length;

/**
 * A random 96-bit IV, valid until the next call.
 *
 * Taken from a pool that is filled 512 at a time, because asking the system's generator for 12 bytes costs as much as sealing a short
 * field. The bytes are handed out once and are no secret.
 */
export function nextIv(): Buffer {
  if (next >= POOL.length) {
    randomFillSync(POOL);
    next = 0;
  }
  const iv = POOL.subarray(next, next + IV_BYTES);
  next += IV_BYTES;
  return iv;
}
