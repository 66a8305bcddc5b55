const MAX_EXPANSIONS = 20_000;

/**
 * Expands a phrase with alternatives, `(a|b|)c`, nested or not, into all the plain phrases it stands for.
 * Throws on an unbalanced bracket or more than 20,000 expansions: both are mistakes in a lexicon, found when the module loads.
 */
export function expandPhrase(phrase: string): string[] {
  const [variants, end] = alternatives(phrase, 0);
  if (end !== phrase.length) throw new Error(`Unbalanced bracket in phrase: ${phrase}`);
  return [...new Set(variants.map((variant) => variant.replaceAll(/ +/gu, ' ').trim()))];
}

function alternatives(source: string, from: number): [string[], number] {
  const all: string[] = [];
  let current = [''];
  let at = from;
  while (at < source.length) {
    const char = source.charAt(at);
    if (char === ')') break;
    if (char === '|') {
      all.push(...current);
      current = [''];
      at += 1;
    } else if (char === '(') {
      const [inner, end] = alternatives(source, at + 1);
      if (source.charAt(end) !== ')') throw new Error(`Unbalanced bracket in phrase: ${source}`);
      current = current.flatMap((head) => inner.map((tail) => head + tail));
      at = end + 1;
    } else {
      const end = plainEnd(source, at);
      const plain = source.slice(at, end);
      current = current.map((head) => head + plain);
      at = end;
    }
    if (current.length + all.length > MAX_EXPANSIONS) throw new Error(`Too many expansions of phrase: ${source}`);
  }
  all.push(...current);
  return [all, at];
}

/** Offset of the next sign of an alternative, or the end. */
function plainEnd(source: string, from: number): number {
  let end = from;
  while (end < source.length && !'(|)'.includes(source.charAt(end))) end += 1;
  return end;
}
