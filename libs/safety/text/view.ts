/**
 * What rules are matched against: a canonical text, the original offsets of its characters, and how strong a break precedes each
 * character (see `Gap`).
 */
export interface TextView {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly gaps: readonly Gap[];
  /** Positions (in `text`) at which laughter (ㅋㅋ, lol) was written. */
  readonly laughter: readonly number[];
  /** Offsets in the original at which a question mark stands. */
  readonly questions: readonly number[];
  /** Canonical ranges that stood between quotation marks. */
  readonly quoted: readonly (readonly [number, number])[];
}

/** 0 none, 1 space, 2 comma, ellipsis, emoji or a mark inside a word, 3 end of a sentence. */
export type Gap = 0 | 1 | 2 | 3;

export const SENTENCE_GAP = 3;

/** Bounds of the passage around the canonical range: its sentence and up to `sentences` more to either side, at most `reach` characters. */
export function passageAround(view: TextView, from: number, to: number, reach: number, sentences: number): readonly [number, number] {
  let start = from;
  for (let breaks = 0; start > 0 && from - start < reach; start -= 1) {
    if (view.gaps[start] === SENTENCE_GAP && (breaks += 1) > sentences) break;
  }
  let end = to;
  for (let breaks = 0; end < view.text.length && end - to < reach; end += 1) {
    if (view.gaps[end] === SENTENCE_GAP && (breaks += 1) > sentences) break;
  }
  return [start, end];
}

/** Bounds of the sentence around the canonical range, at most `reach` characters to either side. */
export function sentenceAround(view: TextView, from: number, to: number, reach: number): readonly [number, number] {
  let start = from;
  while (start > 0 && from - start < reach && view.gaps[start] !== SENTENCE_GAP) start -= 1;
  let end = to;
  while (end < view.text.length && end - to < reach && view.gaps[end] !== SENTENCE_GAP) end += 1;
  return [start, end];
}
