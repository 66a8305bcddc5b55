import { describe, expect, it } from 'vitest';
import { FailureCounter } from './failure-counter.js';
import { MemoryRateStore } from './memory-rate-store.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function open(lockMs: number | null = 15 * MINUTE, limit = 5) {
  const clock = { time: 0 };
  const store = new MemoryRateStore({ maxKeys: 1_024, now: () => clock.time });
  return { clock, counter: new FailureCounter(store, { name: 'auth', limit, windowMs: HOUR, lockMs }) };
}

async function failTimes(counter: FailureCounter, key: string, times: number) {
  let lock = null;
  for (let index = 0; index < times; index++) lock = await counter.registerFailure(key);
  return lock;
}

describe('FailureCounter', () => {
  it('S6 locks a key at the fifth failure, for fifteen minutes', async () => {
    const { clock, counter } = open();
    expect(await failTimes(counter, 'a', 4)).toBeNull();
    expect(await counter.check('a')).toBeNull();
    expect(await counter.registerFailure('a')).toEqual({ retryAfterMs: 15 * MINUTE });
    clock.time += 5 * MINUTE;
    expect(await counter.check('a')).toEqual({ retryAfterMs: 10 * MINUTE });
    expect(await counter.check('b')).toBeNull();
    clock.time += 10 * MINUTE;
    expect(await counter.check('a')).toBeNull();
  });

  it('S6 locks longer each time, up to a day', async () => {
    const { clock, counter } = open();
    const locks: number[] = [];
    for (let round = 0; round < 8; round++) {
      const lock = await failTimes(counter, 'a', 5);
      locks.push((lock?.retryAfterMs ?? 0) / MINUTE);
      clock.time += lock?.retryAfterMs ?? 0;
    }
    expect(locks.slice(0, 6)).toEqual([15, 30, 60, 120, 240, 480]);
    expect(Math.max(...locks)).toBeLessThanOrEqual(24 * 60);
  });

  it('counts failures of an hour, not of a life', async () => {
    const { clock, counter } = open();
    for (let index = 0; index < 40; index++) {
      clock.time += 20 * MINUTE;
      expect(await counter.registerFailure('a')).toBeNull();
    }
  });

  it('S6 lets no more parallel guesses through than may fail', async () => {
    const { counter } = open();
    const begun = await Promise.all(Array.from({ length: 30 }, () => counter.begin('a')));
    const attempts = begun.filter((entry) => 'failed' in entry);
    expect(attempts).toHaveLength(5);
    const locks = await Promise.all(attempts.map((attempt) => attempt.failed()));
    expect(locks.filter((lock) => lock !== null)).not.toHaveLength(0);
    expect(await counter.begin('a')).toEqual({ retryAfterMs: 15 * MINUTE });
  });

  it('does not count what succeeded', async () => {
    const { counter } = open();
    for (let index = 0; index < 20; index++) {
      const attempt = await counter.begin('a');
      if (!('succeeded' in attempt)) throw new Error('locked');
      await attempt.succeeded();
    }
    expect(await failTimes(counter, 'a', 4)).toBeNull();
  });

  it('forgets a key that is cleared', async () => {
    const { counter } = open();
    await failTimes(counter, 'a', 5);
    await counter.clear('a');
    expect(await counter.check('a')).toBeNull();
    expect(await failTimes(counter, 'a', 4)).toBeNull();
  });

  it('without a lock refuses until the window has room again', async () => {
    const { clock, counter } = open(null, 50);
    expect(await failTimes(counter, 'ip', 49)).toBeNull();
    expect(await counter.registerFailure('ip')).toEqual({ retryAfterMs: HOUR });
    expect(await counter.begin('ip')).toEqual({ retryAfterMs: HOUR });
    clock.time += HOUR;
    expect(await counter.check('ip')).toBeNull();
  });
});
