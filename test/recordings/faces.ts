import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** One frame of a face recording; `points` is null where the detector found no face. */
export interface RecordedFrame {
  /** Milliseconds since the start of the recording. */
  ts: number;
  points: number[][] | null;
}

export interface RecordedInterval {
  label: string;
  startMs: number;
  endMs: number;
}

interface FaceRecording {
  frames: RecordedFrame[];
  /** When which expression was held; between two intervals one blends into the next. */
  intervals: RecordedInterval[];
}

interface Manifest {
  faces: { file: string; label: string; intervals: RecordedInterval[] }[];
}

/** Reads a face recording by its label in `manifest.json`. */
export function readFaceRecording(label: string): FaceRecording {
  const manifest = JSON.parse(readFileSync(new URL('manifest.json', import.meta.url), 'utf8')) as Manifest;
  const face = manifest.faces.find((entry) => entry.label === label || entry.file === `face-collins-${label}.jsonl.gz`);
  if (face === undefined) throw new Error(`no face recording ${label}`);
  const lines = gunzipSync(readFileSync(new URL(face.file, import.meta.url))).toString('utf8').trim().split('\n');
  return { frames: lines.map((line) => JSON.parse(line) as RecordedFrame), intervals: face.intervals };
}
