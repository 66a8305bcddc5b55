import { prefixesOf } from './prefixes.js';

const SPACE = 32;

export interface Found<T> {
  readonly value: T;
  readonly from: number;
  readonly to: number;
}

interface Entry<T> {
  readonly value: T;
  readonly regex: RegExp;
}

/**
 * Many patterns, indexed by the characters they can begin with. One pass over the text; every pattern is sticky and bounded, so the
 * cost is linear in the text's length.
 */
export class PatternIndex<T> {
  private readonly byPrefix = new Map<number, Entry<T>[]>();
  private readonly lengths = new Set<number>();
  private readonly begins = new Uint8Array(0x1_0000);

  /** @param words patterns match whole words, and only begin where a word does. */
  constructor(
    patterns: Iterable<readonly [pattern: string, value: T]>,
    private readonly words: boolean,
  ) {
    for (const [pattern, value] of patterns) {
       
      const entry = { value, regex: new RegExp(words ? `(?:${pattern})(?![a-z0-9])` : pattern, 'uy') };
      for (const prefix of prefixesOf(pattern, words ? 3 : 2)) this.index(prefix, entry);
    }
  }

  private index(prefix: string, entry: Entry<T>): void {
    this.lengths.add(prefix.length);
    this.begins[prefix.charCodeAt(0)] = 1;
    const key = hashAt(prefix, 0, prefix.length);
    const bucket = this.byPrefix.get(key);
    if (bucket === undefined) this.byPrefix.set(key, [entry]);
    else bucket.push(entry);
  }

  /** Every pattern at every place it matches, in the order of the text. */
  find(text: string): Found<T>[] {
    const found: Found<T>[] = [];
    const lengths = [...this.lengths];
    for (let at = 0; at < text.length; at += 1) {
      if (this.begins[text.charCodeAt(at)] === 0 || (this.words && at > 0 && text.charCodeAt(at - 1) !== SPACE)) continue;
      for (const length of lengths) {
        const bucket = at + length > text.length ? undefined : this.byPrefix.get(hashAt(text, at, length));
        if (bucket !== undefined) for (const { value, regex } of bucket) {
          regex.lastIndex = at;
          if (regex.test(text)) found.push({ value, from: at, to: regex.lastIndex });
        }
      }
    }
    return found;
  }
}

/** A small integer for a prefix. Two prefixes may share one: then a pattern is tried in vain. */
function hashAt(text: string, at: number, length: number): number {
  let hash = length;
  for (let i = at; i < at + length; i += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) & 0x3fff_ffff;
  return hash;
}
