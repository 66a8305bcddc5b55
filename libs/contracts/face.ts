import { toFloat32 } from './binary.js';
import { type Refuse, type Refused, handWritten } from './hand-written.js';

/** MediaPipe's face mesh without (468) and with (478) the irises. */
export const LANDMARKS_MIN = 468;
export const LANDMARKS_MAX = 478;

/** Wide enough for shares of the image and for pixels. */
const COORDINATE_MAX = 10_000;
const AXES = 3;

const isCoordinate = (value: unknown): value is number =>
  typeof value === 'number' && value >= -COORDINATE_MAX && value <= COORDINATE_MAX;

const isPointCount = (count: number) => count >= LANDMARKS_MIN && count <= LANDMARKS_MAX;

/** One pass over n×3 numbers, as 600 frames of them in one body would keep Zod's own arrays busy for a noticeable time. */
function pointsFromArray(points: readonly unknown[], refuse: Refuse): Float32Array | Refused {
  if (!isPointCount(points.length)) return refuse('pointCount');
  const coordinates = new Float32Array(points.length * AXES);
  for (let index = 0; index < points.length; index += 1) {
    const point = points[index];
    if (!Array.isArray(point) || point.length !== AXES) return refuse('point', [index]);
    for (let axis = 0; axis < AXES; axis += 1) {
      const value: unknown = point[axis];
      if (!isCoordinate(value)) return refuse('coordinate', [index, axis]);
      coordinates[index * AXES + axis] = value;
    }
  }
  return coordinates;
}

function pointsFromBinary(value: unknown, refuse: Refuse): Float32Array | Refused {
  const coordinates = toFloat32(value);
  if (coordinates === null) return refuse('binary');
  if (coordinates.length % AXES !== 0 || !isPointCount(coordinates.length / AXES)) return refuse('binarySize');
  for (let index = 0; index < coordinates.length; index += 1) {
    if (!isCoordinate(coordinates[index])) return refuse('coordinate', [Math.floor(index / AXES), index % AXES]);
  }
  return coordinates;
}

const LANDMARKS_JSON_SCHEMA = {
  type: 'array',
  minItems: LANDMARKS_MIN,
  maxItems: LANDMARKS_MAX,
  items: {
    type: 'array',
    minItems: AXES,
    maxItems: AXES,
    items: { type: 'number', minimum: -COORDINATE_MAX, maximum: COORDINATE_MAX },
  },
};

/** A point of the face mesh: x and y as shares of the image or in pixels, z relative depth. */
export type LandmarkPoint = readonly [x: number, y: number, z: number];

/**
 * The face mesh of one frame as JSON: 468–478 points `[x, y, z]`. Parsed, it is a `Float32Array` of n×3 numbers, row by row, as
 * the binary form of the socket is, so whatever reads faces knows one form.
 */
export const Landmarks = handWritten<Float32Array, readonly LandmarkPoint[]>(
  { ...LANDMARKS_JSON_SCHEMA, description: '468–478 points [x, y, z] of MediaPipe’s face mesh' },
  (value, refuse) => (Array.isArray(value) ? pointsFromArray(value, refuse) : refuse('pointCount')),
);

/** As {@link Landmarks}, or one binary value: little-endian Float32, n×3, row by row, read in place where it is aligned. */
export const LandmarksOrBinary = handWritten<Float32Array, readonly LandmarkPoint[] | ArrayBuffer | ArrayBufferView>(
  {
    ...LANDMARKS_JSON_SCHEMA,
    description: '468–478 points [x, y, z], or one binary little-endian Float32Array (n×3, row by row)',
  },
  (value, refuse) => (Array.isArray(value) ? pointsFromArray(value, refuse) : pointsFromBinary(value, refuse)),
);

/** ARKit's 52 blend shapes (ARFaceAnchor.BlendShapeLocation) and the `_neutral` that MediaPipe reports beside them. */
export const BLENDSHAPE_NAMES = [
  '_neutral', 'browDownLeft', 'browDownRight', 'browInnerUp', 'browOuterUpLeft', 'browOuterUpRight', 'cheekPuff',
  'cheekSquintLeft', 'cheekSquintRight', 'eyeBlinkLeft', 'eyeBlinkRight', 'eyeLookDownLeft', 'eyeLookDownRight',
  'eyeLookInLeft', 'eyeLookInRight', 'eyeLookOutLeft', 'eyeLookOutRight', 'eyeLookUpLeft', 'eyeLookUpRight',
  'eyeSquintLeft', 'eyeSquintRight', 'eyeWideLeft', 'eyeWideRight', 'jawForward', 'jawLeft', 'jawOpen', 'jawRight',
  'mouthClose', 'mouthDimpleLeft', 'mouthDimpleRight', 'mouthFrownLeft', 'mouthFrownRight', 'mouthFunnel', 'mouthLeft',
  'mouthLowerDownLeft', 'mouthLowerDownRight', 'mouthPressLeft', 'mouthPressRight', 'mouthPucker', 'mouthRight',
  'mouthRollLower', 'mouthRollUpper', 'mouthShrugLower', 'mouthShrugUpper', 'mouthSmileLeft', 'mouthSmileRight',
  'mouthStretchLeft', 'mouthStretchRight', 'mouthUpperUpLeft', 'mouthUpperUpRight', 'noseSneerLeft', 'noseSneerRight',
  'tongueOut',
] as const;

export type BlendshapeName = (typeof BLENDSHAPE_NAMES)[number];
export type BlendshapeScores = Partial<Record<BlendshapeName, number>>;

const KNOWN_BLENDSHAPES: ReadonlySet<string> = new Set(BLENDSHAPE_NAMES);

const isBlendshapeName = (name: string): name is BlendshapeName => KNOWN_BLENDSHAPES.has(name);

/** Scores 0…1 by ARKit name, at least one. Names that are not ARKit's are refused. */
export const Blendshapes = handWritten<BlendshapeScores, BlendshapeScores>(
  {
    type: 'object',
    propertyNames: { type: 'string', enum: [...BLENDSHAPE_NAMES] },
    additionalProperties: { type: 'number', minimum: 0, maximum: 1 },
    minProperties: 1,
    description: 'ARKit blend shapes by name, each 0…1',
  },
  (value, refuse) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('blendshapes');
    const scores: BlendshapeScores = {};
    const entries: [string, unknown][] = Object.entries(value);
    if (entries.length === 0) return refuse('blendshapes');
    for (const [name, score] of entries) {
      if (!isBlendshapeName(name)) return refuse('key', [name]);
      if (typeof score !== 'number' || !(score >= 0 && score <= 1)) return refuse('score', [name]);
      scores[name] = score;
    }
    return scores;
  },
);
