import { LRUCache } from 'lru-cache';
import type { Transaction } from 'sequelize';
import type { DataKey } from './data-key.js';
import type { DataKeyRepository } from './data-key.repository.js';
import type { MasterKeyRing, WrappedDataKey } from './master-key-ring.js';
import { PersonKeyMissingError } from './sealing-errors.js';

export interface DataKeyCacheLimits {
  readonly maxPersons?: number;
  readonly ttlMs?: number;
}

/** All keys of one person: its own, and those that came with claimed sessions. */
interface PersonKeyring {
  readonly newest: DataKey;
  /** By compact id. */
  readonly byId: ReadonlyMap<string, DataKey>;
}

/**
 * Finds unwrapped data keys, from memory when it can: by default at most 10,000 persons, each for a minute, so that a key destroyed by
 * another process is forgotten here even when its message (`PersonKeys.evict`) is lost.
 */
export class DataKeys {
  private readonly rings: LRUCache<string, PersonKeyring>;
  private readonly owners = new Map<string, string>();
  private readonly loading = new Map<string, Promise<DataKey>>();
  private readonly changing = new WeakSet<Transaction>();
  /** Counts evictions: what was read before one is not kept after it. */
  private epoch = 0;

  constructor(
    private readonly ring: MasterKeyRing,
    private readonly repository: DataKeyRepository,
    { maxPersons = 10_000, ttlMs = 60_000 }: DataKeyCacheLimits = {},
  ) {
    this.rings = new LRUCache<string, PersonKeyring>({
      max: maxPersons,
      ttl: ttlMs,
      ttlAutopurge: true,
      dispose: (ring, personId) => this.forgetOwners(ring, personId),
    });
  }

  /** The key that seals for a person. Synchronous when it is in memory. @throws PersonKeyMissingError */
  newestOf(personId: string, tx?: Transaction): DataKey | Promise<DataKey> {
    const known = this.isChanging(tx) ? undefined : this.rings.get(personId)?.newest;
    return known ?? this.loadNewest(personId, tx);
  }

  /**
   * The keys of these compact ids; unknown ones are missing from the answer.
   * Synchronous when all are in memory.
   */
  byIds(compactIds: ReadonlySet<string>, tx?: Transaction): ReadonlyMap<string, DataKey> | Promise<ReadonlyMap<string, DataKey>> {
    const found = new Map<string, DataKey>();
    const missing: string[] = [];
    for (const id of compactIds) {
      const key = this.isChanging(tx) ? undefined : this.cached(id);
      if (key === undefined) missing.push(id);
      else found.set(id, key);
    }
    return missing.length === 0 ? found : this.loadMissing(missing, found, tx);
  }

  /** The key of a compact id, if it is in memory. */
  cached(compactId: string, tx?: Transaction): DataKey | undefined {
    if (this.isChanging(tx)) return undefined;
    const owner = this.owners.get(compactId);
    return owner === undefined ? undefined : this.rings.get(owner)?.byId.get(compactId);
  }

  /** From here on this transaction reads keys from the database, because what it sees is not yet, or no longer, true for others. */
  markChanging(tx: Transaction): void {
    this.changing.add(tx);
  }

  evict(personId: string): void {
    this.epoch += 1;
    this.loading.delete(personId);
    this.rings.delete(personId);
  }

  clear(): void {
    this.epoch += 1;
    this.loading.clear();
    this.rings.clear();
  }

  private isChanging(tx: Transaction | undefined): boolean {
    return tx !== undefined && this.changing.has(tx);
  }

  private async loadNewest(personId: string, tx: Transaction | undefined): Promise<DataKey> {
    // A transaction reads on its own connection: to wait for another's could exhaust the pool.
    if (tx !== undefined) return this.readNewest(personId, tx);
    const inFlight = this.loading.get(personId);
    if (inFlight !== undefined) return inFlight;
    const load = this.readNewest(personId).finally(() => {
      if (this.loading.get(personId) === load) this.loading.delete(personId);
    });
    this.loading.set(personId, load);
    return load;
  }

  private async readNewest(personId: string, tx?: Transaction): Promise<DataKey> {
    const epoch = this.epoch;
    const rings = this.unwrapAll(await this.repository.findOfPersons([personId], tx));
    this.keep(rings, epoch, tx);
    const newest = rings.get(personId)?.newest;
    if (newest === undefined) throw new PersonKeyMissingError();
    return newest;
  }

  private async loadMissing(missing: readonly string[], found: Map<string, DataKey>, tx: Transaction | undefined) {
    const epoch = this.epoch;
    const rings = this.unwrapAll(await this.repository.findWithSiblings(missing, tx));
    this.keep(rings, epoch, tx);
    for (const ring of rings.values()) for (const [id, key] of ring.byId) found.set(id, key);
    return found;
  }

  private unwrapAll(rows: readonly WrappedDataKey[]): Map<string, PersonKeyring> {
    const rings = new Map<string, { newest: DataKey; byId: Map<string, DataKey> }>();
    for (const row of rows) {
      const newest = this.ring.unwrap(row);
      const ring = rings.get(row.personId) ?? { newest, byId: new Map<string, DataKey>() };
      ring.newest = newest;
      ring.byId.set(newest.compactId, newest);
      rings.set(row.personId, ring);
    }
    return rings;
  }

  private keep(rings: ReadonlyMap<string, PersonKeyring>, epoch: number, tx: Transaction | undefined): void {
    if (epoch !== this.epoch || this.isChanging(tx)) return;
    for (const [personId, ring] of rings) {
      this.rings.set(personId, ring);
      for (const id of ring.byId.keys()) this.owners.set(id, personId);
    }
  }

  private forgetOwners(ring: PersonKeyring, personId: string): void {
    for (const id of ring.byId.keys()) if (this.owners.get(id) === personId) this.owners.delete(id);
  }
}
