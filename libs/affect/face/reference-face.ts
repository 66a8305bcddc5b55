/**
 * The shape against which a face is aligned: the points of the face mesh that no facial muscle moves (eye corners, ridge and tip
 * of the nose, temples, the upper edge of the cheek contour). Derived from `test/recordings`: mean of the neutral frames, made
 * symmetric.
 *
 * Axes: x to the image's right, y down, z away from the camera; origin in the middle between the eyes; unit: interocular
 * distance. A person's own proportions need not match: the fit in `alignment.ts` takes up what differs linearly, the baseline
 * the rest.
 */
interface RigidPoint {
  readonly index: number;
  readonly at: readonly [x: number, y: number, z: number];
}

const PAIRS: readonly (readonly [right: number, left: number, x: number, y: number, z: number])[] = [
  [33, 263, 0.724, -0.014, 0.044],
  [133, 362, 0.276, 0.014, -0.044],
  [127, 356, 1.124, 0.142, 0.82],
  [162, 389, 1.107, -0.113, 0.676],
  [234, 454, 1.114, 0.375, 0.877],
];

const MIDLINE: readonly (readonly [index: number, y: number, z: number])[] = [
  [6, -0.01, -0.381],
  [197, 0.099, -0.473],
  [195, 0.197, -0.569],
  [5, 0.303, -0.67],
  [4, 0.442, -0.722],
  [1, 0.553, -0.698],
];

/** The rigid points of the mesh with their place on the reference face. */
export const RIGID_POINTS: readonly RigidPoint[] = [
  ...PAIRS.flatMap(([right, left, x, y, z]): RigidPoint[] => [
    { index: right, at: [-x, y, z] },
    { index: left, at: [x, y, z] },
  ]),
  ...MIDLINE.map(([index, y, z]): RigidPoint => ({ index, at: [0, y, z] })),
];

/** Landmarks of MediaPipe's face mesh without the irises. */
export const MESH_POINTS = 468;
