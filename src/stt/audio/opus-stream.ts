import { UndecodableError } from './pcm.js';

/** What an Opus decoder is set up with, and the packets to decode, in order. */
export interface OpusStream {
  channels: number;
  /** Samples at 48 kHz to leave out at the beginning. */
  preSkip: number;
  packets: Generator<Uint8Array, void, undefined>;
}

const MAX_OPUS_CHANNELS = 2;

/** Reads the identification header of RFC 7845 §5.1, which WebM carries as well. */
export function readOpusHead(head: Uint8Array): Pick<OpusStream, 'channels' | 'preSkip'> {
  const bytes = Buffer.from(head);
  if (bytes.length < 19 || bytes.toString('latin1', 0, 8) !== 'OpusHead') throw new UndecodableError('no Opus header');
  const channels = bytes.readUInt8(9);
  if (channels < 1 || channels > MAX_OPUS_CHANNELS) throw new UndecodableError('more than two channels');
  return { channels, preSkip: bytes.readUInt16LE(10) };
}
