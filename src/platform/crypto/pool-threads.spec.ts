import { getPriority } from 'node:os';
import { readdirSync, readFileSync } from 'node:fs';
import bcrypt from 'bcrypt';
import { describe, expect, it, vi } from 'vitest';
import { HashingGate } from './hashing-gate.js';

const isNamed = process.platform === 'linux' && Number(process.versions.node.split('.')[0]) >= 24;

describe('hashing beside everything else', () => {
  it.runIf(isNamed)('S5 runs at a lower priority than the thread that answers requests', async () => {
    const gate = new HashingGate();
    await gate.run(() => bcrypt.hash('x', 4));
    const priorities = readdirSync('/proc/self/task')
      .filter((id) => readFileSync(`/proc/self/task/${id}/comm`, 'utf8').startsWith('libuv-worker'))
      .map((id) => getPriority(Number(id)));
    expect(priorities.length).toBeGreaterThan(0);
    expect(new Set(priorities)).toEqual(new Set([10]));
    expect(getPriority()).toBe(0);
  });

  it('S25 sends away whose turn does not come in time, and goes on with the others', async () => {
    vi.useFakeTimers();
    try {
      const gate = new HashingGate({ concurrency: 1, maxWaitMs: 1_000 });
      const first = Promise.withResolvers<string>();
      const running = gate.run(() => first.promise);
      const late = gate.run(() => Promise.resolve('late'));
      const refused = expect(late).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfterMs: expect.any(Number) as number });
      await vi.advanceTimersByTimeAsync(1_000);
      await refused;
      expect(gate.waiting).toBe(0);
      first.resolve('first');
      expect(await running).toBe('first');
      expect(await gate.run(() => Promise.resolve('next'))).toBe('next');
      expect(gate.running).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
