import type { TextView } from '../text/view.js';
import { everydayReason, type Everyday } from './everyday.js';
import type { Hit, RuleBook } from './rule-book.js';
import type { Rule } from './rule.js';
import { setAside, type Verdict } from './verdict.js';

/** A rule that holds somewhere, and what the words around it say about it. */
export interface Reading {
  readonly hit: Hit;
  readonly verdict: Verdict;
}

/** Characters after a signal within which weaker ones of its kind add nothing. */
const REACH = 12;

/** The rules of one language, and how their matches are judged. */
export class RuleReader {
  constructor(
    private readonly book: RuleBook,
    private readonly judge: (view: TextView, hit: Hit) => Verdict,
    private readonly everyday: readonly Everyday[],
  ) {}

  /** In the order of the text. */
  read(view: TextView): Reading[] {
    const settled = new Settled();
    const readings: Reading[] = [];
    for (const hit of this.book.find(view)) {
      if (settled.covers(hit)) continue;
      const harmless = everydayReason(this.everyday, hit.before + hit.match + hit.after, hit.rule.kind);
      const verdict = harmless === undefined ? this.judge(view, hit) : setAside(harmless);
      if ('about' in verdict && verdict.about === 'self' && verdict.time === 'present') settled.add(hit);
      readings.push({ hit, verdict });
    }
    return readings.sort((one, other) => one.hit.from - other.hit.from);
  }

  /** Whether the sentence is a way of speaking that sounds like this kind of danger and is none. */
  isEveryday(sentence: string, kind: Rule['kind']): boolean {
    return everydayReason(this.everyday, sentence, kind) !== undefined;
  }
}

/** A signal of the same kind, no stronger and no surer, close to one that stands need not be judged again. */
class Settled {
  private readonly latest = new Map<string, { readonly rule: Rule; readonly until: number }>();

  covers({ rule, from }: Hit): boolean {
    const known = this.latest.get(rule.kind);
    return known !== undefined && known.rule.severity >= rule.severity && known.rule.confidence >= rule.confidence && from < known.until;
  }

  add({ rule, to }: Hit): void {
    const known = this.latest.get(rule.kind);
    if (known === undefined || known.rule.severity <= rule.severity || known.until < to) this.latest.set(rule.kind, { rule, until: to + REACH });
  }
}
