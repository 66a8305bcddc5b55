import { UndecodableError } from './pcm.js';

/** Boxes of ISO/IEC 14496-12 that hold boxes. */
const ENTERED: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia', 'mvex', 'moof', 'traf']);
const MAX_BOXES = 100_000;
const MAX_SAMPLES = 1_000_000;

interface Box {
  type: string;
  body: Buffer;
}

/** How long an MP4 file's audio is by its own account, ms. @throws UndecodableError when there is a picture, or no audio, in it */
export function mp4DurationMs(file: Buffer): number {
  let timescale = 0;
  let whole = 0;
  let fragments = 0;
  let defaultDuration = 0;
  const handlers: string[] = [];
  for (const { type, body } of boxes(file)) {
    if (type === 'hdlr' && body.length >= 12) handlers.push(body.toString('latin1', 8, 12));
    if (type === 'mdhd') ({ timescale, duration: whole } = readMediaHeader(body));
    if (type === 'trex' && body.length >= 16) defaultDuration = body.readUInt32BE(12);
    if (type === 'tfhd') defaultDuration = readFragmentHeader(body) ?? defaultDuration;
    if (type === 'trun') fragments += readRun(body, defaultDuration);
  }
  if (handlers.includes('vide')) throw new UndecodableError('there is a picture in it');
  if (!handlers.includes('soun') || timescale === 0) throw new UndecodableError('there is no audio in it');
  return Math.round((Math.max(whole, fragments) * 1_000) / timescale);
}

function* boxes(file: Buffer): Generator<Box, void, undefined> {
  let at = 0;
  for (let count = 0; at + 8 <= file.length && count < MAX_BOXES; count += 1) {
    const stated = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const header = stated === 1 ? 16 : 8;
    if (at + header > file.length) return;
    const size = stated === 1 ? Number(file.readBigUInt64BE(at + 8)) : stated === 0 ? file.length - at : stated;
    if (size < header) return;
    if (ENTERED.has(type)) at += header;
    else {
      yield { type, body: file.subarray(at + header, Math.min(file.length, at + size)) };
      at += size;
    }
  }
}

function readMediaHeader(body: Buffer): { timescale: number; duration: number } {
  const isLong = body[0] === 1;
  if (body.length < (isLong ? 32 : 20)) return { timescale: 0, duration: 0 };
  const duration = isLong ? Number(body.readBigUInt64BE(24)) : body.readUInt32BE(16);
  const isUnknown = duration >= 0xffffffff;
  return { timescale: body.readUInt32BE(isLong ? 20 : 12), duration: isUnknown ? 0 : duration };
}

function readFragmentHeader(body: Buffer): number | null {
  if (body.length < 8) return null;
  const flags = body.readUIntBE(1, 3);
  const at = 8 + ((flags & 0x1) === 0 ? 0 : 8) + ((flags & 0x2) === 0 ? 0 : 4);
  return (flags & 0x8) === 0 || at + 4 > body.length ? null : body.readUInt32BE(at);
}

/** How long the samples of a run are together. */
function readRun(body: Buffer, defaultDuration: number): number {
  if (body.length < 8) return 0;
  const flags = body.readUIntBE(1, 3);
  const count = Math.min(body.readUInt32BE(4), MAX_SAMPLES);
  if ((flags & 0x100) === 0) return count * defaultDuration;
  const stride = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => (flags & flag) !== 0).length;
  let at = 8 + ((flags & 0x1) === 0 ? 0 : 4) + ((flags & 0x4) === 0 ? 0 : 4);
  let sum = 0;
  for (let index = 0; index < count && at + 4 <= body.length; index += 1, at += stride) sum += body.readUInt32BE(at);
  return sum;
}
