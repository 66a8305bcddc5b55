import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.js';

describe('TokenBucket', () => {
  it('gives its capacity at once and then its rate', () => {
    const bucket = new TokenBucket(20, 20, 0);
    for (let index = 0; index < 20; index++) expect(bucket.take(0)).toBe(0);
    expect(bucket.take(0)).toBe(50);
    expect(bucket.take(49)).toBe(1);
    expect(bucket.take(50)).toBe(0);
    expect(bucket.remaining).toBe(0);
    expect(bucket.resetMs).toBe(1_000);
  });

  it('never gives more than capacity + rate × time between any two moments', () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 200 }),
      (capacity, perSecond, gaps) => {
        const bucket = new TokenBucket(capacity, perSecond, 0);
        const taken: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          if (bucket.take(now) === 0) taken.push(now);
        }
        taken.forEach((from, first) => {
          taken.slice(first).forEach((to, index) => {
            expect(index + 1).toBeLessThanOrEqual(capacity + (perSecond * (to - from)) / 1_000 + 1e-6);
          });
        });
      },
    );
    fc.assert(property, { numRuns: 50 });
  });

  it('keeps its word about when the next token is there', () => {
    const bucket = new TokenBucket(3, 7, 0);
    let now = 0;
    for (let index = 0; index < 50; index++) {
      const wait = bucket.take(now);
      now += wait;
      if (wait > 0) expect(bucket.take(now)).toBe(0);
    }
  });

  it('is not fooled by a clock that goes back', () => {
    const bucket = new TokenBucket(1, 1, 1_000);
    expect(bucket.take(1_000)).toBe(0);
    expect(bucket.take(0)).toBe(1_000);
    expect(bucket.take(1_000)).toBe(1_000);
    expect(bucket.take(2_000)).toBe(0);
  });
});
