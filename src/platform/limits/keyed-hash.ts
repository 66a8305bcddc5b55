/**
 * HalfSipHash-2-4 with 64 bits of output (Aumasson and Bernstein, 2012; the 32-bit variant), over the UTF-16 units of a text.
 * Keyed, so that nobody outside can choose texts that fall into the same place of a table.
 */
export class KeyedHash {
  /** The result of the last `update`: two words of 32 bits. */
  low = 0;
  high = 0;

  constructor(
    private readonly key0: number,
    private readonly key1: number,
  ) {}

  update(text: string): void {
    let v0 = this.key0;
    let v1 = this.key1 ^ 0xee;
    let v2 = 0x6c796765 ^ this.key0;
    let v3 = 0x74656462 ^ this.key1;

    const round = (): void => {
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
    };

    const pairs = text.length & ~1;
    for (let index = 0; index < pairs; index += 2) {
      const word = text.charCodeAt(index) | (text.charCodeAt(index + 1) << 16);
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }
    const lengthInBytes = text.length * 2;
    const last = (lengthInBytes << 24) | (text.length > pairs ? text.charCodeAt(pairs) : 0);
    v3 ^= last;
    round();
    round();
    v0 ^= last;

    v2 ^= 0xee;
    round();
    round();
    round();
    round();
    this.low = (v1 ^ v3) >>> 0;
    v1 ^= 0xdd;
    round();
    round();
    round();
    round();
    this.high = (v1 ^ v3) >>> 0;
  }
}
