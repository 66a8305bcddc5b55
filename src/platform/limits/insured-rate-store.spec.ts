import { describe, expect, it } from 'vitest';
import { hasRedis, openTestRedis, REDIS_TITLE, TEST_REDIS_URL } from '../../../test/harness/redis.js';
import { recordingLogger } from '../../../test/harness/recording-logger.js';
import { TcpProxy } from '../../../test/harness/tcp-proxy.js';
import { InsuredRateStore } from './insured-rate-store.js';
import { MemoryRateStore } from './memory-rate-store.js';
import { RateStore } from './rate-store.js';
import { RedisConnections } from './redis-connections.js';
import { RedisRateStore } from './redis-rate-store.js';

const rule = { limit: 5, windowMs: 60_000 };

/** A shared store that can be switched off. */
class Switched extends RateStore {
  isOut = false;
  calls = 0;
  private readonly store = new MemoryRateStore({ maxKeys: 64 });

  private call<T>(work: () => Promise<T>): Promise<T> {
    this.calls++;
    return this.isOut ? Promise.reject(new Error('out')) : work();
  }
  override take(...args: Parameters<RateStore['take']>) {
    return this.call(() => this.store.take(...args));
  }
  override peek(...args: Parameters<RateStore['peek']>) {
    return this.call(() => this.store.peek(...args));
  }
  override refund(...args: Parameters<RateStore['refund']>) {
    return this.call(() => this.store.refund(...args));
  }
  override forget(...args: Parameters<RateStore['forget']>) {
    return this.call(() => this.store.forget(...args));
  }
}

function open() {
  const clock = { time: 0 };
  const shared = new Switched();
  const { logger, lines } = recordingLogger();
  const local = new MemoryRateStore({ maxKeys: 64 });
  const store = new InsuredRateStore(shared, local, logger, { retryAfterMs: 1_000, now: () => clock.time });
  return { clock, shared, store, lines };
}

describe('InsuredRateStore', () => {
  it('S23 goes on counting where it was when the shared store fails', async () => {
    const { shared, store } = open();
    for (let used = 1; used <= 3; used++) await store.take('key', rule);
    shared.isOut = true;
    expect(await store.take('key', rule)).toMatchObject({ allowed: true, used: 4 });
    expect(await store.take('key', rule)).toMatchObject({ allowed: true, used: 5 });
    expect(await store.take('key', rule)).toMatchObject({ allowed: false });
  });

  it('S23 logs the failure once, tries again now and then, and returns by itself', async () => {
    const { shared, store, clock, lines } = open();
    shared.isOut = true;
    for (let index = 0; index < 50; index++) await store.peek('key', rule);
    expect(shared.calls).toBe(1);
    clock.time += 1_001;
    await store.peek('key', rule);
    expect(shared.calls).toBe(2);
    shared.isOut = false;
    await store.peek('key', rule);
    expect(shared.calls).toBe(2);
    clock.time += 1_001;
    await store.take('key', rule);
    await store.take('key', rule);
    expect(shared.calls).toBe(4);
    expect(lines.map(({ level }) => level)).toEqual(['error', 'info']);
  });

  it('forgets and refunds in both', async () => {
    const { shared, store } = open();
    await store.take('key', rule);
    await store.take('key', rule);
    await store.refund('key', rule);
    shared.isOut = true;
    expect((await store.peek('key', rule)).used).toBe(1);
    await store.forget('key');
    expect((await store.peek('key', rule)).used).toBe(0);
  });
});

describe.skipIf(!hasRedis)(`InsuredRateStore ${REDIS_TITLE}`, () => {
  it('S23 answers from memory while Redis does not answer, within the time of one command', async () => {
    const { prefix, close } = openTestRedis();
    const proxy = await TcpProxy.to(TEST_REDIS_URL);
    const { logger } = recordingLogger();
    const connections = new RedisConnections(`redis://127.0.0.1:${proxy.port}`, logger, { commandTimeoutMs: 50 });
    try {
      await connections.ready();
      const shared = new RedisRateStore(connections.commands, { prefix });
      const store = new InsuredRateStore(shared, new MemoryRateStore({ maxKeys: 64 }), logger, { retryAfterMs: 1 });
      expect((await store.take('key', rule)).used).toBe(1);
      proxy.stall();
      const startedAt = performance.now();
      expect((await store.take('key', rule)).used).toBe(2);
      expect((await store.take('key', rule)).used).toBe(3);
      expect(performance.now() - startedAt).toBeLessThan(500);
      proxy.mend();
      await expect.poll(() => shared.peek('key', rule), { timeout: 5_000 }).toMatchObject({ allowed: true });
      const isShared = async () => (await store.take('other', rule)).used > 0 && (await shared.peek('other', rule)).used > 0;
      await expect.poll(isShared).toBe(true);
    } finally {
      connections.close();
      await proxy.close();
      await close();
    }
  });

  it('S23 answers from memory when there is no Redis at all', async () => {
    const { logger, lines } = recordingLogger();
    const connections = new RedisConnections('redis://127.0.0.1:1', logger);
    const shared = new RedisRateStore(connections.commands, { prefix: 'none:' });
    const store = new InsuredRateStore(shared, new MemoryRateStore({ maxKeys: 64 }), logger);
    for (let used = 1; used <= 5; used++) expect((await store.take('key', rule)).used).toBe(used);
    expect((await store.take('key', rule)).allowed).toBe(false);
    connections.close();
    expect(lines.filter(({ message }) => message.includes('the shared store failed'))).toHaveLength(1);
  });
});
