import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AFFECT_LABELS } from '../reading.js';
import { anyReading, anyShare, readingOfLabel } from '../reading.spec-helper.js';
import { fuse, type FusionWeights } from './fuse.js';

const WEIGHTS: FusionWeights = { face: 0.5, voice: 0.3, text: 0.2 };
const near = (value: number): number => expect.closeTo(value, 9) as number;
const NOTHING = { face: null, voice: null, text: null };

describe('fuse', () => {
  it('has no reading without data', () => {
    expect(fuse(NOTHING, WEIGHTS)).toBeNull();
    expect(fuse({ ...NOTHING, face: readingOfLabel('neutral', 0) }, WEIGHTS)).toBeNull();
  });

  it('is the only modality there is', () => {
    for (const modality of ['face', 'voice', 'text'] as const) {
      const alone = readingOfLabel('sad', 0.6);
      expect(fuse({ ...NOTHING, [modality]: alone }, WEIGHTS)).toMatchObject({
        label: 'sad', confidence: near(0.6), valence: near(alone.valence), modalities: { ...NOTHING, [modality]: 0.6 },
      });
    }
  });

  it('weighs equally sure modalities by their weights', () => {
    const readings = { face: readingOfLabel('happy', 1), voice: readingOfLabel('neutral', 1), text: readingOfLabel('sad', 1) };
    const fused = fuse(readings, WEIGHTS);
    expect(fused?.scores).toMatchObject({ happy: near(0.5), neutral: near(0.3), sad: near(0.2) });
    expect(fused?.valence).toBeCloseTo(0.5 * 0.81 + 0.2 * -0.63, 9);
    expect(fused?.confidence).toBeCloseTo(1, 9);
  });

  it('leaves out what is missing and renormalizes the rest', () => {
    const fused = fuse({ ...NOTHING, voice: readingOfLabel('angry', 1), text: readingOfLabel('sad', 1) }, WEIGHTS);
    expect(fused?.scores).toMatchObject({ angry: near(0.6), sad: near(0.4) });
    expect(fused?.modalities).toEqual({ face: null, voice: 1, text: 1 });
  });

  it('lets a sure modality outweigh an unsure one, and an unsure one not raise the confidence', () => {
    const fused = fuse({ ...NOTHING, face: readingOfLabel('happy', 0.1), voice: readingOfLabel('angry', 0.9) }, WEIGHTS);
    expect(fused?.label).toBe('angry');
    expect(fused?.confidence).toBeLessThan(0.9);
  });

  it('does not count a modality of weight 0', () => {
    expect(fuse({ ...NOTHING, text: readingOfLabel('sad', 1) }, { ...WEIGHTS, text: 0 })).toBeNull();
  });

  it('keeps every range, whatever the readings and weights', () => {
    const part = fc.oneof(anyReading, fc.constant(null));
    fc.assert(
      fc.property(
        fc.record({ face: part, voice: part, text: part }), fc.record({ face: anyShare, voice: anyShare, text: anyShare }),
        (readings, weights) => {
          const fused = fuse(readings, weights);
          if (fused === null) return;
          const lowest = (of: 'valence' | 'arousal' | 'dominance' | 'confidence') =>
            Object.values(readings).flatMap((reading) => (reading === null ? [] : [reading[of]]));
          for (const name of ['valence', 'arousal', 'dominance', 'confidence'] as const) {
            expect(fused[name]).toBeGreaterThanOrEqual(Math.min(...lowest(name)) - 1e-9);
            expect(fused[name]).toBeLessThanOrEqual(Math.max(...lowest(name)) + 1e-9);
          }
          expect(AFFECT_LABELS.reduce((sum, name) => sum + fused.scores[name], 0)).toBeCloseTo(1, 6);
          expect(fused.scores[fused.label]).toBe(Math.max(...Object.values(fused.scores)));
        },
      ),
    );
  });
});
