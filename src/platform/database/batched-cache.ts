import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';

export interface BatchedCacheOptions {
  /** Values that are kept at most; the least recently used go. */
  max: number;
  /** How old a value may be, milliseconds. */
  ttlMs: number;
}

/** Keys that are asked for within this time are read together. */
const GATHER_MS = 5;
const MAX_KEYS_A_READ = 500;

/**
 * Rows that are asked for one by one, by every event, and read many at a time. However many ask for a missing key at once, it is read
 * once: a database that has become slow is not asked more often for it.
 */
export class BatchedCache<Value extends object> {
  private readonly values: LRUCache<string, Value>;
  private readonly reading = new Map<string, Promise<Value | null>>();
  private readonly loader: DataLoader<string, Value | null>;

  /** @param readMany the values of some keys; a key that is missing in the answer has none */
  constructor(readMany: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>, { max, ttlMs }: BatchedCacheOptions) {
    this.values = new LRUCache({ max, ttl: ttlMs });
    this.loader = new DataLoader(
      async (keys) => {
        const found = await readMany(keys);
        return keys.map((key) => found.get(key) ?? null);
      },
      { cacheMap: this.reading, maxBatchSize: MAX_KEYS_A_READ, batchScheduleFn: (read) => setTimeout(read, GATHER_MS) },
    );
  }

  /** The value when it was read a moment ago. */
  known(key: string): Value | undefined {
    return this.values.get(key);
  }

  /** Null when there is none, which is not remembered. Rejects with what `readMany` threw. */
  async get(key: string): Promise<Value | null> {
    const known = this.values.get(key);
    if (known !== undefined) return known;
    const others = this.reading.get(key);
    if (others !== undefined) return others;
    const reading = this.loader.load(key);
    try {
      const value = await reading;
      // What was forgotten meanwhile may have been read before it changed.
      if (value !== null && this.reading.get(key) === reading) this.values.set(key, value);
      return value;
    } finally {
      if (this.reading.get(key) === reading) this.reading.delete(key);
    }
  }

  /** What is read from now on is what holds from now on. */
  forget(key: string): void {
    this.values.delete(key);
    this.reading.delete(key);
  }

  /** Forgets every key that begins so. */
  forgetAll(prefix = ''): void {
    for (const key of [...this.values.keys(), ...this.reading.keys()]) if (key.startsWith(prefix)) this.forget(key);
  }
}
