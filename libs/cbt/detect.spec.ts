import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDistortions } from './detect.js';
import { DISTORTIONS } from './types.js';

const CORPUS = join(import.meta.dirname, 'corpus');
const LANGUAGES = ['ko', 'en'] as const;
const textsOf = (name: string): string[] =>
  readFileSync(join(CORPUS, name), 'utf8').split('\n').filter(Boolean).map((line) => line.split('\t')[2] ?? '');

const CLEAR = {
  ko: {
    catastrophizing: '이번 시험에 떨어지면 제 인생은 완전히 끝장이고 저는 길거리에 나앉을 거예요.',
    'all-or-nothing': '완벽하게 하지 못할 거면 아예 안 하는 게 나아요.',
    overgeneralization: '나는 하는 일마다 다 망해요, 평생 되는 일이 하나도 없어요.',
    'mental-filter': '다들 칭찬해 줬는데 지적받은 그 한마디만 계속 머릿속을 맴돌아요.',
    'disqualifying-positive': '상을 받긴 했지만 그냥 운이 좋았던 거지 제가 잘한 게 아니에요.',
    'jumping-to-conclusions': '답장이 없는 걸 보니 나를 싫어하는 게 분명해요.',
    magnification: '오타 하나 낸 게 돌이킬 수 없는 엄청난 대참사예요.',
    'emotional-reasoning': '이렇게 불안한 걸 보면 정말 나쁜 일이 일어날 거예요.',
    'should-statements': '나는 절대 실수하면 안 되고 항상 완벽해야만 해요.',
    labeling: '저는 아무짝에도 쓸모없는 인간쓰레기예요.',
  },
  en: {
    catastrophizing: 'If I fail this test I will lose everything and end up homeless, my life will be over.',
    'all-or-nothing': "If I can't do it perfectly, there's no point in doing it at all.",
    overgeneralization: 'I always ruin everything, nothing ever works out for me.',
    'mental-filter': 'Everyone praised the talk, but all I can think about is the one question I got wrong.',
    'disqualifying-positive': 'I won, but it was only luck, anyone could have done it.',
    'jumping-to-conclusions': "She hasn't answered my text, so she must hate me.",
    magnification: 'That one little typo was the most unforgivable, monstrous blunder of all time.',
    'emotional-reasoning': 'I feel like a failure, so I must be a failure.',
    'should-statements': 'I should always be strong, I must never let anyone see me cry.',
    labeling: "I'm such a loser, a complete and utter failure.",
  },
} as const;

const NO_CLAIM: readonly (readonly [string, string, string])[] = [
  ['duty', '내일까지 제출해야 해요.', 'I have to hand in the report tomorrow.'],
  ['rule', '안전모를 반드시 착용해야 합니다.', 'You must show your passport at the gate.'],
  ['negation', '저는 실패자가 아니에요.', 'I am not a failure.'],
  ['negated proof', '불안하다고 해서 꼭 나쁜 일이 생기는 건 아니에요.', "Just because I feel guilty doesn't mean I did something wrong."],
  ['hedge', '어쩌면 그냥 바빠서 답을 못 했을 수도 있어요.', 'Maybe she was just busy.'],
  ['quotation', '친구가 "나는 쓰레기야"라고 해서 아니라고 말해 줬어요.', 'He said "I am a complete failure" and I told him that he is not.'],
  ['third person', '동생은 자기가 쓸모없는 사람이라고 생각해요.', 'My friend thinks everybody hates her, and I wish she could see they do not.'],
  ['recovered', '예전에는 제가 실패자라고 생각했는데 이제는 안 그래요.', "I used to think I was a failure, but I don't any more."],
  ['fiction', '그 영화에서 주인공이 모든 걸 잃어요.', 'In the film he loses everything and everyone leaves him.'],
  ['fact', '우리 가게는 월요일에 절대 안 열어요.', 'The museum is completely closed on Mondays.'],
  ['news', '검사 결과는 금요일에 나온대요.', 'The doctor will call with the results on Monday.'],
  ['joke', '웃겨서 죽는 줄 알았어 ㅋㅋㅋ', "omg i'm dead, that video is too funny"],
];

describe.each(LANGUAGES)('findDistortions in %s', (language) => {
  it.each(DISTORTIONS)('names a clear %s, where it is, how sure, how severe, and why', (distortion) => {
    const text = CLEAR[language][distortion];
    const finding = findDistortions(text, { language }).find((found) => found.distortion === distortion);
    expect(finding).toBeDefined();
    expect(finding?.confidence).toBeGreaterThanOrEqual(0.5);
    expect(finding?.confidence).toBeLessThanOrEqual(0.95);
    expect(['low', 'medium', 'high']).toContain(finding?.severity);
    expect(finding?.why[language].length).toBeGreaterThan(10);
  });

  it.each(NO_CLAIM)('finds nothing in a %s', (_kind, ko, en) => {
    expect(findDistortions(language === 'ko' ? ko : en, { language })).toEqual([]);
  });

  it('finds nothing in any single word of the corpus', () => {
    const words = new Set([...textsOf(`${language}.tsv`), ...textsOf(`${language}-lessons.tsv`)].flatMap((text) => text.split(/\s+/u)));
    expect(words.size).toBeGreaterThan(3_000);
    expect([...words].filter((word) => findDistortions(word, { language }).length > 0)).toEqual([]);
  });

  it('says where within the text, at most three a sentence and one of a kind', () => {
    const text = [...Object.values(CLEAR[language]), ...NO_CLAIM.map(([, ko, en]) => (language === 'ko' ? ko : en))].join('\n');
    const findings = findDistortions(text, { language });
    expect(findings.length).toBeGreaterThan(5);
    for (const { span } of findings) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeGreaterThan(span.start);
      expect(span.end).toBeLessThanOrEqual(text.length);
      expect(text.slice(span.start, span.end).trim()).not.toBe('');
    }
    expect(findings.map(({ span }) => span.start)).toEqual(findings.map(({ span }) => span.start).toSorted((a, b) => a - b));
    expect(findDistortions(text, { language })).toEqual(findings);
  });

  it('does not let one text bear on the next', () => {
    const text = CLEAR[language].labeling;
    const alone = findDistortions(text, { language });
    findDistortions('나는 쓰레기예요. I am trash.', { language });
    expect(findDistortions(text, { language })).toEqual(alone);
  });
});

describe('findDistortions on anything', () => {
  it('reads a sentence in its own language, whatever the session’s is', () => {
    expect(findDistortions(CLEAR.en.labeling, { language: 'ko' })).toEqual(findDistortions(CLEAR.en.labeling, { language: 'en' }));
    const mixed = `${CLEAR.ko.labeling} ${CLEAR.en.labeling}`;
    expect(findDistortions(mixed).map(({ distortion }) => distortion)).toEqual(expect.arrayContaining(['labeling', 'labeling']));
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t\u3000'],
    ['marks', '?!…."\'“”‘’'.repeat(2_000)],
    ['open quotes', '"'.repeat(10_000)],
    ['half a surrogate pair', '\ud800 나는 \udc00 실패자'],
    ['consonants alone', 'ㅋㅋㅋㅎㅎㅠㅠ'.repeat(500)],
    ['decomposed Hangul', '나는 실패자야'.normalize('NFD')],
    ['one endless word', 'a'.repeat(200_000)],
    ['endless Hangul', '가'.repeat(200_000)],
    ['noise', Array.from({ length: 200_000 }, (_, at) => String.fromCharCode((at * 7_919) % 0xffff)).join('')],
    ['more than is read', '나는 실패자야. '.repeat(40_000)],
  ])('never throws and stays bounded on %s', (_kind, text) => {
    const findings = findDistortions(text);
    expect(findings.length).toBeLessThanOrEqual(500);
    for (const { span } of findings) expect(span.end).toBeLessThanOrEqual(text.length);
  });
});
