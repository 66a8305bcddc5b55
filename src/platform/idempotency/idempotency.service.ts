import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { z } from 'zod';
import { FieldCipher } from '../crypto/field-cipher.js';
import { Db } from '../database/db.js';
import { uuidv7 } from '../database/uuid.js';
import { AppError } from '../errors/app-error.js';

export interface IdempotentRequest {
  /** Who asks: the same key of two callers is two keys. */
  readonly caller: string;
  /** What is asked for, e.g. `session.start`. */
  readonly scope: string;
  readonly key: string;
  readonly body: unknown;
}

interface StoredRow {
  id: string;
  request_hash: Buffer;
  response_sealed: Buffer | null;
}

const KEEP = "interval '24 hours'";

/**
 * The same key and body give the same answer once. Key and answer are written in the transaction that does the work, so a process
 * that dies leaves both or neither; a repetition that comes meanwhile waits for it.
 */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
  ) {}

  /**
   * Runs `work`, or gives its earlier answer.
   * @param personOf whose key seals the stored answer
   * @throws AppError IDEMPOTENCY_MISMATCH when the key came with another body before
   */
  async once<Answer>(
    request: IdempotentRequest | null,
    schema: z.ZodType<Answer>,
    tx: Transaction,
    work: () => Promise<{ answer: Answer; personId: string }>,
  ): Promise<{ answer: Answer; isReplay: boolean }> {
    if (request === null) return { answer: (await work()).answer, isReplay: false };
    const id = uuidv7();
    const hash = createHash('sha256').update(JSON.stringify(request.body ?? null)).digest();
    const isNew = await this.claim(id, request, hash, tx);
    if (!isNew) return { answer: await this.earlier(request, hash, schema, tx), isReplay: true };

    const { answer, personId } = await work();
    const sealed = await this.cipher.seal(personId, answerRef(id), JSON.stringify(answer), tx);
    await this.db.query('UPDATE idempotency_keys SET person_id = $2, response_status = 200, response_sealed = $3 WHERE id = $1', [id, personId, sealed], tx);
    return { answer, isReplay: false };
  }

  /** For work that gives the same answer anyway: only a key that comes with another body is refused. */
  async note(request: IdempotentRequest | null, personId: string, tx: Transaction): Promise<void> {
    await this.once(request, z.null(), tx, () => Promise.resolve({ answer: null, personId }));
  }

  private async claim(id: string, { caller, scope, key }: IdempotentRequest, hash: Buffer, tx: Transaction): Promise<boolean> {
    await this.db.query(
      `DELETE FROM idempotency_keys WHERE caller = $1 AND scope = $2 AND key = $3 AND created_at < now() - ${KEEP}`,
      [caller, scope, key],
      tx,
    );
    const added = await this.db.execute(
      'INSERT INTO idempotency_keys (id, caller, scope, key, request_hash) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
      [id, caller, scope, key, hash],
      tx,
    );
    return added > 0;
  }

  private async earlier<Answer>({ caller, scope, key }: IdempotentRequest, hash: Buffer, schema: z.ZodType<Answer>, tx: Transaction): Promise<Answer> {
    const [row] = await this.db.query<StoredRow>(
      'SELECT id, request_hash, response_sealed FROM idempotency_keys WHERE caller = $1 AND scope = $2 AND key = $3',
      [caller, scope, key],
      tx,
    );
    if (row?.response_sealed == null) throw new AppError('CONFLICT');
    if (!row.request_hash.equals(hash)) throw new AppError('IDEMPOTENCY_MISMATCH');
    return schema.parse(JSON.parse(await this.cipher.openText(answerRef(row.id), row.response_sealed, tx)));
  }

  /** Forgets keys older than a day, a bounded number at a time. Says how many. */
  purge(limit: number): Promise<number> {
    return this.db.execute(
      `DELETE FROM idempotency_keys WHERE id IN
         (SELECT id FROM idempotency_keys WHERE created_at < now() - ${KEEP} LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      [limit],
    );
  }
}

const answerRef = (rowId: string) => ({ table: 'idempotency_keys', column: 'response_sealed', rowId });
