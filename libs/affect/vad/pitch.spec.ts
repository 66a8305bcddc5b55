import { describe, expect, it } from 'vitest';
import { PITCH_SPAN_SAMPLES, PitchTracker } from './pitch.js';
import { noise } from './wav.spec-helper.js';

const tracker = new PitchTracker();

function harmonics(hz: number, amplitude: (harmonic: number) => number): Float64Array {
  return Float64Array.from({ length: PITCH_SPAN_SAMPLES }, (_, i) => {
    let sum = 0;
    for (let h = 1; h * hz < 7000; h++) sum += amplitude(h) * Math.sin((2 * Math.PI * h * hz * i) / 16_000 + h * h);
    return sum;
  });
}

describe('PitchTracker', () => {
  it.each([62, 80, 100, 130, 175, 220, 300, 400, 480])('finds %i Hz within half a semitone', (hz) => {
    const { pitchHz, harmonicity } = tracker.estimate(harmonics(hz, (h) => 1 / h));
    expect(Math.abs(12 * Math.log2((pitchHz ?? 1) / hz))).toBeLessThan(0.5);
    expect(harmonicity).toBeGreaterThan(0.9);
  });

  it('is not misled by a missing fundamental', () => {
    const { pitchHz } = tracker.estimate(harmonics(120, (h) => (h === 1 ? 0 : 1 / h)));
    expect(pitchHz).toBeCloseTo(120, 0);
  });

  it('does not depend on the scale', () => {
    const voice = harmonics(150, (h) => 1 / h);
    expect(tracker.estimate(voice.map((v) => v * 1e-6)).pitchHz).toBeCloseTo(tracker.estimate(voice).pitchHz ?? 0, 6);
  });

  it('finds no clear period in noise', () => {
    const next = noise(0, 5);
    const span = () => Float64Array.from({ length: PITCH_SPAN_SAMPLES }, next);
    const heights = Array.from({ length: 50 }, () => tracker.estimate(span()).harmonicity);
    expect(Math.max(...heights)).toBeLessThan(0.55);
  });

  it('says null for silence', () => {
    expect(tracker.estimate(new Float64Array(PITCH_SPAN_SAMPLES))).toEqual({ pitchHz: null, harmonicity: 0 });
  });
});
