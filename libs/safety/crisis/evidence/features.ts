import type { TextView } from '../../text/view.js';
import { ENGLISH_SENSES } from './senses-en.js';
import { KOREAN_SENSES } from './senses-ko.js';

/** Calls `put` with each feature of the canonical range; a feature may come more than once. */
export type Features = (view: TextView, from: number, to: number, put: (feature: string) => void) => void;

const table = (text: string): [sense: string, words: string[]][] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [sense = '', words = ''] = line.trim().split(': ');
      return [sense, words.split(' ').filter((word) => word !== '')];
    });

const WHOLE = new Map<string, string[]>();
const BEGINNING = new Map<string, string[]>();
for (const [sense, words] of table(ENGLISH_SENSES)) {
  for (const word of words) {
    const [map, key] = word.endsWith('*') ? [BEGINNING, word.slice(0, -1)] : [WHOLE, word];
    map.set(key, [...(map.get(key) ?? []), sense]);
  }
}
const LONGEST_ENDING = 4;

function sensesOf(word: string): string[] {
  const senses = [...(WHOLE.get(word) ?? [])];
  for (let length = Math.max(2, word.length - LONGEST_ENDING); length <= word.length; length += 1) {
    for (const sense of BEGINNING.get(word.slice(0, length)) ?? []) if (!senses.includes(sense)) senses.push(sense);
  }
  return senses;
}

const PLURAL = /ies$/u;
const ENDING = /(?:ing|ed|es|s|ly)$/u;
const DOUBLE = /(.)\1$/u;

/** A crude stem: enough for "jumping" and "jumped" to meet. */
const stem = (word: string): string => (word.length < 4 ? word : word.replace(PLURAL, 'y').replace(ENDING, '').replace(DOUBLE, '$1').replace(/e$/u, ''));

/** Stems alone, in twos and threes and with one or two words between; and the same with words replaced by what they speak of. */
export const englishFeatures: Features = (view, from, to, put) => {
  const written = view.text.slice(from, to).split(' ').filter((word) => word !== '');
  const words = ['^', ...written.map(stem), '$'];
  words.forEach((word, at) => {
    const [second, third, fourth] = [words[at + 1], words[at + 2], words[at + 3]];
    put(word);
    if (second === undefined) return;
    put(`${word} ${second}`);
    if (third === undefined) return;
    put(`${word} ${second} ${third}`);
    put(`${word}~${third}`);
    if (fourth !== undefined) put(`${word}~${fourth}`);
  });
  const senses = written.map(sensesOf);
  senses.forEach((own, at) => {
    for (const sense of own) put(`#${sense}`);
    for (const apart of [1, 2]) {
      const other = senses[at + apart];
      if (other === undefined) continue;
      for (const sense of own) {
        put(`#${sense}>${apart}${written[at + apart] ?? ''}`);
        for (const next of other) put(`#${sense}>${apart}#${next}`);
      }
      for (const next of other) put(`${written[at] ?? ''}>${apart}#${next}`);
    }
  });
};

const KOREAN = new Map<string, [word: string, sense: string][]>();
for (const [sense, words] of table(KOREAN_SENSES)) for (const word of words) KOREAN.set(word.charAt(0), [...(KOREAN.get(word.charAt(0)) ?? []), [word, sense]]);
/** Characters after a word within which another is its neighbour. */
const NEAR = 6;

/** Two to four characters in a row, beginnings of written words alone and in twos, what words speak of with what comes next, and the ending. */
export const koreanFeatures: Features = (view, from, to, put) => {
  const text = `_${view.text.slice(from, to)}_`;
  for (let at = 0; at < text.length; at += 1) for (let length = 2; length <= 4 && at + length <= text.length; length += 1) put(text.slice(at, at + length));
  put(`end:${text.slice(-3, -1)}`);
  put(`end:${text.slice(-4, -1)}`);
  let previous: string | undefined;
  for (let at = from; at < to; at += 1) {
    if (at > from && view.gaps[at] === 0) continue;
    const two = at + 1 < to && view.gaps[at + 1] === 0 ? view.text.slice(at, at + 2) : view.text.charAt(at);
    put(`w${two}`);
    if (previous !== undefined) put(`w${previous} ${two}`);
    previous = two;
  }
  const found: { sense: string; at: number; end: number }[] = [];
  for (let at = from; at < to; at += 1) {
    for (const [word, sense] of KOREAN.get(view.text.charAt(at)) ?? []) if (at + word.length <= to && view.text.startsWith(word, at)) found.push({ sense, at, end: at + word.length });
  }
  found.forEach(({ sense, end }, index) => {
    put(`#${sense}`);
    if (end < to) put(`#${sense}>${view.text.charAt(end)}`);
    if (end + 1 < to) put(`#${sense}>${view.text.slice(end, end + 2)}`);
    for (let other = index + 1; other < found.length; other += 1) {
      const next = found[other];
      if (next === undefined || next.at > end + NEAR) break;
      if (next.at >= end) put(`#${sense}>#${next.sense}`);
    }
  });
};
