import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { Db } from '../database/db.js';
import type { WrappedDataKey } from './master-key-ring.js';

const COLUMNS = 'id, person_id AS "personId", master_key_id AS "masterKeyId", wrapped';

/** The queries of `data_keys`. */
@Injectable()
export class DataKeyRepository {
  constructor(private readonly db: Db) {}

  async insert(key: WrappedDataKey, tx: Transaction): Promise<void> {
    await this.db.execute(
      'INSERT INTO data_keys (id, person_id, master_key_id, wrapped) VALUES ($1, $2, $3, $4)',
      [key.id, key.personId, key.masterKeyId, key.wrapped],
      tx,
    );
  }

  /** Oldest first. */
  async findOfPersons(personIds: readonly string[], tx?: Transaction): Promise<WrappedDataKey[]> {
    return this.db.query<WrappedDataKey>(`SELECT ${COLUMNS} FROM data_keys WHERE person_id = ANY($1::uuid[]) ORDER BY id`, [personIds], tx);
  }

  /** Every key of the persons to whom these keys belong, oldest first. */
  async findWithSiblings(keyIds: readonly string[], tx?: Transaction): Promise<WrappedDataKey[]> {
    return this.db.query<WrappedDataKey>(
      `SELECT ${COLUMNS} FROM data_keys
       WHERE person_id IN (SELECT person_id FROM data_keys WHERE id = ANY($1::uuid[])) ORDER BY id`,
      [keyIds],
      tx,
    );
  }

  async lockOfPerson(personId: string, tx: Transaction): Promise<WrappedDataKey[]> {
    return this.db.query<WrappedDataKey>(`SELECT ${COLUMNS} FROM data_keys WHERE person_id = $1 ORDER BY id FOR UPDATE`, [personId], tx);
  }

  /** The next keys after `afterId` that another master key wrapped; those that somebody else holds are left out. */
  async lockOutdated(newestMasterKeyId: string, afterId: string, limit: number, tx: Transaction): Promise<WrappedDataKey[]> {
    return this.db.query<WrappedDataKey>(
      `SELECT ${COLUMNS} FROM data_keys WHERE master_key_id <> $1 AND id > $2 ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED`,
      [newestMasterKeyId, afterId, limit],
      tx,
    );
  }

  async update(keys: readonly WrappedDataKey[], tx: Transaction): Promise<void> {
    await this.db.execute(
      `UPDATE data_keys SET person_id = new.person_id, master_key_id = new.master_key_id, wrapped = new.wrapped
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[]) AS new (id, person_id, master_key_id, wrapped)
       WHERE data_keys.id = new.id`,
      [
        keys.map(({ id }) => id),
        keys.map(({ personId }) => personId),
        keys.map(({ masterKeyId }) => masterKeyId),
        keys.map(({ wrapped }) => wrapped),
      ],
      tx,
    );
  }

  async deleteOfPersons(personIds: readonly string[], tx: Transaction): Promise<number> {
    return this.db.execute('DELETE FROM data_keys WHERE person_id = ANY($1::uuid[])', [personIds], tx);
  }

  /** How many data keys each master key wraps. */
  async countByMasterKey(): Promise<{ masterKeyId: string; keys: number }[]> {
    return this.db.query<{ masterKeyId: string; keys: number }>(
      'SELECT master_key_id AS "masterKeyId", count(*)::int AS keys FROM data_keys GROUP BY master_key_id ORDER BY master_key_id',
      [],
    );
  }
}
