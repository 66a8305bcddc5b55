import { align, createAlignment } from './alignment.js';
import { ACTION_LIMIT, emptyMeasures, type FaceMeasures, SLOT, SOURCE_LANDMARKS } from './measures.js';
import { at, clamp, ramp } from './numbers.js';
import { POPULATION } from './population.js';
import { MESH_POINTS, RIGID_POINTS } from './reference-face.js';

/** 468–478 points `[x, y, z]`, or the same in one row-major `Float32Array` (n×3). */
export type FaceLandmarks = readonly (readonly number[])[] | Float32Array;

/**
 * The landmarks whose mean makes one feature (MediaPipe face mesh, topology of `canonical_face_model.obj`). A mean of several
 * points halves the detector's noise; right and left are averaged, so a mirrored image reads the same. `depth` is their mean z
 * on the reference face and stands in for the depth that some detectors do not give.
 */
interface FeaturePoints {
  readonly points: readonly number[];
  readonly depth: number;
}

const FEATURES = {
  eyes: { points: [33, 133, 362, 263], depth: 0 },
  innerBrowRight: { points: [55, 107], depth: -0.28 },
  innerBrowLeft: { points: [285, 336], depth: -0.28 },
  outerBrow: { points: [46, 53, 63, 70, 276, 283, 293, 300], depth: -0.02 },
  upperLid: { points: [158, 159, 160, 385, 386, 387], depth: -0.07 },
  lowerLid: { points: [144, 145, 153, 373, 374, 380], depth: -0.07 },
  cheek: { points: [50, 101, 205, 280, 330, 425], depth: -0.14 },
  noseWing: { points: [98, 129, 327, 358], depth: -0.28 },
  upperLipTop: { points: [0, 37, 267], depth: -0.43 },
  upperLipEdge: { points: [13, 82, 312], depth: -0.35 },
  lowerLipEdge: { points: [14, 87, 317], depth: -0.34 },
  lowerLipBottom: { points: [17, 84, 314], depth: -0.38 },
  cornerRight: { points: [61, 76], depth: -0.11 },
  cornerLeft: { points: [291, 306], depth: -0.11 },
  chin: { points: [152], depth: -0.17 },
} as const satisfies Record<string, FeaturePoints>;

type Feature = keyof typeof FEATURES;

const FEATURE_NAMES = Object.keys(FEATURES) as Feature[];
/** Mesh indices that are read: the rigid points first, then the features' points. */
const USED = Int32Array.from([
  ...RIGID_POINTS.map((point) => point.index),
  ...FEATURE_NAMES.flatMap((name): readonly number[] => FEATURES[name].points),
]);
const DEPTHS = Float64Array.from(FEATURE_NAMES.map((name) => FEATURES[name].depth));
/** For each feature the offset of its first number in `points`, and the offset behind its last. */
const RANGES = featureRanges();

/** Working memory of one call; every call fills what it reads. */
const points = new Float64Array(USED.length * 3);
const rigid = points.subarray(0, RIGID_POINTS.length * 3);
const alignment = createAlignment();
const means = new Float64Array(FEATURE_NAMES.length * 3);

/** Beyond this an x or y is no share of the image but a pixel, and says nothing about the edges of the picture. */
const LARGEST_SHARE = 2;
/** How far outside the picture a point may lie before it counts as guessed by the detector. */
const EDGE = 0.02;
/** A face without depth is read with the depth of the reference face. */
const FLAT_QUALITY = 0.6;

/**
 * Reduces one frame's landmarks to its measures.
 *
 * Position, size, head rotation, the picture's aspect ratio, mirroring and the scale of z change no action (`alignment.ts`).
 * Quality falls with the distance of the rigid points from any face (0.07…0.15 interocular distances), with a face smaller than
 * 4 % of the image's width between the eyes, with points outside the picture, and without depth.
 * @returns the empty row when there are too few points, a number is not finite, or the points are no face; never throws
 */
export function measuresFromLandmarks(landmarks: FaceLandmarks): FaceMeasures {
  const out = emptyMeasures();
  const inside = landmarks instanceof Float32Array ? loadRow(landmarks) : loadPoints(landmarks);
  if (inside < 0 || !align(rigid, alignment)) return out;
  const quality = frameQuality(inside);
  if (quality === 0) return out;

  averageFeatures();
  const { xRow, yRow } = alignment;
  const innerBrowY = (along(yRow, F.innerBrowRight) + along(yRow, F.innerBrowLeft)) / 2;
  const cornerY = (along(yRow, F.cornerRight) + along(yRow, F.cornerLeft)) / 2;
  const eyesY = along(yRow, F.eyes);
  const noseY = along(yRow, F.noseWing);
  const lipTopY = along(yRow, F.upperLipTop);
  const upperEdgeY = along(yRow, F.upperLipEdge);
  const lowerEdgeY = along(yRow, F.lowerLipEdge);
  const browGap = along(xRow, F.innerBrowLeft) - along(xRow, F.innerBrowRight);
  const mouthWidth = along(xRow, F.cornerLeft) - along(xRow, F.cornerRight);
  const lips = upperEdgeY - lipTopY + along(yRow, F.lowerLipBottom) - lowerEdgeY;

  out[SLOT.source] = SOURCE_LANDMARKS;
  out[SLOT.quality] = quality;
  out[SLOT.yaw] = alignment.yaw;
  out[SLOT.pitch] = alignment.pitch;
  out[SLOT.roll] = alignment.roll;
  out[SLOT.au1] = limited(eyesY - innerBrowY - POPULATION.au1.neutral);
  out[SLOT.au2] = limited(eyesY - along(yRow, F.outerBrow) - POPULATION.au2.neutral);
  out[SLOT.au4] = limited(POPULATION.au4.neutral - browGap);
  out[SLOT.au5] = limited(eyesY - along(yRow, F.upperLid) - POPULATION.au5.neutral);
  out[SLOT.au6] = limited(POPULATION.au6.neutral - (along(yRow, F.cheek) - eyesY));
  out[SLOT.au7] = limited(POPULATION.au7.neutral - (along(yRow, F.lowerLid) - eyesY));
  out[SLOT.au9] = limited(POPULATION.au9.neutral - (noseY - eyesY));
  out[SLOT.au10] = limited(POPULATION.au10.neutral - (lipTopY - noseY));
  out[SLOT.au12] = limited(lipTopY - cornerY - POPULATION.au12.neutral);
  out[SLOT.au20] = limited(mouthWidth - POPULATION.au20.neutral);
  out[SLOT.au24] = limited(POPULATION.au24.neutral - lips);
  out[SLOT.au25] = limited(lowerEdgeY - upperEdgeY - POPULATION.au25.neutral);
  out[SLOT.au26] = limited(along(yRow, F.chin) - eyesY - POPULATION.au26.neutral);
  return out;
}

/** Offset of each feature's mean in `means`. */
const F = Object.fromEntries(FEATURE_NAMES.map((name, position) => [name, position * 3])) as Record<Feature, number>;

function featureRanges(): Int32Array {
  const ranges: number[] = [];
  let start = RIGID_POINTS.length * 3;
  for (const name of FEATURE_NAMES) {
    const end = start + FEATURES[name].points.length * 3;
    ranges.push(start, end);
    start = end;
  }
  return Int32Array.from(ranges);
}

/** Copies the used points; returns the share of them inside the picture (1 for pixels), −1 when the frame cannot be read. */
function loadRow(row: Float32Array): number {
  if (row.length < MESH_POINTS * 3) return -1;
  for (let i = 0, k = 0; i < USED.length; i++, k += 3) {
    const from = at(USED, i) * 3;
    points[k] = at(row, from);
    points[k + 1] = at(row, from + 1);
    points[k + 2] = at(row, from + 2);
  }
  return shareInside();
}

function loadPoints(rows: readonly (readonly number[])[]): number {
  if (rows.length < MESH_POINTS) return -1;
  for (let i = 0, k = 0; i < USED.length; i++, k += 3) {
    const point = rows[at(USED, i)];
    if (point === undefined || point.length < 3) return -1;
    points[k] = at(point, 0);
    points[k + 1] = at(point, 1);
    points[k + 2] = at(point, 2);
  }
  return shareInside();
}

function shareInside(): number {
  let inside = 0, sum = 0, largest = 0;
  for (let k = 0; k < points.length; k += 3) {
    const x = at(points, k), y = at(points, k + 1);
    sum += x + y + at(points, k + 2);
    if (Math.abs(x) > largest) largest = Math.abs(x);
    if (Math.abs(y) > largest) largest = Math.abs(y);
    if (x >= -EDGE && x <= 1 + EDGE && y >= -EDGE && y <= 1 + EDGE) inside++;
  }
  if (!Number.isFinite(sum)) return -1;
  return largest > LARGEST_SHARE ? 1 : inside / USED.length;
}

function frameQuality(inside: number): number {
  const size = alignment.size > LARGEST_SHARE ? 1 : ramp(alignment.size, 0.01, 0.04);
  return ramp(alignment.residual, 0.15, 0.07) * size * ramp(inside, 0.5, 1) * (alignment.hasDepth ? 1 : FLAT_QUALITY);
}

function averageFeatures(): void {
  for (let feature = 0, m = 0; m < means.length; feature += 2, m += 3) {
    let x = 0, y = 0, z = 0;
    const start = at(RANGES, feature), end = at(RANGES, feature + 1);
    for (let k = start; k < end; k += 3) {
      x += at(points, k);
      y += at(points, k + 1);
      z += at(points, k + 2);
    }
    const count = (end - start) / 3;
    means[m] = x / count;
    means[m + 1] = y / count;
    means[m + 2] = alignment.hasDepth ? z / count : at(DEPTHS, m / 3);
  }
}

/** A feature's coordinate along a row of the alignment; only differences of these mean anything. */
function along(row: Float64Array, mean: number): number {
  return at(row, 0) * at(means, mean) + at(row, 1) * at(means, mean + 1) + at(row, 2) * at(means, mean + 2);
}

function limited(value: number): number {
  return clamp(value, -ACTION_LIMIT, ACTION_LIMIT);
}
