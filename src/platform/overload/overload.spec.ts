import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { recordingLogger } from '../../../test/harness/recording-logger.js';
import { AppConfig } from '../config/app-config.js';
import { DomainEvents } from '../events/domain-events.js';
import { Overload } from './overload.service.js';

const KNEE_MS = 100;

const dataDir = mkdtempSync(join(tmpdir(), 'bemore-overload-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

function watching(delayMs = KNEE_MS) {
  const { logger, lines } = recordingLogger();
  const config = AppConfig.from({ NODE_ENV: 'test', DATA_DIR: dataDir, OVERLOAD_DELAY_MS: String(delayMs) });
  const overload = new Overload(config, new DomainEvents(logger), logger);
  /** The loop is as late as this for some rounds. */
  const late = (meanMs: number, rounds = 20) => {
    for (let round = 0; round < rounds; round += 1) overload.observe({ meanMs, p99Ms: meanMs, maxMs: meanMs, utilization: 1 });
  };
  const share = (kind: 'new' | 'running') => Array.from({ length: 100 }, () => overload.refusal(kind)).filter((refusal) => refusal !== null).length / 100;
  return { overload, lines, late, share };
}

describe('overload', () => {
  it('S25 turns nothing away below the knee', () => {
    const { late, share } = watching();
    late(KNEE_MS * 0.9);
    expect([share('new'), share('running')]).toEqual([0, 0]);
  });

  it('S25 turns away more new work the later the loop is, and leaves running sessions alone at first', () => {
    const { late, share } = watching();
    late(KNEE_MS * 1.5);
    expect(share('new')).toBeCloseTo(0.5, 1);
    expect(share('running')).toBe(0);
    late(KNEE_MS * 2.5);
    expect([share('new'), share('running')]).toEqual([1, 0]);
    late(KNEE_MS * 4.5);
    expect(share('new')).toBe(1);
    expect(share('running')).toBeCloseTo(0.5, 1);
  });

  it('S25 says when to come again, later the worse it is, within bounds', () => {
    const { overload, late } = watching();
    late(KNEE_MS * 3);
    expect(overload.refusal('new')?.retryAfterMs).toBe(6_000);
    late(KNEE_MS * 1_000);
    expect(overload.refusal('new')?.retryAfterMs).toBe(15_000);
  });

  it('S25 takes one long turn of the loop for no overload, and comes back by itself', () => {
    const { overload, lines, late } = watching();
    late(KNEE_MS * 2, 1);
    expect(overload.load).toBeLessThan(1);
    late(KNEE_MS * 4);
    expect(overload.load).toBeGreaterThan(1);
    late(0);
    expect(overload.load).toBeLessThan(0.01);
    expect(overload.refusal('new')).toBeNull();
    expect(lines.map(({ message }) => message)).toEqual(['overloaded: requests are turned away', 'no longer overloaded']);
  });

  it('S25 counts a queue that is nearly full as overload, whatever the loop is like', () => {
    const { overload, late, share } = watching();
    let fullness = 0.5;
    overload.register('signals', () => fullness);
    late(0);
    expect(share('new')).toBe(0);
    fullness = 1;
    late(0, 1);
    expect(share('new')).toBeGreaterThan(0);
    expect(share('running')).toBe(0);
  });

  it('can be switched off', () => {
    const { late, share } = watching(0);
    late(60_000);
    expect(share('new')).toBe(0);
  });
});
