import { AFFECT_LABELS, type AffectReading, decodeMeasures, encodeMeasures, FACE_MEASURES_BYTES, type FaceMeasures } from '../../libs/affect/index.js';
import { z } from 'zod';

/** What one frame became. `ts` in epoch milliseconds. */
export interface FaceItem {
  readonly modality: 'face';
  readonly ts: number;
  readonly measures: FaceMeasures;
}

export interface VoiceItem {
  readonly modality: 'voice';
  readonly ts: number;
  readonly tsEnd: number;
  readonly isSpeech: boolean;
  readonly rms: number;
  readonly pitchHz: number | null;
}

/** What the words of a stretch of speech or of a message say about affect; the words themselves stand elsewhere. */
export interface TextItem {
  readonly modality: 'text';
  readonly ts: number;
  readonly reading: AffectReading;
}

export type SignalItem = FaceItem | VoiceItem | TextItem;

const TS_BYTES = 8;
const FACE_BYTES = TS_BYTES + FACE_MEASURES_BYTES;

const voiceSchema = z.array(z.tuple([z.number(), z.number(), z.boolean(), z.number(), z.number().nullable()]));
const reading = z.object({
  label: z.enum(AFFECT_LABELS),
  scores: z.record(z.enum(AFFECT_LABELS), z.number()),
  confidence: z.number(),
  valence: z.number(),
  arousal: z.number(),
  dominance: z.number(),
});
const textSchema = z.array(z.tuple([z.number(), reading]));

/** Items of one modality as bytes: frames as float64 time and float32 measures each, the others as JSON. */
export function encodeItems(items: readonly SignalItem[]): Uint8Array {
  if (items[0]?.modality === 'face') return encodeFaces(items.filter((item) => item.modality === 'face'));
  const rows = items.map((item) =>
    item.modality === 'voice' ? [item.ts, item.tsEnd, item.isSpeech, item.rms, item.pitchHz] : item.modality === 'text' ? [item.ts, item.reading] : [],
  );
  return Buffer.from(JSON.stringify(rows));
}

function encodeFaces(items: readonly FaceItem[]): Uint8Array {
  const bytes = Buffer.allocUnsafe(items.length * FACE_BYTES);
  items.forEach(({ ts, measures }, index) => {
    bytes.writeDoubleLE(ts, index * FACE_BYTES);
    bytes.set(encodeMeasures(measures), index * FACE_BYTES + TS_BYTES);
  });
  return bytes;
}

export function decodeItems(modality: SignalItem['modality'], bytes: Buffer): SignalItem[] {
  if (modality === 'face') {
    return Array.from({ length: Math.floor(bytes.length / FACE_BYTES) }, (_, index) => ({
      modality,
      ts: bytes.readDoubleLE(index * FACE_BYTES),
      measures: decodeMeasures(bytes, index * FACE_BYTES + TS_BYTES),
    }));
  }
  const parsed: unknown = JSON.parse(bytes.toString('utf8'));
  if (modality === 'voice')
    return voiceSchema.parse(parsed).map(([ts, tsEnd, isSpeech, rms, pitchHz]) => ({ modality, ts, tsEnd, isSpeech, rms, pitchHz }));
  return textSchema.parse(parsed).map(([ts, read]) => ({ modality, ts, reading: read }));
}
