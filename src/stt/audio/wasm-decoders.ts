import { FLACDecoderWebWorker } from '@wasm-audio-decoders/flac';
import { OggVorbisDecoderWebWorker } from '@wasm-audio-decoders/ogg-vorbis';
import { MPEGDecoderWebWorker } from 'mpg123-decoder';
import { OpusDecoderWebWorker } from 'opus-decoder';
import { VOICE_SAMPLE_RATE } from '../../../libs/contracts/realtime.js';
import { AppError } from '../../platform/errors/app-error.js';
import type { OpusStream } from './opus-stream.js';
import { type PcmPiece, requirePlausible } from './pcm.js';

/**
 * Compressed bytes that are decoded at once. The smallest FLAC frame is some 14 bytes and can hold 65,535 samples of eight channels: so
 * little at a time bounds what a bomb can make of it.
 */
const FLAC_STEP_BYTES = 512;
const STEP_BYTES = 4_096;
/** At most 120 ms each. */
const OPUS_PACKETS_A_STEP = 16;
const OPUS_RATE_HZ = 48_000;
/** What a container has around a packet; with it, silence that Opus leaves out (RFC 6716 §2.1.9) grows 150-fold. */
const AROUND_PACKET_BYTES = 8;
/** Decoded bytes from a compressed one, once there are so many: nothing that a microphone heard, silence included, grows by as much. */
const MAX_GROWTH = 400;
const FREE_BYTES = 64 * 1_048_576;

interface Decoded {
  channelData: Float32Array[];
  samplesDecoded: number;
  sampleRate: number;
}

/** A piece of work for the decoder, and how many compressed bytes it is. */
type Step = readonly [bytes: number, decode: () => Promise<Decoded>];

/** A decoder in a thread of its own. Aborting ends the thread, whatever it is busy with. */
interface ThreadedDecoder {
  ready: Promise<void>;
  free: () => Promise<void>;
}

/** @throws AppError PAYLOAD_TOO_LARGE when the bytes are a bomb */
async function* run<Decoder extends ThreadedDecoder>(
  decoder: Decoder,
  signal: AbortSignal,
  steps: (decoder: Decoder) => Iterable<Step>,
): AsyncGenerator<PcmPiece, void, undefined> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  aborted.catch(() => undefined);
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    if (signal.aborted) onAbort();
    await Promise.race([aborted, decoder.ready]);
    let taken = 0;
    let made = 0;
    for (const [bytes, decode] of steps(decoder)) {
      const { channelData, samplesDecoded, sampleRate } = await Promise.race([aborted, decode()]);
      taken += bytes;
      if (samplesDecoded === 0) continue;
      requirePlausible(sampleRate, channelData.length);
      made += samplesDecoded * channelData.length * Float32Array.BYTES_PER_ELEMENT;
      if (made > Math.max(FREE_BYTES, taken * MAX_GROWTH)) throw new AppError('PAYLOAD_TOO_LARGE');
      yield { channels: channelData, sampleRate };
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    decoder.free().catch(() => undefined);
  }
}

const bytesIn = (file: Uint8Array, step: number) => ({
  *[Symbol.iterator]() {
    for (let at = 0; at < file.length; at += step) yield file.slice(at, at + step);
  },
});

export function mpegPcm(file: Uint8Array, signal: AbortSignal): AsyncGenerator<PcmPiece, void, undefined> {
  return run(new MPEGDecoderWebWorker(), signal, function* (decoder) {
    for (const bytes of bytesIn(file, STEP_BYTES)) yield [bytes.length, () => decoder.decode(bytes)];
  });
}

export function flacPcm(file: Uint8Array, signal: AbortSignal): AsyncGenerator<PcmPiece, void, undefined> {
  return run(new FLACDecoderWebWorker(), signal, function* (decoder) {
    for (const bytes of bytesIn(file, FLAC_STEP_BYTES)) yield [bytes.length, () => decoder.decode(bytes)];
    yield [0, () => decoder.flush()];
  });
}

export function vorbisPcm(file: Uint8Array, signal: AbortSignal): AsyncGenerator<PcmPiece, void, undefined> {
  return run(new OggVorbisDecoderWebWorker(), signal, function* (decoder) {
    for (const bytes of bytesIn(file, STEP_BYTES)) yield [bytes.length, () => decoder.decode(bytes)];
    yield [0, () => decoder.flush()];
  });
}

export function opusPcm({ channels, preSkip, packets }: OpusStream, signal: AbortSignal): AsyncGenerator<PcmPiece, void, undefined> {
  const settings = { sampleRate: VOICE_SAMPLE_RATE, channels, preSkip: Math.round((preSkip * VOICE_SAMPLE_RATE) / OPUS_RATE_HZ) } as const;
  return run(new OpusDecoderWebWorker<typeof VOICE_SAMPLE_RATE>(settings), signal, function* (decoder) {
    for (let some = take(packets); some.length > 0; some = take(packets)) {
      const frames = some;
      const bytes = frames.reduce((sum, { length }) => sum + length + AROUND_PACKET_BYTES, 0);
      yield [bytes, () => decoder.decodeFrames(frames)];
    }
  });
}

function take(packets: Generator<Uint8Array, void, undefined>): Uint8Array[] {
  const some: Uint8Array[] = [];
  while (some.length < OPUS_PACKETS_A_STEP) {
    const next = packets.next();
    if (next.done === true) break;
    // A copy: the decoder's thread is given the memory.
    if (next.value.length > 0) some.push(new Uint8Array(next.value));
  }
  return some;
}
