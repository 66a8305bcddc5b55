import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** A key for one purpose: values hashed for different purposes share nothing, and one derived key tells nothing of another. */
export function deriveKey(secret: Buffer, purpose: string): KeyObject {
  return createSecretKey(createHmac('sha256', secret).update(`bemore/${purpose}/v1`).digest());
}
