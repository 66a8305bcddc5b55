import type { TextView } from '../text/view.js';
import type { Found, PatternIndex } from './pattern-index.js';

/** Where the words of each context class stand in one text; found in one pass, asked for many hits. */
export class Marks<C extends string> {
  private readonly byClass = new Map<C, Found<C>[]>();

  constructor(index: PatternIndex<C>, text: string) {
    for (const found of index.find(text)) {
      const known = this.byClass.get(found.value);
      if (known === undefined) this.byClass.set(found.value, [found]);
      else known.push(found);
    }
  }

  /** The last mark of the class that lies wholly between `from` and `to`. */
  last(name: C, from: number, to: number): Found<C> | undefined {
    const marks = this.byClass.get(name);
    if (marks === undefined) return undefined;
    for (let i = lastStartingBefore(marks, to); i >= 0; i -= 1) {
      const mark = marks[i];
      if (mark === undefined || mark.from < from) return undefined;
      if (mark.to <= to) return mark;
    }
    return undefined;
  }

  any(name: C, from: number, to: number): boolean {
    return this.last(name, from, to) !== undefined;
  }
}

/** Index of the last mark that starts before `at`; marks are sorted by start. */
function lastStartingBefore(marks: readonly { readonly from: number }[], at: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.from ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Marks of a view, made when they are first asked for. */
export function lazyMarks<C extends string>(index: PatternIndex<C>): (view: TextView) => Marks<C> {
  const made = new WeakMap<TextView, Marks<C>>();
  return (view) => {
    let marks = made.get(view);
    if (marks === undefined) {
      marks = new Marks(index, view.text);
      made.set(view, marks);
    }
    return marks;
  };
}
