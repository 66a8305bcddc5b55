import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VoiceMetrics, VoicePoint } from '../../contracts/voice.js';
import { voiceIndicators } from './indicators.js';
import { measureVoice, voiceSeries } from './metrics.js';
import { addVoiceActivity, createVoiceState, VOICE_LATENESS_MS, type VoiceActivityItem, type VoiceState } from './voice-state.js';

const T0 = 1_700_000_000_000;

function item(start: number, end: number, isSpeech: boolean, rms = 0.1, pitchHz?: number | null): VoiceActivityItem {
  return { tsStart: T0 + start, tsEnd: T0 + end, isSpeech, rms, pitchHz };
}

function stateOf(items: readonly VoiceActivityItem[]): VoiceState {
  const state = createVoiceState();
  for (const one of items) addVoiceActivity(state, one);
  return state;
}

const measured = (...items: VoiceActivityItem[]) => measureVoice(stateOf(items));

describe('measureVoice', () => {
  it('has nothing to say without items', () => {
    expect(measureVoice(createVoiceState())).toBeNull();
    expect(voiceSeries(createVoiceState())).toEqual([]);
    expect(voiceIndicators(null, 'ko')).toEqual([]);
  });

  it('counts talk, silence, turns and pauses', () => {
    const metrics = measured(
      item(0, 1000, false), item(1000, 3000, true), item(3000, 3200, false), item(3200, 4000, true), item(4000, 6000, false),
      item(6000, 7000, true), item(7000, 10_000, false),
    );
    expect(metrics).toMatchObject({
      tsStart: T0, tsEnd: T0 + 10_000, speechMs: 3800, silenceMs: 6200, talkRatio: 0.38, silenceRatio: 0.62,
      turnCount: 2, meanTurnMs: 2000, pauseCount: 1, meanPauseMs: 2000, longestPauseMs: 2000, speechPerPause: 1.9,
    });
  });

  it('is null where speech or pauses are needed and there are none', () => {
    expect(measured(item(0, 1000, false))).toMatchObject({
      talkRatio: 0, silenceRatio: 1, turnCount: 0, meanTurnMs: null, meanPauseMs: null, longestPauseMs: null,
      speechPerPause: null, meanRms: null, levelVariationDb: null, meanPitchHz: null, pitchVariationSemitones: null,
    });
  });

  it('measures level and pitch of the speech alone', () => {
    const metrics = measured(
      item(0, 1000, true, 0.1, 100), item(1000, 2000, false, 0.9), item(2000, 3000, true, 0.1, 200),
      item(3000, 4000, true, 0.1, 0),
    );
    expect(metrics?.meanRms).toBeCloseTo(0.1, 9);
    expect(metrics?.levelVariationDb).toBeCloseTo(0, 9);
    expect(metrics?.meanPitchHz).toBeCloseTo(Math.sqrt(100 * 200), 6);
    expect(metrics?.pitchVariationSemitones).toBeCloseTo(6, 6);
  });

  it('tells a varying level by its deviation in dB', () => {
    expect(measured(item(0, 1000, true, 0.1), item(1000, 2000, true, 0.01))?.levelVariationDb).toBeCloseTo(10, 6);
  });

  it('takes a short stretch nobody reported on for silence, a long one for unknown', () => {
    const near = measured(item(0, 1000, true), item(1800, 2800, true));
    expect(near).toMatchObject({ silenceMs: 800, pauseCount: 1, meanPauseMs: 800 });
    const far = measured(item(0, 1000, true), item(31_000, 32_000, true));
    expect(far).toMatchObject({ silenceMs: 0, talkRatio: 1, turnCount: 2, pauseCount: 0 });
  });

  it('counts a moment once when items overlap or come twice', () => {
    const once = measured(item(0, 1000, true), item(1000, 2000, false));
    expect(measured(item(0, 1000, true), item(0, 1000, true), item(1000, 2000, false), item(1000, 2000, false))).toEqual(once);
    expect(measured(item(0, 1000, true), item(500, 2000, false))).toEqual(once);
  });

  it.each([
    ['no duration', item(100, 100, true)], ['an end before its start', item(200, 100, true)],
    ['no time', item(0, Number.NaN, true)],
    ['no level', item(0, 100, true, Number.NaN)], ['an hour', item(0, 3_600_000, true)],
  ])('leaves out an item with %s', (_, bad) => {
    const state = createVoiceState();
    expect(addVoiceActivity(state, bad)).toBeNull();
    expect(measureVoice(state)).toBeNull();
  });

  it('does not depend on the order within the lateness', () => {
    const pitch = (i: number): number | null => (i % 3 === 0 ? null : 100 + i);
    const items = Array.from({ length: 40 }, (_, i) => item(i * 100, i * 100 + 130, i % 7 < 4, (i % 5) / 10, pitch(i)));
    const expected = measureVoice(stateOf(items));
    expect((items.at(-1)?.tsEnd ?? 0) - T0).toBeLessThan(VOICE_LATENESS_MS);
    fc.assert(
      fc.property(fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length }), (shuffled) => {
        expect(measureVoice(stateOf(shuffled))).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('can be stored as JSON and taken up again', () => {
    const items = Array.from({ length: 200 }, (_, i) => item(i * 400, i * 400 + 400, i % 3 > 0, 0.05 + (i % 4) / 20, 120 + i));
    const whole = stateOf(items);
    const half = JSON.parse(JSON.stringify(stateOf(items.slice(0, 90)))) as VoiceState;
    for (const one of items.slice(90)) addVoiceActivity(half, one);
    expect(half).toEqual(JSON.parse(JSON.stringify(whole)));
    expect(measureVoice(half)).toEqual(measureVoice(whole));
  });

  it('keeps the form of the contract whatever arrives', () => {
    const number = fc.oneof(fc.double(), fc.integer({ min: -1000, max: 100_000 }), fc.constantFrom(0, 1, Number.NaN, Infinity));
    const time = fc.integer({ min: 0, max: 200_000 }).map((ms) => T0 + ms);
    const anyTime = fc.oneof(time, fc.constantFrom(Number.NaN, Infinity, -Infinity));
    const any = fc.record({ tsStart: anyTime, tsEnd: anyTime, isSpeech: fc.boolean(), rms: number, pitchHz: number });
    const plausible = fc
      .record({
        tsStart: time,
        ms: fc.integer({ min: 1, max: 3000 }),
        isSpeech: fc.boolean(),
        rms: fc.double({ min: 0, max: 1, noNaN: true }),
        pitchHz: fc.double({ min: 0, max: 700, noNaN: true }),
      })
      .map(({ ms, ...rest }) => ({ ...rest, tsEnd: rest.tsStart + ms }));
    fc.assert(
      fc.property(fc.array(fc.oneof({ arbitrary: plausible, weight: 4 }, any), { maxLength: 60 }), (items) => {
        const state = stateOf(items);
        const metrics = measureVoice(state);
        if (metrics === null) return;
        for (const value of Object.values(metrics)) expect(value === null || Number.isFinite(value)).toBe(true);
        VoiceMetrics.parse(metrics);
        expect(metrics.talkRatio + metrics.silenceRatio).toBeCloseTo(1, 9);
        expect(metrics.speechMs + metrics.silenceMs).toBeLessThanOrEqual(metrics.tsEnd - metrics.tsStart + 1);
        for (const point of voiceSeries(state)) VoicePoint.parse(point);
      }),
      { numRuns: 300 },
    );
  });
});

describe('voiceSeries', () => {
  it('shows ten seconds a point, and nothing where nothing was reported', () => {
    const items = [item(0, 5000, true, 0.2, 150), item(5000, 10_000, false), item(30_000, 31_000, true, 0.1)];
    const near = (value: number): number => expect.closeTo(value, 9) as number;
    expect(voiceSeries(stateOf(items))).toEqual([
      { ts: T0, durationMs: 10_000, talkRatio: 0.5, rms: near(0.2), pitchHz: near(150) },
      { ts: T0 + 30_000, durationMs: 10_000, talkRatio: 1, rms: near(0.1), pitchHz: null },
    ]);
  });

  it('stays bounded over a long session, and loses no time', () => {
    const state = createVoiceState();
    const items = 3 * 3600 * 2;
    for (let i = 0; i < items; i++) addVoiceActivity(state, item(i * 500, i * 500 + 500, i % 4 < 2, 0.1, 120));
    const series = voiceSeries(state);
    expect(series.length).toBeLessThanOrEqual(360);
    expect(state.waiting.length).toBeLessThan(50);
    expect(JSON.stringify(state).length).toBeLessThan(100_000);
    expect(series.reduce((sum, { durationMs, talkRatio }) => sum + durationMs * talkRatio, 0)).toBeCloseTo(items * 250, -4);
    expect(voiceSeries(state, 50).length).toBeLessThanOrEqual(50);
    expect(measureVoice(state)?.talkRatio).toBeCloseTo(0.5, 2);
  });

  it('bounds what waits', () => {
    const state = createVoiceState();
    for (let i = 0; i < 5000; i++) addVoiceActivity(state, item(i % 1000, (i % 1000) + 1, true));
    expect(state.waiting.length).toBeLessThanOrEqual(2001);
  });

  it('takes little time an item', () => {
    const state = createVoiceState();
    const start = performance.now();
    for (let i = 0; i < 20_000; i++) addVoiceActivity(state, item(i * 100, i * 100 + 100, i % 4 < 2, 0.1, 120));
    const perItem = ((performance.now() - start) * 1000) / 20_000;
    console.log(`voice activity item: ${perItem.toFixed(1)} µs`);
    expect(perItem).toBeLessThan(100);
  });
});
