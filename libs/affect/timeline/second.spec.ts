import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AffectModality, FusionWeights } from '../fusion/fuse.js';
import type { AffectReading } from '../reading.js';
import { anyReading, anyShare, readingOfLabel } from '../reading.spec-helper.js';
import { addToSecond, compactSecond, fuseSecond, readingOf, type Second } from './second.js';

const WEIGHTS: FusionWeights = { face: 0.5, voice: 0.3, text: 0.2 };

interface Item {
  modality: AffectModality;
  reading: AffectReading | null;
  weight: number;
}

function secondOf(items: readonly Item[]): Second {
  const second: Second = {};
  for (const { modality, reading, weight } of items) addToSecond(second, modality, reading, weight);
  return second;
}

const items = fc.array(
  fc.record<Item>({
    modality: fc.constantFrom('face', 'voice', 'text'),
    reading: fc.oneof({ arbitrary: anyReading, weight: 4 }, { arbitrary: fc.constant(null), weight: 1 }),
    weight: anyShare,
  }),
  { maxLength: 60 },
);

describe('a second of the timeline', () => {
  it('says nothing without items, and nothing from items that could not be read', () => {
    expect(fuseSecond({}, WEIGHTS)).toBeNull();
    const unread: Item = { modality: 'face', reading: null, weight: 1 };
    expect(fuseSecond(secondOf([unread, unread, unread]), WEIGHTS)).toBeNull();
  });

  it('is the mean of its frames, weighed by how sure they are', () => {
    const second = secondOf([
      { modality: 'face', reading: readingOfLabel('happy', 0.9), weight: 1 },
      { modality: 'face', reading: readingOfLabel('sad', 0.1), weight: 1 },
    ]);
    const reading = readingOf(second, 'face');
    expect(reading?.label).toBe('happy');
    expect(reading?.valence).toBeCloseTo(0.9 * 0.81 + 0.1 * -0.63, 9);
    expect(reading?.confidence).toBeCloseTo(0.5, 9);
  });

  it('is less sure when frames could not be read', () => {
    const good = { modality: 'face', reading: readingOfLabel('happy', 0.8), weight: 1 } as const;
    const bad = { modality: 'face', reading: null, weight: 1 } as const;
    expect(readingOf(secondOf([good, good]), 'face')?.confidence).toBeCloseTo(0.8, 9);
    expect(readingOf(secondOf([good, bad, good, bad]), 'face')?.confidence).toBeCloseTo(0.4, 9);
  });

  it('does not depend on the order of its items', () => {
    const withOrder = items.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })));
    fc.assert(
      fc.property(withOrder, ([list, shuffled]) => {
        const one = fuseSecond(secondOf(list), WEIGHTS);
        const other = fuseSecond(secondOf(shuffled), WEIGHTS);
        expect(other === null).toBe(one === null);
        if (one === null || other === null) return;
        expect(other.valence).toBeCloseTo(one.valence, 6);
        expect(other.arousal).toBeCloseTo(one.arousal, 6);
        expect(other.confidence).toBeCloseTo(one.confidence, 6);
      }),
    );
  });

  it('keeps every range, also after it was stored in short', () => {
    fc.assert(
      fc.property(items, (list) => {
        const second = secondOf(list);
        for (const stored of [second, JSON.parse(JSON.stringify(compactSecond(second))) as Second]) {
          const fused = fuseSecond(stored, WEIGHTS);
          if (fused === null) continue;
          const { valence, arousal, dominance } = fused;
          expect(Math.max(Math.abs(valence), Math.abs(arousal), Math.abs(dominance))).toBeLessThanOrEqual(1 + 1e-9);
          expect(fused.confidence > 0 && fused.confidence <= 1 + 1e-9).toBe(true);
        }
      }),
    );
  });

  it('changes little by being stored in short', () => {
    const list = Array.from({ length: 30 }, (_, i): Item => ({
      modality: 'face', reading: readingOfLabel(i % 3 === 0 ? 'sad' : 'neutral', 0.4 + (i % 5) / 10), weight: 1,
    }));
    const second = secondOf(list);
    expect(fuseSecond(compactSecond(second), WEIGHTS)?.valence).toBeCloseTo(fuseSecond(second, WEIGHTS)?.valence ?? 1, 4);
  });

  it('takes less than 5 µs a frame, fusion included', () => {
    const reading = readingOfLabel('happy', 0.7);
    const seconds = 4000;
    const perSecond = 30;
    const run = (): number => {
      const start = process.cpuUsage();
      for (let s = 0; s < seconds; s++) {
        const second: Second = {};
        for (let i = 0; i < perSecond; i++) addToSecond(second, 'face', reading, 1);
        fuseSecond(second, WEIGHTS);
      }
      const { user, system } = process.cpuUsage(start);
      return (user + system) / (seconds * perSecond);
    };
    run();
    const perFrame = run();
    console.log(`timeline and fusion: ${perFrame.toFixed(2)} µs a frame`);
    expect(perFrame).toBeLessThan(5);
  });
});
