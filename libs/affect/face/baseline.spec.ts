import { describe, expect, it } from 'vitest';
import { baselineStatus, createBaseline, type FaceBaseline, learn } from './baseline.js';
import { emptyMeasures, type FaceMeasures, type FaceSlot, FIRST_ACTION, SLOT, SOURCE_LANDMARKS } from './measures.js';

type Face = Partial<Record<FaceSlot, number>>;

function row(face: Face): FaceMeasures {
  const measures = emptyMeasures();
  measures[SLOT.source] = SOURCE_LANDMARKS;
  measures[SLOT.quality] = 1;
  for (const [name, value] of Object.entries(face)) measures[SLOT[name as FaceSlot]] = value;
  return measures;
}

/** A baseline with its clock; `show` holds a face for some seconds at 10 frames a second, trembling by ±0.002. */
class Watcher {
  readonly baseline: FaceBaseline = createBaseline();
  private ts = 1_700_000_000_000;

  show(face: Face, seconds: number, tremble = 0.002): this {
    for (let frame = 0; frame < seconds * 10; frame++, this.ts += 100) {
      const jitter = [tremble, -tremble, 0][frame % 3] ?? 0;
      learn(this.baseline, this.ts, row(Object.fromEntries(Object.entries(face).map(([name, value]) => [name, value + jitter]))));
    }
    return this;
  }

  wait(seconds: number): this {
    this.ts += seconds * 1000;
    return this;
  }

  rest(name: FaceSlot): number {
    return this.baseline.offset[SLOT[name] - FIRST_ACTION] ?? Number.NaN;
  }

  noise(name: FaceSlot): number {
    return this.baseline.noise[SLOT[name] - FIRST_ACTION] ?? Number.NaN;
  }

  doubts(name: FaceSlot): boolean {
    return this.baseline.doubtful[SLOT[name] - FIRST_ACTION] === 1;
  }
}

describe('the first seconds', () => {
  it('become the baseline after 2.5 s', () => {
    const watcher = new Watcher().show({ au12: 0.03, pitch: -8 }, 2.5);
    expect(baselineStatus(watcher.baseline)).toBe('population');
    expect(watcher.rest('au12')).toBe(0);
    watcher.show({ au12: 0.03, pitch: -8 }, 0.1);
    expect(baselineStatus(watcher.baseline)).toBe('person');
    expect(watcher.rest('au12')).toBeCloseTo(0.03, 3);
    expect(watcher.baseline.pitch).toBeCloseTo(-8, 1);
  });

  it('withstand odd frames', () => {
    const watcher = new Watcher().show({ au12: 0.03 }, 1.4).show({ au12: 0.2 }, 0.9).show({ au12: 0.03 }, 0.3);
    expect(watcher.rest('au12')).toBeCloseTo(0.03, 2);
  });

  it('need ten frames, and no hole of 3 s', () => {
    const slow = createBaseline();
    for (let second = 0; second < 9; second++) learn(slow, second * 1000, row({}));
    expect(slow.windows).toBe(0);
    learn(slow, 9000, row({}));
    expect(slow.windows).toBe(1);
    const torn = new Watcher().show({ au12: 0.03 }, 2).wait(4).show({ au12: -0.03 }, 2);
    expect(torn.baseline.windows).toBe(0);
    expect(torn.show({ au12: -0.03 }, 0.7).rest('au12')).toBeCloseTo(-0.03, 3);
  });

  it('begin anew after ten seconds of too few frames, and when the clock goes back', () => {
    const baseline = createBaseline();
    for (let frame = 0; frame < 8; frame++) learn(baseline, frame * 2500, row({}));
    expect(baseline.windows).toBe(0);
    learn(baseline, 1000, row({}));
    expect(baseline.rows).toHaveLength(1);
  });

  it('measure the person\'s noise', () => {
    const calm = new Watcher().show({ au12: 0 }, 3), trembling = new Watcher().show({ au12: 0 }, 3, 0.012);
    expect(trembling.noise('au12')).toBeGreaterThan(2 * calm.noise('au12'));
  });
});

describe('a face that does not begin neutral', () => {
  it('is doubted when no known face rests there, and corrected when it rests', () => {
    const watcher = new Watcher().show({ au12: 0.14 }, 3);
    expect(baselineStatus(watcher.baseline)).toBe('provisional');
    expect(watcher.rest('au12')).toBeLessThan(0.03);
    watcher.show({ au12: 0.01 }, 9);
    expect(watcher.doubts('au12')).toBe(false);
    expect(watcher.rest('au12')).toBeCloseTo(0.01, 2);
    expect(baselineStatus(watcher.baseline)).toBe('person');
  });

  it('is believed in the end when it stays: some faces are like that', () => {
    const watcher = new Watcher().show({ au12: -0.1 }, 3).show({ au12: -0.1 }, 35);
    expect(watcher.doubts('au12')).toBe(false);
    expect(watcher.rest('au12')).toBeCloseTo(-0.1, 2);
  });

  it('goes back to a rest nearer to the population within the first two minutes', () => {
    expect(new Watcher().show({ au12: -0.05 }, 3).show({ au12: 0.01 }, 30).rest('au12')).toBeCloseTo(0.01, 2);
  });

  it('learns that the eyes were closed', () => {
    expect(new Watcher().show({ au5: -0.03 }, 4).show({ au5: 0.02 }, 20).rest('au5')).toBeCloseTo(0.02, 2);
  });
});

describe('later', () => {
  it('follows what is no expression', () => {
    const watcher = new Watcher().show({ au12: 0 }, 3).show({ au12: 0.006 }, 120);
    expect(watcher.rest('au12')).toBeGreaterThan(0.005);
  });

  it('never takes a lasting mood for rest', () => {
    expect(new Watcher().show({ au12: 0 }, 3).show({ au12: -0.07 }, 300).rest('au12')).toBeCloseTo(0, 3);
    expect(new Watcher().show({ au12: 0 }, 3).show({ au12: 0.1 }, 300).rest('au12')).toBeCloseTo(0, 3);
    expect(new Watcher().show({ au1: -0.01 }, 3).show({ au1: -0.05 }, 300).rest('au1')).toBeCloseTo(-0.01, 3);
  });

  it('a smile after the first two minutes does not move a low rest', () => {
    expect(new Watcher().show({ au12: -0.04 }, 130).show({ au12: 0.02 }, 120).rest('au12')).toBeCloseTo(-0.04, 2);
  });

  it('learns a restless face slowly, a calm one quickly', () => {
    const watcher = new Watcher().show({ au12: 0 }, 3, 0.012);
    const restless = watcher.noise('au12');
    expect(watcher.show({ au12: 0 }, 10, 0.001).noise('au12')).toBeLessThan(restless / 2);
  });
});

describe('its size', () => {
  it('is bounded at any frame rate', () => {
    const baseline = createBaseline();
    let largest = 0;
    for (let frame = 0; frame < 3000; frame++) {
      learn(baseline, frame * 4, row({ au1: 0.123456789, au12: Math.sin(frame) / 10 }));
      largest = Math.max(largest, baseline.rows.length);
    }
    expect(largest).toBeLessThanOrEqual(39);
  });
});
