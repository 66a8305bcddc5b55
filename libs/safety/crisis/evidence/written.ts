import { SENTENCE_GAP, type TextView } from '../../text/view.js';
import { joined, part, type Part } from './hash.js';

const START = part('w^');
const COMMA = part('w,');
const STOP = part('w.');
const SPACE = part(' ');
const WORD_MARK = 'w:';
const QUESTION = part('?').hash;
const LAUGHTER = part('laughter').hash;
const QUOTE = part('quote').hash;
const SENTENCES = ['one', 'two', 'three', 'four', 'more'].map((count) => part(`sentences:${count}`).hash);

/** Words as they are written, with the marks between them, alone, in twos and threes; and whether the passage asks, laughs or quotes. */
export function writtenFeatures(view: TextView, from: number, to: number, put: (feature: number) => void): void {
  const { starts, questions, laughter, quoted } = view;
  const words = wordsOf(view, from, to);
  words.forEach((word, at) => {
    const [second, third] = [words[at + 1], words[at + 2]];
    put(word.hash);
    if (second === undefined) return;
    const two = joined(joined(word.hash, SPACE), second);
    put(two);
    if (third !== undefined) put(joined(joined(two, SPACE), third));
  });
  const [begin, end] = [starts[from] ?? 0, starts[to] ?? Infinity];
  if (questions.some((at) => at >= begin && at < end)) put(QUESTION);
  if (laughter.some((at) => at >= from && at <= to)) put(LAUGHTER);
  if (quoted.some(([opened, closed]) => opened < to && closed > from)) put(QUOTE);
  const count = words.filter((word) => word === STOP).length;
  put(SENTENCES[Math.min(count, SENTENCES.length - 1)] ?? 0);
}

function wordsOf({ text, gaps }: TextView, from: number, to: number): Part[] {
  const words = [START];
  let begun = from;
  for (let at = from; at <= to; at += 1) {
    const gap = at === to ? SENTENCE_GAP : (gaps[at] ?? 0);
    if (gap === 0) continue;
    const word = text.slice(begun, at).trim();
    if (word !== '') words.push(part(`${WORD_MARK}${word}`));
    if (gap > 1) words.push(gap === SENTENCE_GAP ? STOP : COMMA);
    begun = at;
  }
  return words;
}
