import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AFFECT_LABELS, type AffectReading } from '../reading.js';
import { activate, type Activations } from './activations.js';
import { createBaseline, type FaceBaseline } from './baseline.js';
import { readEmotion } from './emotions.js';
import { ACTION_COUNT } from './measures.js';

const still: Activations = activate(new Array<number>(ACTION_COUNT).fill(0), createBaseline());
function read(shown: Partial<Activations>, blinks: number | null = null): AffectReading {
  return readEmotion({ ...still, ...shown }, blinks, 1);
}

describe('EMFACS prototypes', () => {
  it.each([
    ['neutral', {}],
    ['happy', { cornerUp: 0.7, cheekUp: 0.5 }],
    ['happy', { cornerUp: 0.4, mouthWide: 0.4 }],
    ['sad', { cornerDown: 0.7, browOblique: 0.5, browGather: 0.5 }],
    ['sad', { cornerDown: 0.6 }],
    ['sad', { browOblique: 0.7, browGather: 0.7 }],
    ['angry', { browDown: 0.7, lidTight: 0.5, lipPress: 0.5 }],
    ['angry', { browDown: 0.6, browGather: 0.6, mouthNarrow: 0.5 }],
    ['fearful', { innerBrowUp: 0.7, outerBrowUp: 0.6, browGather: 0.5, lidUp: 0.7, mouthWide: 0.6, lipsPart: 0.5 }],
    ['surprised', { innerBrowUp: 0.7, outerBrowUp: 0.7, lidUp: 0.5, jawDrop: 0.5, lipsPart: 0.6 }],
    ['disgusted', { noseUp: 0.7, upperLipUp: 0.5, browDown: 0.3 }],
    ['disgusted', { noseUp: 0.6, cornerDown: 0.4 }],
    ['anxious', { innerBrowUp: 0.5, browOblique: 0.3, browGather: 0.6, lipPress: 0.7 }],
    ['anxious', { innerBrowUp: 0.5, browGather: 0.5, mouthWide: 0.6 }],
  ] as [AffectReading['label'], Partial<Activations>][])('%s: %o', (label, shown) => {
    expect(read(shown).label).toBe(label);
  });
});

describe('a smile', () => {
  it('widens the mouth, which is no fear in it', () => {
    const reading = read({ cornerUp: 0.9, mouthWide: 1, innerBrowUp: 0.5, outerBrowUp: 0.5, browGather: 0.3 });
    expect(reading.label).toBe('happy');
    expect(reading.scores.fearful).toBeLessThan(0.1);
  });
});

describe('single actions that mean no emotion', () => {
  it.each([
    ['a frown alone is thinking', { browDown: 1, browGather: 1 }],
    ['an open mouth is speech', { lipsPart: 1, jawDrop: 1 }],
    ['rounded lips are speech', { mouthNarrow: 1, lipsPart: 0.5 }],
    ['wide lips are speech', { mouthWide: 1, lipsPart: 0.5 }],
    ['wide eyes alone', { lidUp: 1 }],
    ['tight lids alone are bright light', { lidTight: 1, cheekUp: 0.5 }],
    ['pressed lips alone', { lipPress: 1 }],
  ] as [string, Partial<Activations>][])('%s', (_title, shown) => {
    expect(read(shown).label).toBe('neutral');
  });

  it('many blinks alone are no anxiety, with pressed lips they are', () => {
    expect(read({}, 70).label).toBe('neutral');
    expect(read({ lipPress: 0.8 }, 70).label).toBe('anxious');
    expect(read({ lipPress: 0.8 }, 20).label).toBe('neutral');
  });
});

describe('pleasure, arousal and dominance', () => {
  it('follow the published places of the emotions', () => {
    const happy = read({ cornerUp: 1, cheekUp: 1 }), sad = read({ cornerDown: 1, browOblique: 1 }), neutral = read({});
    const angry = read({ browDown: 1, lidTight: 1, lipPress: 1 });
    const surprised = read({ innerBrowUp: 1, outerBrowUp: 1, lidUp: 1, jawDrop: 1 });
    expect(happy.valence).toBeGreaterThan(neutral.valence);
    expect(neutral.valence).toBeGreaterThan(sad.valence);
    expect(surprised.arousal).toBeGreaterThan(neutral.arousal);
    expect(neutral.arousal).toBeGreaterThan(sad.arousal);
    expect(angry.dominance).toBeGreaterThan(sad.dominance);
    expect([neutral.valence, neutral.arousal, neutral.dominance]).toEqual([0, 0, 0]);
  });

  it('grow with the strength of a smile', () => {
    const valence = [0, 0.2, 0.4, 0.6, 0.8, 1].map((cornerUp) => read({ cornerUp }).valence);
    expect([...valence].sort((one, other) => one - other)).toEqual(valence);
  });
});

describe('any activations', () => {
  const level = fc.double({ min: 0, max: 1, noNaN: true });
  const levels = Object.fromEntries(Object.keys(still).map((name) => [name, level]));
  const shown = fc.record(levels) as unknown as fc.Arbitrary<Activations>;
  const blinks = fc.option(fc.double({ min: 0, max: 200, noNaN: true }));

  it('give shares of sum 1, the largest of which is the label, and values in range', () => {
    fc.assert(fc.property(shown, blinks, level, (activations, rate, trust) => {
      const reading = readEmotion(activations, rate, trust);
      const shares = AFFECT_LABELS.map((name) => reading.scores[name]);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      for (const share of shares) expect(share >= 0 && share <= 1).toBe(true);
      expect(reading.scores[reading.label]).toBe(Math.max(...shares));
      expect(reading.confidence >= 0 && reading.confidence <= trust).toBe(true);
      for (const value of [reading.valence, reading.arousal, reading.dominance]) expect(Math.abs(value)).toBeLessThanOrEqual(1);
    }));
  });
});

describe('actions against the baseline', () => {
  const moved = (position: number, by: number): number[] => {
    const actions = new Array<number>(ACTION_COUNT).fill(0);
    actions[position] = by;
    return actions;
  };
  const settled = (): FaceBaseline => ({ ...createBaseline(), doubtful: new Array<number>(ACTION_COUNT).fill(0) });
  const CORNER = 8;

  it('count from the person\'s own rest', () => {
    const baseline = settled();
    baseline.offset[CORNER] = -0.06;
    expect(activate(moved(CORNER, -0.06), baseline)).toEqual(still);
    expect(activate(moved(CORNER, 0.02), baseline).cornerUp).toBeGreaterThan(0.5);
    expect(activate(moved(CORNER, 0.02), settled()).cornerUp).toBe(0);
  });

  it('need more of a face that trembles or is not yet known', () => {
    const trembling = settled();
    trembling.noise[CORNER] = 0.04;
    const sure = activate(moved(CORNER, 0.06), settled()).cornerUp;
    expect(sure).toBeGreaterThan(0.4);
    expect(activate(moved(CORNER, 0.06), trembling).cornerUp).toBe(0);
    expect(activate(moved(CORNER, 0.06), createBaseline()).cornerUp).toBeLessThan(sure);
  });

  it('corners that follow an opening mouth are not drawn down', () => {
    const speaking = moved(CORNER, -0.04);
    speaking[11] = 0.2;
    expect(activate(speaking, settled()).cornerDown).toBe(0);
    expect(activate(moved(CORNER, -0.04), settled()).cornerDown).toBeGreaterThan(0.2);
  });

  it('any numbers give levels within 0…1', () => {
    const actions = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: ACTION_COUNT, maxLength: ACTION_COUNT });
    fc.assert(fc.property(actions, actions, (shown, offset) => {
      const levels = Object.values(activate(shown, { ...settled(), offset })) as number[];
      for (const level of levels) expect(level >= 0 && level <= 1).toBe(true);
    }));
  });
});
