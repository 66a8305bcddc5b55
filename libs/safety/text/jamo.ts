const FIRST = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const VOWEL = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ';
const LAST = ['', ...Array.from('ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ')];
const SYLLABLES_FROM = 0xac00;
const LAST_COUNT = 28;
const VOWEL_COUNT = 21;

export const isSyllable = (char: string): boolean => char >= '가' && char <= '힣';
export const isConsonant = (char: string): boolean => char >= 'ㄱ' && char <= 'ㅎ';
export const isVowel = (char: string): boolean => char >= 'ㅏ' && char <= 'ㅣ';

/** ㅈ + ㅜ → 주; undefined where the two form no syllable. Composition as in Unicode 3.12 (Hangul syllable composition). */
export function composePair(consonant: string, vowel: string): string | undefined {
  const first = FIRST.indexOf(consonant);
  const middle = vowel === '' ? -1 : VOWEL.indexOf(vowel);
  if (first < 0 || middle < 0) return undefined;
  return String.fromCharCode(SYLLABLES_FROM + (first * VOWEL_COUNT + middle) * LAST_COUNT);
}

/** 주 + ㄱ → 죽; undefined where the syllable is closed already or the consonant cannot close one. */
export function closeSyllable(syllable: string, consonant: string): string | undefined {
  const last = LAST.indexOf(consonant);
  const code = syllable.charCodeAt(0);
  if (last <= 0 || (code - SYLLABLES_FROM) % LAST_COUNT !== 0) return undefined;
  return String.fromCharCode(code + last);
}

/** Vowel of a syllable, as a compatibility jamo. */
export function vowelOf(syllable: string): string {
  const index = Math.floor(((syllable.charCodeAt(0) - SYLLABLES_FROM) % (VOWEL_COUNT * LAST_COUNT)) / LAST_COUNT);
  return VOWEL.charAt(index);
}

/** 죽 → 주 and ㄱ; a syllable without a final consonant gives ''. */
export function openSyllable(syllable: string): { readonly syllable: string; readonly last: string } {
  const code = syllable.charCodeAt(0);
  const last = (code - SYLLABLES_FROM) % LAST_COUNT;
  return { syllable: String.fromCharCode(code - last), last: LAST[last] ?? '' };
}

/** The syllable with another vowel and no final consonant (리, ㅕ → 려). */
export function withVowel(syllable: string, vowel: string): string {
  const first = Math.floor((syllable.charCodeAt(0) - SYLLABLES_FROM) / (VOWEL_COUNT * LAST_COUNT));
  return composePair(FIRST.charAt(first), vowel) ?? syllable;
}
