/**
 * A sentence as the matcher sees it: a row of units (words in English, open syllables and final consonants in Korean),
 * each with its place in the original text.
 */
export interface Units {
  /** What the unit is; equal numbers are equal units. */
  symbols: number[];
  /** UTF-16 offset in the original text where the unit begins. */
  from: number[];
  /** UTF-16 offset behind the unit. */
  to: number[];
  /** Whether a new word begins with the unit. */
  wordStart: boolean[];
}

/** One plain phrase of a lexicon, ready for the trie. */
export interface PhraseUnits {
  symbols: number[];
  /** The phrase counts only where a word begins. */
  atWordStart: boolean;
  /** The phrase counts only where a word ends behind it. */
  atWordEnd: boolean;
}

/** What differs between languages: how text and lexicon entries become units. */
export interface UnitSystem {
  unitsOf(text: string, start: number, end: number): Units;
  phraseUnits(phrase: string, className: string): PhraseUnits[];
}
