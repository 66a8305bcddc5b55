import type { PhraseUnits, UnitSystem, Units } from '../engine/units.js';
import { conjugate } from './conjugation.js';
import { FINAL_BASE, finalOf, isSyllable, openOf, standaloneFinal } from './hangul.js';

/**
 * Korean: each syllable becomes its open part and its final consonant, blanks only mark where words begin. So a stem is a prefix of
 * its forms (망치 of 망친, 망칠), an ending that is a final consonant can be written (`ㄹ거`), and wrong spacing does not matter.
 */
export const korean: UnitSystem = { unitsOf, phraseUnits };

const LETTER_V = 0x3163;

/** Words that only add weight: left out where they stand alone, so that a phrase also matches around them. */
const FILLERS = new Set(['정말', '진짜', '너무', '아주', '매우', '되게', '좀', '솔직히', '굉장히', '엄청', '뭐랄까', '너무너무', '너무나', '도대체', '대체']);
const LONGEST_FILLER = 4;
const LONG_WORD = 8;

/** Classes of words, as against endings and particles: their phrases of one or two syllables count only where a word begins. */
const CONTENT = new Set(
  (
    'OTHER PEOPLE ABS ALWAYS NEVER NOBODY FAIL BADFATE GOODK NEGOTHER STARE LABEL LABEL_N SELFADJ LIFE LIFE_BARE END END_STRONG DOOM SYMPTOM DISEASE ' +
    'BADTHING SLIP SLIP_SMALL RUINALL HUGE OWN TINY GREAT OTHERS DETAIL FOCUS GOODPART GOODLOT POS DISC EMO INNER BANNED ABSOLUTE PERFECT VERDICT ' +
    'NEGWORD GOODWORD NEUTRAL SINGLE PERSON_ONE GROUP SIGN DUTY DUTY_HARD IDIOM PLAY KEEPS WHOLE SPOIL SURE'
  ).split(' '),
);

function unitsOf(text: string, start: number, end: number): Units {
  const units: Units = { symbols: [], from: [], to: [], wordStart: [] };
  let boundary = true;
  const push = (symbol: number, at: number, to: number): void => {
    units.symbols.push(symbol);
    units.from.push(at);
    units.to.push(to);
    units.wordStart.push(boundary);
    boundary = false;
  };
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (isSyllable(code) && boundary) {
      const wordEnd = fillerEnd(text, at, end);
      if (wordEnd > 0) {
        at = wordEnd - 1;
        continue;
      }
    }
    if (isSyllable(code)) {
      push(openOf(code), at, at + 1);
      const final = finalOf(code);
      if (final > 0) push(FINAL_BASE + final, at, at + 1);
    } else if (isConjoining(code)) {
      const to = composedEnd(text, at, end);
      const composed = text.slice(at, to).normalize('NFC').charCodeAt(0);
      if (isSyllable(composed)) {
        push(openOf(composed), at, to);
        const final = finalOf(composed);
        if (final > 0) push(FINAL_BASE + final, at, to);
      }
      at = to - 1;
    } else if (code >= 0x3131 && code <= LETTER_V) {
      boundary = true;
      const final = standaloneFinal(code);
      if (final > 0) push(FINAL_BASE + final, at, at + 1);
      boundary = true;
    } else if ((code >= 48 && code <= 57) || (code >= 97 && code <= 122)) {
      push(code, at, at + 1);
    } else if (code >= 65 && code <= 90) {
      push(code + 32, at, at + 1);
    } else {
      boundary = true;
    }
  }
  openUnspaced(units);
  return units;
}

/** Text without blanks gives no word edges: inside a very long word every syllable may begin one. */
function openUnspaced(units: Units): void {
  const { from, wordStart } = units;
  let start = 0;
  for (let at = 1; at <= from.length; at += 1) {
    if (at < from.length && !wordStart[at]) continue;
    if ((from[at - 1] ?? 0) - (from[start] ?? 0) >= LONG_WORD) {
      for (let inner = start + 1; inner < at; inner += 1) wordStart[inner] = from[inner] !== from[inner - 1];
    }
    start = at;
  }
}

/** `_` binds to a word's edge; `@` behind a syllable stands for the stem's conjugated forms; a consonant alone is a final one. */
function phraseUnits(phrase: string, className: string): PhraseUnits[] {
  const atWordStart = phrase.startsWith('_') || (CONTENT.has(className) && /^[가-힣]{1,2}@?$/u.test(phrase));
  const atWordEnd = phrase.endsWith('_');
  const words = phrase.replaceAll('_', '').split(' ');
  if (words.some((word) => FILLERS.has(word))) throw new Error(`Filler in phrase: ${phrase}`);
  const body = words.join('');
  return conjugate(body).map((form) => {
    const { symbols } = lexiconUnits(form);
    return { symbols, atWordStart, atWordEnd };
  });
}

function lexiconUnits(form: string): Units {
  return unitsOf(form, 0, form.length);
}

/** Offset behind the filler word that begins at `at`, 0 where another word does. */
function fillerEnd(text: string, at: number, end: number): number {
  let to = at;
  while (to < end && to - at <= LONGEST_FILLER && isSyllable(text.charCodeAt(to))) to += 1;
  return FILLERS.has(text.slice(at, to)) ? to : 0;
}

function isConjoining(code: number): boolean {
  return code >= 0x1100 && code <= 0x11ff;
}

/** End of one decomposed syllable (as some systems store file names and text): leading consonant, vowel, final consonant. */
function composedEnd(text: string, at: number, end: number): number {
  let to = at + 1;
  if (to < end && inRange(text.charCodeAt(to), 0x1161, 0x11a7)) to += 1;
  if (to < end && inRange(text.charCodeAt(to), 0x11a8, 0x11ff)) to += 1;
  return to;
}

function inRange(code: number, low: number, high: number): boolean {
  return code >= low && code <= high;
}
