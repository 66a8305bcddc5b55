import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { SentenceBuffer } from './sentence-buffer.js';

const read = (pieces: readonly string[]): string[] => {
  const buffer = new SentenceBuffer();
  return [...pieces.flatMap((piece) => buffer.push(piece)), buffer.rest()];
};

describe('the sentence buffer', () => {
  it.each([
    ['One. Two! Three?', ['One. ', 'Two! ', 'Three?']],
    ['그래요. “네.” 좋아요', ['그래요. ', '“네.” ', '좋아요']],
    ['3.5 points… yes', ['3.5 points… ', 'yes']],
    ['a line\nanother', ['a line\n', 'another']],
    ['no end', ['no end']],
  ])('cuts %s', (text, sentences) => {
    expect(read([text])).toEqual(sentences);
    expect(read(Array.from(text)).filter((sentence) => sentence !== '')).toEqual(sentences);
  });

  it('loses and adds nothing, however the text comes, and holds no more than it must', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 700 }), { maxLength: 12 }), (pieces) => {
        const sentences = read(pieces);
        expect(sentences.join('')).toBe(pieces.join(''));
        for (const sentence of sentences) expect(sentence.length).toBeLessThanOrEqual(700 + 500);
      }),
    );
  });

  it('takes time in proportion to the text', () => {
    const buffer = new SentenceBuffer();
    const startedAt = performance.now();
    for (let at = 0; at < 2_000; at += 1) buffer.push('.'.repeat(100));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
