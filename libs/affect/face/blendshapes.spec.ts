import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measuresFromBlendshapes } from './blendshapes.js';
import { type FaceSlot, isReadable, SLOT, SOURCE_BLENDSHAPES, SOURCE_NONE } from './measures.js';

const both = (name: string, score: number): Record<string, number> => ({ [`${name}Left`]: score, [`${name}Right`]: score });
function slot(scores: Record<string, number>, name: FaceSlot): number {
  return measuresFromBlendshapes(scores)[SLOT[name]] ?? Number.NaN;
}

/** The names of `ARFaceAnchor.BlendShapeLocation`. */
const ARKIT = [
  'cheekPuff', 'jawForward', 'jawLeft', 'jawOpen', 'jawRight', 'mouthClose', 'mouthFunnel', 'mouthLeft', 'mouthPucker',
  'mouthRight', 'mouthRollLower', 'mouthRollUpper', 'mouthShrugLower', 'mouthShrugUpper', 'browInnerUp', 'tongueOut',
  ...[
    'browDown', 'browOuterUp', 'cheekSquint', 'eyeBlink', 'eyeLookDown', 'eyeLookIn', 'eyeLookOut', 'eyeLookUp', 'eyeSquint',
    'eyeWide', 'mouthDimple', 'mouthFrown', 'mouthLowerDown', 'mouthPress', 'mouthSmile', 'mouthStretch', 'mouthUpperUp',
    'noseSneer',
  ].flatMap((name) => [`${name}Left`, `${name}Right`]),
];

describe('ARKit blendshapes', () => {
  it('all 52 at rest are the population\'s neutral face, fully covered', () => {
    expect(ARKIT).toHaveLength(52);
    const measures = measuresFromBlendshapes(Object.fromEntries(ARKIT.map((name) => [name, 0])));
    expect(measures[SLOT.source]).toBe(SOURCE_BLENDSHAPES);
    expect(measures[SLOT.quality]).toBe(1);
    expect([...measures.subarray(2)].every((value) => value === 0)).toBe(true);
  });

  it.each([
    [{ browInnerUp: 1 }, 'au1', 0.12],
    [both('browDown', 1), 'au1', -0.07],
    [both('browDown', 1), 'au4', 0.05],
    [both('browOuterUp', 1), 'au2', 0.1],
    [both('eyeWide', 1), 'au5', 0.05],
    [both('eyeBlink', 1), 'au5', -0.05],
    [both('cheekSquint', 1), 'au6', 0.06],
    [both('eyeSquint', 1), 'au7', 0.03],
    [both('noseSneer', 1), 'au9', 0.08],
    [both('mouthUpperUp', 1), 'au10', 0.1],
    [both('mouthSmile', 1), 'au12', 0.18],
    [both('mouthFrown', 1), 'au12', -0.12],
    [both('mouthStretch', 1), 'au20', 0.2],
    [{ mouthPucker: 1 }, 'au20', -0.3],
    [both('mouthPress', 1), 'au24', 0.08],
    [{ jawOpen: 1 }, 'au25', 0.3],
    [{ jawOpen: 1, mouthClose: 1 }, 'au25', 0],
    [{ jawOpen: 1 }, 'au26', 0.5],
  ] as [Record<string, number>, FaceSlot, number][])('%o moves %s', (scores, name, length) => {
    expect(slot(scores, name)).toBeCloseTo(length, 6);
  });

  it('one side moves half as much', () => {
    expect(slot({ mouthSmileLeft: 1 }, 'au12')).toBeCloseTo(0.09, 6);
  });

  it('takes scores within 0…1', () => {
    expect(slot({ jawOpen: 7 }, 'au26')).toBeCloseTo(0.5, 6);
    expect(slot({ jawOpen: -7 }, 'au26')).toBe(0);
  });
});

describe('what is not known', () => {
  it('is ignored', () => {
    const known = measuresFromBlendshapes({ jawOpen: 0.4 });
    expect(measuresFromBlendshapes({ jawOpen: 0.4, _neutral: 1, smirk: 0.9, mouthSmileLeft: Number.NaN })).toEqual(known);
  });

  it('alone gives no measures', () => {
    for (const scores of [{}, { smirk: 1 }, { jawOpen: Number.NaN }, { jawOpen: Infinity }] as Record<string, number>[]) {
      expect(measuresFromBlendshapes(scores)[SLOT.source]).toBe(SOURCE_NONE);
    }
  });

  it('lowers the quality', () => {
    expect(slot(both('mouthSmile', 0.5), 'quality')).toBeCloseTo(2 / 13, 6);
  });

  it('never throws, whatever the names and scores', () => {
    const name = fc.oneof(fc.constantFrom(...ARKIT, '__proto__', 'constructor', 'toString'), fc.string());
    fc.assert(fc.property(fc.dictionary(name, fc.oneof(fc.double(), fc.integer())), (scores) => {
      const measures = measuresFromBlendshapes(scores);
      expect(isReadable(measures) || measures.every((value) => value === 0)).toBe(true);
    }));
  });
});
