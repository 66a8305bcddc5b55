import { FIRST_KEY, keyWith } from '../engine/evidence.js';
import type { Emit } from '../engine/evidence.js';
import type { SentenceSpan } from '../engine/sentences.js';

const LONGEST = 4;
const BLANK = 0x5f;
const EDGE = 0x5e;
const QUESTION = 0x3f;

/** Runs of one to four syllables, across words too (`_` between them): stems, endings and particles without a dictionary. */
export function emitKorean(text: string, { start, end }: SentenceSpan, emit: Emit): void {
  const { letters, places } = lettersOf(text, start, end);
  for (let from = 0; from < places.length; from += 1) {
    const first = places[from] ?? start;
    let key = FIRST_KEY;
    for (let at = from; at < from + LONGEST && at < places.length; at += 1) {
      key = keyWith(key, letters[at] ?? 0);
      emit(key, first, (places[at] ?? first) + 1);
    }
  }
}

/** The codes of the text's letters in lower case, one blank for whatever stands between words, an edge before and behind, `?` kept. */
function lettersOf(text: string, start: number, end: number): { letters: number[]; places: number[] } {
  const letters = [EDGE];
  const places = [start];
  for (let at = start; at < end; at += 1) {
    const code = letterOf(text.charCodeAt(at));
    const before = letters[letters.length - 1];
    if (code === BLANK && (before === BLANK || before === EDGE)) continue;
    letters.push(code);
    places.push(at);
  }
  if (letters.at(-1) === BLANK) {
    letters.pop();
    places.pop();
  }
  letters.push(EDGE);
  places.push(Math.max(start, end - 1));
  return { letters, places };
}

function letterOf(code: number): number {
  if ((code >= 0x3131 && code <= 0xd7a3) || (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || code === QUESTION) return code;
  return code >= 65 && code <= 90 ? code + 32 : BLANK;
}
