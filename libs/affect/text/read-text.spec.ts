import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AFFECT_LABELS, type AffectLabel } from '../reading.js';
import { KOREAN_WORDS } from './lexicon-ko.js';
import { readText } from './read-text.js';

const valenceOf = (text: string, language: 'ko' | 'en' = 'ko'): number => readText(text, language)?.valence ?? Number.NaN;

describe('readText, Korean', () => {
  it.each<[string, AffectLabel]>([
    ['오늘은 정말 행복해요', 'happy'],
    ['어제는 친구를 만나서 조금 웃었어요', 'happy'],
    ['가족이 있어서 든든하고 감사해요', 'happy'],
    ['마음이 편해졌어요', 'happy'],
    ['너무 슬퍼서 울었어요', 'sad'],
    ['외로운 밤이었어요', 'sad'],
    ['요즘 너무 힘들고 지쳤어요', 'sad'],
    ['살기 싫어요', 'sad'],
    ['나는 정말 화가 나요!', 'angry'],
    ['자꾸 짜증이 나고 억울해요', 'angry'],
    ['이제 더는 못 참겠어요!', 'angry'],
    ['시험 때문에 불안하고 초조해요', 'anxious'],
    ['잠을 잘 못 자요', 'anxious'],
    ['어두운 데가 무서워요', 'fearful'],
    ['겁이 나요', 'fearful'],
    ['정말 역겨웠어요', 'disgusted'],
    ['깜짝 놀랐어요', 'surprised'],
  ])('%s → %s', (text, label) => {
    expect(readText(text, 'ko')?.label).toBe(label);
  });

  it.each([
    '기분이 안 좋아요', '안좋아요', '별로 안 좋아요', '행복하지 않아요', '전혀 행복하지가 않아', '행복한 게 아니에요', '행복할 수 없어요', '희망이 없어요', '재미가 하나도 없어요',
    '만족스럽지 못했어요',
  ])('%s: the good denied is bad', (text) => {
    expect(valenceOf(text)).toBeLessThan(-0.2);
  });

  it.each(['걱정이 없어요', '걱정하지 마세요', '안 힘들어요', '힘들지 않았어요', '화가 나지 않아요', '우울하진 않아요', '후회 없이 했어요', '불행한 건 아니에요'])(
    '%s: the bad denied is better than bad, and less than good',
    (text) => {
      expect(valenceOf(text)).toBeGreaterThan(0);
      expect(valenceOf(text)).toBeLessThan(valenceOf('행복해요'));
    },
  );

  it.each(['회사에 갔어요', '오늘은 그 이야기를 하고 싶어요', '아파트에 살아요', '그림을 그리고 놀았어요', '화가가 되고 싶어요', '항상 늦게 자요', '이제 가야 해요', '배고파 죽겠어', '네'])(
    '%s: no word of feeling is no data',
    (text) => {
      expect(readText(text, 'ko')).toBeNull();
    },
  );

  it('weighs strength', () => {
    expect(valenceOf('너무 슬퍼요')).toBeLessThan(valenceOf('슬퍼요'));
    expect(valenceOf('조금 슬퍼요')).toBeGreaterThan(valenceOf('슬퍼요'));
    expect(valenceOf('힘들어 죽겠어요')).toBeLessThan(valenceOf('힘들어요'));
  });

  it('counts what comes after a contrast more', () => {
    expect(valenceOf('슬펐지만 지금은 괜찮아요')).toBeGreaterThan(valenceOf('괜찮지만 지금은 슬퍼요'));
  });

  it('takes a wish for little', () => {
    expect(valenceOf('행복했으면 좋겠어요')).toBeLessThan(0.3);
    expect(valenceOf('행복하면 참 좋겠다')).toBeLessThan(0.3);
    expect(valenceOf('웃고 싶어요')).toBeLessThan(0.3);
  });

  it('is less sure of one word than of three, and of a hedge', () => {
    const sure = (text: string): number => readText(text, 'ko')?.confidence ?? 0;
    expect(sure('슬프고 외롭고 괴로워요')).toBeGreaterThan(sure('슬퍼요'));
    expect(sure('슬픈 것 같아요')).toBeLessThan(sure('슬퍼요'));
    expect(sure('슬퍼요')).toBeLessThan(0.5);
  });

  it('knows more than 250 beginnings of words, each once', () => {
    const stems = KOREAN_WORDS.flatMap((group) => group.stems.split(' '));
    expect(new Set(stems).size).toBe(stems.length);
    expect(stems.length).toBeGreaterThan(250);
  });

  it('reads decomposed Hangul like composed', () => {
    expect(readText('너무 슬퍼요'.normalize('NFD'), 'ko')).toEqual(readText('너무 슬퍼요', 'ko'));
  });
});

describe('readText, English', () => {
  it.each<[string, AffectLabel]>([
    ['We laughed and it was wonderful', 'happy'],
    ['I am looking forward to tomorrow', 'happy'],
    ['I feel lonely and hopeless', 'sad'],
    ['I am so angry with him!', 'angry'],
    ['I am fed up with this', 'angry'],
    ['I have been worried for weeks', 'anxious'],
    ["I can't sleep", 'anxious'],
    ['I am scared of going out', 'fearful'],
    ['That was disgusting', 'disgusted'],
    ['I am not happy', 'sad'],
  ])('%s → %s', (text, label) => {
    expect(readText(text, 'en')?.label).toBe(label);
  });

  it.each([
    'I am not happy', 'It was never good', "I don't like it", 'I do not sleep well', 'Without hope',
  ])('%s: bad', (text) => {
    expect(valenceOf(text, 'en')).toBeLessThan(-0.1);
  });

  it.each([
    'It is not bad', "I don't feel sad anymore", 'I was sad but now I feel great', 'We laughed a little',
  ])('%s: good', (text) => {
    expect(valenceOf(text, 'en')).toBeGreaterThan(0);
  });

  it.each([
    'Today I would like to talk about that', 'It looks like rain', 'I took the bus to work', 'Yes', '',
  ])('%s: no data', (text) => {
    expect(readText(text, 'en')).toBeNull();
  });

  it('takes a wish and a question for less', () => {
    expect(valenceOf('I wish I were happy', 'en')).toBeLessThan(valenceOf('I am happy', 'en') / 2);
    expect(valenceOf('Are you happy?', 'en')).toBeLessThan(valenceOf('I am happy', 'en'));
  });
});

describe('readText, whatever is written', () => {
  const words = fc.constantFrom(
    '행복', '슬퍼요', '안', '못', '않아요', '너무', '좋겠다', 'happy', 'not', 'sad', '!', '?', ',', '지만', '죽겠어', '\uE000', '\uE0FF', '웃고',
    '싶어',
  );
  const joined = fc.tuple(fc.array(words), fc.constantFrom(' ', '')).map(([list, between]) => list.join(between));
  const text = fc.oneof(fc.string({ unit: 'binary' }), joined);

  it('keeps every value in its range', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('ko' as const, 'en' as const), (value, language) => {
        const reading = readText(value, language);
        if (reading === null) return;
        const { valence, arousal, dominance, confidence, scores, label } = reading;
        for (const axis of [valence, arousal, dominance]) expect(axis >= -1 && axis <= 1).toBe(true);
        expect(confidence > 0 && confidence <= 1).toBe(true);
        const shares = AFFECT_LABELS.map((name) => scores[name]);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        expect(Math.max(...shares)).toBe(scores[label]);
      }),
      { numRuns: 500 },
    );
  });

  it('says nothing from letters it does not know', () => {
    expect(readText('今日は楽しかった', 'ko')).toBeNull();
    expect(readText('12345 !!! 😀', 'ko')).toBeNull();
  });

  it('takes a long text in bounded time', () => {
    const long = '너무 슬프지 않아요 '.repeat(20_000);
    const start = performance.now();
    readText(long, 'ko');
    readText('not happy '.repeat(40_000), 'en');
    readText('\uE000 잠을 '.repeat(40_000), 'ko');
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
