import { describe, expect, it } from 'vitest';
import { Instrument, type InstrumentId, type SurveyAnswers } from '../../../libs/contracts/survey.js';
import { bandOf, instrumentOf, instrumentsIn, problemsOf, scoreOf } from './instruments.js';

const answersOf = (values: readonly number[]): SurveyAnswers => Object.fromEntries(values.map((value, index) => [`q${index + 1}`, value]));
const alike = (count: number, value: number) => answersOf(Array.from({ length: count }, () => value));
const score = (id: InstrumentId, answers: SurveyAnswers) => scoreOf(instrumentOf(id), answers);
const band = (id: InstrumentId, value: number) => bandOf(instrumentOf(id), value, 'en')?.id;

describe('the instruments', () => {
  it.each(['ko', 'en'] as const)('are whole in %s: every text, and the source', (language) => {
    const all = instrumentsIn(language);
    expect(all.map(({ id }) => id)).toEqual(['intake', 'phq-9', 'gad-7', 'pss-4']);
    for (const instrument of all) {
      Instrument.parse(instrument);
      const texts = [instrument.title, instrument.instruction, ...instrument.questions.flatMap(({ text, options }) => [text, ...options.map(({ label }) => label)])];
      for (const text of texts) expect(text.trim()).not.toBe('');
      if (language === 'ko') for (const text of texts) expect(text).toMatch(/\p{Script=Hangul}/u);
      else for (const text of texts) expect(text).not.toMatch(/\p{Script=Hangul}/u);
      expect(instrument.source).not.toBe('');
    }
    expect(all.map(({ questions }) => questions.filter(({ id }) => /^q\d$/.test(id)).length)).toEqual([0, 9, 7, 4]);
  });

  it('name where they were published', () => {
    expect(instrumentOf('phq-9').source).toMatch(/Kroenke.*2001/);
    expect(instrumentOf('gad-7').source).toMatch(/Spitzer.*2006/);
    expect(instrumentOf('pss-4').source).toMatch(/Cohen.*Williamson.*1988/);
  });
});

describe('the Korean wordings', () => {
  const frequent = (id: InstrumentId) => instrumentsIn('ko').find((instrument) => instrument.id === id)?.questions[0]?.options.map(({ label }) => label)[2];

  it('are those of each publication, also where two that mean the same differ', () => {
    expect([frequent('phq-9'), frequent('gad-7'), frequent('pss-4')]).toEqual(['7일 이상 방해 받았다', '2주 중 절반 이상 방해 받았다', '때때로 있었다']);
    for (const { text } of instrumentOf('pss-4').questions) expect(text.ko).toMatch(/^최근 1개월 동안, /);
  });
});

describe('the scores', () => {
  it('are the published sums', () => {
    expect([score('phq-9', alike(9, 0)), score('phq-9', alike(9, 3)), score('phq-9', answersOf([1, 2, 3, 0, 1, 2, 3, 0, 1]))]).toEqual([0, 27, 13]);
    expect([score('gad-7', alike(7, 0)), score('gad-7', alike(7, 3)), score('gad-7', answersOf([3, 2, 1, 0, 1, 2, 3]))]).toEqual([0, 21, 12]);
    expect(score('intake', { reason: 'x', sleep: 2 })).toBeNull();
  });

  it('leave the question on daily life out', () => {
    expect(score('phq-9', { ...alike(9, 1), difficulty: 3 })).toBe(9);
  });

  it('turn items 2 and 3 of PSS-4 round', () => {
    expect(score('pss-4', answersOf([0, 4, 4, 0]))).toBe(0);
    expect(score('pss-4', answersOf([4, 0, 0, 4]))).toBe(16);
    expect(score('pss-4', answersOf([1, 3, 0, 2]))).toBe(8);
  });

  it('fall into the published bands, at every border', () => {
    const bands = (id: InstrumentId, values: readonly number[]) => values.map((value) => band(id, value));
    expect(bands('phq-9', [0, 4, 5, 9, 10, 14, 15, 19, 20, 27])).toEqual([
      'minimal', 'minimal', 'mild', 'mild', 'moderate', 'moderate', 'moderately-severe', 'moderately-severe', 'severe', 'severe',
    ]);
    expect(bands('gad-7', [0, 4, 5, 9, 10, 14, 15, 21])).toEqual(['minimal', 'minimal', 'mild', 'mild', 'moderate', 'moderate', 'severe', 'severe']);
    expect(bands('pss-4', [0, 8, 16])).toEqual([undefined, undefined, undefined]);
  });

  it('have no gap and no overlap', () => {
    for (const [id, most] of [['phq-9', 27], ['gad-7', 21]] as const) {
      for (let value = 0; value <= most; value += 1) expect(instrumentOf(id).bands.filter(({ min, max }) => value >= min && value <= max)).toHaveLength(1);
    }
  });
});

describe('the problems of answers', () => {
  it('are named all at once', () => {
    const answers = { q1: 4, q2: 'x', q3: 0, q10: 1, q4: 1, q5: 1, q6: 1, q7: 1 };
    expect(problemsOf(instrumentOf('phq-9'), answers)).toEqual([
      { questionId: 'q1', problem: 'option' },
      { questionId: 'q2', problem: 'option' },
      { questionId: 'q8', problem: 'missing' },
      { questionId: 'q9', problem: 'missing' },
      { questionId: 'q10', problem: 'unknown' },
    ]);
    expect(problemsOf(instrumentOf('intake'), { reason: ' ', goal: 3 })).toEqual([{ questionId: 'reason', problem: 'missing' }, { questionId: 'goal', problem: 'text' }]);
    expect(problemsOf(instrumentOf('gad-7'), alike(7, 2))).toEqual([]);
  });
});
