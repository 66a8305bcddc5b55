import { canonicalWord, isRecoverable, joinedWord } from './english-words.js';
import { questionsIn, type FoldedText } from './fold.js';
import type { Gap, TextView } from './view.js';

interface Word {
  readonly written: string;
  readonly start: number;
  readonly end: number;
  readonly gap: Gap;
  readonly quoted: boolean;
}

const isLetter = (char: string): boolean => char.length === 1 && ((char >= 'a' && char <= 'z') || (char >= '0' && char <= '9'));
const SPACE = /\s/u;
const INSIDE_WORD = /['@$*!|]/u;
const LAUGHTER = /^(?:lo+l+|lmf?ao+|rofl|(?:ha){2,}h?|(?:he){2,}|jk|xd+|lolol+)$/u;
const MAX_WORD = 40;

/**
 * English is matched as canonical words separated by single spaces: contractions and chat forms are expanded, misspellings,
 * leetspeak, spelled-out and glued words recovered. Every character of a word points to the whole written word.
 */
export function englishView(folded: FoldedText): TextView {
  return { ...render(joinSpelledOut(readWords(folded))), questions: questionsIn(folded) };
}

function readWords({ chars, starts, ends }: FoldedText): Word[] {
  const words: Word[] = [];
  let gap: Gap = 0;
  let quoted = false;
  const widen = (next: Gap): void => {
    if (next > gap) gap = next;
  };
  for (let i = 0; i < chars.length; ) {
    const char = chars[i] ?? '';
    if (!isLetter(char)) {
      const next = chars[i + 1] ?? '';
      if (char === '"') quoted = !quoted;
      widen(gapOf(char, next, chars[i - 1] ?? ''));
      i += 1;
      continue;
    }
    const from = i;
    while (i < chars.length && i - from < MAX_WORD && continuesWord(chars, i)) i += 1;
    words.push({ written: chars.slice(from, i).join(''), start: starts[from] ?? 0, end: ends[i - 1] ?? 0, gap, quoted });
    gap = 0;
  }
  return words;
}

function continuesWord(chars: readonly string[], i: number): boolean {
  const char = chars[i] ?? '';
  if (isLetter(char)) return true;
  return INSIDE_WORD.test(char) && isLetter(chars[i + 1] ?? '');
}

function gapOf(char: string, next: string, previous: string): Gap {
  if (char === ' ') return 1;
  if (char === '\n' || char === '!' || char === '?' || char === ';') return 3;
  if (SPACE.test(char)) return 1;
  if (char === '.') return next === '.' || previous === '.' || isLetter(next) ? 2 : 3;
  return 2;
}

/** "k i l l", "s-u-i-c-i-d-e": single letters in a row that spell a word worth recovering. */
function joinSpelledOut(words: readonly Word[]): Word[] {
  const out: Word[] = [];
  for (let i = 0; i < words.length; ) {
    let run = 0;
    while (run < MAX_WORD && words[i + run]?.written.length === 1) run += 1;
    const joined = run >= 3 ? spelled(words.slice(i, i + run)) : undefined;
    const taken = Math.max(run, 1);
    out.push(...(joined ?? words.slice(i, i + taken)));
    i += taken;
  }
  return out;
}

function spelled(letters: readonly Word[]): Word[] | undefined {
  for (let skip = 0; skip < 2; skip += 1) {
    for (let length = letters.length - skip; length >= 3; length -= 1) {
      const part = letters.slice(skip, skip + length);
      const first = part[0];
      const last = part.at(-1);
      const written = part.map((letter) => letter.written).join('');
      if (first !== undefined && last !== undefined && isRecoverable(written)) {
        return [...letters.slice(0, skip), { ...first, written, end: last.end }, ...letters.slice(skip + length)];
      }
    }
  }
  return undefined;
}

function render(words: readonly Word[]): Omit<TextView, 'questions'> {
  const out: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const gaps: Gap[] = [];
  const laughter: number[] = [];
  const quoted: [number, number][] = [];
  let length = 0;
  const put = (text: string, word: Word, end: number): void => {
    const from = length;
    for (let k = 0; k < text.length; k += 1) {
      starts.push(word.start);
      ends.push(end);
      gaps.push(k === 0 ? word.gap : 0);
    }
    out.push(text);
    length += text.length;
    if (!word.quoted) return;
    const last = quoted.at(-1);
    if (last?.[1] === from) last[1] = length;
    else quoted.push([from, length]);
  };
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    if (word === undefined) continue;
    const next = words[i + 1];
    const joined = next !== undefined && next.gap < 3 ? joinedWord(word.written, next.written) : undefined;
    if (LAUGHTER.test(word.written)) laughter.push(length);
    put((length === 0 ? '' : ' ') + (joined ?? canonicalWord(word.written)), word, joined === undefined || next === undefined ? word.end : next.end);
    if (joined !== undefined) i += 1;
  }
  return { text: out.join(''), starts, ends, gaps, laughter, quoted };
}
