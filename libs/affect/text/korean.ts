import { type Evidence, negate, type Tone } from './evidence.js';
import {
  KOREAN_DIMINISHERS, KOREAN_EXCEPTIONS, KOREAN_FIGURE, KOREAN_INTENSIFIERS, KOREAN_PHRASES, KOREAN_WISH, KOREAN_WORDS,
  type WordGroup,
} from './lexicon-ko.js';

type Entry = Omit<WordGroup, 'stems'>;

const ENTRIES = entriesByStem();
const LONGEST_STEM = Math.max(...[...ENTRIES.keys()].map((stem) => stem.length));
const EXCEPTIONS = KOREAN_EXCEPTIONS.split(' ').map(letters);
const INTENSIFIERS = new Set(KOREAN_INTENSIFIERS.split(' '));
const DIMINISHERS = new Set(KOREAN_DIMINISHERS.split(' '));

/**
 * Stands for a phrase in the text; followed by its number in {@link KOREAN_PHRASES}. Outside every script, so that no text
 * contains it.
 */
const MARK = '\uE000';
/** Stands for the second half of a wish, 좋겠다 in 행복했으면 좋겠다. */
const WISH_MARK = '\uE0FF';
const HEDGE = /(?:것|거)\s*같|듯|아마|글쎄|모르겠|혹시/gu;
const CONTRAST = /^(?:하지만|그런데|근데|그러나|그렇지만|그래도|그치만)$|(?:지만|는데|은데|한데|는데도|더니)$/u;
const BEFORE_CONTRAST = 0.4;
const AFTER_CONTRAST = 1.2;
const STRONG = 1.3;
const WEAK = 0.7;
const WISHED = 0.15;
const ASKED = 0.5;
const FIGURE = '죽도록';

interface Found {
  entry: Entry;
  /** What follows the stem in its word. */
  rest: string;
  /** Whether 안 or 못 is written together with the word. */
  isDenied: boolean;
}

/**
 * Words of feeling in Korean text, with their negation (안, 못, -지 않다, -지 못하다, 없다, 아니다), strength, contrast, wish and question.
 * Words are matched by the letters of their beginning, so that 슬픈, 슬펐다 and 슬픔 are found without an analyzer.
 */
export function koreanEvidence(text: string): { evidence: Evidence[]; tone: Tone } {
  const evidence: Evidence[] = [];
  const marked = markPhrases(text);
  for (const sentence of marked.split(/(?<=[.!?\n…。])/u)) readSentence(sentence, evidence);
  return { evidence, tone: { exclamations: countOf(text, /!/gu), hedges: countOf(text, HEDGE) } };
}

function readSentence(sentence: string, evidence: Evidence[]): void {
  const words = sentence.split(/[^\p{L}\p{N}\uE000-\uE0FF]+/u).filter((word) => word !== '');
  const lastContrast = words.findLastIndex((word) => CONTRAST.test(word));
  const asked = sentence.includes('?') ? ASKED : 1;
  words.forEach((word, at) => {
    const found = find(word);
    if (found === null) return;
    const next = words[at + 1] ?? '';
    const isNegated = found.isDenied || deniedBefore(words, at) || deniedAfter(found.rest, words, at);
    const contrast = lastContrast < 0 ? 1 : isBeforeContrast(at, lastContrast, words) ? BEFORE_CONTRAST : AFTER_CONTRAST;
    const wished = next === WISH_MARK || (found.rest.endsWith('고') && next.startsWith('싶')) ? WISHED : 1;
    const { valence, label, arousal } = found.entry;
    evidence.push({
      valence: isNegated ? negate(valence) : valence,
      label,
      arousal,
      isNegated,
      weight: strength(words, at) * contrast * wished * asked,
    });
  });
}

/** The longest entry that the word begins with. */
function find(word: string): Found | null {
  if (word.startsWith(MARK)) {
    const entry = KOREAN_PHRASES[word.charCodeAt(1) - MARK.charCodeAt(0)];
    return entry === undefined ? null : { entry, rest: word.slice(2), isDenied: false };
  }
  const whole = letters(word);
  if (EXCEPTIONS.some((exception) => whole.startsWith(exception))) return null;
  for (let length = Math.min(whole.length, LONGEST_STEM); length > 1; length--) {
    const entry = ENTRIES.get(whole.slice(0, length));
    if (entry !== undefined) return { entry, rest: whole.slice(length).normalize('NFC'), isDenied: false };
  }
  if (!/^[안못]\p{L}/u.test(word)) return null;
  const found = find(word.slice(1));
  return found === null ? null : { ...found, isDenied: true };
}

function deniedBefore(words: readonly string[], at: number): boolean {
  const before = words[at - 1];
  return before === '안' || before === '못';
}

function deniedAfter(rest: string, words: readonly string[], at: number): boolean {
  const next = words[at + 1] ?? '';
  const overNext = words[at + 2] ?? '';
  if (/지[는도가를만]?[않못안]|질않|없|커녕|(?:가|이)아니|긴커녕/u.test(rest)) return true;
  if (/(?:[지진질]|지는|지도|지가|지를|지만은)$/u.test(rest) && /^[않못안마말]/u.test(next)) return true;
  if (next.startsWith('없') && !/[고서면며]$/u.test(rest)) return true;
  if (/^(?:하나도|조금도|전혀|거의|아무|별로)/u.test(next) && overNext.startsWith('없')) return true;
  if (/^(?:아니|아닌|아냐|아녜)/u.test(next)) return true;
  if (/^(?:[게건거수]|것이|것은|수가|수는|리가|일이|적이)$/u.test(next)) return /^(?:아니|아닌|아냐|없)/u.test(overNext);
  return false;
}

function strength(words: readonly string[], at: number): number {
  let factor = 1;
  for (const word of [words[at - 1] ?? '', words[at - 2] ?? '']) {
    if (INTENSIFIERS.has(word)) factor = Math.max(factor, STRONG);
    else if (DIMINISHERS.has(word)) factor = Math.min(factor, WEAK);
  }
  return words[at + 1] === FIGURE ? Math.max(factor, STRONG) : factor;
}

/** A connective such as 하지만 belongs to what follows it, an ending such as -지만 to what stands before. */
function isBeforeContrast(at: number, contrast: number, words: readonly string[]): boolean {
  return at < contrast || (at === contrast && /(?:지만|는데|은데|한데|는데도|더니)$/u.test(words[contrast] ?? ''));
}

function markPhrases(text: string): string {
  let marked = text.normalize('NFC').replaceAll(/[\uE000-\uE0FF]/gu, ' ');
  marked = marked.replaceAll(KOREAN_WISH, (_, before: string) => `${before} ${WISH_MARK} `);
  marked = marked.replaceAll(KOREAN_FIGURE, (match, figure: string) => match.slice(0, match.length - figure.length) + FIGURE);
  KOREAN_PHRASES.forEach(({ pattern }, index) => {
    marked = marked.replaceAll(pattern, ` ${MARK}${String.fromCharCode(MARK.charCodeAt(0) + index)}`);
  });
  return marked;
}

function entriesByStem(): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const { stems, ...entry } of KOREAN_WORDS) for (const stem of stems.split(/\s+/u)) entries.set(letters(stem), entry);
  return entries;
}

/** Conjoining letters (NFD), so that a stem matches a syllable that got a final consonant: 슬프 in 슬픈. */
function letters(text: string): string {
  return text.normalize('NFD');
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
