import { describe, expect, it } from 'vitest';
import { addVoiceActivity, createVoiceState } from '../voice/voice-state.js';
import { measureVoice } from '../voice/metrics.js';
import { VoiceStream, type VoiceStreamResult } from './voice-stream.js';
import { voiceRecording } from './wav.spec-helper.js';

const T0 = 1_700_000_000_000;
const CHUNK = 1600;

function play(stream: VoiceStream, pcm: Int16Array, start = T0): VoiceStreamResult[] {
  const results: VoiceStreamResult[] = [];
  for (let at = 0; at < pcm.length; at += CHUNK) results.push(stream.push(start + at / 16, pcm.subarray(at, at + CHUNK)));
  return results;
}

const utterancesOf = (results: readonly VoiceStreamResult[]) => results.flatMap(({ utterances }) => utterances);
const activityOf = (results: readonly VoiceStreamResult[]) => results.flatMap(({ activity }) => activity);

describe('VoiceStream', () => {
  it.each(['voice-ko.wav', 'voice-en.wav', 'voice-agitated.wav', 'voice-ko-noise10db.wav', 'silence.wav', 'music.wav'])(
    '%s: the talk ratio is within 0.05 of the truth',
    (file) => {
      const { pcm, speech, durationMs } = voiceRecording(file);
      const stream = new VoiceStream();
      const results = [...play(stream, pcm), stream.flush()];
      const voice = createVoiceState();
      for (const stretch of activityOf(results)) addVoiceActivity(voice, stretch);
      const truth = speech.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) / durationMs;
      const talkRatio = measureVoice(voice)?.talkRatio ?? 0;
      console.log(`${file}: talk ratio ${talkRatio.toFixed(3)}, truth ${truth.toFixed(3)}`);
      expect(Math.abs(talkRatio - truth)).toBeLessThan(0.05);
    },
  );

  it('cuts the recording to its three utterances, each around what was said', () => {
    const { pcm, speech } = voiceRecording('voice-ko.wav');
    const stream = new VoiceStream();
    const found = utterancesOf([...play(stream, pcm), stream.flush()]);
    const spoken = [[0, 1], [2, 2], [3, 3]].map(([first = 0, last = 0]) => [speech[first]?.startMs, speech[last]?.endMs]);
    expect(found).toHaveLength(3);
    found.forEach(({ startMs, endMs, startSample, endSample, reason }, i) => {
      const [start = 0, end = 0] = spoken[i] ?? [];
      expect(startMs - T0).toBeLessThanOrEqual(start);
      expect(startMs - T0).toBeGreaterThan(start - 400);
      expect(endMs - T0).toBeGreaterThanOrEqual(end);
      expect(endMs - T0).toBeLessThan(end + 400);
      expect([startSample, endSample]).toEqual([(startMs - T0) * 16, (endMs - T0) * 16]);
      expect(reason).toBe('end-of-turn');
    });
  });

  it.each(['silence.wav', 'music.wav'])('%s: no utterance', (file) => {
    const stream = new VoiceStream();
    expect(utterancesOf([...play(stream, voiceRecording(file).pcm), stream.flush()])).toEqual([]);
  });

  it('covers the time without holes or overlaps', () => {
    const stream = new VoiceStream();
    const activity = activityOf([...play(stream, voiceRecording('voice-agitated.wav').pcm), stream.flush()]);
    let end = T0;
    for (const { tsStart, tsEnd } of activity) {
      expect(tsStart).toBe(end);
      end = tsEnd;
    }
    expect(end - T0).toBeCloseTo(7709, -2);
  });

  it('ignores a chunk sent twice', () => {
    const { pcm } = voiceRecording('voice-agitated.wav');
    const stream = new VoiceStream();
    const first = stream.push(T0, pcm.subarray(0, CHUNK));
    expect(first.taken).toEqual({ startSample: 0, endSample: CHUNK });
    expect(stream.push(T0, pcm.subarray(0, CHUNK)).taken).toBeNull();
    expect(stream.push(T0 + 100, pcm.subarray(CHUNK, 2 * CHUNK)).taken).toEqual({ startSample: CHUNK, endSample: 2 * CHUNK });
  });

  it('bears jitter of chunk times', () => {
    const { pcm } = voiceRecording('voice-agitated.wav');
    const stream = new VoiceStream();
    const results: VoiceStreamResult[] = [];
    for (let at = 0, i = 0; at < pcm.length; at += CHUNK, i++) {
      results.push(stream.push(T0 + at / 16 + (i % 5) * 20, pcm.subarray(at, at + CHUNK)));
    }
    results.push(stream.flush());
    expect(utterancesOf(results)).toHaveLength(1);
  });

  it('ends the utterance at a gap and goes on after it at the new time', () => {
    const { pcm } = voiceRecording('voice-ko.wav');
    const speech = pcm.subarray(2740 * 16, 6050 * 16);
    const stream = new VoiceStream();
    const results = [...play(stream, speech), ...play(stream, speech, T0 + 60_000), stream.flush()];
    const [first, second, ...others] = utterancesOf(results);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ startMs: T0, reason: 'stream-end' });
    expect((first?.endMs ?? 0) - T0).toBeLessThanOrEqual(3310);
    expect(second?.startMs).toBe(T0 + 60_000);
    expect(second?.startSample).toBe(speech.length);
    expect(second?.endSample).toBeLessThanOrEqual(2 * speech.length);
  });

  it('goes on when the clock was set back far', () => {
    const { pcm } = voiceRecording('voice-agitated.wav');
    const stream = new VoiceStream();
    const results = [...play(stream, pcm), ...play(stream, pcm, T0 - 3_600_000), stream.flush()];
    expect(results.every(({ taken }, i) => taken !== null || i === results.length - 1)).toBe(true);
    expect(utterancesOf(results)).toHaveLength(2);
  });

  it('lets go of audio that no utterance can need', () => {
    const { pcm } = voiceRecording('silence.wav');
    const stream = new VoiceStream();
    play(stream, pcm);
    expect(stream.isSpeaking).toBe(false);
    expect(pcm.length - stream.keepFromSample).toBeLessThan(16_000);
  });

  it('is empty when nothing was heard', () => {
    expect(new VoiceStream().flush()).toEqual({ taken: null, utterances: [], activity: [] });
    const taken = { startSample: 0, endSample: 0 };
    expect(new VoiceStream().push(T0, new Int16Array(0))).toEqual({ taken, utterances: [], activity: [] });
  });
});
