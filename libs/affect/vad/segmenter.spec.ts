import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VadFrame } from './detector.js';
import { DEFAULT_SEGMENTER, type SegmenterOptions, type Utterance, UtteranceSegmenter } from './segmenter.js';

/** Frames from stretches of speech (positive) and silence (negative), ms. */
function frames(...stretches: number[]): VadFrame[] {
  const all: VadFrame[] = [];
  for (const ms of stretches) {
    for (let i = 0; i < Math.abs(ms) / 10; i++) {
      all.push({ index: all.length, startMs: all.length * 10, isSpeech: ms > 0, rms: ms > 0 ? 0.1 : 0.001, pitchHz: null });
    }
  }
  return all;
}

function segment(all: readonly VadFrame[], options?: Partial<SegmenterOptions>): Utterance[] {
  const segmenter = new UtteranceSegmenter(options);
  const found = all.map((frame) => segmenter.push(frame));
  return [...found, segmenter.flush()].filter((utterance) => utterance !== null);
}

describe('UtteranceSegmenter', () => {
  it('adds pre-roll and post-roll and ends after the silence', () => {
    expect(segment(frames(-1000, 1000, -1000))).toEqual([
      { startMs: 700, endMs: 2200, startSample: 11_200, endSample: 35_200, speechMs: 1000, reason: 'end-of-turn' },
    ]);
  });

  it('ends an utterance as soon as its silence is over', () => {
    const segmenter = new UtteranceSegmenter();
    const at = frames(-1000, 1000, -1000).findIndex((frame) => segmenter.push(frame) !== null);
    expect(at * 10).toBe(2000 + DEFAULT_SEGMENTER.endSilenceMs - 10);
  });

  it('keeps a pause shorter than the end silence inside', () => {
    const [first, ...others] = segment(frames(-500, 600, -600, 600, -1000));
    expect(others).toEqual([]);
    expect(first).toMatchObject({ startMs: 200, endMs: 2500, speechMs: 1200 });
  });

  it('parts two utterances, whose audio never overlaps', () => {
    const [first, second] = segment(frames(500, -750, 500, -1000));
    expect(first).toMatchObject({ startMs: 0, endMs: 700 });
    expect(second).toMatchObject({ startMs: 950, endMs: 1950 });
    const [near, next] = segment(frames(500, -300, 500, -1000), { endSilenceMs: 250, postRollMs: 200, preRollMs: 300 });
    expect(next?.startMs).toBe(near?.endMs);
  });

  it('drops what is too short to be speech', () => {
    expect(segment(frames(-500, 150, -1000))).toEqual([]);
  });

  it('says when the stream ended it', () => {
    expect(segment(frames(-500, 1000))).toMatchObject([{ startMs: 200, endMs: 1500, reason: 'stream-end' }]);
  });

  it('cuts a long one at its quietest frame and goes on there', () => {
    const all = frames(-500, 12_000, -1000);
    const quiet = all[950];
    if (quiet !== undefined) quiet.rms = 0.01;
    const [first, second] = segment(all, { maxMs: 10_000 });
    expect(first).toMatchObject({ startMs: 200, endMs: 9500, reason: 'max-length' });
    expect(second).toMatchObject({ startMs: 9500, endMs: 12_700, reason: 'end-of-turn' });
    expect((first?.speechMs ?? 0) + (second?.speechMs ?? 0)).toBe(12_000);
  });

  it('keeps every rule for any speech', () => {
    const stretch = fc.integer({ min: 1, max: 300 }).map((n) => n * 10);
    fc.assert(
      fc.property(fc.array(fc.tuple(stretch, stretch), { maxLength: 20 }), fc.constantFrom(4000, 8000), (pairs, maxMs) => {
        const all = frames(...pairs.flatMap(([silence, speech]) => [-silence, speech]));
        const segmenter = new UtteranceSegmenter({ maxMs });
        const found: Utterance[] = [];
        let keep = 0;
        for (const frame of all) {
          const utterance = segmenter.push(frame);
          if (utterance !== null) {
            expect(utterance.startSample).toBeGreaterThanOrEqual(keep);
            found.push(utterance);
          }
          expect(segmenter.keepFromSample).toBeGreaterThanOrEqual(keep);
          keep = segmenter.keepFromSample;
        }
        const last = segmenter.flush();
        if (last !== null) found.push(last);
        let end = 0;
        for (const utterance of found) {
          expect(utterance.startMs).toBeGreaterThanOrEqual(end);
          expect(utterance.endMs - utterance.startMs).toBeLessThanOrEqual(maxMs);
          expect(utterance.speechMs).toBeGreaterThanOrEqual(DEFAULT_SEGMENTER.minSpeechMs);
          expect(utterance.speechMs).toBeLessThanOrEqual(utterance.endMs - utterance.startMs);
          end = utterance.endMs;
        }
        const spoken = all.filter(({ isSpeech }) => isSpeech).length * 10;
        const kept = found.reduce((sum, { speechMs }) => sum + speechMs, 0);
        expect(kept).toBeLessThanOrEqual(spoken);
      }),
      { numRuns: 100 },
    );
  });
});
