import { closeSyllable, isSyllable, openSyllable, vowelOf, withVowel } from './jamo.js';

/** The forms of a Korean predicate to which endings are attached (학교문법: 어간, -아/어, -(으)ㄹ, -(으), -는, -았/었). */
export interface Forms {
  /** 뛰어내리- (고, 기, 자, 지) */
  readonly base: string;
  /** 뛰어내려- (버리다, 야, 도, 서) */
  readonly infinitive: string;
  /** 뛰어내릴- (래, 까, 거, 생각) */
  readonly future: string;
  /** 뛰어내리- (면, 려고, 니까) */
  readonly connective: string;
  /** 뛰어내리는: what precedes 는 (뛰어들- loses its ㄹ) */
  readonly present: string;
  /** 뛰어내렸- (으면, 어요) */
  readonly past: string;
}

const S_IRREGULAR = new Set(['긋', '잇', '짓', '붓', '낫']);
/** Stems in 르 that lose 으 only (따르다 → 따라). */
const EU_ONLY = new Set(['따르', '치르', '들르']);

/** Conjugates a stem ("죽", "뛰어내리", "찌르", "긋", "자살하"). Regular verbs, 하, 르, ㅅ and ㄹ stems. */
export function conjugate(stem: string): Forms {
  const last = stem.at(-1) ?? '';
  if (!isSyllable(last)) throw new Error(`not a Korean stem: ${stem}`);
  const head = stem.slice(0, -1);
  const open = openSyllable(last);
  const infinitive = infinitiveOf(stem, head, last);
  const past = infinitive.slice(0, -1) + (closeSyllable(infinitive.at(-1) ?? '', 'ㅆ') ?? '');
  if (open.last === '') return { base: stem, infinitive, future: head + close(last, 'ㄹ'), connective: stem, present: stem, past };
  if (open.last === 'ㄹ') return { base: stem, infinitive, future: stem, connective: stem, present: head + open.syllable, past };
  if (S_IRREGULAR.has(last)) {
    const bare = head + open.syllable;
    return { base: stem, infinitive, future: `${bare}을`, connective: `${bare}으`, present: stem, past };
  }
  return { base: stem, infinitive, future: `${stem}을`, connective: `${stem}으`, present: stem, past };
}

const close = (syllable: string, last: string): string => closeSyllable(syllable, last) ?? syllable;

function infinitiveOf(stem: string, head: string, last: string): string {
  if (last === '하') return `${head}해`;
  const { syllable, last: final } = openSyllable(last);
  const vowel = vowelOf(last);
  const bright = vowel === 'ㅏ' || vowel === 'ㅗ';
  if (S_IRREGULAR.has(last)) return head + syllable + (bright ? '아' : '어');
  if (final !== '') return stem + (bright ? '아' : '어');
  if (last === '르' && !EU_ONLY.has(stem.slice(-2))) return liquid(head);
  const before = vowelOf(head.at(-1) ?? '가');
  const merged = { ㅣ: 'ㅕ', ㅗ: 'ㅘ', ㅜ: 'ㅝ', ㅚ: 'ㅙ', ㅡ: before === 'ㅏ' || before === 'ㅗ' ? 'ㅏ' : 'ㅓ' }[vowel];
  return merged === undefined ? stem : head + withVowel(last, merged);
}

/** 찌르 → 찔러, 자르 → 잘라 */
function liquid(head: string): string {
  const previous = head.at(-1) ?? '';
  const bright = vowelOf(previous) === 'ㅏ' || vowelOf(previous) === 'ㅗ';
  return head.slice(0, -1) + close(previous, 'ㄹ') + (bright ? '라' : '러');
}
