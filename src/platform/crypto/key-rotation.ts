import { Injectable } from '@nestjs/common';
import { Transactions } from '../database/transactions.js';
import { DataKeyRepository } from './data-key.repository.js';
import { MasterKeyRing, type WrappedDataKey } from './master-key-ring.js';
import { SealBrokenError } from './sealing-errors.js';

const NIL_ID = '00000000-0000-0000-0000-000000000000';
const PASSES = 3;

export interface RewrapOptions {
  /** Keys a transaction, so that no lock is held for long. */
  readonly batch?: number;
  readonly signal?: AbortSignal;
}

export interface RewrapReport {
  /** Keys that the newest master key wraps from now on. */
  readonly rewrapped: number;
  /** Keys that do not open: changed rows, or their master key is not configured. Left as they are. */
  readonly broken: readonly string[];
  /** Keys still wrapped by an older master key when the work ended, the broken ones among them. */
  readonly remaining: number;
}

/**
 * Moves all data keys under the newest master key while the service runs. Content is not touched: data keys stay what they are.
 *
 * To rotate: put the new master key first in `ENCRYPTION_KEYS` and restart every process, re-wrap, and take the old key out when
 * `remaining` is 0. A process that does not know the new key could not read what was re-wrapped.
 */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly ring: MasterKeyRing,
    private readonly repository: DataKeyRepository,
    private readonly transactions: Transactions,
  ) {}

  async rewrapAll({ batch = 200, signal }: RewrapOptions = {}): Promise<RewrapReport> {
    const broken = new Set<string>();
    let rewrapped = 0;
    // A pass leaves out keys that are locked by others at that moment; they are met again in the next.
    for (let pass = 0; pass < PASSES; pass += 1) {
      rewrapped += await this.pass(batch, broken, signal);
      if ((await this.remaining()) <= broken.size) break;
    }
    return { rewrapped, broken: [...broken], remaining: await this.remaining() };
  }

  /** Master keys that stored data keys need and this process does not have. With any of them missing some persons' data is unreadable. */
  async missingMasterKeys(): Promise<{ masterKeyId: string; keys: number }[]> {
    const counts = await this.repository.countByMasterKey();
    return counts.filter(({ masterKeyId }) => !this.ring.has(masterKeyId));
  }

  private async pass(batch: number, broken: Set<string>, signal: AbortSignal | undefined): Promise<number> {
    let rewrapped = 0;
    let afterId: string | undefined = NIL_ID;
    while (afterId !== undefined) {
      signal?.throwIfAborted();
      const step: { done: number; last: string | undefined } = await this.step(afterId, batch, broken);
      rewrapped += step.done;
      afterId = step.last;
    }
    return rewrapped;
  }

  private async step(afterId: string, batch: number, broken: Set<string>): Promise<{ done: number; last: string | undefined }> {
    return this.transactions.run(async (tx) => {
      const outdated = await this.repository.lockOutdated(this.ring.newestId, afterId, batch, tx);
      const rewrapped = outdated.flatMap((key) => this.rewrap(key, broken));
      if (rewrapped.length > 0) await this.repository.update(rewrapped, tx);
      return { done: rewrapped.length, last: outdated.at(-1)?.id };
    });
  }

  private rewrap(key: WrappedDataKey, broken: Set<string>): WrappedDataKey[] {
    try {
      return [this.ring.rewrap(key)];
    } catch (error) {
      if (!(error instanceof SealBrokenError)) throw error;
      broken.add(key.id);
      return [];
    }
  }

  private async remaining(): Promise<number> {
    const counts = await this.repository.countByMasterKey();
    return counts.reduce((sum, { masterKeyId, keys }) => (masterKeyId === this.ring.newestId ? sum : sum + keys), 0);
  }
}
