/**
 * Power spectrum of a real signal whose length is a power of two: a complex FFT of half the length over the even and odd
 * samples, then the split into the real signal's spectrum (Press et al., Numerical Recipes, ch. 12.3). Tables and buffers
 * are made once, so a transform allocates nothing.
 */
export class PowerSpectrum {
  private readonly half: number;
  private readonly re: Float64Array;
  private readonly im: Float64Array;
  private readonly cos: Float64Array;
  private readonly sin: Float64Array;
  private readonly reversed: Uint16Array;

  /** @param size length of the signal, a power of two, 8…65536 */
  constructor(readonly size: number) {
    const isPowerOfTwo = Number.isInteger(Math.log2(size));
    if (!isPowerOfTwo || size < 8 || size > 65_536) throw new RangeError('size must be a power of two, 8…65536');
    const half = size / 2;
    this.half = half;
    this.re = new Float64Array(half);
    this.im = new Float64Array(half);
    this.cos = new Float64Array(half);
    this.sin = new Float64Array(half);
    this.reversed = new Uint16Array(half);
    const bits = Math.log2(half);
    for (let i = 0; i < half; i++) {
      this.cos[i] = Math.cos((2 * Math.PI * i) / size);
      this.sin[i] = -Math.sin((2 * Math.PI * i) / size);
      let r = 0;
      for (let b = 0; b < bits; b++) r |= ((i >> b) & 1) << (bits - 1 - b);
      this.reversed[i] = r;
    }
  }

  /** Writes |X[k]|², k = 0…size/2, of `input` (`size` samples) to `output` (size/2 + 1 values). */
  compute(input: Float64Array, output: Float64Array): void {
    this.transformHalf(input);
    const { half, re, im, cos, sin } = this;
    const re0 = re[0] ?? 0;
    const im0 = im[0] ?? 0;
    output[0] = (re0 + im0) ** 2;
    output[half] = (re0 - im0) ** 2;
    for (let k = 1; k < half; k++) {
      const ar = re[k] ?? 0;
      const ai = im[k] ?? 0;
      const br = re[half - k] ?? 0;
      const bi = im[half - k] ?? 0;
      const evenRe = (ar + br) / 2;
      const evenIm = (ai - bi) / 2;
      const oddRe = (ai + bi) / 2;
      const oddIm = (br - ar) / 2;
      const c = cos[k] ?? 0;
      const s = sin[k] ?? 0;
      output[k] = (evenRe + oddRe * c - oddIm * s) ** 2 + (evenIm + oddRe * s + oddIm * c) ** 2;
    }
  }

  private transformHalf(input: Float64Array): void {
    const { half, re, im, cos, sin, reversed } = this;
    for (let i = 0; i < half; i++) {
      const j = reversed[i] ?? 0;
      re[j] = input[2 * i] ?? 0;
      im[j] = input[2 * i + 1] ?? 0;
    }
    for (let span = 1; span < half; span *= 2) {
      // The tables hold steps of 2π/size, a stage needs steps of 2π/(2·span).
      const stride = half / span;
      for (let start = 0; start < half; start += 2 * span) {
        for (let k = 0; k < span; k++) {
          const wr = cos[k * stride] ?? 0;
          const wi = sin[k * stride] ?? 0;
          const a = start + k;
          const b = a + span;
          const xr = (re[b] ?? 0) * wr - (im[b] ?? 0) * wi;
          const xi = (re[b] ?? 0) * wi + (im[b] ?? 0) * wr;
          const ur = re[a] ?? 0;
          const ui = im[a] ?? 0;
          re[b] = ur - xr;
          im[b] = ui - xi;
          re[a] = ur + xr;
          im[a] = ui + xi;
        }
      }
    }
  }
}
