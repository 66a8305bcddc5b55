import { cpuUsage } from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VAD_DELAY_MS, type VadFrame, VoiceActivityDetector } from './detector.js';
import { altered, noise, synthesize, voiceRecording, type VoiceRecording } from './wav.spec-helper.js';

function detect(pcm: Int16Array): VadFrame[] {
  const detector = new VoiceActivityDetector();
  return [...detector.push(pcm), ...detector.flush()];
}

interface Score {
  precision: number;
  recall: number;
  f1: number;
}

/** Precision, recall and F1 of 10 ms frames against the true intervals. */
function score(frames: readonly VadFrame[], { speech }: VoiceRecording): Score {
  let hits = 0;
  let found = 0;
  let true_ = 0;
  for (const { startMs, isSpeech } of frames) {
    const isTrue = speech.some((interval) => startMs + 5 >= interval.startMs && startMs + 5 < interval.endMs);
    if (isTrue) true_++;
    if (isSpeech) found++;
    if (isTrue && isSpeech) hits++;
  }
  return { precision: hits / found, recall: hits / true_, f1: (2 * hits) / (found + true_) };
}

const speechMs = (pcm: Int16Array): number => detect(pcm).filter(({ isSpeech }) => isSpeech).length * 10;

/** `pcm` with noise `snrDb` below the level of its speech. */
function noisy(recording: VoiceRecording, next: () => number, snrDb: number): Int16Array {
  let energy = 0;
  let count = 0;
  for (const { startMs, endMs } of recording.speech) {
    for (let i = startMs * 16; i < endMs * 16; i++, count++) energy += ((recording.pcm[i] ?? 0) / 32_768) ** 2;
  }
  const level = Math.sqrt(energy / count) * 10 ** (-snrDb / 20);
  return altered(recording.pcm, (value) => value + level * next());
}

const CLEAN = ['voice-ko.wav', 'voice-en.wav', 'voice-agitated.wav'];
const ko = voiceRecording('voice-ko.wav');

describe('VoiceActivityDetector on the recordings', () => {
  it.each([
    ['voice-ko.wav', 0.95], ['voice-en.wav', 0.95], ['voice-agitated.wav', 0.95], ['voice-ko-noise10db.wav', 0.9],
  ] as const)('%s: F1 at least %d', (file, least) => {
    const recording = voiceRecording(file);
    const { precision, recall, f1 } = score(detect(recording.pcm), recording);
    console.log(`${file}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, F1 ${f1.toFixed(3)}`);
    expect(f1).toBeGreaterThanOrEqual(least);
  });

  it.each(['silence.wav', 'music.wav'])('%s: no speech', (file) => {
    expect(speechMs(voiceRecording(file).pcm)).toBe(0);
  });

  it.each([-20, -10, 10])('stays right at %i dB', (gainDb) => {
    const gain = 10 ** (gainDb / 20);
    for (const file of CLEAN) {
      const recording = voiceRecording(file);
      expect(score(detect(altered(recording.pcm, (v) => v * gain)), recording).f1, file).toBeGreaterThanOrEqual(0.95);
    }
    expect(speechMs(altered(voiceRecording('music.wav').pcm, (v) => v * gain))).toBe(0);
    expect(speechMs(altered(voiceRecording('silence.wav').pcm, (v) => v * gain))).toBe(0);
  });

  it.each([
    ['white', 0, 10], ['white', 0, 5], ['pink', 1, 10], ['pink', 1, 5],
  ] as const)('%s noise (slope %i) at %i dB: F1 at least 0.9', (_, slope, snrDb) => {
    for (const file of CLEAN) {
      const recording = voiceRecording(file);
      expect(score(detect(noisy(recording, noise(slope, 17), snrDb)), recording).f1, file).toBeGreaterThanOrEqual(0.9);
    }
  });

  it('is not moved by DC, hum or clipping', () => {
    const changes: [string, (v: number, i: number) => number][] = [
      ['DC', (v) => v * 0.8 + 0.1],
      ['hum', (v, i) => v + 0.02 * Math.sin((2 * Math.PI * 60 * i) / 16_000) + 0.01 * Math.sin((2 * Math.PI * 180 * i) / 16_000)],
      ['clipping', (v) => Math.max(-0.2, Math.min(0.2, v * 3))],
    ];
    for (const [name, change] of changes) {
      expect(score(detect(altered(ko.pcm, change)), ko).f1, name).toBeGreaterThanOrEqual(0.95);
    }
  });

  it('follows a background that becomes louder', () => {
    const next = noise(1, 3);
    const pcm = altered(ko.pcm, (v, i) => v + (i < 16_000 * 7 ? 0.0005 : 0.02) * next());
    expect(score(detect(pcm), ko).f1).toBeGreaterThanOrEqual(0.9);
  });

  it('finds speech that is there from the first sample', () => {
    const frames = detect(ko.pcm.subarray(2740 * 16, 6050 * 16));
    expect(frames.filter(({ isSpeech }) => isSpeech).length / frames.length).toBeGreaterThan(0.95);
  });

  it('hears the pitch of the voice', () => {
    const pitches = detect(ko.pcm).flatMap(({ pitchHz }) => (pitchHz === null ? [] : [pitchHz])).sort((a, b) => a - b);
    expect(pitches.length).toBeGreaterThan(400);
    expect(pitches[pitches.length >> 1]).toBeGreaterThan(80);
    expect(pitches[pitches.length >> 1]).toBeLessThan(130);
  });
});

describe('VoiceActivityDetector on what is no voice', () => {
  const chord = (frequencies: number[], t: number, partials: number): number => {
    let sum = 0;
    for (const f of frequencies) for (let h = 1; h <= partials; h++) sum += Math.sin(2 * Math.PI * f * h * t) / h;
    return sum / (frequencies.length * 2);
  };
  const CHORDS = [[262, 330, 392], [294, 370, 440], [247, 311, 392]];
  const white = noise(0, 11);
  const pink = noise(1, 12);
  const gate = (t: number, period: number, open: number): number => (t % period < open ? 1 : 0);
  const sounds: [string, (t: number) => number][] = [
    ['digital silence', () => 0],
    ['white noise', () => 0.1 * white()],
    ['pink noise', () => 0.1 * pink()],
    ['noise that starts', (t) => (t > 3 ? 0.1 : 0.001) * pink()],
    ['noise in waves', (t) => 0.1 * white() * (0.5 + 0.5 * Math.sin(2 * Math.PI * 4 * t))],
    ['mains hum', (t) => 0.1 * chord([60], t, 5)],
    ['a tone', (t) => 0.2 * Math.sin(2 * Math.PI * 440 * t)],
    ['a buzz', (t) => 0.2 * (((150 * t) % 1) - 0.5)],
    ['beeps', (t) => 0.2 * Math.sin(2 * Math.PI * 1000 * t) * gate(t, 1, 0.3)],
    ['a telephone ringing', (t) => 0.1 * (Math.sin(2 * Math.PI * 440 * t) + Math.sin(2 * Math.PI * 480 * t)) * gate(t, 3, 1)],
    ['a siren', (t) => 0.2 * Math.sin(2 * Math.PI * 700 * t - 64 * Math.cos(Math.PI * t))],
    ['keys', (t) => 0.4 * white() * Math.exp(-(t % 0.23) * 200)],
    ['knocking', (t) => 0.5 * Math.sin(2 * Math.PI * 180 * t) * Math.exp(-(t % 0.6) * 50)],
    ['breathing', (t) => 0.02 * pink() * Math.max(0, Math.sin(2 * Math.PI * 0.3 * t))],
    ['rich chords', (t) => 0.3 * chord(CHORDS[Math.floor(t / 2) % 3] ?? [], t, 10)],
    ['plucked chords', (t) => 0.3 * chord(CHORDS[Math.floor(t / 0.6) % 3] ?? [], t, 8) * Math.exp(-(t % 0.6) * 3)],
  ];

  it.each(sounds)('%s: no speech', (_, value) => {
    expect(speechMs(synthesize(12, value))).toBe(0);
  });
});

describe('VoiceActivityDetector as a stream', () => {
  const short = ko.pcm.subarray(0, 16_000 * 5);
  const whole = detect(short);
  const chunkSize = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(1, 159, 160, 161));

  it('gives the same frames whatever the chunks', () => {
    fc.assert(
      fc.property(fc.array(chunkSize, { minLength: 2, maxLength: 20 }), (sizes) => {
        const detector = new VoiceActivityDetector();
        const frames: VadFrame[] = [];
        let at = 0;
        // Two sizes beyond those drawn, so that a run of tiny chunks ends.
        for (let i = 0; at < short.length; i++) {
          const size = [...sizes, 3000, 161][i % (sizes.length + 2)] ?? 1;
          frames.push(...detector.push(short.subarray(at, at + size)));
          at += size;
        }
        frames.push(...detector.flush());
        expect(frames).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  it('decides each frame once, in order, within its delay', () => {
    const detector = new VoiceActivityDetector();
    let next = 0;
    for (let at = 0; at + 160 <= short.length; at += 160) {
      for (const frame of detector.push(short.subarray(at, at + 160))) expect(frame.index).toBe(next++);
      const known = at / 16 + 10;
      expect(known - next * 10).toBeLessThanOrEqual(VAD_DELAY_MS);
    }
    for (const frame of detector.flush()) expect(frame.index).toBe(next++);
    expect(next).toBe(Math.ceil(short.length / 160));
  });

  it('has no frame for no audio, and one for a single sample', () => {
    expect(detect(new Int16Array(0))).toEqual([]);
    expect(detect(new Int16Array(1))).toHaveLength(1);
  });

  it('never gives values outside their ranges', () => {
    fc.assert(
      fc.property(fc.int16Array({ maxLength: 4000 }), fc.constantFrom(1, 7, 160, 1000), (pcm, repeat) => {
        const length = Math.min(20_000, pcm.length * repeat);
        const long = Int16Array.from({ length }, (_, i) => pcm[Math.floor(i / repeat)] ?? 0);
        for (const { rms, pitchHz, startMs, index } of detect(long)) {
          expect(rms >= 0 && rms <= 1).toBe(true);
          expect(pitchHz === null || (pitchHz >= 60 && pitchHz <= 500)).toBe(true);
          expect(startMs).toBe(index * 10);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('takes less than 2 % of a core', () => {
    const detector = new VoiceActivityDetector();
    detector.push(ko.pcm);
    const before = cpuUsage();
    const rounds = 5;
    for (let i = 0; i < rounds; i++) detector.push(ko.pcm);
    const { user, system } = cpuUsage(before);
    const share = (user + system) / 1000 / (rounds * ko.durationMs);
    console.log(`voice activity: ${(share * 100).toFixed(2)} % of a core, ${(share * 10_000).toFixed(1)} µs a frame`);
    expect(share).toBeLessThan(0.02);
  });
});
