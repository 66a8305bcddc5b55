import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../platform/database/db.js';
import type { AuditRow } from './audit-chain.js';

/** Whoever adds holds it until he has committed: entries are numbered without gaps, over all instances. */
const LOCK = 0x61756474;

export interface StoredEntry extends AuditRow {
  readonly seq: number;
  readonly hash: Buffer;
}

interface EntryRow {
  seq: number;
  at: Date;
  action: string;
  actor_id: string | null;
  actor_role: string;
  network: string | null;
  address_hash: Buffer | null;
  person_id: string | null;
  what: string;
  hash: Buffer;
}

@Injectable()
export class AuditRepository {
  constructor(private readonly db: Db) {}

  /** The last entry, which stays the last one until the transaction ends. */
  async lockHead(tx: Transaction): Promise<{ seq: number; hash: Buffer } | null> {
    await this.db.query('SELECT pg_advisory_xact_lock($1)', [LOCK], tx);
    const rows = await this.db.query<{ seq: number; hash: Buffer }>('SELECT seq, hash FROM audit_entries ORDER BY seq DESC LIMIT 1', [], tx);
    return rows[0] ?? null;
  }

  async add(entries: readonly StoredEntry[], tx: Transaction): Promise<void> {
    const column = <Value>(pick: (entry: StoredEntry) => Value) => entries.map(pick);
    await this.db.query(
      `INSERT INTO audit_entries (seq, at, action, actor_id, actor_role, network, address_hash, person_id, what, hash)
       SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::bytea[], $8::uuid[], $9::text[], $10::bytea[])`,
      [
        column(({ seq }) => seq),
        column(({ at }) => at),
        column(({ action }) => action),
        column(({ actorId }) => actorId),
        column(({ actorRole }) => actorRole),
        column(({ network }) => network),
        column(({ addressHash }) => addressHash),
        column(({ personId }) => personId),
        column(({ what }) => what),
        column(({ hash }) => hash),
      ],
      tx,
    );
  }

  /** Whose session it is; null when it is gone. */
  async findPersonOf(sessionId: string): Promise<string | null> {
    const rows = await this.db.query<{ person_id: string }>('SELECT person_id FROM sessions WHERE id = $1', [sessionId]);
    return rows[0]?.person_id ?? null;
  }

  async findAfter(seq: number, limit: number): Promise<StoredEntry[]> {
    const rows = await this.db.query<EntryRow>(
      `SELECT seq, at, action, actor_id, actor_role, network, address_hash, person_id, what, hash
         FROM audit_entries WHERE seq > $1 ORDER BY seq LIMIT $2`,
      [seq, limit],
    );
    return rows.map(({ actor_id: actorId, actor_role: actorRole, address_hash: addressHash, person_id: personId, ...row }) => ({
      ...row,
      actorId,
      actorRole,
      addressHash,
      personId,
    }));
  }
}
