import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AFFECT_LABELS, type AffectLabel, LABEL_VAD } from '../reading.js';
import { anyShare } from '../reading.spec-helper.js';
import { notableChanges, stretches, summarize, type TimelinePoint } from './summary.js';

const T0 = 1_700_000_000_000;

const point = (second: number, label: AffectLabel, confidence = 0.8): TimelinePoint =>
  ({ ts: T0 + second * 1000, label, confidence, ...LABEL_VAD[label] });

const empty = (second: number): TimelinePoint =>
  ({ ts: T0 + second * 1000, label: null, confidence: 0, valence: null, arousal: null, dominance: null });

function course(...parts: [AffectLabel | null, number][]): TimelinePoint[] {
  const points: TimelinePoint[] = [];
  for (const [label, seconds] of parts) {
    for (let i = 0; i < seconds; i++) points.push(label === null ? empty(points.length) : point(points.length, label));
  }
  return points;
}

const anyPoints = fc
  .array(fc.tuple(fc.constantFrom(null, ...AFFECT_LABELS), anyShare, fc.integer({ min: 1, max: 30 })), { maxLength: 80 })
  .map((list) => {
    let second = 0;
    return list.map(([label, confidence, gap]) => {
      second += gap;
      return label === null ? empty(second) : point(second, label, confidence);
    });
  });

describe('summarize', () => {
  it('has nothing to say without data, and does not call it neutral', () => {
    for (const points of [[], course([null, 20])]) {
      const summary = summarize(points, 20_000);
      expect(summary).toMatchObject({
        dominantEmotion: null, mean: { valence: null, arousal: null, dominance: null }, confidence: 0, coverageRatio: 0,
        points: points.length,
      });
      expect(Object.values(summary.mix).every((part) => part === 0)).toBe(true);
    }
    expect(summarize([], 0).coverageRatio).toBe(0);
  });

  it('tells mix, mean and coverage', () => {
    const summary = summarize(course(['happy', 30], ['neutral', 10], [null, 10]), 50_000);
    expect(summary).toMatchObject({ dominantEmotion: 'happy', coverageRatio: 0.8, points: 50 });
    expect(summary.confidence).toBeCloseTo(0.8, 9);
    expect(summary.mix.happy).toBeCloseTo(0.75, 9);
    expect(summary.mix.neutral).toBeCloseTo(0.25, 9);
    expect(summary.mean.valence).toBeCloseTo(0.75 * 0.81, 9);
  });

  it('lets a sure second outweigh an unsure one', () => {
    expect(summarize([point(0, 'happy', 0.9), point(1, 'sad', 0.1)], 2000).mix.happy).toBeCloseTo(0.9, 9);
  });

  it('keeps every range', () => {
    fc.assert(
      fc.property(anyPoints, fc.integer({ min: 0, max: 4_000_000 }), (points, activeMs) => {
        const { mix, mean, confidence, coverageRatio } = summarize(points, activeMs);
        const sum = Object.values(mix).reduce((total, part) => total + part, 0);
        expect(points.every(({ label }) => label === null) ? sum === 0 : Math.abs(sum - 1) < 1e-6).toBe(true);
        for (const value of Object.values(mean)) expect(value === null || Math.abs(value) <= 1 + 1e-9).toBe(true);
        expect(confidence >= 0 && confidence <= 1 && coverageRatio >= 0 && coverageRatio <= 1).toBe(true);
      }),
    );
  });
});

describe('stretches', () => {
  it('averages equal lengths and leaves out what is empty', () => {
    const found = stretches([...course(['happy', 60]), point(150, 'sad')], 4);
    const seconds = (ts: number): number => (ts - T0) / 1000;
    expect(found.map(({ tsStart, tsEnd, summary }) => [seconds(tsStart), seconds(tsEnd), summary.dominantEmotion])).toEqual([
      [0, 38, 'happy'], [38, 76, 'happy'], [114, 152, 'sad'],
    ]);
  });

  it('gives at most as many as asked for, in order, that hold every point once', () => {
    fc.assert(
      fc.property(anyPoints, fc.integer({ min: 1, max: 600 }), (points, most) => {
        const found = stretches(points, most);
        expect(found.length).toBeLessThanOrEqual(most);
        expect(found.reduce((sum, { summary }) => sum + summary.points, 0)).toBe(points.length);
        for (const [i, { tsStart, tsEnd }] of found.entries()) {
          expect(tsEnd).toBeGreaterThan(tsStart);
          expect(tsStart).toBeGreaterThanOrEqual(found[i - 1]?.tsEnd ?? 0);
        }
      }),
    );
  });

  it('takes three hours in little time', () => {
    const points = course(['happy', 5000], ['sad', 5800]);
    const start = performance.now();
    expect(stretches(points, 600).length).toBeLessThanOrEqual(600);
    notableChanges(points, 10);
    summarize(points, 10_800_000);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('notableChanges', () => {
  it('finds where a held label became another that held', () => {
    expect(notableChanges(course(['neutral', 10], ['happy', 10], ['sad', 10]), 5)).toMatchObject([
      { ts: T0 + 10_000, from: 'neutral', to: 'happy' }, { ts: T0 + 20_000, from: 'happy', to: 'sad' },
    ]);
  });

  it('passes over what lasted a moment, and seconds without data', () => {
    expect(notableChanges(course(['neutral', 10], ['surprised', 2], ['neutral', 10]), 5)).toEqual([]);
    expect(notableChanges(course(['neutral', 10], [null, 5], ['neutral', 10]), 5)).toEqual([]);
  });

  it('keeps the largest, in the order of time', () => {
    const changes = notableChanges(course(['neutral', 5], ['anxious', 5], ['happy', 5], ['sad', 5]), 1);
    expect(changes).toMatchObject([{ from: 'happy', to: 'sad' }]);
  });
});
