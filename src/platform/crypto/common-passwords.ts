import languageCommon from '@zxcvbn-ts/language-common';

/** The guesses that decoration may cost before a common word inside it stops counting. */
const MAX_DECORATION = 6;
const MAX_STRIP = 24;
/** Longer texts are on no list, and looking would take its time. */
const MAX_LENGTH = 256;

/** Popular here and absent from an English list: Korean words as they come out of a keyboard in Latin mode, and the service's own name. */
const LOCAL_WORDS = [
  'dkssudgktpdy', // 안녕하세요
  'dkssud', // 안녕
  'tkfkdgo', // 사랑해
  'tkfkdgody', // 사랑해요
  'tkfkdgkqslek', // 사랑합니다
  'qlalfqjsgh', // 비밀번호
  'qlqjs', // 비번
  'eogksalsrnr', // 대한민국
  'rkatkgkqslek', // 감사합니다
  'gkrrydhkwlq', // 학교와집
  'tkdeka', // 상담
  'tkdekatk', // 상담사
  'akdma', // 마음
  'saranghae',
  'annyeong',
  'bemore',
  'counsel',
  'counselor',
  'counseling',
];

/** What digits and signs are put for. `1`, `!` and `|` stand for two letters, hence two alphabets. */
const SHARED_LEET = { '0': 'o', '2': 'z', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '9': 'g', '@': 'a', '$': 's', '+': 't', '€': 'e', '(': 'c' };
const LEET: readonly ReadonlyMap<string, string>[] = [
  new Map(Object.entries({ ...SHARED_LEET, '1': 'i', '!': 'i', '|': 'i' })),
  new Map(Object.entries({ ...SHARED_LEET, '1': 'l', '!': 'l', '|': 'l' })),
];

let loaded: ReadonlySet<string> | undefined;

/** 49,000 words, unpacked in some 20 ms at the first use and not at the start. */
function words(): ReadonlySet<string> {
  loaded ??= new Set([...languageCommon.dictionary['passwords-common'], ...LOCAL_WORDS]);
  return loaded;
}

/**
 * Whether a password is one of the usual ones in a usual disguise: letter case, digits and signs put for or between
 * letters, a word or a number run
 * with little before and after it (`P@ssw0rd2024!`), or the same thing repeated.
 *
 * Compares with the list of the most used passwords of `@zxcvbn-ts/language-common`.
 */
export function isCommonPassword(password: string): boolean {
  if (password.length > MAX_LENGTH) return false;
  const text = password.normalize('NFKC').toLowerCase();
  const lead = Math.min(decorationBefore(text), MAX_STRIP);
  const trail = Math.min(decorationAfter(text), MAX_STRIP);
  for (let from = 0; from <= lead; from += 1) {
    const before = decorationCost(text.slice(0, from));
    for (let to = text.length; to >= Math.max(from, text.length - trail); to -= 1) {
      if (before + decorationCost(text.slice(to)) <= MAX_DECORATION && isKnown(text.slice(from, to))) return true;
    }
  }
  return false;
}

const LETTER = /\p{L}/u;

function decorationBefore(text: string): number {
  const first = text.search(LETTER);
  return first === -1 ? text.length : first;
}

function decorationAfter(text: string): number {
  let length = 0;
  while (length < text.length && !LETTER.test(text.charAt(text.length - 1 - length))) length += 1;
  return length;
}

/** Characters somebody must guess around the word; a number run or a repeated sign counts as one. */
function decorationCost(decoration: string): number {
  let cost = 0;
  for (const [part] of decoration.matchAll(/\p{N}+|\P{N}+/gu)) cost += isRun(part) || words().has(part) ? 1 : part.length;
  return cost;
}

function isKnown(core: string): boolean {
  const unit = repeatedUnit(core);
  if (isRun(unit) || words().has(unit)) return true;
  const disguised = LEET.map((alphabet) => core.replaceAll(/\P{L}/gu, (sign) => alphabet.get(sign) ?? sign));
  return [core.replaceAll(/[^\p{L}\p{N}]/gu, ''), ...disguised].some((plain) => words().has(repeatedUnit(plain)));
}

/** Empty, one character, or characters that follow each other in equal steps: `aaaa`, `abcdef`, `9876`. */
function isRun(text: string): boolean {
  const step = text.charCodeAt(1) - text.charCodeAt(0);
  if (text.length > 2 && Math.abs(step) > 1) return false;
  for (let at = 1; at < text.length; at += 1) if (text.charCodeAt(at) - text.charCodeAt(at - 1) !== step) return false;
  return text.length !== 2 || Math.abs(step) <= 1;
}

/** `abcabc` → `abc`: the shortest part that, repeated, makes the whole. */
function repeatedUnit(text: string): string {
  const period = (text + text).indexOf(text, 1);
  return period === -1 ? text : text.slice(0, period);
}
