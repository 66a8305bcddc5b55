import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../test/recordings/', import.meta.url));

interface Interval {
  startMs: number;
  endMs: number;
}

export interface VoiceRecording {
  file: string;
  durationMs: number;
  speech: Interval[];
  pcm: Int16Array;
}

/** A recording of test/recordings with its truth. */
export function voiceRecording(file: string): VoiceRecording {
  const manifest = JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) as { voices: Omit<VoiceRecording, 'pcm'>[] };
  const entry = manifest.voices.find((voice) => voice.file === file);
  if (entry === undefined) throw new Error(`no recording ${file}`);
  return { ...entry, pcm: readWav(readFileSync(folder + file)) };
}

/** Samples of a 16 kHz mono 16-bit WAV file. */
function readWav(file: Buffer): Int16Array {
  const isFit = file.readUInt32LE(24) === 16_000 && file.readUInt16LE(22) === 1 && file.readUInt16LE(34) === 16;
  if (!isFit) throw new Error('not 16 kHz mono 16-bit');
  for (let at = 12; at + 8 <= file.length; at += 8 + file.readUInt32LE(at + 4)) {
    if (file.toString('latin1', at, at + 4) !== 'data') continue;
    const count = Math.floor(Math.min(file.readUInt32LE(at + 4), file.length - at - 8) / 2);
    return Int16Array.from({ length: count }, (_, i) => file.readInt16LE(at + 8 + 2 * i));
  }
  throw new Error('no data chunk');
}

/** Random numbers 0…1 that are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** PCM of a function of time in seconds, values −1…1, clipped. */
export function synthesize(seconds: number, value: (t: number, i: number) => number): Int16Array {
  return Int16Array.from({ length: Math.round(seconds * 16_000) }, (_, i) => toInt16(value(i / 16_000, i)));
}

/** `pcm` with each sample changed; values −1…1, clipped. */
export function altered(pcm: Int16Array, change: (value: number, i: number) => number): Int16Array {
  return pcm.map((value, i) => toInt16(change(value / 32_768, i)));
}

/** Noise of standard deviation 1: white (`slope` 0) or pink (`slope` 1, Kellet's filter). */
export function noise(slope: 0 | 1, seed: number): () => number {
  const random = seededRandom(seed);
  const white = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  if (slope === 0) return white;
  let a = 0;
  let b = 0;
  let c = 0;
  return () => {
    const w = white();
    a = 0.99765 * a + w * 0.099046;
    b = 0.963 * b + w * 0.2965164;
    c = 0.57 * c + w * 1.0526913;
    return (a + b + c + w * 0.1848) / 2.4;
  };
}

function toInt16(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value * 32_767)));
}
