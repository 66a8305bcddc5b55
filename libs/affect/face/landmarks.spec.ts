import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measuresFromLandmarks } from './landmarks.js';
import {
  FACE_SLOTS, type FaceMeasures, type FaceSlot, FIRST_ACTION, isReadable, SLOT, SOURCE_LANDMARKS, SOURCE_NONE,
} from './measures.js';
import { RIGID_POINTS } from './reference-face.js';

type Point = [x: number, y: number, z: number];

/** Soft points of a resting face in the reference's coordinates: right and left mesh index, distance from the midline, y, z. */
const SOFT_PAIRS: readonly (readonly [number, number, number, number, number])[] = [
  [55, 285, 0.21, -0.24, -0.26], [107, 336, 0.25, -0.37, -0.29],
  [46, 276, 0.85, -0.2, -0.01], [53, 283, 0.77, -0.28, -0.1], [63, 293, 0.81, -0.33, -0.05], [70, 300, 0.91, -0.23, 0.07],
  [158, 385, 0.46, -0.12, -0.08], [159, 386, 0.54, -0.12, -0.08], [160, 387, 0.63, -0.1, -0.05],
  [144, 373, 0.6, 0.04, -0.05], [145, 374, 0.52, 0.04, -0.08], [153, 380, 0.43, 0.03, -0.08],
  [50, 280, 0.8, 0.46, -0.09], [101, 330, 0.56, 0.34, -0.16], [205, 425, 0.67, 0.59, -0.18],
  [98, 327, 0.3, 0.62, -0.32], [129, 358, 0.36, 0.52, -0.25],
  [37, 267, 0.14, 0.85, -0.43], [82, 312, 0.12, 0.94, -0.34], [87, 317, 0.12, 1.06, -0.34], [84, 314, 0.13, 1.15, -0.37],
  [61, 291, 0.46, 0.99, -0.1], [76, 306, 0.45, 0.99, -0.11],
];
const SOFT_MIDLINE: readonly (readonly [number, number, number])[] = [
  [0, 0.87, -0.44], [13, 0.94, -0.36], [14, 1.07, -0.35], [17, 1.16, -0.38], [152, 1.76, -0.17],
];

/** Moves the named points (and their left twins, mirrored) by x away from the midline and y down. */
interface Move {
  points: readonly number[];
  x?: number;
  y?: number;
}

function restingFace(moves: readonly Move[] = []): Point[] {
  const face = Array.from({ length: 478 }, (): Point => [0, 0, 0]);
  for (const { index, at } of RIGID_POINTS) face[index] = [...at];
  for (const [right, left, x, y, z] of SOFT_PAIRS) {
    const by = moves.find((move) => move.points.includes(right));
    face[right] = [-x - (by?.x ?? 0), y + (by?.y ?? 0), z];
    face[left] = [x + (by?.x ?? 0), y + (by?.y ?? 0), z];
  }
  for (const [index, y, z] of SOFT_MIDLINE) face[index] = [0, y + (moves.find((move) => move.points.includes(index))?.y ?? 0), z];
  return face;
}

/** How a camera sees the face: degrees, interocular distance and place as shares of the width, picture's width by height. */
interface View {
  yaw?: number;
  pitch?: number;
  roll?: number;
  size?: number;
  x?: number;
  y?: number;
  aspect?: number;
  depth?: number;
}

function seen(face: readonly Point[], view: View): Point[] {
  const { yaw = 0, pitch = 0, roll = 0, size = 0.15, x = 0.5, y = 0.4, aspect = 1, depth = 1 } = view;
  const [cy, sy] = turn(yaw), [cp, sp] = turn(pitch), [cr, sr] = turn(roll);
  return face.map(([px, py, pz]) => {
    const y1 = cp * py + sp * pz, z1 = -sp * py + cp * pz;
    const x2 = cy * px - sy * z1, z2 = sy * px + cy * z1;
    const x3 = cr * x2 - sr * y1, y3 = sr * x2 + cr * y1;
    return [x + size * x3, y + size * y3 * aspect, size * z2 * depth];
  });
}

function turn(degrees: number): [cos: number, sin: number] {
  return [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
}

const slot = (measures: FaceMeasures, name: FaceSlot): number => measures[SLOT[name]] ?? Number.NaN;
const actions = (measures: FaceMeasures): number[] => [...measures.subarray(FIRST_ACTION)];
const expectSameActions = (one: FaceMeasures, other: FaceMeasures): void => {
  actions(one).forEach((value, i) => {
    expect(Math.abs(value - (actions(other)[i] ?? Number.NaN)), FACE_SLOTS[FIRST_ACTION + i]).toBeLessThan(1e-5);
  });
};

const upright = seen(restingFace(), {});
const resting = measuresFromLandmarks(upright);

describe('a resting face', () => {
  it('is near the population\'s neutral in every action, of full quality and straight', () => {
    expect(slot(resting, 'source')).toBe(SOURCE_LANDMARKS);
    expect(slot(resting, 'quality')).toBe(1);
    for (const value of actions(resting)) expect(Math.abs(value)).toBeLessThan(0.15);
    for (const name of ['yaw', 'pitch', 'roll'] as const) expect(Math.abs(slot(resting, name))).toBeLessThan(1e-4);
  });

  it('is the same with and without irises, nested and as one Float32Array', () => {
    expectSameActions(measuresFromLandmarks(upright.slice(0, 468)), resting);
    expectSameActions(measuresFromLandmarks(Float32Array.from(upright.flat())), resting);
    expectSameActions(measuresFromLandmarks(Float32Array.from(upright.slice(0, 468).flat())), resting);
  });
});

describe('each action moves its slot by its length', () => {
  const cases: [FaceSlot, Move, number][] = [
    ['au1', { points: [55, 107], y: -0.05 }, 0.05],
    ['au1', { points: [55, 107], y: 0.03 }, -0.03],
    ['au2', { points: [46, 53, 63, 70], y: -0.05 }, 0.05],
    ['au4', { points: [55, 107], x: -0.02 }, 0.04],
    ['au5', { points: [158, 159, 160], y: -0.02 }, 0.02],
    ['au5', { points: [158, 159, 160], y: 0.08 }, -0.08],
    ['au6', { points: [50, 101, 205], y: -0.03 }, 0.03],
    ['au7', { points: [144, 145, 153], y: -0.01 }, 0.01],
    ['au9', { points: [98, 129], y: -0.04 }, 0.04],
    ['au10', { points: [0, 37], y: -0.04 }, 0.04],
    ['au12', { points: [61, 76], y: -0.1 }, 0.1],
    ['au12', { points: [61, 76], y: 0.06 }, -0.06],
    ['au20', { points: [61, 76], x: 0.08 }, 0.16],
    ['au24', { points: [17, 84], y: -0.02 }, 0.02],
    ['au25', { points: [14, 87], y: 0.1 }, 0.1],
    ['au26', { points: [152], y: 0.2 }, 0.2],
  ];
  it.each(cases)('%s %o', (name, move, length) => {
    const moved = measuresFromLandmarks(seen(restingFace([move]), { yaw: 10, pitch: -8, roll: 15, aspect: 4 / 3 }));
    expect(slot(moved, name) - slot(resting, name)).toBeCloseTo(length, 5);
  });
});

describe('what the camera does changes no action', () => {
  const view = fc.record({
    yaw: fc.double({ min: -50, max: 50, noNaN: true }),
    pitch: fc.double({ min: -40, max: 40, noNaN: true }),
    roll: fc.double({ min: -180, max: 180, noNaN: true }),
    size: fc.double({ min: 0.05, max: 0.2, noNaN: true }),
    x: fc.double({ min: 0.2, max: 0.8, noNaN: true }),
    y: fc.double({ min: 0.2, max: 0.8, noNaN: true }),
    aspect: fc.double({ min: 0.4, max: 2.5, noNaN: true }),
  });

  it('rotation, size, position and aspect ratio', () => {
    fc.assert(fc.property(view, (camera) => {
      const image = seen(restingFace(), { ...camera, x: 0.5, y: 0.5, size: camera.size / 4 });
      expectSameActions(measuresFromLandmarks(image), resting);
    }));
  });

  it('a mirrored picture, and any scale and sign of z', () => {
    fc.assert(fc.property(view, fc.double({ min: 0.2, max: 3, noNaN: true }), fc.constantFrom(1, -1), (camera, depth, sign) => {
      const image = seen(restingFace(), { ...camera, x: 0.5, y: 0.5, size: 0.05, depth: depth * sign });
      expectSameActions(measuresFromLandmarks(image.map(([x, y, z]): Point => [1 - x, y, z])), resting);
    }));
  });

  it('pixels instead of shares', () => {
    const pixels = upright.map(([x, y, z]): Point => [x * 1280, y * 720, z * 1280]);
    const measures = measuresFromLandmarks(pixels);
    expectSameActions(measures, resting);
    expect(slot(measures, 'quality')).toBe(1);
  });

  it('head rotation is measured whatever the aspect ratio', () => {
    fc.assert(fc.property(view, (camera) => {
      const measures = measuresFromLandmarks(seen(restingFace(), { ...camera, size: 0.05, x: 0.5, y: 0.5, roll: 0 }));
      const level = measuresFromLandmarks(seen(restingFace(), { roll: camera.roll / 4, aspect: camera.aspect }));
      expect(slot(measures, 'yaw')).toBeCloseTo(camera.yaw, 1);
      expect(slot(measures, 'pitch')).toBeCloseTo(camera.pitch, 1);
      expect(slot(level, 'roll')).toBeCloseTo(camera.roll / 4, 1);
    }));
  });

  it('says where the nose points', () => {
    const nose = (camera: View): Point => seen(restingFace(), camera)[1] ?? [0, 0, 0];
    const right = { yaw: 25 }, up = { pitch: 25 };
    const pose = (camera: View, name: FaceSlot): number => slot(measuresFromLandmarks(seen(restingFace(), camera)), name);
    expect(Math.sign(pose(right, 'yaw'))).toBe(Math.sign(nose(right)[0] - nose({})[0]));
    expect(Math.sign(pose(up, 'pitch'))).toBe(-Math.sign(nose(up)[1] - nose({})[1]));
  });
});

describe('a face without depth', () => {
  it('is read with the depth of the reference, at lower quality', () => {
    for (const camera of [{}, { yaw: 15 }, { pitch: -12, roll: 20 }, { yaw: -10, pitch: 8, aspect: 16 / 9, size: 0.08 }]) {
      const measures = measuresFromLandmarks(seen(restingFace(), camera).map(([x, y]): Point => [x, y, 0]));
      expect(slot(measures, 'quality')).toBeCloseTo(0.6, 5);
      actions(measures).forEach((value, i) => {
        expect(Math.abs(value - (actions(resting)[i] ?? 0)), FACE_SLOTS[FIRST_ACTION + i]).toBeLessThan(0.01);
      });
    }
  });
});

describe('quality', () => {
  const quality = (points: Point[]): number => slot(measuresFromLandmarks(points), 'quality');

  it('falls with a face too small to tell, and with points outside the picture', () => {
    expect(quality(seen(restingFace(), { size: 0.04 }))).toBeCloseTo(1, 5);
    expect(quality(seen(restingFace(), { size: 0.02 }))).toBeLessThan(0.4);
    expect(quality(seen(restingFace(), { size: 0.005 }))).toBe(0);
    expect(quality(seen(restingFace(), { x: 0.1 }))).toBeLessThan(0.9);
    expect(quality(seen(restingFace(), { x: -0.1 }))).toBe(0);
  });

  it('falls when the rigid points do not make a face', () => {
    const bent = upright.map(([x, y, z], i): Point => [x + (i % 2 === 0 ? 0.02 : -0.02), y + (i % 3 === 0 ? 0.02 : -0.01), z]);
    expect(quality(bent)).toBeLessThan(0.5);
  });
});

describe('no face', () => {
  const unreadable = (points: number[][] | Float32Array): void => {
    const measures = measuresFromLandmarks(points);
    expect(slot(measures, 'source')).toBe(SOURCE_NONE);
    expect([...measures].every((value) => value === 0)).toBe(true);
  };

  it('too few points, short points, a broken number', () => {
    unreadable([]);
    unreadable(upright.slice(0, 467));
    unreadable(new Float32Array(467 * 3));
    unreadable(upright.map(([x, y]) => [x, y]));
    for (const bad of [Number.NaN, Infinity, -Infinity]) {
      unreadable(upright.map((point, i) => (i === 33 ? [bad, 0, 0] : point)));
      unreadable(upright.map((point, i) => (i === 61 ? [0, bad, 0] : point)));
    }
  });

  it('all points at one place, on a line, on one height', () => {
    unreadable(upright.map(() => [0.5, 0.5, 0]));
    unreadable(upright.map(([x]) => [x, x, x]));
    unreadable(upright.map(([x, , z]) => [x, 0.5, z]));
    unreadable(new Float32Array(478 * 3));
  });

  it('random points are no face', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(fc.property(fc.array(share, { minLength: 1434, maxLength: 1434 }), (values) => {
      expect(slot(measuresFromLandmarks(Float32Array.from(values)), 'quality')).toBeLessThan(0.25);
    }), { numRuns: 50 });
  });

  it('any numbers give a row that is empty or in range, and never throw', () => {
    const odd = fc.constantFrom(0, -0, 1e-320, 1e308, -1e308, Number.NaN, Infinity);
    const numbers = fc.array(fc.oneof(fc.double(), fc.float(), fc.integer(), odd), { minLength: 0, maxLength: 64 });
    fc.assert(fc.property(numbers, fc.integer({ min: 466, max: 480 }), fc.boolean(), (values, n, flat) => {
      const cell = (i: number): number => (values.length === 0 ? 0.5 : values[i % values.length] ?? 0);
      const rows = Array.from({ length: n }, (_, i) => [cell(i * 7), cell(i * 3 + 1), cell(i * 5 + 2)]);
      const measures = measuresFromLandmarks(flat ? Float32Array.from(rows.flat()) : rows);
      expect(isReadable(measures) || measures.every((value) => value === 0)).toBe(true);
    }));
  });

  it('a face with some broken points gives numbers in range', () => {
    const fault = fc.tuple(fc.nat(477), fc.nat(2), fc.double({ min: -5, max: 5, noNaN: true }));
    const damage = fc.array(fault, { minLength: 1, maxLength: 30 });
    fc.assert(fc.property(damage, (faults) => {
      const points = upright.map((point): Point => [...point]);
      for (const [index, axis, value] of faults) {
        const point = points[index];
        if (point !== undefined) point[axis] = value;
      }
      const measures = measuresFromLandmarks(points);
      expect(isReadable(measures) || measures.every((value) => value === 0)).toBe(true);
    }));
  });
});
