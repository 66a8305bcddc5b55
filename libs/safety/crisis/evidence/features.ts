import type { TextView } from '../../text/view.js';
import { BASE, joined, part, type Part } from './hash.js';
import { ENGLISH_SENSES } from './senses-en.js';
import { KOREAN_SENSES } from './senses-ko.js';
import { writtenFeatures } from './written.js';

/** Calls `put` with the hash of each feature of the canonical range; a feature may come more than once. */
export type Features = (view: TextView, from: number, to: number, put: (feature: number) => void) => void;

const table = (text: string): [sense: string, words: string[]][] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [sense = '', words = ''] = line.trim().split(': ');
      return [sense, words.split(' ').filter((word) => word !== '')];
    });

const WHOLE = new Map<string, Part[]>();
const BEGINNING = new Map<string, Part[]>();
for (const [sense, words] of table(ENGLISH_SENSES)) {
  const named = part(`#${sense}`);
  for (const word of words) {
    const [map, key] = word.endsWith('*') ? [BEGINNING, word.slice(0, -1)] : [WHOLE, word];
    map.set(key, [...(map.get(key) ?? []), named]);
  }
}
const LONGEST_ENDING = 4;

function sensesOf(word: string): readonly Part[] {
  let senses: readonly Part[] = WHOLE.get(word) ?? [];
  for (let length = Math.max(2, word.length - LONGEST_ENDING); length <= word.length; length += 1) {
    const more = BEGINNING.get(word.slice(0, length));
    if (more !== undefined) senses = senses.length === 0 ? more : [...new Set([...senses, ...more])];
  }
  return senses;
}

const ENDINGS = ['ing', 'ed', 'es', 'ly', 's'] as const;

/** A crude stem: enough for "jumping" and "jumped" to meet. */
function stem(word: string): string {
  if (word.length < 4) return word;
  let cut = word.endsWith('ies') ? `${word.slice(0, -3)}y` : word;
  const ending = ENDINGS.find((one) => cut.endsWith(one));
  if (ending !== undefined) cut = cut.slice(0, -ending.length);
  if (cut.at(-1) === cut.at(-2)) cut = cut.slice(0, -1);
  return cut.endsWith('e') ? cut.slice(0, -1) : cut;
}

const START = part('^');
const STOP = part('$');
const SPACE = part(' ');
const SKIP = part('~');
const APART = [part('>1'), part('>2')] as const;

/** Stems alone, in twos and threes and with one or two words between; and the same with words replaced by what they speak of. */
export const englishFeatures: Features = (view, from, to, put) => {
  writtenFeatures(view, from, to, put);
  const written = view.text.slice(from, to).split(' ').filter((word) => word !== '');
  const words = [START, ...written.map((word) => part(stem(word))), STOP];
  words.forEach((word, at) => {
    const [second, third, fourth] = [words[at + 1], words[at + 2], words[at + 3]];
    put(word.hash);
    if (second === undefined) return;
    const two = joined(joined(word.hash, SPACE), second);
    put(two);
    if (third === undefined) return;
    put(joined(joined(two, SPACE), third));
    const skipped = joined(word.hash, SKIP);
    put(joined(skipped, third));
    if (fourth !== undefined) put(joined(skipped, fourth));
  });
  const senses = written.map(sensesOf);
  const whole = written.map(part);
  senses.forEach((own, at) => {
    for (const sense of own) put(sense.hash);
    APART.forEach((apart, distance) => {
      const next = whole[at + distance + 1];
      const others = senses[at + distance + 1] ?? [];
      if (next === undefined) return;
      for (const sense of own) {
        const begun = joined(sense.hash, apart);
        put(joined(begun, next));
        for (const other of others) put(joined(begun, other));
      }
      const begun = joined(whole[at]?.hash ?? 0, apart);
      for (const other of others) put(joined(begun, other));
    });
  });
};

const KOREAN = new Map<string, [word: string, sense: Part][]>();
for (const [sense, words] of table(KOREAN_SENSES)) {
  const named = part(`#${sense}`);
  for (const word of words) KOREAN.set(word.charAt(0), [...(KOREAN.get(word.charAt(0)) ?? []), [word, named]]);
}
/** Characters after a word within which another is its neighbour. */
const NEAR = 6;
const LONGEST = 4;
const EDGE = '_'.charCodeAt(0);
const END = part('end:');
const WORD = part('w');
const NEXT = part('>');

/** Two to four characters in a row, beginnings of written words alone and in twos, what words speak of with what comes next, and the ending. */
export const koreanFeatures: Features = (view, from, to, put) => {
  writtenFeatures(view, from, to, put);
  const { text } = view;
  const code = (at: number): number => (at < from || at >= to ? EDGE : text.charCodeAt(at));
  for (let at = from - 1; at < to; at += 1) {
    let hash = code(at);
    for (let end = at + 1; end < at + LONGEST && end <= to; end += 1) {
      hash = (Math.imul(hash, BASE) + code(end)) | 0;
      put(hash);
    }
  }
  for (const length of [2, 3]) put(joined(END.hash, part(text.slice(Math.max(from, to - length), to))));
  beginnings(view, from, to, put);
  const found: { sense: Part; at: number; end: number }[] = [];
  for (let at = from; at < to; at += 1) {
    for (const [word, sense] of KOREAN.get(text.charAt(at)) ?? []) if (at + word.length <= to && text.startsWith(word, at)) found.push({ sense, at, end: at + word.length });
  }
  found.forEach(({ sense, end }, index) => {
    put(sense.hash);
    const begun = joined(sense.hash, NEXT);
    if (end < to) put((Math.imul(begun, BASE) + code(end)) | 0);
    if (end + 1 < to) put((Math.imul(Math.imul(begun, BASE) + code(end), BASE) + code(end + 1)) | 0);
    for (let other = index + 1; other < found.length; other += 1) {
      const next = found[other];
      if (next === undefined || next.at > end + NEAR) break;
      if (next.at >= end) put(joined(begun, next.sense));
    }
  });
};

/** The first two characters of each written word, alone and with those of the word before. */
function beginnings({ text, gaps }: TextView, from: number, to: number, put: (feature: number) => void): void {
  let previous: number | undefined;
  for (let at = from; at < to; at += 1) {
    if (at > from && gaps[at] === 0) continue;
    const two = part(at + 1 < to && gaps[at + 1] === 0 ? text.slice(at, at + 2) : text.charAt(at));
    put(joined(WORD.hash, two));
    if (previous !== undefined) put(joined(joined(previous, SPACE), two));
    previous = joined(WORD.hash, two);
  }
}
