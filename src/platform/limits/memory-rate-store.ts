import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { KeyedHash } from './keyed-hash.js';
import { RateStore, type RateDecision, type RateRule } from './rate-store.js';

/** Segments a key can hold; a window is cut into one fewer, so the oldest can be leaving while the newest fills. */
const SEGMENTS = 9;
const WAYS = 8;

/** Layout of a record, in words of 32 bits. Segments are pairs (time of the newest, how many), oldest first. */
const HASH_LOW = 0;
const HASH_HIGH = 1;
const EXPIRES = 2;
const OPENED = 3;
const LOAD = 4;
const FIRST = 6;
const WORDS = FIRST + 2 * SEGMENTS;

const FULL_LOAD = 1_000_000;

export interface MemoryRateStoreOptions {
  /** Distinct keys kept at once, rounded up to a power of two; 96 bytes each. */
  maxKeys?: number;
  /** Monotonic milliseconds. */
  now?: () => number;
}

/**
 * A sliding window in at most nine segments a key. A segment counts until a window after its newest member, which is late for
 * its older members and never early: so the law holds exactly, and the price is that steady traffic gets down to 8/9 of the
 * limit.
 *
 * All records stand in one table of fixed size (96 MiB at 2^20 keys, taken from the system as keys touch it). A key can stand
 * in eight places; when all are taken, an expired record gives way, else the one furthest from its limit. Where a key stands
 * depends on a secret, so nobody can push a particular record out by inventing keys.
 *
 * Times are milliseconds modulo 2^32 (49 days): a record left alone for that long may be taken for a fresh one, which errs on
 * the safe side.
 */
export class MemoryRateStore extends RateStore {
  private readonly words: Uint32Array;
  private readonly setMask: number;
  private readonly hash: KeyedHash;
  private readonly clock: () => number;

  constructor({ maxKeys = 1 << 20, now = () => performance.now() }: MemoryRateStoreOptions = {}) {
    super();
    const sets = 2 ** Math.max(0, Math.ceil(Math.log2(maxKeys / WAYS)));
    this.words = new Uint32Array(sets * WAYS * WORDS);
    this.setMask = sets - 1;
    const secret = randomBytes(8);
    this.hash = new KeyedHash(secret.readInt32LE(0), secret.readInt32LE(4));
    this.clock = now;
  }

  get capacity(): { keys: number; bytes: number } {
    return { keys: this.words.length / WORDS, bytes: this.words.byteLength };
  }

  override take(key: string, rule: RateRule): Promise<RateDecision> {
    const now = this.time();
    const record = this.find(key) ?? this.claim(now);
    const used = this.settle(record, now, rule.windowMs);
    if (used >= rule.limit) return Promise.resolve(this.refusal(record, now, rule, used));
    this.add(record, now, rule.windowMs);
    this.words[record + EXPIRES] = now + rule.windowMs;
    this.words[record + LOAD] = Math.floor(((used + 1) / rule.limit) * FULL_LOAD);
    const remaining = rule.limit - used - 1;
    const retryAfterMs = remaining > 0 ? 0 : this.untilFree(record, now, rule, used + 1);
    return Promise.resolve({ allowed: true, used: used + 1, remaining, resetMs: rule.windowMs, retryAfterMs });
  }

  override peek(key: string, rule: RateRule): Promise<RateDecision> {
    const now = this.time();
    const record = this.find(key);
    const used = record === undefined ? 0 : this.settle(record, now, rule.windowMs);
    if (record === undefined || used === 0) {
      return Promise.resolve({ allowed: true, used: 0, remaining: rule.limit, resetMs: 0, retryAfterMs: 0 });
    }
    if (used >= rule.limit) return Promise.resolve(this.refusal(record, now, rule, used));
    const resetMs = this.untilReset(record, now, rule.windowMs);
    return Promise.resolve({ allowed: true, used, remaining: rule.limit - used, resetMs, retryAfterMs: 0 });
  }

  override refund(key: string, rule: RateRule): Promise<void> {
    const record = this.find(key);
    if (record !== undefined && this.settle(record, this.time(), rule.windowMs) > 0) {
      const newest = record + FIRST + 2 * (this.segmentsOf(record) - 1);
      this.words[newest + 1] = this.word(newest + 1) - 1;
    }
    return Promise.resolve();
  }

  override forget(key: string): Promise<void> {
    const record = this.find(key);
    if (record !== undefined) this.words.fill(0, record, record + WORDS);
    return Promise.resolve();
  }

  private word(index: number): number {
    return this.words[index] ?? 0;
  }

  private time(): number {
    return Math.floor(this.clock()) >>> 0;
  }

  /** The record of a key. Leaves the key's hash in `this.hash` for `claim`. */
  private find(key: string): number | undefined {
    this.hash.update(key);
    if (this.hash.low === 0 && this.hash.high === 0) this.hash.low = 1;
    const first = this.setOf();
    for (let record = first; record < first + WAYS * WORDS; record += WORDS) {
      if (this.word(record + HASH_LOW) === this.hash.low && this.word(record + HASH_HIGH) === this.hash.high) return record;
    }
    return undefined;
  }

  private setOf(): number {
    return (this.hash.low & this.setMask) * WAYS * WORDS;
  }

  /** A place for the key that `find` did not find. */
  private claim(now: number): number {
    const first = this.setOf();
    let chosen = first;
    let least = Infinity;
    for (let record = first; record < first + WAYS * WORDS; record += WORDS) {
      const isFree = this.word(record + HASH_LOW) === 0 && this.word(record + HASH_HIGH) === 0;
      const isExpired = ((this.word(record + EXPIRES) - now) | 0) <= 0;
      const load = isFree ? -2 : isExpired ? -1 : this.word(record + LOAD);
      if (load < least) {
        least = load;
        chosen = record;
      }
    }
    this.words.fill(0, chosen, chosen + WORDS);
    this.words[chosen + HASH_LOW] = this.hash.low;
    this.words[chosen + HASH_HIGH] = this.hash.high;
    return chosen;
  }

  private segmentsOf(record: number): number {
    let count = 0;
    while (count < SEGMENTS && this.word(record + FIRST + 2 * count + 1) > 0) count++;
    return count;
  }

  /** Drops the segments whose time is over; gives how many requests the others hold. */
  private settle(record: number, now: number, windowMs: number): number {
    const segments = record + FIRST;
    const held = this.segmentsOf(record);
    let gone = 0;
    while (gone < held && (now - this.word(segments + 2 * gone)) >>> 0 >= windowMs) gone++;
    if (gone > 0) {
      this.words.copyWithin(segments, segments + 2 * gone, segments + 2 * held);
      this.words.fill(0, segments + 2 * (held - gone), segments + 2 * held);
    }
    let used = 0;
    for (let index = 0; index < held - gone; index++) used += this.word(segments + 2 * index + 1);
    return used;
  }

  private add(record: number, now: number, windowMs: number): void {
    const segments = record + FIRST;
    let held = this.segmentsOf(record);
    const isOpen = held > 0 && (now - this.word(record + OPENED)) >>> 0 < windowMs / (SEGMENTS - 1);
    if (!isOpen) {
      if (held === SEGMENTS) {
        this.words[segments + 3] = this.word(segments + 3) + this.word(segments + 1);
        this.words.copyWithin(segments, segments + 2, segments + 2 * SEGMENTS);
        held--;
      }
      this.words[record + OPENED] = now;
      this.words[segments + 2 * held + 1] = 0;
      held++;
    }
    const newest = segments + 2 * (held - 1);
    this.words[newest] = now;
    this.words[newest + 1] = this.word(newest + 1) + 1;
  }

  private untilReset(record: number, now: number, windowMs: number): number {
    const newest = record + FIRST + 2 * (this.segmentsOf(record) - 1);
    return windowMs - ((now - this.word(newest)) >>> 0);
  }

  /** How long until so many segments have left that one more fits. */
  private untilFree(record: number, now: number, rule: RateRule, used: number): number {
    const held = this.segmentsOf(record);
    let left = used;
    for (let index = 0; index < held; index++) {
      const segment = record + FIRST + 2 * index;
      left -= this.word(segment + 1);
      if (left < rule.limit) return rule.windowMs - ((now - this.word(segment)) >>> 0);
    }
    return rule.windowMs;
  }

  private refusal(record: number, now: number, rule: RateRule, used: number): RateDecision {
    const resetMs = this.untilReset(record, now, rule.windowMs);
    return { allowed: false, used, remaining: 0, resetMs, retryAfterMs: this.untilFree(record, now, rule, used) };
  }
}
