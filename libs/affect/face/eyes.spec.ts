import { describe, expect, it } from 'vitest';
import { blinksPerMinute, createEyes, type EyeState, watchEyes } from './eyes.js';

/** Runs frames at `gap` ms through the eyes; `closedAt` says in which they are closed. Returns how many blinks ended. */
function watch(eyes: EyeState, frames: number, gap: number, closedAt: (frame: number) => boolean): number {
  let blinks = 0;
  for (let frame = 0; frame < frames; frame++) {
    if (watchEyes(eyes, frame * gap, frame === 0 ? 0 : gap, closedAt(frame))) blinks++;
  }
  return blinks;
}

describe('blinks', () => {
  it('end within half a second', () => {
    expect(watch(createEyes(), 20, 100, (frame) => frame === 5 || frame === 6)).toBe(1);
    expect(watch(createEyes(), 20, 100, (frame) => frame >= 5 && frame < 9)).toBe(1);
  });

  it('longer closing is no blink, nor is one that has not ended', () => {
    expect(watch(createEyes(), 20, 100, (frame) => frame >= 5 && frame < 12)).toBe(0);
    expect(watch(createEyes(), 20, 100, (frame) => frame >= 18)).toBe(0);
  });

  it('a clock that goes back ends no blink', () => {
    const eyes = createEyes();
    watchEyes(eyes, 1000, 0, true);
    expect(watchEyes(eyes, 500, 0, false)).toBe(false);
    expect(eyes.closedSince).toBeNull();
  });
});

describe('blinks a minute', () => {
  it('are the true rate once enough was watched', () => {
    for (const [everyMs, rate] of [[3000, 20], [1500, 40]] as const) {
      const eyes = createEyes();
      watch(eyes, 1200, 100, (frame) => (frame * 100) % everyMs < 200);
      expect(Math.abs((blinksPerMinute(eyes) ?? 0) - rate)).toBeLessThan(rate * 0.1);
    }
  });

  it('are not known before 20 s, and not from slow frames', () => {
    const early = createEyes();
    watch(early, 150, 100, () => false);
    expect(blinksPerMinute(early)).toBeNull();
    const slow = createEyes();
    watch(slow, 150, 300, () => false);
    expect(blinksPerMinute(slow)).toBeNull();
    const enough = createEyes();
    watch(enough, 250, 100, () => false);
    expect(blinksPerMinute(enough)).toBe(0);
  });
});
