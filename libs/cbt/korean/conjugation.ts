import { finalLetterOf, finalOf, openOf, vowelOf, withFinal, withVowel } from './hangul.js';

/** Vowels that contract with the ending -어/-아: the stem's vowel → the contracted one (치+어 → 쳐). */
const CONTRACTED: Readonly<Record<string, readonly string[]>> = { ㅣ: ['ㅕ'], ㅜ: ['ㅝ'], ㅗ: ['ㅘ'], ㅡ: ['ㅓ', 'ㅏ'], ㅚ: ['ㅙ'] };

/**
 * Writes out the stems behind every `@`: 망치@ → 망치, 망쳐; 하@ → 하, 해; 외롭@ → 외롭, 외로우, 외로워, 외로와; 모르@ → 모르, 몰라, 몰러.
 * Endings follow by themselves, because a stem is a prefix of its forms.
 */
export function conjugate(phrase: string): string[] {
  const cut = phrase.indexOf('@');
  if (cut < 0) return [phrase];
  const rest = conjugate(phrase.slice(cut + 1));
  return stems(phrase.slice(0, cut)).flatMap((stem) => rest.map((tail) => stem + tail));
}

function stems(stem: string): string[] {
  const head = stem.slice(0, -1);
  const last = stem.charCodeAt(stem.length - 1);
  if (finalOf(last) > 0) return irregular(head, last);
  const syllable = stem.slice(-1);
  if (syllable === '하') return [stem, `${head}해`];
  if (syllable === '르' && head.length > 0) return [stem, ...doubled(head)];
  return [stem, ...(CONTRACTED[vowelOf(last)] ?? []).map((vowel) => head + withVowel(last, vowel))];
}

function irregular(head: string, last: number): string[] {
  const stem = head + String.fromCharCode(last);
  const open = head + String.fromCharCode(openOf(last));
  switch (finalLetterOf(last)) {
    case 'ㅂ':
      return [stem, `${open}우`, `${open}워`, `${open}와`];
    case 'ㄹ':
      return [stem, `${open}네`, `${open}시`, `${open}는`, head + withFinal(openOf(last), 'ㄴ'), head + withFinal(openOf(last), 'ㅂ')];
    case 'ㄷ':
      return [stem, head + withFinal(openOf(last), 'ㄹ')];
    case 'ㅅ':
      return [stem, `${open}아`, `${open}어`, `${open}으`, head + withFinal(openOf(last), 'ㄴ')];
    default:
      return [stem];
  }
}

/** 모르 → 몰라, 몰러. */
function doubled(head: string): string[] {
  const before = head.charCodeAt(head.length - 1);
  if (finalOf(before) > 0) return [];
  const liquid = head.slice(0, -1) + withFinal(openOf(before), 'ㄹ');
  return [`${liquid}라`, `${liquid}러`];
}
