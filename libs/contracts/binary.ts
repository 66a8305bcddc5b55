interface Bytes {
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** The bytes of an `ArrayBuffer`, a `Uint8Array` (and so of a `Buffer`) or a `DataView`; `null` for anything else. */
function bytesOf(value: unknown): Bytes | null {
  if (value instanceof ArrayBuffer) return { buffer: value, byteOffset: 0, byteLength: value.byteLength };
  return value instanceof Uint8Array || value instanceof DataView ? value : null;
}

/**
 * The bytes from an offset on which a typed array of this element size can stand: the same memory where it is aligned, else a
 * copy. A `Buffer` that comes off a socket is a slice of a larger one and may begin anywhere.
 */
function aligned(bytes: Bytes, elementSize: number): { buffer: ArrayBufferLike; byteOffset: number } {
  if (bytes.byteOffset % elementSize === 0) return bytes;
  const copy = new Uint8Array(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return { buffer: copy.buffer, byteOffset: 0 };
}

/**
 * The value as little-endian 32-bit floats, without a copy where it is aligned; `null` when it is not binary or no multiple of 4
 * bytes.
 */
export function toFloat32(value: unknown): Float32Array | null {
  if (value instanceof Float32Array) return value;
  const bytes = bytesOf(value);
  if (bytes === null || bytes.byteLength % 4 !== 0) return null;
  const { buffer, byteOffset } = aligned(bytes, 4);
  return new Float32Array(buffer, byteOffset, bytes.byteLength / 4);
}

/**
 * The value as little-endian 16-bit integers, without a copy where it is aligned; `null` when it is not binary or no multiple of
 * 2 bytes.
 */
export function toInt16(value: unknown): Int16Array | null {
  if (value instanceof Int16Array) return value;
  const bytes = bytesOf(value);
  if (bytes === null || bytes.byteLength % 2 !== 0) return null;
  const { buffer, byteOffset } = aligned(bytes, 2);
  return new Int16Array(buffer, byteOffset, bytes.byteLength / 2);
}
