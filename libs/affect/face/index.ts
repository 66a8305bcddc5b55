export { measuresFromBlendshapes } from './blendshapes.js';
export { measuresFromLandmarks, type FaceLandmarks } from './landmarks.js';
export { decodeMeasures, encodeMeasures, FACE_MEASURES_BYTES, FACE_SLOTS, SLOT, type FaceMeasures } from './measures.js';
export { createFaceState, readFace, type FaceFrame, type FaceState } from './read-face.js';
