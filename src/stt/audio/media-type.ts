import { fileTypeFromBuffer } from 'file-type';
import type { AudioMediaType } from '../../platform/ai/speech-to-text.js';

/** What the library calls the bytes, and what the vendors call it. WebM and MP4 say what is in them only further inside. */
const ACCEPTED: ReadonlyMap<string, AudioMediaType> = new Map([
  ['audio/webm', 'audio/webm'],
  ['video/webm', 'audio/webm'],
  ['audio/ogg', 'audio/ogg'],
  ['audio/ogg; codecs=opus', 'audio/ogg'],
  ['audio/opus', 'audio/ogg'],
  ['audio/wav', 'audio/wav'],
  ['audio/mpeg', 'audio/mpeg'],
  ['audio/mp4', 'audio/mp4'],
  ['audio/x-m4a', 'audio/mp4'],
  ['video/mp4', 'audio/mp4'],
  ['audio/flac', 'audio/flac'],
  ['audio/x-flac', 'audio/flac'],
]);

/** The kind of audio by its bytes, whatever it was called; null for anything that is not taken. */
export async function audioMediaType(file: Uint8Array): Promise<AudioMediaType | null> {
  try {
    const found = await fileTypeFromBuffer(file);
    return ACCEPTED.get(found?.mime ?? '') ?? null;
  } catch {
    return null;
  }
}
