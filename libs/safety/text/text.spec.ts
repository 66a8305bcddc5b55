import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conjugate } from './conjugate.js';
import { englishView } from './english-view.js';
import { fold } from './fold.js';
import { koreanView } from './korean-view.js';
import { SENTENCE_GAP, sentenceAround } from './view.js';

const korean = (text: string): string => koreanView(fold(text)).text;
const english = (text: string): string => englishView(fold(text)).text;

describe('folding', () => {
  it('folds case, width, look-alikes, diacritics, decomposed Hangul and invisible characters', () => {
    expect(fold('ＫＩＬＬ kíll кill ki\u200bll').chars.join('')).toBe('kill kill kill kill');
    expect(fold('죽고'.normalize('NFD')).chars.join('')).toBe('죽고');
    expect(fold('𝓴𝓲𝓵𝓵').chars.join('')).toBe('kill');
  });

  it('keeps every character\'s place in the original', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const { chars, starts, ends } = fold(text);
        expect(starts).toHaveLength(chars.length);
        starts.forEach((start, i) => {
          const end = ends[i] ?? 0;
          expect(start).toBeGreaterThanOrEqual(starts[i - 1] ?? 0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
        });
      }),
    );
  });
});

describe('the Korean view', () => {
  it.each([
    ['죽 고 싶 다', '죽고싶다'],
    ['죽.고.싶.다', '죽고싶다'],
    ['ㅈㅜㄱㄱㅗ ㅅㅣㅍㄷㅏ', '죽고싶다'],
    ['주ㄱ고 싶어ㅠㅠㅋㅋㅋ', '죽고싶어'],
    ['자ㅅ하고', '자ㅅ하고'],
    ['싫어어어어', '싫어'],
  ])('reads %s as %s', (written, read) => {
    expect(korean(written)).toBe(read);
  });

  it('remembers where sentences end', () => {
    const view = koreanView(fold('밥을 먹었다. 죽이 맛있다'));
    expect(view.gaps[view.text.indexOf('죽')]).toBe(SENTENCE_GAP);
    const [from, to] = sentenceAround(view, view.text.indexOf('죽'), view.text.length, 60);
    expect(view.text.slice(from, to)).toBe('죽이맛있다');
  });
});

describe('the English view', () => {
  it.each([
    ["I don't wanna", 'i do not want to'],
    ['k i l l myself', 'kill myself'],
    ['s-u-i-c-i-d-e', 'suicide'],
    ['k1ll mysefl', 'kill myself'],
    ['suuuuuicide', 'suicide'],
    ['wnat to d1e', 'want to die'],
    ['kms rn', 'kill myself right now'],
    ["my friend's house", 'my friend s house'],
  ])('reads %s as %s', (written, read) => {
    expect(english(written)).toBe(read);
  });

  it('points every character to the written word', () => {
    const view = englishView(fold('so kms ok'));
    const at = view.text.indexOf('kill myself');
    expect([view.starts[at], view.ends[at + 'kill myself'.length - 1]]).toEqual([3, 6]);
  });
});

describe('conjugation', () => {
  it.each([
    ['죽', '죽어', '죽을', '죽었'],
    ['뛰어내리', '뛰어내려', '뛰어내릴', '뛰어내렸'],
    ['찌르', '찔러', '찌를', '찔렀'],
    ['긋', '그어', '그을', '그었'],
    ['자살하', '자살해', '자살할', '자살했'],
    ['멈추', '멈춰', '멈출', '멈췄'],
    ['끝내', '끝내', '끝낼', '끝냈'],
    ['잠들', '잠들어', '잠들', '잠들었'],
  ])('%s', (stem, infinitive, future, past) => {
    expect(conjugate(stem)).toMatchObject({ infinitive, future, past });
  });

  it('drops the ㄹ of a stem before -는', () => {
    expect(conjugate('뛰어들').present).toBe('뛰어드');
  });

  it('refuses what is no stem', () => {
    expect(() => conjugate('die')).toThrow('not a Korean stem');
  });
});
