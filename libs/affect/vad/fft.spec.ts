import { describe, expect, it } from 'vitest';
import { PowerSpectrum } from './fft.js';
import { seededRandom } from './wav.spec-helper.js';

describe('PowerSpectrum', () => {
  it.each([8, 64, 512])('is |DFT|² of %i samples', (size) => {
    const random = seededRandom(size);
    const input = Float64Array.from({ length: size }, () => random() - 0.5);
    const output = new Float64Array(size / 2 + 1);
    new PowerSpectrum(size).compute(input, output);
    for (let k = 0; k <= size / 2; k++) {
      let re = 0;
      let im = 0;
      input.forEach((value, n) => {
        re += value * Math.cos((2 * Math.PI * k * n) / size);
        im -= value * Math.sin((2 * Math.PI * k * n) / size);
      });
      expect(output[k]).toBeCloseTo(re * re + im * im, 9);
    }
  });

  it.each([0, 7, 12, 100, 131_072, Number.NaN])('refuses the size %d', (size) => {
    expect(() => new PowerSpectrum(size)).toThrow(RangeError);
  });
});
