import { describe, expect, it } from 'vitest';
import { boundedTurns, type Turn } from '../../platform/ai/language-model.js';
import { counsel, PHRASES } from './counsel.js';
import type { Language } from './types.js';

const TOLD: Readonly<Record<Language, readonly string[]>> = {
  ko: [
    '안녕하세요', '요즘 회사 일이 너무 많아서 지쳤어요', '팀장님이 자꾸 저만 불러서 화를 내세요', '잠도 잘 못 자요', '네', '모르겠어요', '엄마랑도 싸웠어요', '외로워요',
    '어떻게 해야 할지 모르겠어요', '응', '시험이 다음 주인데 불안해요', '아니요', '친구들은 다 잘 지내는 것 같아요', '좋아요 해볼게요', '그냥 그래요', '돈 걱정도 있고요',
  ],
  en: [
    'Hi', 'Work has been too much and I am exhausted', 'My boss keeps yelling at me in front of everyone', 'I cannot sleep at night', 'yes', 'dunno', 'I had a fight with my mom',
    'I feel so lonely', 'What should I do?', 'ok', 'My exam is next week and I am anxious', 'no', 'My friends all seem to be doing fine', 'sure, let’s try', 'meh', 'And there is the rent',
  ],
};

function converse(language: Language, texts: readonly string[]): string[] {
  const turns: Turn[] = [];
  return texts.map((text) => {
    turns.push({ role: 'person', text });
    const reply = counsel(boundedTurns(turns), language).join(' ');
    turns.push({ role: 'counselor', text: reply });
    return reply;
  });
}

const HANGUL = /\p{Script=Hangul}/u;

describe.each(['ko', 'en'] as const)('the built-in counselor in %s', (language) => {
  const texts = Array.from({ length: 200 }, (_, index) => TOLD[language][(index * 7 + Math.floor(index / 16)) % 16] ?? '');

  it('holds 200 turns without saying the same twice in a row, and seldom within ten', () => {
    const replies = converse(language, texts);
    replies.forEach((reply, index) => {
      expect(reply.length).toBeGreaterThan(15);
      expect(reply.length).toBeLessThan(500);
      expect(reply).not.toBe(replies[index - 1]);
      expect(HANGUL.test(reply)).toBe(language === 'ko');
    });
    const repeated = replies.filter((reply, index) => replies.slice(Math.max(0, index - 10), index).includes(reply));
    expect(repeated.length).toBeLessThan(10);
    expect(new Set(replies).size).toBeGreaterThan(120);
  });

  it('says the same when one and the same thing is all it hears, but never twice in a row', () => {
    for (const text of [TOLD[language][4], TOLD[language][5], TOLD[language][1], '...', '🙂']) {
      const replies = converse(language, Array.from({ length: 200 }, () => text ?? ''));
      replies.forEach((reply, index) => expect(reply).not.toBe(replies[index - 1]));
      expect(new Set(replies).size).toBeGreaterThan(8);
    }
  });

  it('is one and the same for one and the same conversation', () => {
    expect(converse(language, texts.slice(0, 30))).toEqual(converse(language, texts.slice(0, 30)));
  });

  it('offers one exercise, explains it when it is taken up, and asks how it was', () => {
    const { offer, steps, afterExercise } = PHRASES[language];
    const story = TOLD[language].slice(0, 5);
    const replies = converse(language, [...story, TOLD[language][10] ?? '', TOLD[language][10] ?? '']);
    const offers = Object.values(offer).flat();
    const at = replies.findIndex((reply) => offers.some((text) => reply.includes(text)));
    expect(at).toBeGreaterThan(2);
    const before = [...story, TOLD[language][10] ?? ''].slice(0, at + 1);
    const [, explained, asked] = converse(language, [...before, TOLD[language][4] ?? '', TOLD[language][10] ?? '']).slice(at);
    expect(Object.values(steps).flat().some((text) => explained?.includes(text))).toBe(true);
    expect(afterExercise.some((text) => asked?.includes(text))).toBe(true);
    const [, declined] = converse(language, [...before, language === 'ko' ? '아니요' : 'no']).slice(at);
    expect(PHRASES[language].declined).toContain(declined);
    expect(replies.filter((reply) => offers.some((text) => reply.includes(text)))).toHaveLength(1);
  });
});

describe('what it hears', () => {
  const reply = (language: Language, ...texts: string[]) => converse(language, texts).at(-1) ?? '';

  it.each([
    ['ko', '사실 어제 회사에서 정말 억울했어요', 'angry'],
    ['ko', '할머니가 돌아가셨어요', 'grief'],
    ['ko', '요즘 너무 불안해요', 'anxious'],
    ['en', 'I am so lonely these days', 'lonely'],
    ['en', 'I feel guilty about it', 'ashamed'],
  ] as const)('%s: %s is said back as %s', (language, text, feeling) => {
    expect(PHRASES[language].reflectFeeling[feeling].some((phrase) => reply(language, text).includes(phrase))).toBe(true);
  });

  it.each([
    ['ko', '너 사람이야?', 'aboutAi'],
    ['ko', '항우울제를 끊어도 될까요?', 'medical'],
    ['ko', '저 우울증인가요?', 'medical'],
    ['ko', '고마워요', 'thanks'],
    ['ko', '아까 한 말이랑 똑같은 말이잖아요', 'complaint'],
    ['en', 'Are you a real person?', 'aboutAi'],
    ['en', 'Do I have depression?', 'medical'],
    ['en', 'Thanks a lot', 'thanks'],
  ] as const)('%s: %s → %s', (language, text, kind) => {
    expect(PHRASES[language][kind]).toContain(reply(language, text));
  });

  it('does not say back a feeling that was denied', () => {
    expect(PHRASES.ko.reflectFeeling.sad.some((phrase) => reply('ko', '저는 전혀 슬프지는 않고 그냥 회사가 그래요').includes(phrase))).toBe(false);
    expect(PHRASES.en.reflectFeeling.sad.some((phrase) => reply('en', 'I am not sad about my job').includes(phrase))).toBe(false);
  });

  it('closes with what was talked about', () => {
    expect(reply('ko', '회사 일이 힘들어요', '이만 들어가 볼게요')).toContain('일');
    expect(reply('en', 'My job is exhausting', 'I have to go, bye')).toContain('work');
  });

  it('quotes no number, address or bracket of the person', () => {
    for (const text of ['제 번호는 010-1234-5678이에요 꼭 기억해 주세요', '<script>alert(1)</script> 이렇게 적어 볼게요', '메일은 a@example.org 라고 해요'])
      expect(reply('ko', text)).not.toMatch(/\d{3}|[<>@]/);
  });
});
