import { describe, expect, it } from 'vitest';
import { readableText } from './readable-text.js';

/** As a Korean font has: ASCII, Hangul, hearts, no accents, no pictures. */
const hasGlyph = (code: number) => (code >= 0x20 && code < 0x7f) || (code >= 0xac00 && code <= 0xd7a3) || '♥♡★…“”ㅠ'.includes(String.fromCodePoint(code));

describe('a text in the font of the report', () => {
  it.each([
    ['잘 했어요 😀', '잘 했어요'],
    ['😀 잘 했어요', '잘 했어요'],
    ['오늘 👨‍👩‍👧 가족과', '오늘 가족과'],
    ['좋아요👍🏽!', '좋아요!'],
    ['사랑해요 ❤️ 정말', '사랑해요 ♥ 정말'],
    ['1️⃣번 🇰🇷', '1번'],
    ['2024년 10월 #1 *', '2024년 10월 #1 *'],
    ['ㅠㅠ… 힘들어요', 'ㅠㅠ… 힘들어요'],
    ['“😭😭”', '“(이모지)”'],
    ['漢字와 한글', '□□와 한글'],
    ['줄\n바꿈\u0007\u202e', '줄 바꿈'],
  ])('%s', (text, shown) => {
    expect(readableText(text, 'ko', hasGlyph)).toBe(shown);
  });

  it('keeps letters whose accents it cannot show', () => {
    expect(readableText('naïve café… Łódź', 'en', hasGlyph)).toBe('naive cafe... □odz');
    expect(readableText('😭', 'en', hasGlyph)).toBe('(emoji)');
  });

  it('is quick with whatever it gets', () => {
    const start = performance.now();
    for (const part of [' ', '\u200d', '😀 ', '1\ufe0f', '👨\u200d', '🇰']) readableText(part.repeat(5_000), 'ko', hasGlyph);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
