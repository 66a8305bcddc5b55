/** Takes one piece of evidence and where in the text it stands (UTF-16 offsets). */
export type Emit = (feature: string, from: number, to: number) => void;

/** One symbol of a row: what it is and where it stands. */
export interface Token {
  symbol: string;
  from: number;
  to: number;
}

/** Runs of `shortest` to `longest` neighbouring tokens, as `kind:a b c`. */
export function emitRuns(tokens: readonly Token[], kind: string, shortest: number, longest: number, emit: Emit): void {
  for (const [start, first] of tokens.entries()) {
    let feature = `${kind}:${first.symbol}`;
    if (shortest === 1) emit(feature, first.from, first.to);
    for (let length = 2; length <= longest; length += 1) {
      const last = tokens[start + length - 1];
      if (!last) break;
      feature += ` ${last.symbol}`;
      if (length >= shortest) emit(feature, first.from, last.to);
    }
  }
}
