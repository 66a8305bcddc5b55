import { type OpusStream, readOpusHead } from './opus-stream.js';
import { UndecodableError } from './pcm.js';

/** Element ids of RFC 8794 and RFC 9559. */
const ID = { codec: 0x86, codecPrivate: 0x63a2, trackEntry: 0xae, trackNumber: 0xd7, trackType: 0x83, simpleBlock: 0xa3, block: 0xa1 } as const;
/** Segment, Tracks, TrackEntry, Cluster, BlockGroup: what stands in them is read as if it stood beside them, so that unknown lengths do not matter. */
const ENTERED: ReadonlySet<number> = new Set([0x18538067, 0x1654ae6b, 0xae, 0x1f43b675, 0xa0]);
const TRACK_VIDEO = 1;
const TRACK_AUDIO = 2;
const LACING = 0x06;
/** Half an hour of packets of 20 ms is 90,000. */
const MAX_ELEMENTS = 250_000;

interface Element {
  id: number;
  body: Buffer;
}

interface Track {
  number: number;
  type: number;
  codec: string;
  codecPrivate: Buffer;
}

/** The audio of a WebM file that holds Opus and no picture; null for another codec. */
export function readWebm(file: Buffer): OpusStream | null {
  const tracks = readTracks(file);
  if (tracks.some(({ type }) => type === TRACK_VIDEO)) throw new UndecodableError('there is a picture in it');
  const track = tracks.find(({ type }) => type === TRACK_AUDIO);
  if (track === undefined) throw new UndecodableError('there is no audio in it');
  if (track.codec !== 'A_OPUS') return null;
  return { ...readOpusHead(track.codecPrivate), packets: packetsOf(file, track.number) };
}

function readTracks(file: Buffer): Track[] {
  const tracks: Track[] = [];
  for (const { id, body } of elements(file)) {
    if (id === ID.simpleBlock || id === ID.block) break;
    if (id === ID.trackEntry) tracks.push({ number: 0, type: 0, codec: '', codecPrivate: Buffer.alloc(0) });
    const track = tracks.at(-1);
    if (track === undefined) continue;
    if (id === ID.trackNumber) track.number = unsigned(body);
    if (id === ID.trackType) track.type = unsigned(body);
    if (id === ID.codec) track.codec = body.toString('latin1', 0, 32);
    if (id === ID.codecPrivate) track.codecPrivate = body;
  }
  return tracks;
}

function* packetsOf(file: Buffer, track: number): Generator<Uint8Array, void, undefined> {
  for (const { id, body } of elements(file)) {
    if (id !== ID.simpleBlock && id !== ID.block) continue;
    const number = readVint(body, 0, true);
    if (number?.value !== track) continue;
    const flags = body[number.end + 2];
    if (flags === undefined || (flags & LACING) !== 0) throw new UndecodableError('laced blocks');
    yield body.subarray(number.end + 3);
  }
}

/** Every element in order. One that is cut off ends the file. */
function* elements(file: Buffer): Generator<Element, void, undefined> {
  let at = 0;
  for (let count = 0; at < file.length && count < MAX_ELEMENTS; count += 1) {
    const id = readVint(file, at, false);
    const size = id === null ? null : readVint(file, id.end, true);
    if (id === null || size === null) return;
    const isEntered = ENTERED.has(id.value);
    if (!isEntered && size.end + size.value > file.length) return;
    yield { id: id.value, body: isEntered ? file.subarray(size.end, size.end) : file.subarray(size.end, size.end + size.value) };
    at = isEntered ? size.end : size.end + size.value;
  }
}

/** A number of variable length; ids keep the bit that marks their length. */
function readVint(file: Buffer, at: number, isMarkerCut: boolean): { value: number; end: number } | null {
  const first = file[at];
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 23;
  if (at + length > file.length) return null;
  let value = isMarkerCut ? first & (0xff >> length) : first;
  for (let index = 1; index < length; index += 1) value = value * 256 + (file[at + index] ?? 0);
  return { value, end: at + length };
}

const unsigned = (body: Buffer) => (body.length >= 1 && body.length <= 6 ? body.readUIntBE(0, body.length) : 0);
