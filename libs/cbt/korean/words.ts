import type { Emit } from '../engine/evidence.js';
import type { SentenceSpan } from '../engine/sentences.js';

const LONGEST = 4;
const BLANK = '_';

/** Runs of one to four syllables, across words too (`_` between them): stems, endings and particles without a dictionary. */
export function emitKorean(text: string, { start, end }: SentenceSpan, emit: Emit): void {
  const { letters, places } = lettersOf(text, start, end);
  for (let from = 0; from < places.length; from += 1) {
    for (let length = 1; length <= LONGEST && from + length <= places.length; length += 1) {
      const first = places[from] ?? start;
      emit(letters.slice(from, from + length), first, (places[from + length - 1] ?? first) + 1);
    }
  }
}

/** The text's letters with one blank for whatever stands between words, `^` before, `$` behind, `?` kept. */
function lettersOf(text: string, start: number, end: number): { letters: string; places: number[] } {
  let letters = '^';
  const places = [start];
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const isLetter = (code >= 0x3131 && code <= 0xd7a3) || (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || code === 0x3f;
    const letter = isLetter ? text.charAt(at) : code >= 65 && code <= 90 ? String.fromCharCode(code + 32) : BLANK;
    if (letter === BLANK && (letters.endsWith(BLANK) || letters === '^')) continue;
    letters += letter;
    places.push(at);
  }
  if (letters.endsWith(BLANK)) {
    letters = letters.slice(0, -1);
    places.pop();
  }
  places.push(Math.max(start, end - 1));
  return { letters: `${letters}$`, places };
}
