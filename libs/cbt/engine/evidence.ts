/** Takes one piece of evidence, as the key of its feature, and where in the text it stands (UTF-16 offsets). */
export type Emit = (key: number, from: number, to: number) => void;

/** One symbol of a row: what it is and where it stands. */
export interface Token {
  symbol: string;
  from: number;
  to: number;
}

const PRIME = 0x01000193;
export const FIRST_KEY = 0x811c9dc5 | 0;

/** The key of a feature one UTF-16 unit longer (Fowler, Noll and Vo, FNV-1a, 32 bits). */
export function keyWith(key: number, code: number): number {
  return Math.imul(key ^ code, PRIME) | 0;
}

/** The key of a feature that goes on with `text`. */
export function keyOf(text: string, key = FIRST_KEY): number {
  let longer = key;
  for (let at = 0; at < text.length; at += 1) longer = keyWith(longer, text.charCodeAt(at));
  return longer;
}

const BLANK = 32;

/** Runs of `shortest` to `longest` neighbouring tokens, as `kind:a b c`. */
export function emitRuns(tokens: readonly Token[], kind: string, shortest: number, longest: number, emit: Emit): void {
  const begin = keyOf(`${kind}:`);
  for (const [start, first] of tokens.entries()) {
    let key = keyOf(first.symbol, begin);
    if (shortest === 1) emit(key, first.from, first.to);
    for (let length = 2; length <= longest; length += 1) {
      const last = tokens[start + length - 1];
      if (!last) break;
      key = keyOf(last.symbol, keyWith(key, BLANK));
      if (length >= shortest) emit(key, first.from, last.to);
    }
  }
}
