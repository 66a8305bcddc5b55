import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AFFECT_LABELS } from '../reading.js';
import { VoiceStream } from '../vad/voice-stream.js';
import { voiceRecording } from '../vad/wav.spec-helper.js';
import { readVoice, type VoiceReading } from './read-voice.js';
import { addVoiceActivity, createVoiceState, type VoiceActivityItem, type VoiceState } from './voice-state.js';

const T0 = 1_700_000_000_000;

function hear(state: VoiceState, item: VoiceActivityItem): VoiceReading[] {
  const stretch = addVoiceActivity(state, item);
  return stretch === null ? [] : readVoice(state, stretch);
}

const spoken = (at: number, rms: number, pitchHz: number | null, ms = 500): VoiceActivityItem =>
  ({ tsStart: T0 + at, tsEnd: T0 + at + ms, isSpeech: true, rms, pitchHz });

/** A voice known from 30 s of ordinary speech. */
function known(): VoiceState {
  const state = createVoiceState();
  for (let i = 0; i < 60; i++) hear(state, spoken(i * 500, i % 2 === 0 ? 0.09 : 0.11, i % 2 === 0 ? 115 : 125));
  return state;
}

const readingOf = (rms: number, pitchHz: number | null) => hear(known(), spoken(30_000, rms, pitchHz))[0]?.reading;
const arousalOf = (rms: number, pitchHz: number | null): number => readingOf(rms, pitchHz)?.arousal ?? Number.NaN;

describe('readVoice', () => {
  it('says nothing of a voice it does not know, nor of silence', () => {
    const state = createVoiceState();
    for (let i = 0; i < 5; i++) expect(hear(state, spoken(i * 500, 0.1, 120))).toEqual([]);
    expect(hear(known(), { tsStart: T0 + 30_000, tsEnd: T0 + 31_000, isSpeech: false, rms: 0 })).toEqual([]);
  });

  it('reads arousal from level and pitch against the own voice', () => {
    expect(arousalOf(0.3, 180)).toBeGreaterThan(0.4);
    expect(Math.abs(arousalOf(0.1, 120))).toBeLessThan(0.2);
    expect(arousalOf(0.03, 100)).toBeLessThan(-0.4);
    expect(arousalOf(0.3, 120)).toBeGreaterThan(arousalOf(0.1, 120));
    expect(arousalOf(0.1, 180)).toBeGreaterThan(arousalOf(0.1, 120));
    expect(arousalOf(0.3, null)).toBeGreaterThan(0.2);
  });

  it('does not mind how loud the microphone is or how high the voice', () => {
    const shifted = createVoiceState();
    for (let i = 0; i < 60; i++) hear(shifted, spoken(i * 500, i % 2 === 0 ? 0.009 : 0.011, i % 2 === 0 ? 230 : 250));
    expect(hear(shifted, spoken(30_000, 0.03, 360))[0]?.reading.arousal).toBeCloseTo(arousalOf(0.3, 180), 6);
  });

  it('is never very sure, and less so without a pitch or of a little-known voice', () => {
    const confidence = (state: VoiceState, pitchHz: number | null): number =>
      hear(state, spoken(40_000, 0.3, pitchHz))[0]?.reading.confidence ?? 0;
    const young = createVoiceState();
    for (let i = 0; i < 10; i++) hear(young, spoken(i * 500, 0.1, 120));
    expect(confidence(known(), 180)).toBeLessThanOrEqual(0.45);
    expect(confidence(known(), null)).toBeLessThan(confidence(known(), 180));
    expect(confidence(young, 180)).toBeLessThan(confidence(known(), 180) / 2);
  });

  it('reads hardly any valence', () => {
    for (const rms of [0.01, 0.1, 0.9]) {
      for (const pitchHz of [60, 120, 400]) expect(Math.abs(readingOf(rms, pitchHz)?.valence ?? 1)).toBeLessThan(0.2);
    }
  });

  it('speaks of each second with the share it covers', () => {
    const readings = hear(known(), spoken(30_700, 0.1, 120, 2000));
    expect(readings.map(({ ts, weight }) => [ts - T0, weight])).toEqual([
      [30_000, expect.closeTo(0.3, 9)], [31_000, 1], [32_000, expect.closeTo(0.7, 9)],
    ]);
  });

  it('hears the agitated recording as more aroused than the calm one', () => {
    const state = createVoiceState();
    const mean: number[] = [];
    let start = T0;
    for (const file of ['voice-ko.wav', 'voice-agitated.wav', 'voice-ko.wav']) {
      const { pcm, durationMs } = voiceRecording(file);
      const stream = new VoiceStream();
      const activity = [...stream.push(start, pcm).activity, ...stream.flush().activity];
      const readings = activity.flatMap((item) => hear(state, item));
      const weight = readings.reduce((sum, { weight: w, reading }) => sum + w * reading.confidence, 0);
      mean.push(readings.reduce((sum, { weight: w, reading }) => sum + w * reading.confidence * reading.arousal, 0) / weight);
      start += durationMs + 1000;
    }
    const [calm = 1, agitated = 0, calmAgain = 1] = mean;
    console.log(`arousal: calm ${calm.toFixed(2)}, agitated ${agitated.toFixed(2)}, calm again ${calmAgain.toFixed(2)}`);
    expect(agitated).toBeGreaterThan(calm + 0.3);
    expect(agitated).toBeGreaterThan(calmAgain + 0.3);
  });

  it('keeps every value in its range', () => {
    const number = fc.oneof(fc.double({ min: 0, max: 1 }), fc.double());
    const pitch = fc.oneof(fc.constant(null), fc.double({ min: 0, max: 5000 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, pitch, fc.boolean()), { minLength: 7, maxLength: 40 }), (items) => {
        const state = createVoiceState();
        items.forEach(([rms, pitchHz, isSpeech], i) => {
          for (const { reading, weight } of hear(state, { ...spoken(i * 500, rms, pitchHz), isSpeech })) {
            expect(weight > 0 && weight <= 1).toBe(true);
            for (const axis of [reading.valence, reading.arousal, reading.dominance]) expect(axis >= -1 && axis <= 1).toBe(true);
            expect(reading.confidence >= 0 && reading.confidence <= 1).toBe(true);
            expect(AFFECT_LABELS.reduce((sum, name) => sum + reading.scores[name], 0)).toBeCloseTo(1, 9);
            expect(Math.max(...Object.values(reading.scores))).toBe(reading.scores[reading.label]);
          }
        });
      }),
      { numRuns: 200 },
    );
  });
});
