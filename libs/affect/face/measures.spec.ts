import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACTION_COUNT, ACTION_LIMIT, decodeMeasures, emptyMeasures, encodeMeasures, FACE_MEASURES_BYTES, FACE_SLOTS, FIRST_ACTION,
  isReadable, SLOT, SOURCE_BLENDSHAPES, SOURCE_LANDMARKS,
} from './measures.js';

const action = fc.float({ min: -ACTION_LIMIT, max: ACTION_LIMIT, noNaN: true });
const readable = fc
  .record({
    source: fc.constantFrom(SOURCE_LANDMARKS, SOURCE_BLENDSHAPES),
    quality: fc.float({ min: 0, max: 1, noNaN: true }),
    pose: fc.array(fc.float({ min: -180, max: 180, noNaN: true }), { minLength: 3, maxLength: 3 }),
    actions: fc.array(action, { minLength: ACTION_COUNT, maxLength: ACTION_COUNT }),
  })
  .map(({ source, quality, pose, actions }) => Float32Array.from([source, quality, ...pose, ...actions]));

describe('the layout', () => {
  it('is small, and every slot is where its name says', () => {
    expect(FACE_SLOTS.length).toBeLessThanOrEqual(24);
    expect(FACE_MEASURES_BYTES).toBe(72);
    FACE_SLOTS.forEach((name, position) => expect(SLOT[name]).toBe(position));
    expect(FACE_SLOTS[FIRST_ACTION]).toBe('au1');
    expect(ACTION_COUNT).toBe(13);
  });

  it('is little-endian single precision in the order of the slots', () => {
    const measures = emptyMeasures();
    measures[SLOT.source] = SOURCE_LANDMARKS;
    measures[SLOT.quality] = 0.5;
    const bytes = encodeMeasures(measures);
    expect([...bytes.subarray(0, 8)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0x3f]);
  });
});

describe('encoding', () => {
  it('gives back what was put in, at any offset', () => {
    fc.assert(fc.property(readable, fc.nat(100), (measures, offset) => {
      const bytes = new Uint8Array(offset + FACE_MEASURES_BYTES + 3);
      bytes.set(encodeMeasures(measures), offset);
      expect(decodeMeasures(bytes, offset)).toEqual(measures);
    }));
  });

  it('keeps the empty row', () => {
    expect(decodeMeasures(encodeMeasures(emptyMeasures()))).toEqual(emptyMeasures());
  });

  it('reads any bytes as measures in range or as the empty row', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: -5, max: 300 }), (bytes, offset) => {
      const measures = decodeMeasures(bytes, offset);
      expect(isReadable(measures) || measures.every((value) => value === 0)).toBe(true);
    }));
  });
});

describe('what is readable', () => {
  const good = (): Float32Array => Float32Array.from([SOURCE_LANDMARKS, 1, ...new Array<number>(FACE_SLOTS.length - 2).fill(0)]);

  it('a known source with numbers in range', () => {
    expect(isReadable(good())).toBe(true);
    expect(isReadable(emptyMeasures())).toBe(false);
    fc.assert(fc.property(readable, (measures) => {
      expect(isReadable(measures)).toBe(true);
    }));
  });

  it.each([
    ['unknown source', SLOT.source, 3],
    ['broken source', SLOT.source, Number.NaN],
    ['negative quality', SLOT.quality, -0.1],
    ['quality above 1', SLOT.quality, 1.1],
    ['broken yaw', SLOT.yaw, Number.NaN],
    ['impossible pitch', SLOT.pitch, 200],
    ['impossible action', SLOT.au12, 3],
    ['infinite action', SLOT.au26, -Infinity],
  ])('not: %s', (_title, position, value) => {
    const measures = good();
    measures[position] = value;
    expect(isReadable(measures)).toBe(false);
  });

  it('not a row of another length', () => {
    expect(isReadable(good().subarray(0, 10))).toBe(false);
    expect(isReadable(Float32Array.from([...good(), 0]))).toBe(false);
    expect(isReadable(new Float32Array(0))).toBe(false);
  });
});
