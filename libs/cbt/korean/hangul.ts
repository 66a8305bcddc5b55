/** Arithmetic of precomposed Hangul syllables (Unicode Standard, section 3.12). */
const SYLLABLE_BASE = 0xac00;
const SYLLABLE_LAST = 0xd7a3;
const FINALS = 28;
const VOWELS = 21;
export const FINAL_BASE = 0x11a7;

/** Compatibility consonants in the order of final consonants 1…27. */
const FINAL_LETTERS = 'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';
export const VOWEL_LETTERS = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ';

export function isSyllable(code: number): boolean {
  return code >= SYLLABLE_BASE && code <= SYLLABLE_LAST;
}

/** The syllable without its final consonant. */
export function openOf(code: number): number {
  return code - ((code - SYLLABLE_BASE) % FINALS);
}

/** Number of the final consonant, 0 where there is none. */
export function finalOf(code: number): number {
  return (code - SYLLABLE_BASE) % FINALS;
}

export function finalLetterOf(code: number): string {
  return FINAL_LETTERS.charAt(finalOf(code) - 1);
}

export function vowelOf(code: number): string {
  return VOWEL_LETTERS.charAt(Math.floor((code - SYLLABLE_BASE) / FINALS) % VOWELS);
}

/** The open syllable with the same leading consonant and another vowel. */
export function withVowel(code: number, vowel: string): string {
  const lead = Math.floor((code - SYLLABLE_BASE) / (VOWELS * FINALS));
  return String.fromCharCode(SYLLABLE_BASE + (lead * VOWELS + VOWEL_LETTERS.indexOf(vowel)) * FINALS);
}

export function withFinal(openCode: number, letter: string): string {
  return String.fromCharCode(openCode + FINAL_LETTERS.indexOf(letter) + 1);
}

/** Number of a final consonant written as a letter of its own (ㄹ, ㅋ), 0 for others. */
export function standaloneFinal(code: number): number {
  return FINAL_LETTERS.indexOf(String.fromCharCode(code)) + 1;
}
