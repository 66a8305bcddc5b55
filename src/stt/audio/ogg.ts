import { type OpusStream, readOpusHead } from './opus-stream.js';
import { requirePlausible, UndecodableError } from './pcm.js';

const PAGE_HEADER_BYTES = 27;
const MAX_PACKET_BYTES = 65_536;
const VORBIS_HEAD_BYTES = 30;
/** A packet of one byte is up to 4,096 samples of each. */
const MAX_VORBIS_CHANNELS = 2;

/** The packets of the first logical stream of an Ogg file (RFC 3533), none of which may be empty: a page names 255 of those in no bytes at all. A page that is cut off ends it. */
function* oggPackets(file: Buffer): Generator<Uint8Array, void, undefined> {
  let serial: number | null = null;
  let parts: Buffer[] = [];
  let size = 0;
  for (let at = 0; at + PAGE_HEADER_BYTES <= file.length; ) {
    if (file.toString('latin1', at, at + 4) !== 'OggS') throw new UndecodableError('a page does not begin where it should');
    const own = file.readUInt32LE(at + 14);
    serial ??= own;
    const count = file.readUInt8(at + 26);
    const lacing = file.subarray(at + PAGE_HEADER_BYTES, at + PAGE_HEADER_BYTES + count);
    let body = at + PAGE_HEADER_BYTES + count;
    for (const length of lacing) {
      if (body + length > file.length) return;
      if (own === serial) {
        parts.push(file.subarray(body, body + length));
        size += length;
        if (size > MAX_PACKET_BYTES) throw new UndecodableError('a packet is too long');
        if (length < 255) {
          if (size === 0) throw new UndecodableError('an empty packet');
          yield Buffer.concat(parts);
          [parts, size] = [[], 0];
        }
      }
      body += length;
    }
    at = body;
  }
}

/** What is in an Ogg file: Opus with its packets, or Vorbis. */
export function readOgg(file: Buffer): OpusStream | 'vorbis' {
  const packets = oggPackets(file);
  const first = packets.next();
  if (first.done === true) throw new UndecodableError('an empty stream');
  const start = Buffer.from(first.value);
  if (start.toString('latin1', 0, 7) === '\x01vorbis') {
    requireVorbisHead(start);
    // To the end: the decoder looks very long for a page where there is none.
    Array.from(packets);
    return 'vorbis';
  }
  const head = readOpusHead(first.value);
  // The second packet holds comments.
  packets.next();
  return { ...head, packets };
}

/** Vorbis I, §4.2.2. The decoder makes room for as many channels as the header says. */
function requireVorbisHead(head: Buffer): void {
  if (head.length < VORBIS_HEAD_BYTES) throw new UndecodableError('the Vorbis header is cut off');
  const channels = head.readUInt8(11);
  if (channels > MAX_VORBIS_CHANNELS) throw new UndecodableError('more than two channels');
  requirePlausible(head.readUInt32LE(12), channels);
}
