import { at } from './numbers.js';
import { RIGID_POINTS } from './reference-face.js';

/**
 * Takes position, size, rotation and aspect ratio out of a face.
 *
 * x is a share of the image's width and y of its height, so without the picture's aspect ratio (which no client sends) a
 * similarity transform (Procrustes) turns a tilted head into a sheared face. The fit here is therefore the full affine map from
 * the reference face to the image, in least squares over the rigid points; its inverse takes out rotation, size, aspect ratio,
 * the scale of z, mirroring and the first order of perspective at once. The least-squares weights depend on the reference alone,
 * so a frame costs one small matrix product.
 */
export interface Alignment {
  /** Rows that map a difference of two image points to the reference's x (to the right) and y (down), interocular distances. */
  readonly xRow: Float64Array;
  readonly yRow: Float64Array;
  /** Degrees; see `FACE_SLOTS`. */
  yaw: number;
  pitch: number;
  roll: number;
  /** Root mean square distance of the rigid points from the fitted reference, interocular distances. */
  residual: number;
  /** Interocular distance as a share of the image's width. */
  size: number;
  /** False when z says nothing (a detector without depth); then the rows expect the depth on the reference face as z. */
  hasDepth: boolean;
}

export function createAlignment(): Alignment {
  return {
    xRow: new Float64Array(3), yRow: new Float64Array(3), yaw: 0, pitch: 0, roll: 0, residual: 0, size: 0, hasDepth: false,
  };
}

const N = RIGID_POINTS.length;
const CENTRE = centre();
/** Reference points about their centre, row-major n×3. */
const SHAPE = centredShape();
/** Least-squares weights, row-major n×3: column j of the affine map is the sum over points of image point × weight j. */
const WEIGHTS = leastSquaresWeights();
const DEGREES = 180 / Math.PI;
/** Below this share of the x row, the z row of the fit carries no depth. A real face, even in profile, has more than a third. */
const FLAT = 0.05;
/** Smallest volume of the unit rows of the fit: 1 for a rotated face, 0 for a collapsed one. */
const LEAST_VOLUME = 0.4;

/**
 * Fits the reference to the rigid points of a face.
 * @param rigid image coordinates of `RIGID_POINTS` in their order, row-major n×3
 * @param out is overwritten, so that the hot path allocates nothing
 * @returns false when the points are no face (not finite, collapsed); `out` is then without meaning
 */
export function align(rigid: Float64Array, out: Alignment): boolean {
  let a00 = 0, a01 = 0, a02 = 0, a10 = 0, a11 = 0, a12 = 0, a20 = 0, a21 = 0, a22 = 0, mx = 0, my = 0;
  for (let i = 0, k = 0; i < N; i++, k += 3) {
    const x = at(rigid, k), y = at(rigid, k + 1), z = at(rigid, k + 2);
    const w0 = at(WEIGHTS, k), w1 = at(WEIGHTS, k + 1), w2 = at(WEIGHTS, k + 2);
    a00 += x * w0; a01 += x * w1; a02 += x * w2;
    a10 += y * w0; a11 += y * w1; a12 += y * w2;
    a20 += z * w0; a21 += z * w1; a22 += z * w2;
    mx += x; my += y;
  }
  mx /= N; my /= N;
  const xLength = length(a00, a01, a02), yLength = length(a10, a11, a12), zLength = length(a20, a21, a22);
  if (!(xLength > 1e-9 && yLength > 1e-9 && zLength < Infinity && xLength < 1e9 && yLength < 1e9)) return false;
  if (!readPose(a00 / xLength, a01 / xLength, a02 / xLength, a10 / yLength, a11 / yLength, a12 / yLength, out)) return false;

  let squares = 0;
  for (let i = 0, k = 0; i < N; i++, k += 3) {
    const s0 = at(SHAPE, k), s1 = at(SHAPE, k + 1), s2 = at(SHAPE, k + 2);
    const dx = (at(rigid, k) - mx - a00 * s0 - a01 * s1 - a02 * s2) / xLength;
    const dy = (at(rigid, k + 1) - my - a10 * s0 - a11 * s1 - a12 * s2) / yLength;
    squares += dx * dx + dy * dy;
  }
  out.residual = Math.sqrt(squares / N);
  out.size = xLength;
  out.hasDepth = zLength > FLAT * xLength;
  if (!out.hasDepth) {
    const area = a00 * a11 - a01 * a10;
    if (Math.abs(area) < LEAST_VOLUME * xLength * yLength) return false;
    setRow(out.xRow, a11 / area, -a01 / area, (a01 * a12 - a11 * a02) / area);
    setRow(out.yRow, -a10 / area, a00 / area, (a10 * a02 - a00 * a12) / area);
    return true;
  }
  const c00 = a11 * a22 - a12 * a21, c01 = a12 * a20 - a10 * a22, c02 = a10 * a21 - a11 * a20;
  const volume = a00 * c00 + a01 * c01 + a02 * c02;
  if (!(Math.abs(volume) >= LEAST_VOLUME * xLength * yLength * zLength)) return false;
  setRow(out.xRow, c00 / volume, (a02 * a21 - a01 * a22) / volume, (a01 * a12 - a02 * a11) / volume);
  setRow(out.yRow, c01 / volume, (a00 * a22 - a02 * a20) / volume, (a02 * a10 - a00 * a12) / volume);
  return true;
}

/** Head rotation from the unit rows u and v of the fit's x and y: no unit of the image is in them, so no aspect ratio either. */
function readPose(u0: number, u1: number, u2: number, v0: number, v1: number, v2: number, out: Alignment): boolean {
  const shear = u0 * v0 + u1 * v1 + u2 * v2;
  if (Math.abs(shear) > 0.5) return false;
  if (u0 * v1 - u1 * v0 < 0) {
    u0 = -u0; u1 = -u1; u2 = -u2;
  }
  const dot = u0 * v0 + u1 * v1 + u2 * v2;
  v0 -= dot * u0; v1 -= dot * u1; v2 -= dot * u2;
  const norm = length(v0, v1, v2);
  v0 /= norm; v1 /= norm; v2 /= norm;
  const w2 = u0 * v1 - u1 * v0;
  out.yaw = Math.atan2(-u2, w2) * DEGREES;
  out.pitch = Math.asin(Math.max(-1, Math.min(1, v2))) * DEGREES;
  out.roll = Math.atan2(v0, u0) * DEGREES;
  return true;
}

/** `Math.hypot` guards against overflow, which the checks above exclude, and takes ten times as long. */
function length(x: number, y: number, z: number): number {
  return Math.sqrt(x * x + y * y + z * z);
}

function setRow(row: Float64Array, x: number, y: number, z: number): void {
  row[0] = x; row[1] = y; row[2] = z;
}

function centre(): readonly number[] {
  const sum: [number, number, number] = [0, 0, 0];
  for (const point of RIGID_POINTS) {
    sum[0] += point.at[0] / N; sum[1] += point.at[1] / N; sum[2] += point.at[2] / N;
  }
  return sum;
}

function centredShape(): Float64Array {
  return Float64Array.from(RIGID_POINTS.flatMap((point) => point.at.map((value, axis) => value - at(CENTRE, axis))));
}

/** shape · (shapeᵀ shape)⁻¹ */
function leastSquaresWeights(): Float64Array {
  let xx = 0, xy = 0, xz = 0, yy = 0, yz = 0, zz = 0;
  for (let k = 0; k < SHAPE.length; k += 3) {
    const x = at(SHAPE, k), y = at(SHAPE, k + 1), z = at(SHAPE, k + 2);
    xx += x * x; xy += x * y; xz += x * z; yy += y * y; yz += y * z; zz += z * z;
  }
  const i00 = yy * zz - yz * yz, i01 = xz * yz - xy * zz, i02 = xy * yz - xz * yy;
  const i11 = xx * zz - xz * xz, i12 = xy * xz - xx * yz, i22 = xx * yy - xy * xy;
  const determinant = xx * i00 + xy * i01 + xz * i02;
  const weights = new Float64Array(SHAPE.length);
  for (let k = 0; k < SHAPE.length; k += 3) {
    const x = at(SHAPE, k), y = at(SHAPE, k + 1), z = at(SHAPE, k + 2);
    weights[k] = (x * i00 + y * i01 + z * i02) / determinant;
    weights[k + 1] = (x * i01 + y * i11 + z * i12) / determinant;
    weights[k + 2] = (x * i02 + y * i12 + z * i22) / determinant;
  }
  return weights;
}
