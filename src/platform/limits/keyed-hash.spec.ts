import { expect, it } from 'vitest';
import { KeyedHash } from './keyed-hash.js';

it('agrees with the reference implementation of HalfSipHash-2-4-64', () => {
  const hash = new KeyedHash(0x03020100, 0x07060504);
  hash.update('');
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(hash.low, 0);
  bytes.writeUInt32LE(hash.high, 4);
  expect(bytes.toString('hex')).toBe('218d1f59b9b83cc8');
});

it('depends on the key, the length and the order', () => {
  const results = new Set<string>();
  for (const key of [1, 2]) {
    const hash = new KeyedHash(key, 7);
    for (const text of ['', 'a', 'aa', 'ab', 'ba', 'a\0']) {
      hash.update(text);
      results.add(`${hash.low}:${hash.high}`);
    }
  }
  expect(results.size).toBe(12);
});
