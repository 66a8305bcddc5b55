import { describe, expect, it } from 'vitest';
import { PatternIndex } from './pattern-index.js';
import { prefixesOf } from './prefixes.js';

describe('beginnings of a pattern', () => {
  it.each([
    ['abc', ['abc']],
    ['a(?:b|cd)e', ['abe', 'acd']],
    ['a?bc', ['abc', 'bc']],
    ['[ab]c', ['ac', 'bc']],
    ['(?<!x)a.{1,3}b', ['a']],
    ['a{2}b', ['aab']],
    ['(?:a|b){0,2}c', ['aac', 'abc', 'ac', 'bac', 'bbc', 'bc', 'c']],
  ])('%s', (pattern, expected) => {
    expect([...prefixesOf(pattern, 3)].sort()).toEqual(expected);
  });

  it('refuses a pattern without a definite beginning', () => {
    for (const pattern of ['a?', '.b', '[a-z]b', '(?:a|)']) expect(() => prefixesOf(pattern, 3)).toThrow();
  });

  it('finds what the patterns themselves find, and only at words when it is told so', () => {
    const patterns: [string, string][] = [['kill(?:ing)?', 'kill'], ['ill', 'ill']];
    const found = (words: boolean): string[] => new PatternIndex(patterns, words).find('killing skill ill').map(({ value, from }) => `${value}@${from}`);
    expect(found(false)).toEqual(['kill@0', 'ill@1', 'kill@9', 'ill@10', 'ill@14']);
    expect(found(true)).toEqual(['kill@0', 'ill@14']);
  });
});
