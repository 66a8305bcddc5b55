/** Kinds of personal values; TEXT stands for something typed that looks like a placeholder. */
export type PersonalKind = 'EMAIL' | 'RRN' | 'PHONE' | 'CARD' | 'ACCOUNT' | 'PASSPORT' | 'LICENSE' | 'SSN' | 'IP' | 'URL' | 'TEXT';

export interface PersonalValue {
  readonly kind: PersonalKind;
  readonly start: number;
  readonly end: number;
}

interface Detector {
  readonly kind: PersonalKind;
  readonly pattern: RegExp;
  readonly valid?: (value: string, before: string) => boolean;
}

const digitsOf = (value: string): string => value.replace(/\D/gu, '');

/** Month and day of the first six digits (YYMMDD) exist. */
function hasBirthDate(value: string): boolean {
  const digits = digitsOf(value);
  const month = Number(digits.slice(2, 4));
  const day = Number(digits.slice(4, 6));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length < 13 || digits.length > 19 || !/^[2-6]/u.test(digits) || /^(\d)\1+$/u.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = digit * 2;
    sum += i % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const BANK_NEARBY = /계좌|은행|뱅크|입금|송금|이체|통장|국민|신한|우리|하나|농협|기업|새마을|우체국|토스|수협|\b(?:account|iban|bank|transfer|deposit)\b/iu;
/** Representative and crisis numbers (15xx-, 16xx-, 18xx-) belong to nobody. */
const isPersonalPhone = (value: string): boolean => {
  const count = digitsOf(value).length;
  return count >= 8 && count <= 15 && !/^1[568]\d{2}[-.\s]?\d{4}$/u.test(value);
};

/** In the order of precedence: where two overlap, the earlier one wins. All quantifiers are bounded. */
const DETECTORS: readonly Detector[] = [
  { kind: 'TEXT', pattern: /\[\s?(?:EMAIL|RRN|PHONE|CARD|ACCOUNT|PASSPORT|LICENSE|SSN|IP|URL|TEXT)(?:\s{0,2}\\?[_\s]\s{0,2}\d{1,6})?\s?\]/giu },
  { kind: 'URL', pattern: /\b(?:https?|ftp):\/\/[^\s<>"'`]{1,2048}|\bwww\.[a-z0-9-]{1,63}\.[^\s<>"'`]{1,512}/giu },
  { kind: 'EMAIL', pattern: /[\w.%+-]{1,64}\s?(?:@|\(at\)|\[at\]|골뱅이)\s?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/giu },
  { kind: 'RRN', pattern: /(?<!\d)\d{6}\s?[-–—]?\s?[1-8](?:\d{6}|[*x●]{6})(?![\d*])/giu, valid: hasBirthDate },
  { kind: 'CARD', pattern: /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/gu, valid: passesLuhn },
  { kind: 'LICENSE', pattern: /(?<!\d)(?:\d{2}|서울|부산|대구|인천|광주|대전|울산|경기|강원|충북|충남|전북|전남|경북|경남|제주)[-\s]\d{2}[-\s]\d{6}[-\s]\d{2}(?!\d)/gu },
  { kind: 'SSN', pattern: /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/gu },
  { kind: 'PHONE', pattern: /(?<!\d)01[016-9][-.\s]{0,2}\d{3,4}[-.\s]{0,2}\d{4}(?!\d)/gu },
  { kind: 'PHONE', pattern: /(?<!\d)0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50[2-8])[-.\s)]{1,2}\d{3,4}[-.\s]{1,2}\d{4}(?!\d)/gu },
  { kind: 'PHONE', pattern: /(?<![\d+])\+\d{1,3}[-.\s]{0,2}\(?\d{1,4}\)?(?:[-.\s]{0,2}\d{2,4}){2,4}(?!\d)/gu, valid: isPersonalPhone },
  { kind: 'PHONE', pattern: /(?<!\d)(?:1[-.\s])?\(?\d{3}\)?[-.\s]\d{3}[-.\s]\d{4}(?!\d)/gu },
  { kind: 'PHONE', pattern: /(?<!\d)0[7-9]\d{2,3}[-\s]?\d{3}[-\s]?\d{3,4}(?!\d)/gu },
  { kind: 'PHONE', pattern: /(?:공일공|영일영|공일일)(?:[\s,.-]{0,2}[공영일이삼사오육륙칠팔구]){7,8}/gu },
  { kind: 'PASSPORT', pattern: /(?<![a-z0-9])[MSRODG](?:\d{8}|\d{3}[A-Z]\d{4})(?![a-z0-9])/giu },
  {
    kind: 'ACCOUNT',
    pattern: /(?<![\d-])\d{2,6}-\d{2,6}-\d{2,8}(?:-\d{1,6})?(?![\d-])|(?<!\d)\d{10,14}(?!\d)/gu,
    valid: (value, before) => digitsOf(value).length >= 10 && digitsOf(value).length <= 16 && BANK_NEARBY.test(before),
  },
  { kind: 'ACCOUNT', pattern: /(?<![A-Z0-9])[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?(?![A-Z0-9])/gu, valid: (_value, before) => BANK_NEARBY.test(before) },
  { kind: 'IP', pattern: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/gu },
  { kind: 'IP', pattern: /(?<![0-9a-f:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![0-9a-f:])/giu },
];

const CONTEXT_BEFORE = 24;

/** Personal values of a text, in order, not overlapping. Full-width digits and dashes are read as their ASCII forms. O(n). */
export function findPersonalValues(text: string): readonly PersonalValue[] {
  const read = toAsciiDigits(text);
  const found: (PersonalValue & { readonly precedence: number })[] = [];
  DETECTORS.forEach(({ kind, pattern, valid }, precedence) => {
    for (const match of read.matchAll(pattern)) {
      const start = match.index;
      if (valid === undefined || valid(match[0], read.slice(Math.max(0, start - CONTEXT_BEFORE), start))) {
        found.push({ kind, start, end: start + match[0].length, precedence });
      }
    }
  });
  found.sort((a, b) => a.start - b.start || a.precedence - b.precedence);
  return withoutOverlaps(found);
}

/** Same length as the input, so that offsets stay. */
function toAsciiDigits(text: string): string {
  return text.replace(/[\uff10-\uff19\uff0d\uff0e\uff20]/gu, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/[‐‑‒]/gu, '-');
}

function withoutOverlaps(found: readonly (PersonalValue & { readonly precedence: number })[]): PersonalValue[] {
  const kept: (PersonalValue & { readonly precedence: number })[] = [];
  for (const value of found) {
    const last = kept.at(-1);
    if (last === undefined || value.start >= last.end) kept.push(value);
    else if (value.precedence < last.precedence) kept[kept.length - 1] = value;
  }
  return kept;
}
