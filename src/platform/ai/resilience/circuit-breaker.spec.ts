import { beforeEach, describe, expect, it } from 'vitest';
import { CircuitBreaker, type Permit } from './circuit-breaker.js';

let nowMs: number;
let breaker: CircuitBreaker;
beforeEach(() => {
  nowMs = 1_000;
  breaker = new CircuitBreaker({ failures: 3, openMs: 100, maxOpenMs: 350 }, () => nowMs);
});

function enter(): Permit {
  const permit = breaker.enter();
  if (permit === null) throw new Error('the circuit is open');
  return permit;
}

const failTimes = (times: number) => {
  for (let time = 0; time < times; time++) enter().fail();
};

describe('a circuit breaker', () => {
  it('opens after so many failures in a row, not after failures with a success between', () => {
    failTimes(2);
    enter().succeed();
    failTimes(2);
    expect(breaker.state).toBe('closed');
    failTimes(1);
    expect(breaker.state).toBe('open');
    expect(breaker.enter()).toBeNull();
    expect(breaker.waitMs).toBe(100);
  });

  it('lets one probe through when its time is over, and closes when the probe succeeds', () => {
    failTimes(3);
    nowMs += 100;
    expect(breaker.state).toBe('half-open');
    const probe = enter();
    expect(breaker.enter()).toBeNull();
    probe.succeed();
    expect(breaker.state).toBe('closed');
    failTimes(2);
    expect(breaker.state).toBe('closed');
  });

  it('opens for twice as long with every failed probe, up to a bound', () => {
    failTimes(3);
    for (const expectedMs of [200, 350, 350]) {
      nowMs += breaker.waitMs;
      enter().fail();
      expect(breaker.waitMs).toBe(expectedMs);
    }
    nowMs += 350;
    enter().succeed();
    failTimes(3);
    expect(breaker.waitMs).toBe(100);
  });

  it('lets the next probe through when one says nothing', () => {
    failTimes(3);
    nowMs += 100;
    enter().release();
    expect(breaker.state).toBe('half-open');
    enter().succeed();
    expect(breaker.state).toBe('closed');
  });

  it('opens at once when it is tripped, for as long as it is told within the bound', () => {
    enter().trip();
    expect(breaker.waitMs).toBe(100);
    nowMs += 100;
    enter().trip(30);
    expect(breaker.waitMs).toBe(30);
    nowMs += 30;
    enter().trip(9_999_999);
    expect(breaker.waitMs).toBe(350);
  });

  it('does not count calls that were let in before it opened', () => {
    const late = [enter(), enter()];
    failTimes(3);
    nowMs += 100;
    const probe = enter();
    late[0]?.succeed();
    late[1]?.fail();
    expect(breaker.state).toBe('half-open');
    expect(breaker.enter()).toBeNull();
    probe.succeed();
    expect(breaker.state).toBe('closed');
  });

  it('counts a permit once', () => {
    const permit = enter();
    permit.fail();
    permit.fail();
    permit.trip();
    expect(breaker.state).toBe('closed');
  });
});
