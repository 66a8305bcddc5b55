/*
 * Uploads of the allowed size that become very much when they are decoded. All are valid by their formats' books; nothing in them is speech.
 */

const SIZE = 5 * 1024 * 1024;

/** FLAC: constant blocks of 65,535 samples of eight channels in 35 bytes each; two days of sound. RFC 9639. */
export function flacBomb(): Buffer {
  const info = Buffer.alloc(34);
  info.writeUInt16BE(65_535, 0);
  info.writeUInt16BE(65_535, 2);
  info.writeBigUInt64BE((44_100n << 44n) | (7n << 41n) | (15n << 36n), 10);
  return repeat(Buffer.concat([Buffer.from('fLaC\x80\x00\x00\x22', 'latin1'), info]), (index) => {
    const header = Buffer.concat([Buffer.from([0xff, 0xf8, 0x79, 0x78]), codedNumber(index), Buffer.from([0xff, 0xfe])]);
    const frame = Buffer.concat([header, Buffer.from([crc(header, 8, 0x07)]), Buffer.alloc(8 * 3)]);
    const check = crc(frame, 16, 0x8005);
    return Buffer.concat([frame, Buffer.from([check >> 8, check & 0xff])]);
  });
}

/** Opus in WebM: packets of one byte that stand for 120 ms; a day of sound. RFC 6716 §3.2, RFC 9559. */
export function webmBomb(): Buffer {
  const element = (id: string, body: Buffer) => Buffer.concat([Buffer.from(id, 'hex'), Buffer.of(0x80 | body.length), body]);
  const track = [['d7', Buffer.of(1)], ['83', Buffer.of(2)], ['86', Buffer.from('A_OPUS')], ['63a2', opusHead()]] as const;
  const start = [element('1a45dfa3', element('4282', Buffer.from('webm'))), element('ae', Buffer.concat(track.map(([id, body]) => element(id, body))))];
  const block = element('a3', Buffer.of(0x81, 0, 0, 0x80, LONG_OPUS_PACKET));
  return repeat(Buffer.concat(start), () => block);
}

/** Opus in Ogg, likewise; a week of sound. RFC 3533, RFC 7845. */
export function oggBomb(): Buffer {
  const full = oggPage(Buffer.alloc(255, 1), Buffer.alloc(255, LONG_OPUS_PACKET));
  return repeat(Buffer.concat([oggPage(Buffer.of(19), opusHead()), oggPage(Buffer.of(8), Buffer.from('OpusTags'))]), () => full);
}

/** Ogg pages of 255 Opus packets that have no byte at all. */
export function emptyPacketBomb(): Buffer {
  const full = oggPage(Buffer.alloc(255), Buffer.alloc(0));
  return repeat(Buffer.concat([oggPage(Buffer.of(19), opusHead()), oggPage(Buffer.of(8), Buffer.from('OpusTags'))]), () => full);
}

/** A Vorbis header that asks for room for 255 channels. Vorbis I §4.2.2. */
export function vorbisBomb(): Buffer {
  const head = Buffer.alloc(30);
  head.write('\x01vorbis', 0, 'latin1');
  head.writeUInt8(255, 11);
  head.writeUInt32LE(44_100, 12);
  head.writeUInt8(0xdd, 28);
  head.writeUInt8(1, 29);
  const full = oggPage(Buffer.alloc(255, 1), Buffer.alloc(255));
  return repeat(oggPage(Buffer.of(30), head), () => full);
}

/** WebM whose millions of elements say nothing. */
export function webmOfNothing(): Buffer {
  const start = Buffer.from('1a45dfa3874282847765626d', 'hex');
  return repeat(start, () => Buffer.from('ec80', 'hex'));
}

/** TOC of RFC 6716 §3.1: two frames of 60 ms, nothing in them. */
const LONG_OPUS_PACKET = (3 << 3) | 1;

const opusHead = () => Buffer.concat([Buffer.from('OpusHead\x01\x01', 'latin1'), Buffer.alloc(9)]);

/** Readers here do not look at the checksum. */
function oggPage(lacing: Buffer, body: Buffer): Buffer {
  const header = Buffer.alloc(27);
  header.write('OggS', 0, 'latin1');
  header.writeUInt32LE(1, 14);
  header.writeUInt8(lacing.length, 26);
  return Buffer.concat([header, lacing, body]);
}

/** `start`, and parts behind it until the file is as large as an upload may be. */
function repeat(start: Buffer, part: (index: number) => Buffer): Buffer {
  const parts = [start];
  let size = start.length;
  for (let index = 0; ; index += 1) {
    const next = part(index);
    if (size + next.length > SIZE) return Buffer.concat(parts);
    parts.push(next);
    size += next.length;
  }
}

/** Frame numbers are coded as UTF-8 would code them. */
function codedNumber(value: number): Buffer {
  if (value < 0x80) return Buffer.of(value);
  if (value < 0x800) return Buffer.of(0xc0 | (value >> 6), 0x80 | (value & 0x3f));
  if (value < 0x10000) return Buffer.of(0xe0 | (value >> 12), 0x80 | ((value >> 6) & 0x3f), 0x80 | (value & 0x3f));
  return Buffer.of(0xf0 | (value >> 18), 0x80 | ((value >> 12) & 0x3f), 0x80 | ((value >> 6) & 0x3f), 0x80 | (value & 0x3f));
}

function crc(bytes: Buffer, width: 8 | 16, polynomial: number): number {
  const top = 1 << (width - 1);
  const mask = (1 << width) - 1;
  let rest = 0;
  for (const byte of bytes) {
    rest ^= byte << (width - 8);
    for (let bit = 0; bit < 8; bit += 1) rest = ((rest & top) === 0 ? rest << 1 : (rest << 1) ^ polynomial) & mask;
  }
  return rest;
}
