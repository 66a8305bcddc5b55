import { performance } from 'node:perf_hooks';
import { MemoryRateStore } from '../../src/platform/limits/memory-rate-store.js';
import type { Benchmark } from '../benchmark.js';

const KEYS = 1_000_000;
const EACH = 3;
const RULE = { limit: 600, windowMs: 600_000 };
const MEBIBYTE = 1_048_576;

/** Resident memory beside the heap that the keys' own texts pass through. */
const settled = (): { rss: number; heap: number } => {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heap: heapUsed };
};

export const millionKeys: Benchmark = {
  name: 'million-keys',
  method: `${KEYS.toLocaleString('en')} distinct callers take ${EACH} times each from the limiter that counts in memory; then as many others. What it holds is one table of fixed size.`,
  run: async () => {
    const store = new MemoryRateStore();
    const before = settled();
    const startedAt = performance.now();
    for (let round = 0; round < EACH; round += 1) for (let key = 0; key < KEYS; key += 1) await store.take(`read:ip:${key}`, RULE);
    const perTakeUs = ((performance.now() - startedAt) * 1_000) / (KEYS * EACH);
    const after = settled();
    for (let key = 0; key < KEYS; key += 1) await store.take(`read:user:${key}`, RULE);
    const later = settled();
    const { bytes } = store.capacity;
    const grown = (after.rss - before.rss) / MEBIBYTE;
    const more = (later.rss - after.rss) / MEBIBYTE;
    return [
      { figure: 'cap of the table, MiB', value: (bytes / MEBIBYTE).toFixed(0) },
      { figure: 'resident memory for the first million, MiB', value: grown.toFixed(0), wanted: '≤ cap + 32', isMet: grown <= bytes / MEBIBYTE + 32 },
      { figure: 'resident memory for the second million, MiB', value: more.toFixed(0), wanted: '≤ 16', isMet: more <= 16 },
      { figure: 'time of one take, µs', value: perTakeUs.toFixed(2) },
    ];
  },
};
