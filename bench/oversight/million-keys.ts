import { performance } from 'node:perf_hooks';
import { MemoryRateStore } from '../../src/platform/limits/memory-rate-store.js';
import type { Benchmark } from '../benchmark.js';

const KEYS = 1_000_000;
const EACH = 3;
const RULE = { limit: 600, windowMs: 600_000 };
const MEBIBYTE = 1_048_576;

const residentMiB = (): number => {
  globalThis.gc?.();
  return process.memoryUsage.rss() / MEBIBYTE;
};

export const millionKeys: Benchmark = {
  name: 'million-keys',
  method: `${KEYS.toLocaleString('en')} distinct callers take ${EACH} times each from the limiter that counts in memory; then as many others. What it holds is one table of fixed size.`,
  run: async () => {
    const store = new MemoryRateStore();
    // The heap that the keys' own texts pass through has its size before anything is measured.
    const another = new MemoryRateStore({ maxKeys: 8 });
    for (let key = 0; key < KEYS; key += 1) await another.take(`read:none:${key}`, RULE);
    const before = residentMiB();
    const startedAt = performance.now();
    for (let round = 0; round < EACH; round += 1) for (let key = 0; key < KEYS; key += 1) await store.take(`read:ip:${key}`, RULE);
    const perTakeUs = ((performance.now() - startedAt) * 1_000) / (KEYS * EACH);
    const after = residentMiB();
    for (let key = 0; key < KEYS; key += 1) await store.take(`read:user:${key}`, RULE);
    const later = residentMiB();
    const { bytes } = store.capacity;
    const grown = after - before;
    const more = later - after;
    return [
      { figure: 'cap of the table, MiB', value: (bytes / MEBIBYTE).toFixed(0) },
      { figure: 'resident memory for the first million, MiB', value: grown.toFixed(0), wanted: '≤ cap + 32', isMet: grown <= bytes / MEBIBYTE + 32 },
      { figure: 'resident memory for the second million, MiB', value: more.toFixed(0), wanted: '≤ 16', isMet: more <= 16 },
      { figure: 'time of one take, µs', value: perTakeUs.toFixed(2) },
    ];
  },
};
