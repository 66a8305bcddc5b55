import { beforeEach, describe, expect, it } from 'vitest';
import { BatchedCache } from './batched-cache.js';

describe('a cache of rows that are read many at a time', () => {
  let reads: string[][];
  let answer: (keys: readonly string[]) => Promise<Map<string, { of: string; read: number }>>;
  let cache: BatchedCache<{ of: string; read: number }>;

  beforeEach(() => {
    reads = [];
    answer = (keys) => Promise.resolve(new Map(keys.filter((key) => key !== 'nobody').map((key) => [key, { of: key, read: reads.length }])));
    cache = new BatchedCache((keys) => (reads.push([...keys]), answer(keys)), { max: 100, ttlMs: 60_000 });
  });

  it('reads what is missing together, and each key once however many ask', async () => {
    const asked = await Promise.all(['a', 'b', 'a', 'nobody', 'a'].map((key) => cache.get(key)));
    expect(asked.map((value) => value?.of ?? null)).toEqual(['a', 'b', 'a', null, 'a']);
    expect(reads).toEqual([['a', 'b', 'nobody']]);
  });

  it('asks nobody again while it knows, nor while a slow answer is awaited', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    answer = async (keys) => (await promise, new Map(keys.map((key) => [key, { of: key, read: 1 }])));
    const first = cache.get('a');
    await expect.poll(() => reads.length).toBe(1);
    const second = cache.get('a');
    resolve(undefined);
    expect(await first).toBe(await second);
    expect(cache.known('a')).toBe(await cache.get('a'));
    expect(reads).toHaveLength(1);
  });

  it('does not remember that there is nothing, nor a failure', async () => {
    await cache.get('nobody');
    await cache.get('nobody');
    answer = () => Promise.reject(new Error('the database is away'));
    await expect(cache.get('a')).rejects.toThrow('away');
    answer = () => Promise.resolve(new Map([['a', { of: 'a', read: 9 }]]));
    expect(await cache.get('a')).toEqual({ of: 'a', read: 9 });
    expect(reads).toHaveLength(4);
  });

  it('does not keep what was read before it was forgotten', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    answer = async (keys) => (await promise, new Map(keys.map((key) => [key, { of: key, read: 1 }])));
    const before = cache.get('person/1');
    await expect.poll(() => reads.length).toBe(1);
    cache.forgetAll('person/');
    resolve(undefined);
    await before;
    expect(cache.known('person/1')).toBeUndefined();
    await cache.get('person/1');
    expect(reads).toHaveLength(2);
  });
});
