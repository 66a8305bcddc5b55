import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, openTestRedis, REDIS_TITLE } from '../../../test/harness/redis.js';
import { MemoryRateStore } from './memory-rate-store.js';
import { RateStore, type RateDecision, type RateRule } from './rate-store.js';
import { RedisRateStore } from './redis-rate-store.js';

class Clock {
  time = 1_000_000;
  readonly now = () => this.time;
}

interface Arrivals {
  rule: RateRule;
  gaps: number[];
}

/** Bursts, drizzle, pauses about as long as the window, and everything between. */
const arrivals: fc.Arbitrary<Arrivals> = fc
  .record({ limit: fc.integer({ min: 1, max: 12 }), windowMs: fc.integer({ min: 1, max: 2_000 }) })
  .chain((rule) =>
    fc.record({
      rule: fc.constant(rule),
      gaps: fc.array(
        fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(0, 0, 0, 1, 2) },
          { weight: 3, arbitrary: fc.integer({ min: 0, max: Math.ceil(rule.windowMs / rule.limit) + 1 }) },
          { weight: 2, arbitrary: fc.integer({ min: 0, max: rule.windowMs + 2 }) },
          { weight: 1, arbitrary: fc.constantFrom(rule.windowMs - 1, rule.windowMs, rule.windowMs + 1) },
        ),
        { maxLength: 80 },
      ),
    }),
  );

let unique = 0;

async function lawHolds(store: RateStore, clock: Clock, { rule, gaps }: Arrivals): Promise<void> {
  const key = `law-${unique++}`;
  const admitted: number[] = [];
  for (const gap of gaps) {
    clock.time += gap;
    const peeked = await store.peek(key, rule);
    const decision = await store.take(key, rule);
    expect(decision.allowed).toBe(peeked.allowed);
    if (decision.allowed) admitted.push(clock.time);
    const inWindow = admitted.filter((time) => time > clock.time - rule.windowMs);
    expect(inWindow.length).toBeLessThanOrEqual(rule.limit);
    expect(decision.used).toBeGreaterThanOrEqual(inWindow.length);
    expect(decision.remaining).toBe(Math.max(0, rule.limit - decision.used));
    expect(decision.retryAfterMs).toBeLessThanOrEqual(rule.windowMs);
    expect(decision.resetMs).toBeLessThanOrEqual(rule.windowMs);
  }
}

/** What every store promises beside the law. */
function behavesAsAStore(open: () => { store: RateStore; clock: Clock }): void {
  const rule = { limit: 5, windowMs: 1_000 };

  it('S22 never lets more than the limit through in any window, whatever the arrival pattern', async () => {
    const { store, clock } = open();
    await fc.assert(
      fc.asyncProperty(arrivals, (pattern) => lawHolds(store, clock, pattern)),
      { numRuns: 150 },
    );
  });

  it('gives the whole limit at once, and again after an idle window', async () => {
    const { store, clock } = open();
    for (let round = 0; round < 3; round++) {
      for (let used = 1; used <= rule.limit; used++) {
        expect(await store.take('burst', rule)).toMatchObject({ allowed: true, used, remaining: rule.limit - used });
      }
      const refused = { allowed: false, used: 5, remaining: 0, retryAfterMs: 1_000, resetMs: 1_000 };
      expect(await store.take('burst', rule)).toMatchObject(refused);
      clock.time += rule.windowMs;
    }
  });

  it('says when the next one is allowed, and keeps that word', async () => {
    const { store, clock } = open();
    await fc.assert(
      fc.asyncProperty(arrivals, async ({ rule: drawn, gaps }) => {
        const key = `word-${unique++}`;
        for (const gap of gaps) {
          clock.time += gap;
          await store.take(key, drawn);
        }
        const { retryAfterMs } = await store.peek(key, drawn);
        clock.time += retryAfterMs;
        expect((await store.take(key, drawn)).allowed).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('lets steady traffic have eight ninths of its limit and more', async () => {
    const { store, clock } = open();
    const steady = { limit: 90, windowMs: 9_000 };
    let admitted = 0;
    for (let request = 0; request < 400; request++) {
      clock.time += 45;
      if ((await store.take('steady', steady)).allowed) admitted++;
    }
    const share = admitted / ((400 * 45) / steady.windowMs) / steady.limit;
    expect(share).toBeGreaterThan(0.88);
  });

  it('counts nothing that was refused or only asked about', async () => {
    const { store, clock } = open();
    for (let index = 0; index < 20; index++) await store.take('idle', rule);
    clock.time += rule.windowMs;
    expect(await store.peek('idle', rule)).toMatchObject({ allowed: true, used: 0, remaining: 5 });
    expect(await store.peek('idle', rule)).toMatchObject({ used: 0 });
  });

  it('gives back what is refunded, and no more', async () => {
    const { store, clock } = open();
    await store.take('refund', rule);
    clock.time += 400;
    await store.take('refund', rule);
    await store.refund('refund', rule);
    expect(await store.peek('refund', rule)).toMatchObject({ used: 1 });
    await store.refund('refund', rule);
    await store.refund('refund', rule);
    expect(await store.peek('refund', rule)).toMatchObject({ used: 0, remaining: 5 });
    expect(await store.take('refund', rule)).toMatchObject({ used: 1 });
  });

  it('forgets a key and no other', async () => {
    const { store } = open();
    await store.take('one', rule);
    await store.take('other', rule);
    await store.forget('one');
    expect(await store.peek('one', rule)).toMatchObject({ used: 0 });
    expect(await store.peek('other', rule)).toMatchObject({ used: 1 });
  });

  it('keeps keys apart', async () => {
    const { store } = open();
    const names = Array.from({ length: 200 }, (_, index) => `apart-${index}`);
    for (const name of names) await store.take(name, rule);
    for (const name of names) expect((await store.peek(name, rule)).used).toBe(1);
  });

  it('takes limits far beyond what is usual', async () => {
    const { store } = open();
    expect(await store.take('huge', { limit: 20_000_000, windowMs: 86_400_000 })).toMatchObject({ remaining: 19_999_999 });
  });
}

describe('MemoryRateStore', () => {
  const open = (maxKeys = 65_536) => {
    const clock = new Clock();
    return { clock, store: new MemoryRateStore({ now: clock.now, maxKeys }) };
  };

  behavesAsAStore(open);

  it('S23 holds a million keys in 96 MiB, and never grows', async () => {
    const { store } = open(1_000_000);
    const before = process.memoryUsage().arrayBuffers;
    for (let index = 0; index < 1_000_000; index++) await store.take(`ip:10.${index}`, { limit: 600, windowMs: 600_000 });
    expect(store.capacity).toEqual({ keys: 1_048_576, bytes: 96 * 1024 * 1024 });
    expect(process.memoryUsage().arrayBuffers).toBeLessThanOrEqual(before);
  });

  it('S23 a caller cannot flush his own count by inventing keys', async () => {
    const { store } = open(1_024);
    const rule = { limit: 600, windowMs: 600_000 };
    for (let index = 0; index < 300; index++) await store.take('ip:attacker', rule);
    for (let index = 0; index < 100_000; index++) await store.take(`ip:sprayed-${index}`, rule);
    expect((await store.peek('ip:attacker', rule)).used).toBe(300);
  });

  it('gives the place of an expired key away before that of a living one', async () => {
    const { store, clock } = open(8);
    const rule = { limit: 10, windowMs: 1_000 };
    for (let index = 0; index < 5; index++) await store.take('old', rule);
    clock.time += 900;
    for (let index = 0; index < 7; index++) await store.take(`living-${index}`, rule);
    clock.time += 200;
    await store.take('new', rule);
    for (let index = 0; index < 7; index++) expect((await store.peek(`living-${index}`, rule)).used).toBe(1);
    expect((await store.peek('old', rule)).used).toBe(0);
  });

  it('goes on counting when its 32-bit clock wraps', async () => {
    const { store, clock } = open();
    clock.time = 2 ** 32 - 300;
    const rule = { limit: 3, windowMs: 1_000 };
    await store.take('wrap', rule);
    clock.time += 200;
    await store.take('wrap', rule);
    clock.time += 200;
    expect(await store.take('wrap', rule)).toMatchObject({ allowed: true, used: 3 });
    expect(await store.take('wrap', rule)).toMatchObject({ allowed: false, retryAfterMs: 600 });
    clock.time += 600;
    expect(await store.take('wrap', rule)).toMatchObject({ allowed: true });
  });
});

/**
 * Redis forgets keys by the true time, which runs on beside a made-up clock: so one unit of the tests is a second of the store.
 */
const SLOWER = 1_000;

class SlowStore extends RateStore {
  constructor(private readonly store: RateStore) {
    super();
  }
  override take = async (key: string, rule: RateRule) => quick(await this.store.take(key, slow(rule)));
  override peek = async (key: string, rule: RateRule) => quick(await this.store.peek(key, slow(rule)));
  override refund = (key: string, rule: RateRule) => this.store.refund(key, slow(rule));
  override forget = (key: string) => this.store.forget(key);
}

const slow = ({ limit, windowMs }: RateRule): RateRule => ({ limit, windowMs: windowMs * SLOWER });

const quick = (decision: RateDecision): RateDecision => ({
  ...decision,
  resetMs: decision.resetMs / SLOWER,
  retryAfterMs: decision.retryAfterMs / SLOWER,
});

describe.skipIf(!hasRedis)(`RedisRateStore ${REDIS_TITLE}`, () => {
  let redis: ReturnType<typeof openTestRedis>;
  beforeAll(() => {
    redis = openTestRedis();
  });
  afterAll(() => redis.close());

  let opened = 0;
  behavesAsAStore(() => {
    const clock = new Clock();
    const options = { prefix: `${redis.prefix}${opened++}:`, now: () => clock.time * SLOWER };
    return { clock, store: new SlowStore(new RedisRateStore(redis.redis, options)) };
  });

  it('S23 instances share their counts, by the clock of Redis', async () => {
    const rule = { limit: 10, windowMs: 60_000 };
    const other = redis.redis.duplicate();
    const stores = [redis.redis, other].map((connection) => new RedisRateStore(connection, { prefix: `${redis.prefix}shared:` }));
    const decisions = await Promise.all(stores.flatMap((store) => Array.from({ length: 20 }, () => store.take('someone', rule))));
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(10);
    other.disconnect();
  });

  it('leaves nothing in Redis for longer than the window', async () => {
    const store = new RedisRateStore(redis.redis, { prefix: `${redis.prefix}ttl:` });
    await store.take('key', { limit: 5, windowMs: 30_000 });
    const ttl = await redis.redis.pttl(`${redis.prefix}ttl:key`);
    expect(ttl).toBeGreaterThan(29_000);
    expect(ttl).toBeLessThanOrEqual(30_000);
  });
});
