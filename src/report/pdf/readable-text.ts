import type { Language } from '../../../libs/contracts/primitives.js';

/** What the font lacks and has a likeness of. */
const LIKENESSES: ReadonlyMap<string, string> = new Map([['−', '-'], ['\u00a0', ' '], ['\u202f', ' '], ['❤', '♥'], ['⭐', '★']]);
const CONTROLS = /[\p{Cc}\p{Cs}\p{Cf}\p{Variation_Selector}]/gu;
/** Emoji of one or several code points (UTS #51), with the spaces beside them. */
const EMOJI = /( ?)([\p{Emoji_Presentation}\p{Extended_Pictographic}][\p{Emoji_Presentation}\p{Extended_Pictographic}\p{Join_Control}\p{Variation_Selector}]*)( ?)/gu;
const EMOJI_WORD: Readonly<Record<Language, string>> = { ko: '(이모지)', en: '(emoji)' };
const KEYCAP = /([\d#*])\uFE0F?\u20E3/gu;
const LATIN = /\p{Script=Latin}/u;
const READABLE = /[\p{L}\p{N}]/u;

/**
 * A text as the font can show it: letters without their accents where it knows no others, emoji left out (it has no pictures), any
 * other character that it lacks as a box, so that it is seen that something stands there. A text that is nothing but emoji says so.
 */
export function readableText(text: string, language: Language, hasGlyph: (codePoint: number) => boolean): string {
  const canShow = (character: string) => hasGlyph(character.codePointAt(0) ?? 0);
  const likeness = (character: string) => (canShow(character) ? character : LIKENESSES.get(character));
  let emoji = 0;
  const plain = text.normalize('NFC').replaceAll('\n', ' ').replaceAll(KEYCAP, '$1').replaceAll(EMOJI, (_whole, before: string, found: string, after: string) => {
    const shown = Array.from(found, (character) => (likeness(character) === undefined ? '' : character)).join('');
    if (shown !== '') return `${before}${shown}${after}`;
    emoji += 1;
    return before === '' || after === '' ? '' : ' ';
  });
  const clean = plain.replaceAll(CONTROLS, '');
  if (emoji > 0 && !READABLE.test(clean)) return text.replaceAll(EMOJI, EMOJI_WORD[language]).replaceAll(CONTROLS, '');
  const show = (character: string) => likeness(character) ?? unaccented(character, canShow) ?? '□';
  const spoken = language === 'en' ? clean.replaceAll('…', '...') : clean;
  return Array.from(spoken, show).join('');
}

function unaccented(character: string, canShow: (character: string) => boolean): string | undefined {
  const [base = ''] = Array.from(character.normalize('NFD'));
  return LATIN.test(base) && canShow(base) ? base : undefined;
}
