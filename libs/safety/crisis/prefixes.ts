/**
 * The strings with which a match of `pattern` can begin, each up to `length` characters. Rules are looked up by them, so that a text
 * is read once instead of once a rule. Understands what the rules are written in: literals, `(?:…|…)`, `[…]`, `.`, bounded
 * quantifiers, look-around and `$`.
 * @throws when a pattern can match the empty string or begins with something open ("." or a class with a range).
 */
export function prefixesOf(pattern: string, length: number): ReadonlySet<string> {
  const { open, closed } = new PatternReader(pattern, length).alternatives();
  if (open.has('') || closed.has('')) throw new Error(`pattern has no definite beginning: ${pattern}`);
  for (const text of open) closed.add(text);
  return closed;
}

/** Possible beginnings: those that may go on, and those of which no more is known or needed. */
interface Beginnings {
  readonly open: Set<string>;
  readonly closed: Set<string>;
}

const nothing = (): Beginnings => ({ open: new Set(['']), closed: new Set() });
const unknown = (): Beginnings => ({ open: new Set(), closed: new Set(['']) });

class PatternReader {
  private at = 0;

  constructor(
    private readonly pattern: string,
    private readonly length: number,
  ) {}

  alternatives(): Beginnings {
    const all = this.sequence();
    while (this.eat('|')) merge(all, this.sequence());
    return all;
  }

  private sequence(): Beginnings {
    let known = nothing();
    while (this.at < this.pattern.length && !this.peek('|') && !this.peek(')')) {
      if (known.open.size === 0) this.skipSequence();
      else known = this.append(known, this.unit());
    }
    return known;
  }

  /** To the end of the sequence: what comes later cannot change the beginning. */
  private skipSequence(): void {
    let depth = 0;
    for (; this.at < this.pattern.length; this.at += 1) {
      const char = this.pattern.charAt(this.at);
      if (char === '[') this.at = this.pattern.indexOf(']', this.at);
      else if (char === '(') depth += 1;
      else if (depth === 0 && (char === '|' || char === ')')) return;
      else if (char === ')') depth -= 1;
    }
  }

  private unit(): Beginnings {
    const atom = this.atom();
    const [least, most] = this.quantifier();
    if (least === 1 && most === 1) return atom;
    const all: Beginnings = least === 0 ? nothing() : { open: new Set(), closed: new Set() };
    let repeated = nothing();
    for (let count = 1; count <= Math.min(most, this.length); count += 1) {
      repeated = this.append(repeated, atom);
      if (count >= least) merge(all, repeated);
    }
    return all;
  }

  private atom(): Beginnings {
    if (this.eat('(?<!') || this.eat('(?<=') || this.eat('(?!') || this.eat('(?=')) {
      this.alternatives();
      this.eat(')');
      return nothing();
    }
    if (this.eat('(?:')) {
      const group = this.alternatives();
      if (!this.eat(')')) throw new Error(`unclosed group: ${this.pattern}`);
      return group;
    }
    if (this.eat('[')) return this.characterClass();
    if (this.eat('$') || this.eat('.')) return unknown();
    const char = this.pattern.charAt(this.at);
    this.at += 1;
    if ('(*+{\\'.includes(char)) throw new Error(`unsupported "${char}" in ${this.pattern}`);
    return { open: new Set([char]), closed: new Set() };
  }

  private characterClass(): Beginnings {
    const end = this.pattern.indexOf(']', this.at);
    const content = this.pattern.slice(this.at, end);
    this.at = end + 1;
    return content.includes('-') || content.startsWith('^') ? unknown() : { open: new Set(content), closed: new Set() };
  }

  private quantifier(): readonly [number, number] {
    if (this.eat('?')) return [0, 1];
    if (this.eat('+')) return [1, this.length];
    if (!this.peek('{')) return [1, 1];
    const bounds = /^\{(\d{1,2})(?:(,)(\d{0,2}))?\}/u.exec(this.pattern.slice(this.at, this.at + 8));
    if (bounds === null) return [1, 1];
    this.at += bounds[0].length;
    this.eat('?');
    const least = Number(bounds[1]);
    return [least, bounds[2] === undefined ? least : Number(bounds[3])];
  }

  private append(left: Beginnings, right: Beginnings): Beginnings {
    const open = new Set<string>();
    const closed = new Set(left.closed);
    for (const head of left.open) {
      for (const tail of right.open) {
        const text = (head + tail).slice(0, this.length);
        (text.length === this.length ? closed : open).add(text);
      }
      for (const tail of right.closed) closed.add((head + tail).slice(0, this.length));
    }
    return { open, closed };
  }

  private peek(text: string): boolean {
    return this.pattern.startsWith(text, this.at);
  }

  private eat(text: string): boolean {
    if (!this.peek(text)) return false;
    this.at += text.length;
    return true;
  }
}

function merge(into: Beginnings, from: Beginnings): void {
  for (const text of from.open) into.open.add(text);
  for (const text of from.closed) into.closed.add(text);
}
