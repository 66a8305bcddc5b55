import { type OpusStream, readOpusHead } from './opus-stream.js';
import { UndecodableError } from './pcm.js';

const PAGE_HEADER_BYTES = 27;
const MAX_PACKET_BYTES = 65_536;

/** The packets of the first logical stream of an Ogg file (RFC 3533). A page that is cut off ends it. */
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
  const name = Buffer.from(first.value).toString('latin1', 0, 8);
  if (name.startsWith('\x01vorbis')) return 'vorbis';
  const head = readOpusHead(first.value);
  // The second packet holds comments.
  packets.next();
  return { ...head, packets };
}
