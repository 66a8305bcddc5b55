import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { NUL, TS, trySchemas } from './examples.spec-helper.js';
import { BLENDSHAPE_NAMES, LANDMARKS_MAX, LANDMARKS_MIN } from './face.js';
import * as face from './face.js';
import * as signals from './signals.js';
import { FramesBody } from './signals.js';
import { describeIssues } from './validation-messages.js';

type Point = [number, number, number];

const mesh = (count: number): Point[] => Array.from({ length: count }, (_value, index): Point => [index / count, 0.5, -0.25]);
const meshWith = (count: number, index: number, point: unknown) => mesh(count).map((own, at) => (at === index ? point : own));
const binary = (count: number) => Float32Array.from(mesh(count).flat());

trySchemas(face, {
  Landmarks: {
    valid: [mesh(468), mesh(478), mesh(470)],
    invalid: [
      [mesh(467), ''], [mesh(479), ''], [[], ''], [null, ''], [undefined, ''], [{ length: 478 }, ''], ['[]', ''],
      [binary(478), ''],
      [meshWith(478, 17, [0, Number.NaN, 0]), '17.1'], [meshWith(478, 477, [0, 0, Infinity]), '477.2'],
      [meshWith(478, 0, ['0', 0, 0]), '0.0'],
      [meshWith(478, 3, [0, 0, 10_000.5]), '3.2'], [meshWith(478, 3, [-1e308, 0, 0]), '3.0'],
      [meshWith(478, 5, [0, 0]), '5'], [meshWith(478, 5, [0, 0, 0, 0]), '5'], [meshWith(478, 5, { x: 0, y: 0, z: 0 }), '5'],
      [meshWith(478, 5, null), '5'],
    ],
  },
  LandmarksOrBinary: {
    valid: [mesh(468), binary(468), binary(478), binary(478).buffer, Buffer.from(binary(470).buffer)],
    invalid: [
      [binary(467), ''], [binary(479), ''], [new Float32Array(478 * 3 + 1), ''], [Buffer.alloc(478 * 12 - 1), ''],
      [Buffer.alloc(0), ''],
      [new Float64Array(478 * 3), ''], [{ _placeholder: true, num: 0 }, ''], [null, ''], ['AAAA', ''],
      [binary(478).fill(Number.NaN, 31, 32), '10.1'], [binary(478).fill(-Infinity, 0, 1), '0.0'],
      [meshWith(478, 2, [0, 0, null]), '2.2'],
    ],
  },
  Blendshapes: {
    valid: [
      { jawOpen: 0 }, { _neutral: 1, mouthSmileLeft: 0.5 }, Object.fromEntries(BLENDSHAPE_NAMES.map((name) => [name, 0.5])),
    ],
    invalid: [
      [{}, ''], [[], ''], [null, ''], ['jawOpen', ''], [{ jawOpen: 1.01 }, 'jawOpen'], [{ jawOpen: Number.NaN }, 'jawOpen'],
      [{ jawOpen: null }, 'jawOpen'],
      [{ jawopen: 0.5 }, 'jawopen'], [{ constructor: 0.5 }, 'constructor'],
    ],
  },
});

const frame = { ts: TS, blendshapes: { jawOpen: 0.5 } };
const voice = { tsStart: TS, tsEnd: TS + 100, isSpeech: true, rms: 0.2 };
const words = { tsStart: TS, tsEnd: TS, text: '안녕하세요' };
const repeat = <Item>(item: Item, count: number): Item[] => Array.from({ length: count }, () => item);
const counts = { frames: 1, voiceEvents: 0, transcripts: 0, messages: 0, emotions: 0 };

trySchemas(signals, {
  FrameItem: {
    valid: [frame, { ts: TS, landmarks: mesh(478), quality: 1 }],
    invalid: [
      [{ ts: TS }, ''], [{ ...frame, landmarks: mesh(478) }, ''], [{ ...frame, quality: 1.1 }, 'quality'],
      [{ ...frame, ts: undefined }, 'ts'], [{ ...frame, ts: '0' }, 'ts'],
      [{ ts: TS, landmarks: mesh(5) }, 'landmarks'],
    ],
  },
  FramesBody: {
    valid: [{ items: [frame] }, { items: repeat(frame, 600) }],
    invalid: [
      [{ items: [] }, 'items'], [{ items: repeat(frame, 601) }, 'items'], [{ items: [frame, { ...frame, x: 1 }] }, 'items.1.x'],
      [[frame], ''], [{ items: { 0: frame } }, 'items'],
    ],
  },
  VoiceActivity: {
    valid: [voice, { ...voice, tsEnd: TS, pitchHz: 0, rms: 0 }, { ...voice, pitchHz: 4_000, rms: 1 }],
    invalid: [
      [{ ...voice, tsEnd: TS - 1 }, 'tsEnd'], [{ ...voice, rms: 1.1 }, 'rms'], [{ ...voice, rms: '0.2' }, 'rms'],
      [{ ...voice, pitchHz: -1 }, 'pitchHz'],
      [{ ...voice, pitchHz: 4_001 }, 'pitchHz'], [{ ...voice, isSpeech: 1 }, 'isSpeech'],
      [{ ...voice, isSpeech: undefined }, 'isSpeech'],
    ],
  },
  AudioBody: {
    valid: [{ items: repeat(voice, 600) }],
    invalid: [[{ items: repeat(voice, 601) }, 'items'], [{ items: [] }, 'items'], [{}, 'items']],
  },
  TranscriptItem: {
    valid: [words, { ...words, language: 'en', text: 'x'.repeat(5_000) }],
    invalid: [
      [{ ...words, text: '' }, 'text'], [{ ...words, text: ' \n' }, 'text'], [{ ...words, text: 'x'.repeat(5_001) }, 'text'],
      [{ ...words, text: NUL }, 'text'],
      [{ ...words, tsStart: TS + 1 }, 'tsEnd'], [{ ...words, language: 'ko-KR' }, 'language'],
    ],
  },
  SttBody: {
    valid: [{ items: repeat(words, 100) }], invalid: [[{ items: repeat(words, 101) }, 'items'], [{ items: [] }, 'items']],
  },
  SignalsAnswer: { valid: [{ accepted: 1, counts }], invalid: [[{ accepted: 1 }, 'counts']] },
});

describe('landmarks', () => {
  it('become one row of floats, whichever way they come', () => {
    const expected = binary(478);
    const shifted = Buffer.alloc(478 * 12 + 1);
    Buffer.from(expected.buffer).copy(shifted, 1);
    for (const input of [
      mesh(478), expected, expected.buffer, Buffer.from(expected.buffer), shifted.subarray(1), new DataView(expected.buffer),
    ]) {
      const parsed = face.LandmarksOrBinary.parse(input);
      expect(parsed).toBeInstanceOf(Float32Array);
      expect(parsed).toEqual(expected);
    }
  });

  it('are not copied when they are aligned', () => {
    const samples = binary(LANDMARKS_MIN);
    expect(face.LandmarksOrBinary.parse(samples)).toBe(samples);
    expect(face.LandmarksOrBinary.parse(Buffer.from(samples.buffer)).buffer).toBe(samples.buffer);
  });

  it('name the first bad number of a batch by its path', () => {
    const items: object[] = repeat({ ts: TS, landmarks: mesh(478) }, 5).map((item, index) =>
      index === 3 ? { ...item, landmarks: meshWith(478, 17, [0, null, 0]) } : item);
    const { error } = FramesBody.safeParse({ items });
    expect(describeIssues(error ?? new z.ZodError([]), 'en').map((detail) => detail.path)).toEqual(['items.3.landmarks.17.1']);
  });

  it('S16 are checked far faster than generic arrays would be', () => {
    const Generic = z.strictObject({
      items: z.array(
        z.strictObject({ ts: z.int(), landmarks: z.array(z.tuple([z.number(), z.number(), z.number()])).max(LANDMARKS_MAX) }),
      ),
    });
    const body = { items: repeat({ ts: TS, landmarks: mesh(478) }, 100) };
    const best = (schema: z.ZodType) => Math.min(...Array.from({ length: 3 }, () => {
      const started = performance.now();
      schema.parse(body);
      return performance.now() - started;
    }));
    expect(best(FramesBody)).toBeLessThan(best(Generic) / 3);
  });
});
