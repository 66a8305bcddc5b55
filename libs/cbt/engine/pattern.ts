import type { Lexicon } from './lexicon.js';
import type { Hit, Hits } from './trie.js';
import type { UnitSystem } from './units.js';

interface Element {
  classIds: number[];
  /** Largest number of units between the element before and this one. */
  gap: number;
  /** Whether the elements belong so closely together that a negation between them negates both. */
  close: boolean;
}

/** A compiled pattern: elements in order, classes that must, and that must not, be anywhere in the sentence. */
export interface Pattern {
  elements: Element[];
  required: number[][];
  forbidden: number[];
  atStart: boolean;
  atEnd: boolean;
  edge: number;
  /** Index of the element that is expected least often: a sentence without it needs no further look. */
  trigger: number;
}

/** Where a pattern matched: one hit an element, in order. */
export type Match = Hit[];

const WHOLE_SENTENCE = 10_000;

/**
 * Compiles a pattern. Elements are class names or phrases in place (`[a/b]`), alternatives joined by `|`, separated by blanks (near),
 * `..` (far), `...` (anywhere behind) or `+` (directly behind). `&X` asks for X anywhere in the sentence, `-X` forbids it;
 * `^` and `$` bind the pattern to the sentence's start and end.
 */
export function compilePattern(source: string, lexicon: Lexicon, system: UnitSystem): Pattern {
  const pattern: Pattern = { elements: [], required: [], forbidden: [], atStart: false, atEnd: false, edge: system.edge, trigger: 0 };
  let gap = system.nearGap;
  let close = true;
  for (const token of tokensOf(source)) {
    if (token === '..' || token === '...' || token === '+') {
      gap = token === '+' ? 0 : token === '..' ? system.farGap : WHOLE_SENTENCE;
      close = token === '+';
    } else if (token === '^') {
      pattern.atStart = true;
    } else if (token === '$') {
      pattern.atEnd = true;
    } else if (token.startsWith('&')) {
      pattern.required.push(idsOf(token.slice(1), lexicon));
    } else if (token.startsWith('-')) {
      pattern.forbidden.push(...idsOf(token.slice(1), lexicon));
    } else {
      pattern.elements.push({ classIds: idsOf(token, lexicon), gap, close });
      gap = system.nearGap;
      close = true;
    }
  }
  if (pattern.elements.length === 0) throw new Error(`Pattern without elements: ${source}`);
  const weights = pattern.elements.map(({ classIds }) => classIds.reduce((sum, id) => sum + lexicon.weightOf(id), 0));
  pattern.trigger = weights.indexOf(Math.min(...weights));
  return pattern;
}

/** Every way the pattern fits, at most one for each place of its last element. Linear in the hits of the sentence. */
export function matchesOf(pattern: Pattern, hits: Hits, length: number): Match[] {
  for (const { classIds } of pattern.elements) if (!present(classIds, hits)) return [];
  for (const classIds of pattern.required) if (!present(classIds, hits)) return [];
  if (present(pattern.forbidden, hits)) return [];
  let states: Match[] = [];
  for (const [index, element] of pattern.elements.entries()) {
    const candidates = hitsOf(element.classIds, hits);
    if (index === 0) {
      states = candidates.filter((hit) => !pattern.atStart || hit.from <= pattern.edge).map((hit) => [hit]);
    } else {
      states = extend(states, candidates, element.gap);
    }
    if (states.length === 0) return [];
  }
  return pattern.atEnd ? states.filter((match) => length - endOf(match) <= pattern.edge) : states;
}

export function startOf(match: Match): number {
  return match[0]?.from ?? 0;
}

export function endOf(match: Match): number {
  return match.at(-1)?.to ?? 0;
}

function extend(states: Match[], candidates: Hit[], gap: number): Match[] {
  const byEnd = states.toSorted((a, b) => endOf(a) - endOf(b));
  const extended: Match[] = [];
  let nearest = -1;
  for (const hit of candidates) {
    for (let next = byEnd[nearest + 1]; next && endOf(next) <= hit.from; next = byEnd[nearest + 1]) nearest += 1;
    const before = byEnd[nearest];
    if (before && hit.from - endOf(before) <= gap) extended.push([...before, hit]);
  }
  return extended;
}

/** Whether any of the classes is in the sentence. */
export function present(classIds: readonly number[], hits: Hits): boolean {
  for (const id of classIds) if (hits.get(id)) return true;
  return false;
}

function hitsOf(classIds: number[], hits: Hits): Hit[] {
  const [only] = classIds;
  if (classIds.length === 1 && only !== undefined) return hits.get(only) ?? [];
  return classIds.flatMap((id) => hits.get(id) ?? []).sort((a, b) => a.from - b.from || a.to - b.to);
}

function idsOf(token: string, lexicon: Lexicon): number[] {
  const ids: number[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= token.length; at += 1) {
    const char = token.charAt(at);
    if (char === '[') depth += 1;
    else if (char === ']') depth -= 1;
    else if (at === token.length || (char === '|' && depth === 0)) {
      ids.push(lexicon.idOf(token.slice(from, at)));
      from = at + 1;
    }
  }
  return ids;
}

function tokensOf(source: string): string[] {
  const tokens: string[] = [];
  let depth = 0;
  let token = '';
  for (const char of `${source} `) {
    if (char === '[') depth += 1;
    if (char === ']') depth -= 1;
    if (/\s/u.test(char) && depth === 0) {
      if (token) tokens.push(token);
      token = '';
    } else {
      token += char;
    }
  }
  if (depth !== 0) throw new Error(`Unbalanced bracket in pattern: ${source}`);
  return tokens;
}
