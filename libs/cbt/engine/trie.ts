import type { PhraseUnits, Units } from './units.js';

interface Entry {
  classId: number;
  atWordStart: boolean;
  atWordEnd: boolean;
}

/** Children by symbol: two short rows while they are few, a map when they are many. */
interface Node {
  symbols: number[];
  children: Node[];
  map: Map<number, Node> | undefined;
  entries: Entry[];
}

/** An occurrence of a lexicon class in a sentence: units `from` (inclusive) to `to` (exclusive). */
export interface Hit {
  from: number;
  to: number;
}

const MAX_DEPTH = 64;
const FEW = 8;

/** All phrases of all classes in one prefix tree, so that a sentence is looked at once however many phrases there are. */
export class PhraseTrie {
  private readonly root = node();

  add(phrase: PhraseUnits, classId: number): void {
    let at = this.root;
    for (const symbol of phrase.symbols) at = childOf(at, symbol) ?? grow(at, symbol);
    const { atWordStart, atWordEnd } = phrase;
    if (!at.entries.some((e) => e.classId === classId && e.atWordStart === atWordStart && e.atWordEnd === atWordEnd)) {
      at.entries.push({ classId, atWordStart, atWordEnd });
    }
  }

  /** Time grows with the number of units times the depth of the tree (at most 64). */
  scan(units: Units): Map<number, Hit[]> {
    const hits = new Map<number, Hit[]>();
    const length = units.symbols.length;
    for (let from = 0; from < length; from += 1) {
      let at: Node | undefined = this.root;
      const limit = Math.min(length, from + MAX_DEPTH);
      for (let end = from; end < limit; end += 1) {
        at = childOf(at, units.symbols[end] ?? -1);
        if (!at) break;
        if (at.entries.length > 0) collect(at.entries, units, from, end + 1, hits);
      }
    }
    return hits;
  }
}

function node(): Node {
  return { symbols: [], children: [], map: undefined, entries: [] };
}

function childOf(parent: Node, symbol: number): Node | undefined {
  if (parent.map) return parent.map.get(symbol);
  const index = parent.symbols.indexOf(symbol);
  return index < 0 ? undefined : parent.children[index];
}

function grow(parent: Node, symbol: number): Node {
  const child = node();
  if (parent.map) {
    parent.map.set(symbol, child);
  } else {
    parent.symbols.push(symbol);
    parent.children.push(child);
    if (parent.symbols.length > FEW) {
      const { children } = parent;
      parent.map = new Map();
      for (const [index, key] of parent.symbols.entries()) {
        const known = children[index];
        if (known) parent.map.set(key, known);
      }
    }
  }
  return child;
}

function collect(entries: Entry[], units: Units, from: number, to: number, hits: Map<number, Hit[]>): void {
  for (const entry of entries) {
    if (entry.atWordStart && !units.wordStart[from]) continue;
    if (entry.atWordEnd && to < units.symbols.length && !units.wordStart[to]) continue;
    const list = hits.get(entry.classId);
    if (!list) {
      hits.set(entry.classId, [{ from, to }]);
    } else {
      const last = list[list.length - 1];
      if (last?.from !== from || last.to !== to) list.push({ from, to });
    }
  }
}
