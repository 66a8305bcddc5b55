import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SlowDown } from './slow-down.js';

const slowDown = () => new SlowDown({ after: 0.8, stepMs: 500, maxMs: 20_000 });
const never = new AbortController().signal;

describe('SlowDown', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('S22 delays from the threshold on by a step a request, up to the most', () => {
    const delays = [1, 480, 481, 482, 519, 520, 600].map((used) => slowDown().delayOf(used, 600));
    expect(delays).toEqual([0, 0, 500, 1_000, 19_500, 20_000, 20_000]);
    expect(new SlowDown({ after: 1, stepMs: 500, maxMs: 20_000 }).delayOf(600, 600)).toBe(0);
    expect(new SlowDown({ after: 0.8, stepMs: 0, maxMs: 20_000 }).delayOf(600, 600)).toBe(0);
  });

  it('ends a delay when the client leaves, and keeps nothing of it', async () => {
    const slow = slowDown();
    const client = new AbortController();
    const waiting = slow.wait(20_000, client.signal);
    expect(slow.count).toBe(1);
    client.abort();
    await waiting;
    expect(slow.count).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not begin a delay for a client that has left', async () => {
    await slowDown().wait(20_000, AbortSignal.abort());
    expect(vi.getTimerCount()).toBe(0);
  });

  it('S24 holds no more than a thousand requests', async () => {
    const slow = slowDown();
    const waiting = Array.from({ length: 1_000 }, () => slow.wait(500, never));
    await slow.wait(500, never);
    expect(slow.count).toBe(1_000);
    await vi.advanceTimersByTimeAsync(500);
    await Promise.all(waiting);
    expect(slow.count).toBe(0);
  });

  it('lets everybody go when the server stops', async () => {
    const slow = slowDown();
    const waiting = [slow.wait(20_000, never), slow.wait(10_000, never)];
    slow.beforeApplicationShutdown();
    await Promise.all(waiting);
    await slow.wait(20_000, never);
    expect(vi.getTimerCount()).toBe(0);
  });
});
