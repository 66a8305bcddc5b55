/**
 * What is kept of one video frame: a fixed row of numbers, the same from landmarks and from blendshapes.
 *
 * | slot | unit | meaning |
 * |---|---|---|
 * | source | – | 0 nothing readable, 1 landmarks, 2 blendshapes; a later layout of this row takes new numbers |
 * | quality | 0…1 | geometry and size of the face in the frame; blendshapes: share of the actions they cover |
 * | yaw, pitch, roll | degrees | head to the image's right, head up, head clockwise in the image; 0 from blendshapes |
 * | au1 | d | inner brow up; negative: down (the vertical part of AU4) |
 * | au2 | d | outer brow up; negative: down |
 * | au4 | d | brows drawn together |
 * | au5 | d | upper lid up; negative: down (AU43, AU45) |
 * | au6 | d | cheek up |
 * | au7 | d | lower lid up |
 * | au9 | d | nose wings up |
 * | au10 | d | upper lip up towards the nose |
 * | au12 | d | lip corners up; negative: down (AU15) |
 * | au20 | d | mouth wider; negative: narrower (AU18, AU23) |
 * | au24 | d | red of the lips pressed away |
 * | au25 | d | lips parted |
 * | au26 | d | jaw dropped |
 *
 * d = interocular distance (between the middles of the two eyes) of the reference face; 0 is the population's neutral face, so a
 * person's own neutral is somewhere near 0 and is found by the baseline. Numbers: Ekman, Friesen & Hager (2002), FACS.
 */
export const FACE_SLOTS = [
  'source', 'quality', 'yaw', 'pitch', 'roll',
  'au1', 'au2', 'au4', 'au5', 'au6', 'au7', 'au9', 'au10', 'au12', 'au20', 'au24', 'au25', 'au26',
] as const;

export type FaceSlot = (typeof FACE_SLOTS)[number];

/** One frame's measures in the order of `FACE_SLOTS`. */
export type FaceMeasures = Float32Array;

/** Position of each slot in a row of measures. */
export const SLOT: Readonly<Record<FaceSlot, number>> = {
  source: 0, quality: 1, yaw: 2, pitch: 3, roll: 4,
  au1: 5, au2: 6, au4: 7, au5: 8, au6: 9, au7: 10, au9: 11, au10: 12, au12: 13, au20: 14, au24: 15, au25: 16, au26: 17,
};

/** First action slot; the actions run from here to the end of the row. */
export const FIRST_ACTION = SLOT.au1;
/** Number of actions (13). */
export const ACTION_COUNT = FACE_SLOTS.length - FIRST_ACTION;

export const SOURCE_NONE = 0;
export const SOURCE_LANDMARKS = 1;
export const SOURCE_BLENDSHAPES = 2;

/** Bytes of one encoded row: 18 × 4. */
export const FACE_MEASURES_BYTES = FACE_SLOTS.length * 4;

/** No movement of a face reaches this many interocular distances from neutral; what is beyond is a fault of the detector. */
export const ACTION_LIMIT = 2;

/** A row that says that nothing could be read in a frame. */
export function emptyMeasures(): FaceMeasures {
  return new Float32Array(FACE_SLOTS.length);
}

/** `FACE_MEASURES_BYTES` bytes, IEEE 754 single precision, little-endian, in the order of `FACE_SLOTS`. */
export function encodeMeasures(measures: FaceMeasures): Uint8Array {
  const bytes = new Uint8Array(FACE_MEASURES_BYTES);
  const view = new DataView(bytes.buffer);
  for (let slot = 0; slot < FACE_SLOTS.length; slot++) view.setFloat32(slot * 4, measures[slot] ?? 0, true);
  return bytes;
}

/**
 * The row in `bytes` from `offset` on. Bytes that are missing, or that hold no measures, give the empty row.
 */
export function decodeMeasures(bytes: Uint8Array, offset = 0): FaceMeasures {
  const measures = emptyMeasures();
  if (offset < 0 || offset + FACE_MEASURES_BYTES > bytes.length) return measures;
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, FACE_MEASURES_BYTES);
  for (let slot = 0; slot < FACE_SLOTS.length; slot++) measures[slot] = view.getFloat32(slot * 4, true);
  return isReadable(measures) ? measures : emptyMeasures();
}

/** Whether a row holds a face: a known source, every number finite and within the range of its slot. */
export function isReadable(measures: FaceMeasures): boolean {
  const source = measures[SLOT.source];
  if (source !== SOURCE_LANDMARKS && source !== SOURCE_BLENDSHAPES) return false;
  if (measures.length !== FACE_SLOTS.length) return false;
  for (let slot = SLOT.quality; slot < FACE_SLOTS.length; slot++) {
    const limit = slot >= FIRST_ACTION ? ACTION_LIMIT : slot === SLOT.quality ? 1 : 180;
    if (!(Math.abs(measures[slot] ?? Number.NaN) <= limit)) return false;
  }
  return (measures[SLOT.quality] ?? 0) >= 0;
}
