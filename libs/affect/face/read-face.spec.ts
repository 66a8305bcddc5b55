import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AFFECT_LABELS } from '../reading.js';
import { measuresFromBlendshapes } from './blendshapes.js';
import { emptyMeasures, type FaceMeasures, type FaceSlot, FACE_SLOTS, SLOT, SOURCE_LANDMARKS } from './measures.js';
import { createFaceState, type FaceFrame, type FaceState, readFace } from './read-face.js';

type Face = Partial<Record<FaceSlot, number>>;

const START = 1_700_000_000_000;
const SMILE: Face = { au12: 0.12, au20: 0.2, au6: 0.04, au25: 0.03 };
const SAD: Face = { au1: 0.01, au2: -0.01, au4: 0.03, au12: -0.08 };
const CLOSED: Face = { au5: -0.06, au7: 0.01 };

function row(face: Face): FaceMeasures {
  const measures = emptyMeasures();
  measures[SLOT.source] = SOURCE_LANDMARKS;
  measures[SLOT.quality] = 1;
  for (const [name, value] of Object.entries(face)) measures[SLOT[name as FaceSlot]] = value;
  return measures;
}

/** Shows faces at 10 frames a second to a state; remembers the frames' answers of the last face. */
class Viewer {
  ts = START;
  frames: FaceFrame[] = [];

  constructor(readonly state: FaceState = createFaceState()) {}

  show(face: Face | FaceMeasures, seconds: number): this {
    const measures = face instanceof Float32Array ? face : row(face);
    this.frames = [];
    for (let frame = 0; frame < Math.round(seconds * 10); frame++, this.ts += 100) {
      this.frames.push(readFace(this.state, this.ts, measures));
    }
    return this;
  }

  labels(): (string | null)[] {
    return [...new Set(this.frames.map((frame) => frame.reading?.label ?? null))];
  }

  last(): FaceFrame {
    const frame = this.frames.at(-1);
    if (frame === undefined) throw new Error('nothing was shown');
    return frame;
  }
}

const rested = (): Viewer => new Viewer().show({}, 3);

describe('before and after the baseline', () => {
  it('the population\'s values are used at low confidence, then the person\'s', () => {
    const viewer = new Viewer().show({ au12: 0.02 }, 2);
    expect(viewer.last().baseline).toBe('population');
    expect(viewer.last().reading?.confidence).toBeLessThanOrEqual(0.3);
    viewer.show({ au12: 0.02 }, 2);
    expect(viewer.last()).toMatchObject({ baseline: 'person', status: 'ok', coverage: 1, eyesClosed: false });
    expect(viewer.last().reading).toMatchObject({ label: 'neutral', confidence: 1, valence: 0, arousal: 0, dominance: 0 });
  });

  it('nothing is learned from poor frames', () => {
    expect(new Viewer().show({ quality: 0.4 }, 6).last()).toMatchObject({ baseline: 'population', status: 'ok' });
    expect(new Viewer().show({ yaw: 35 }, 6).last()).toMatchObject({ baseline: 'population', status: 'ok' });
  });

  it('a plain smile is seen even before', () => {
    expect(new Viewer().show(SMILE, 1).last().reading?.label).toBe('happy');
  });
});

describe('an expression', () => {
  it('is read within half a second and gone as fast', () => {
    expect(rested().show(SMILE, 0.5).last().reading?.label).toBe('happy');
    expect(rested().show(SMILE, 3).show({}, 0.7).last().reading?.label).toBe('neutral');
    expect(rested().show(SAD, 1).last().reading?.label).toBe('sad');
  });

  it('of a single frame is no expression', () => {
    expect(rested().show({ au12: 0.06 }, 0.1).labels()).toEqual(['neutral']);
  });

  it('is the same at 5 and at 30 frames a second', () => {
    for (const gap of [33, 200]) {
      const state = createFaceState();
      let ts = START;
      for (; ts < START + 3000; ts += gap) readFace(state, ts, row({}));
      for (; ts < START + 4000; ts += gap) readFace(state, ts, row(SAD));
      expect(readFace(state, ts, row(SAD)).reading?.label).toBe('sad');
    }
  });
});

describe('what is no data', () => {
  it('a frame without a face', () => {
    const viewer = rested().show(emptyMeasures(), 1);
    expect(viewer.last()).toMatchObject({ reading: null, status: 'no-face', coverage: 0 });
  });

  it('closed eyes, however long, and never sadness', () => {
    const viewer = rested().show({ ...CLOSED, au12: -0.03 }, 20);
    expect(viewer.labels()).toEqual([null]);
    expect(viewer.last()).toMatchObject({ status: 'eyes-closed', coverage: 0, eyesClosed: true });
    expect(viewer.show({}, 1).labels()).toEqual(['neutral']);
  });

  it('a blink, which leaves the expression as it was', () => {
    const viewer = rested().show(SMILE, 2).show({ ...SMILE, au5: -0.09 }, 0.2);
    expect(viewer.labels()).toEqual([null]);
    viewer.show(SMILE, 0.3);
    expect(viewer.labels()).toEqual(['happy']);
    expect(viewer.frames.map((frame) => frame.blinked)).toEqual([true, false, false]);
  });

  it('lids near the limit do not flicker between open and closed', () => {
    const nearly = { au5: -0.018 };
    expect(rested().show(nearly, 0.5).labels()).toEqual(['neutral']);
    expect(rested().show(CLOSED, 0.5).show(nearly, 0.5).labels()).toEqual([null]);
  });

  it('but not the eyes of a broad smile', () => {
    expect(rested().show({ ...SMILE, au5: -0.03, au7: 0.02 }, 2).last().reading?.label).toBe('happy');
  });

  it('a head turned away; half-way the confidence and coverage fall', () => {
    expect(rested().show({ yaw: 45, au12: 0.1 }, 1).last()).toMatchObject({ reading: null, status: 'turned-away', coverage: 0 });
    expect(rested().show({ pitch: -35 }, 1).last().status).toBe('turned-away');
    const half = rested().show({ ...SMILE, yaw: -30 }, 1).last();
    expect(half.reading?.label).toBe('happy');
    expect(half.coverage).toBeCloseTo(0.5, 5);
    expect(half.reading?.confidence).toBeLessThan(0.5);
  });

  it('a pitch that is usual for the person is not turned away', () => {
    expect(new Viewer().show({ pitch: 20 }, 6).show({ pitch: 32 }, 1).last().coverage).toBe(1);
  });

  it('a poor frame; a middling one lowers confidence and coverage', () => {
    expect(rested().show({ quality: 0.2 }, 1).last()).toMatchObject({ reading: null, status: 'poor-quality', coverage: 0 });
    const middling = rested().show({ quality: 0.6 }, 1).last();
    expect(middling.coverage).toBeCloseTo(0.6, 5);
    expect(middling.reading?.confidence).toBeCloseTo(0.6, 5);
  });

  it('a time that is no number', () => {
    for (const ts of [Number.NaN, Infinity]) expect(readFace(createFaceState(), ts, row({})).status).toBe('no-face');
  });
});

describe('time', () => {
  it('a hole of more than two seconds ends what was smoothed', () => {
    const viewer = rested().show(SMILE, 2);
    viewer.ts += 3000;
    expect(viewer.show({}, 0.1).labels()).toEqual(['neutral']);
  });

  it('a late frame moves no clock', () => {
    const viewer = rested();
    const before = structuredClone(viewer.state.lastTs);
    expect(readFace(viewer.state, viewer.ts - 1000, row(SMILE)).status).toBe('ok');
    expect(viewer.state.lastTs).toBe(before);
    expect(viewer.show({}, 0.1).labels()).toEqual(['neutral']);
  });

  it('a clock set far back is followed', () => {
    const viewer = rested();
    viewer.ts -= 3_600_000;
    expect(viewer.show(SMILE, 1).labels()).toEqual(['happy']);
    expect(viewer.state.lastTs).toBe(viewer.ts - 100);
  });
});

describe('blendshapes', () => {
  const names = ['browInnerUp', 'jawOpen', ...[
    'browDown', 'browOuterUp', 'cheekSquint', 'eyeBlink', 'eyeSquint', 'eyeWide', 'mouthFrown', 'mouthPress', 'mouthSmile',
    'mouthStretch', 'mouthUpperUp', 'noseSneer',
  ].flatMap((name) => [`${name}Left`, `${name}Right`])];
  const scores = (shown: Record<string, number>): FaceMeasures => measuresFromBlendshapes(Object.fromEntries(
    names.map((name) => [name, shown[name] ?? shown[name.replace(/Left$|Right$/, '')] ?? 0.04]),
  ));

  it.each([
    ['happy', { mouthSmile: 0.6, cheekSquint: 0.3 }],
    ['sad', { mouthFrown: 0.5, browInnerUp: 0.4, browDown: 0.2 }],
    ['angry', { browDown: 0.7, eyeSquint: 0.5, mouthPress: 0.4 }],
    ['surprised', { browInnerUp: 0.7, browOuterUp: 0.7, eyeWide: 0.5, jawOpen: 0.4 }],
    ['fearful', { browInnerUp: 0.9, browOuterUp: 0.5, browDown: 0.4, eyeWide: 0.7, mouthStretch: 0.6 }],
    ['disgusted', { noseSneer: 0.7, mouthUpperUp: 0.5 }],
    ['anxious', { browInnerUp: 0.8, browDown: 0.6, mouthPress: 0.7 }],
    ['neutral', { jawOpen: 0.3 }],
  ] as [string, Record<string, number>][])('%s', (label, shown) => {
    expect(new Viewer().show(scores({}), 3).show(scores(shown), 1.5).last().reading?.label).toBe(label);
  });

  it('closed eyes are no emotion', () => {
    expect(new Viewer().show(scores({}), 3).show(scores({ eyeBlink: 0.8 }), 2).labels()).toEqual([null]);
  });

  it('a few names alone say too little', () => {
    const viewer = new Viewer().show(measuresFromBlendshapes({ mouthSmileLeft: 0.5 }), 1);
    expect(viewer.last()).toMatchObject({ reading: null, status: 'poor-quality' });
  });

  it('another source begins a new baseline', () => {
    const viewer = rested().show(scores({}), 1);
    expect(viewer.last().baseline).toBe('population');
    expect(viewer.show(scores({}), 3).last().baseline).toBe('person');
  });
});

describe('the fold', () => {
  const frame = fc.record({
    gap: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 300 }) }, fc.integer({ min: -20_000, max: 20_000 })),
    slots: fc.array(fc.oneof(
      { weight: 20, arbitrary: fc.float({ min: Math.fround(-0.2), max: Math.fround(0.2), noNaN: true }) },
      fc.float(), fc.constantFrom(Number.NaN, Infinity, 1e30),
    ), { minLength: FACE_SLOTS.length, maxLength: FACE_SLOTS.length }),
    source: fc.constantFrom(1, 1, 1, 1, 1, 2, 0),
    quality: fc.constantFrom(1, 1, 1, 0.5, 0.1),
  });
  const story = fc.array(frame, { minLength: 1, maxLength: 120 });

  interface Told {
    gap: number;
    slots: number[];
    source: number;
    quality: number;
  }

  function* tell(frames: readonly Told[]): Generator<[number, FaceMeasures]> {
    let ts = START;
    for (const { gap, slots, source, quality } of frames) {
      ts += gap;
      const measures = Float32Array.from(slots);
      measures[SLOT.source] = source;
      measures[SLOT.quality] = quality;
      yield [ts, measures];
    }
  }

  it('never throws and never gives a number out of range', () => {
    fc.assert(fc.property(story, (frames) => {
      const state = createFaceState();
      for (const [ts, measures] of tell(frames)) {
        const { reading, status, coverage, blinksPerMinute } = readFace(state, ts, measures);
        expect(coverage >= 0 && coverage <= 1).toBe(true);
        expect(reading === null).toBe(status !== 'ok');
        if (blinksPerMinute !== null) expect(blinksPerMinute >= 0).toBe(true);
        if (reading === null) continue;
        expect(AFFECT_LABELS.reduce((sum, label) => sum + reading.scores[label], 0)).toBeCloseTo(1, 9);
        expect(reading.confidence >= 0 && reading.confidence <= 1).toBe(true);
        for (const value of [reading.valence, reading.arousal, reading.dominance]) expect(Math.abs(value)).toBeLessThanOrEqual(1);
      }
    }));
  });

  it('is the same when the state goes through JSON at every frame', () => {
    fc.assert(fc.property(story, (frames) => {
      const here = createFaceState();
      let there = createFaceState();
      for (const [ts, measures] of tell(frames)) {
        const expected = readFace(here, ts, measures);
        there = JSON.parse(JSON.stringify(there)) as FaceState;
        expect(readFace(there, ts, measures)).toEqual(expected);
      }
      expect(there).toEqual(here);
    }), { numRuns: 30 });
  });

  it('is bounded: an hour of frames leaves less than 10 kB', () => {
    const state = createFaceState();
    let largest = 0;
    for (let i = 0; i < 36_000; i++) {
      const wave = Math.sin(i / 50);
      const face = { au1: 0.03 * wave + 0.0012345678, au12: 0.123456 * wave, au25: 0.0987 * Math.cos(i), yaw: 30 * wave };
      readFace(state, START + i * 100, row(face));
      if (i % 1000 < 30) largest = Math.max(largest, JSON.stringify(state).length);
    }
    expect(largest).toBeLessThan(10_000);
  });
});
