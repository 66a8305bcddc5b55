import { describe, expect, it } from 'vitest';
import { ActivityStretches } from './activity.js';
import type { VadFrame } from './detector.js';

const frame = (index: number, isSpeech: boolean, rms: number, pitchHz: number | null): VadFrame =>
  ({ index, startMs: index * 10, isSpeech, rms, pitchHz });

describe('ActivityStretches', () => {
  it('cuts where speech begins and ends, and after half a second', () => {
    const stretches = new ActivityStretches();
    const all = Array.from({ length: 100 }, (_, i) => stretches.push(frame(i, i >= 20 && i < 80, 0.1, null)));
    const ended = [...all, stretches.flush()].filter((stretch) => stretch !== null);
    expect(ended.map(({ tsStart, tsEnd, isSpeech }) => [tsStart, tsEnd, isSpeech])).toEqual([
      [0, 200, false], [200, 700, true], [700, 800, true], [800, 1000, false],
    ]);
    expect(stretches.flush()).toBeNull();
  });

  it('measures level by energy and pitch by the median, when enough frames are voiced', () => {
    const stretches = new ActivityStretches();
    [100, 101, 250, 99].forEach((hz, i) => stretches.push(frame(i, true, i === 0 ? 0.2 : 0, hz)));
    expect(stretches.flush()).toEqual({ tsStart: 0, tsEnd: 40, isSpeech: true, rms: 0.1, pitchHz: 101 });
    [100, null, 100, null].forEach((hz, i) => stretches.push(frame(i, true, 0.1, hz)));
    expect(stretches.flush()).not.toHaveProperty('pitchHz');
  });
});
