import { VOICE_SAMPLE_RATE } from '../../../libs/contracts/realtime.js';
import { type PcmPiece, requirePlausible, UndecodableError } from './pcm.js';

const HEADER_BYTES = 44;
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
const FRAMES_A_PIECE = 16_384;
/** Real files have a handful. */
const MAX_CHUNKS = 1_000;

/** 16 kHz mono PCM as a WAV file, as vendors take it. */
export function toWav(pcm: Int16Array): Uint8Array {
  const bytes = Buffer.alloc(HEADER_BYTES + pcm.byteLength);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(PCM, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(VOICE_SAMPLE_RATE, 24);
  bytes.writeUInt32LE(VOICE_SAMPLE_RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(pcm.byteLength, 40);
  Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).copy(bytes, HEADER_BYTES);
  return bytes;
}

interface WavFormat {
  code: number;
  channels: number;
  sampleRate: number;
  bits: number;
}

/** The samples of a WAV file with PCM or floats in it. Sizes that the header states count only as far as there are bytes. */
export function* wavPcm(file: Buffer): Generator<PcmPiece, void, undefined> {
  let format: WavFormat | null = null;
  for (let at = 12, count = 0; at + 8 <= file.length && count < MAX_CHUNKS; count += 1) {
    const name = file.toString('latin1', at, at + 4);
    const size = Math.min(file.readUInt32LE(at + 4), file.length - at - 8);
    const body = file.subarray(at + 8, at + 8 + size);
    if (name === 'fmt ') format = readFormat(body);
    if (name === 'data') {
      if (format === null) throw new UndecodableError('samples before their format');
      yield* pieces(body, format);
      return;
    }
    // Chunks begin at even places.
    at += 8 + size + (size % 2);
  }
  throw new UndecodableError('no samples');
}

function readFormat(body: Buffer): WavFormat {
  if (body.length < 16) throw new UndecodableError('the format is cut off');
  const stated = body.readUInt16LE(0);
  const code = stated === EXTENSIBLE && body.length >= 26 ? body.readUInt16LE(24) : stated;
  const format = { code, channels: body.readUInt16LE(2), sampleRate: body.readUInt32LE(4), bits: body.readUInt16LE(14) };
  requirePlausible(format.sampleRate, format.channels);
  if (readerOf(format) === null) throw new UndecodableError('samples of another kind');
  return format;
}

function* pieces(data: Buffer, format: WavFormat): Generator<PcmPiece, void, undefined> {
  const { channels, bits, sampleRate } = format;
  const read = readerOf(format);
  if (read === null) return;
  const bytes = bits / 8;
  const frames = Math.floor(data.length / (bytes * channels));
  for (let first = 0; first < frames; first += FRAMES_A_PIECE) {
    const count = Math.min(FRAMES_A_PIECE, frames - first);
    yield {
      sampleRate,
      channels: Array.from({ length: channels }, (_, channel) =>
        Float32Array.from({ length: count }, (__, frame) => read(data, ((first + frame) * channels + channel) * bytes)),
      ),
    };
  }
}

function readerOf({ code, bits }: WavFormat): ((data: Buffer, at: number) => number) | null {
  if (code === FLOAT && bits === 32) return (data, at) => finite(data.readFloatLE(at));
  if (code !== PCM) return null;
  if (bits === 8) return (data, at) => (data.readUInt8(at) - 128) / 128;
  if (bits === 16) return (data, at) => data.readInt16LE(at) / 32_768;
  if (bits === 24) return (data, at) => data.readIntLE(at, 3) / 8_388_608;
  return bits === 32 ? (data, at) => data.readInt32LE(at) / 2_147_483_648 : null;
}

const finite = (value: number) => (Number.isFinite(value) ? Math.max(-1, Math.min(1, value)) : 0);
