import { describe, expect, it } from 'vitest';
import { classOf, ConnectionLimits, type EventClass } from './connection-limits.js';

const RATES = { frames: 60, audio: 60, events: 20 };

/** Sends at an even rate for so many seconds; gives what came of it. */
function sendAt(perSecond: number, seconds: number, eventClass: EventClass = 'events') {
  const limits = new ConnectionLimits(RATES, 0);
  const result = { passed: 0, refused: 0, warnings: 0, exceededAfterMs: Infinity };
  for (let index = 0; index < perSecond * seconds; index++) {
    const now = (index * 1_000) / perSecond;
    const verdict = limits.take(eventClass, now);
    if (verdict.retryAfterMs === 0) result.passed++;
    else result.refused++;
    if (verdict.warning !== null) result.warnings++;
    if (verdict.isExceeded) {
      result.exceededAfterMs = now;
      break;
    }
  }
  return result;
}

describe('ConnectionLimits', () => {
  it('S24 puts each event into its class', () => {
    const classes = (['landmarks', 'blendshapes', 'voice:audio', 'typing', 'message', 'session:end'] as const).map(classOf);
    expect(classes).toEqual(['frames', 'frames', 'audio', 'events', 'events', 'events']);
  });

  it('S24 lets a client have its rate for as long as it likes', () => {
    expect(sendAt(20, 60)).toMatchObject({ passed: 1_200, refused: 0, warnings: 0 });
    expect(sendAt(60, 60, 'frames')).toMatchObject({ passed: 3_600, refused: 0 });
  });

  it('S24 refuses a little too much and lets the client stay', () => {
    const { passed, refused, exceededAfterMs } = sendAt(24, 60);
    expect(passed).toBeGreaterThanOrEqual(1_200);
    expect(refused).toBeGreaterThan(100);
    expect(exceededAfterMs).toBe(Infinity);
  });

  it('S24 ends what goes on for seconds, and a flood at once', () => {
    const { exceededAfterMs } = sendAt(40, 60);
    expect(exceededAfterMs).toBeGreaterThan(4_000);
    expect(exceededAfterMs).toBeLessThan(8_000);
    expect(sendAt(10_000, 60).exceededAfterMs).toBeLessThan(100);
  });

  it('S24 warns no more than once a second', () => {
    expect(sendAt(24, 30).warnings).toBeLessThanOrEqual(30);
  });

  it('keeps classes apart', () => {
    const limits = new ConnectionLimits(RATES, 0);
    for (let index = 0; index < 25; index++) limits.take('events', 0);
    expect(limits.take('events', 0).retryAfterMs).toBeGreaterThan(0);
    expect(limits.take('frames', 0).retryAfterMs).toBe(0);
    expect(limits.take('audio', 0).retryAfterMs).toBe(0);
  });
});
