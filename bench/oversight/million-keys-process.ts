import { performance } from 'node:perf_hooks';
import { MemoryRateStore } from '../../src/platform/limits/memory-rate-store.js';

export const KEYS = 1_000_000;
export const EACH = 3;

/** What the process that holds the limiter and nothing else tells: bytes, and microseconds a take. */
export interface Counted {
  table: number;
  first: number;
  second: number;
  takeUs: number;
}

const RULE = { limit: 600, windowMs: 600_000 };

/** Without the room that the collector keeps for what is to come: the keys' own texts pass through it. */
const resident = (): number => {
  globalThis.gc?.();
  const { rss, heapTotal, heapUsed } = process.memoryUsage();
  return rss - heapTotal + heapUsed;
};

async function count(): Promise<Counted> {
  const store = new MemoryRateStore();
  const before = resident();
  const startedAt = performance.now();
  for (let round = 0; round < EACH; round += 1) for (let key = 0; key < KEYS; key += 1) await store.take(`read:ip:${key}`, RULE);
  const takeUs = ((performance.now() - startedAt) * 1_000) / (KEYS * EACH);
  const after = resident();
  for (let key = 0; key < KEYS; key += 1) await store.take(`read:user:${key}`, RULE);
  return { table: store.capacity.bytes, first: after - before, second: resident() - after, takeUs };
}

if (process.send !== undefined) process.send(await count());
