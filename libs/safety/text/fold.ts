/**
 * A text folded to comparable characters, with the way back: `chars[i]` came from
 * `original.slice(starts[i], ends[i])`.
 */
export interface FoldedText {
  readonly chars: readonly string[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

// Conjoining jamo form one syllable; a base character takes its combining marks with it (bounded: a "zalgo" text has thousands).
const SEGMENT = /[\u1100-\u115e]{1,3}[\u1161-\u11a7]{1,3}[\u11a8-\u11ff]{0,3}|\P{M}\p{M}{0,16}|\p{M}/uy;
const INVISIBLE = /^[\p{Cf}\p{M}\p{Cs}\u115f\u1160\u3164\uffa0]+$/u;
const COMPATIBILITY_JAMO = /^[\u3131-\u318e]$/u;
const LATIN_WITH_MARKS = /^[a-z]\p{M}+$/u;

/** Cyrillic and Greek letters that look like a Latin one (subset of Unicode UTS #39 confusables). */
const LOOK_ALIKES = new Map(
  Object.entries({
    а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', ё: 'e', һ: 'h', і: 'i', ї: 'i', ј: 'j', к: 'k', ӏ: 'l', м: 'm', п: 'n', о: 'o', р: 'p',
    ѕ: 's', т: 't', υ: 'u', ѵ: 'v', ѡ: 'w', х: 'x', у: 'y', α: 'a', ε: 'e', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', χ: 'x', ı: 'i',
    '‘': "'", '’': "'", ʼ: "'", '`': "'", '´': "'", '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '「': '"', '」': '"', '『': '"', '』': '"',
    '。': '.', '、': ',', '！': '!', '？': '?', '…': '…',
  }),
);

/**
 * Folds case, width, compatibility forms (NFKC), decomposed Hangul, Latin look-alikes and diacritics, and drops invisible
 * characters. Compatibility jamo (ㅋ, ㅈ) stay as they are, because NFKC would turn them into conjoining ones. O(n).
 */
export function fold(text: string): FoldedText {
  const chars: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const put = (folded: string, start: number, end: number): void => {
    for (const char of folded) {
      chars.push(char);
      starts.push(start);
      ends.push(end);
    }
  };
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (isPlain(code) && standsAlone(text.charCodeAt(at + 1))) {
      chars.push(code >= UPPER_A && code <= UPPER_Z ? String.fromCharCode(code + LOWER_OFFSET) : text.charAt(at));
      starts.push(at);
      at += 1;
      ends.push(at);
      continue;
    }
    SEGMENT.lastIndex = at;
    const segment = SEGMENT.exec(text)?.[0] ?? text.charAt(at);
    put(foldSegment(segment), at, at + segment.length);
    at += segment.length;
  }
  return { chars, starts, ends };
}

/** Offsets in the original of the question marks. */
export const questionsIn = ({ chars, starts }: FoldedText): number[] => chars.flatMap((char, at) => (char === '?' ? (starts[at] ?? []) : []));

const UPPER_A = 65;
const UPPER_Z = 90;
const LOWER_OFFSET = 32;

/** ASCII but the marks that are folded, Hangul syllables and compatibility jamo: they stay as they are. */
const isPlain = (code: number): boolean =>
  (code >= 0x20 && code < 0x7f && code !== 0x60) || (code >= 0xac00 && code <= 0xd7a3) || code === 10 || (code >= 0x3131 && code <= 0x3163);

/** No combining mark can begin here, so the character before is complete (a cheap, cautious test). */
const standsAlone = (code: number): boolean => Number.isNaN(code) || code < 0x300 || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0x3131 && code <= 0x3163);

function foldSegment(segment: string): string {
  if (INVISIBLE.test(segment)) return '';
  if (COMPATIBILITY_JAMO.test(segment)) return segment;
  const known = LOOK_ALIKES.get(segment);
  if (known !== undefined) return known;
  const composed = segment.normalize('NFKC').toLowerCase();
  const decomposed = composed.normalize('NFD');
  if (LATIN_WITH_MARKS.test(decomposed)) return decomposed.charAt(0);
  return LOOK_ALIKES.get(composed) ?? LOOK_ALIKES.get(composed.charAt(0)) ?? composed;
}
