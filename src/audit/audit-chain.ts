import { createHmac, type KeyObject } from 'node:crypto';

/** What is written of one access. */
export interface AuditRow {
  readonly at: Date;
  readonly action: string;
  readonly actorId: string | null;
  readonly actorRole: string;
  readonly network: string | null;
  readonly addressHash: Buffer | null;
  readonly personId: string | null;
  readonly what: string;
}

/** What stands before the first entry. */
export const GENESIS = Buffer.alloc(32);

/** HMAC-SHA-256 over an entry, its number and the hash of the entry before: 32 bytes. */
export function chainHash(key: KeyObject, seq: number, previous: Buffer, row: AuditRow): Buffer {
  const { at, action, actorId, actorRole, network, addressHash, personId, what } = row;
  const fields = [seq, previous.toString('hex'), at.toISOString(), action, actorId, actorRole, network, addressHash?.toString('hex') ?? null, personId, what];
  return createHmac('sha256', key).update(JSON.stringify(fields)).digest();
}
