import type { Lexicon } from './lexicon.js';
import { endOf, startOf } from './pattern.js';
import type { Match, Pattern } from './pattern.js';
import type { GuardName } from './rule.js';
import type { Hit, Hits } from './trie.js';
import type { Units } from './units.js';

/** A sentence with what the lexicon found in it. */
export interface View {
  text: string;
  start: number;
  end: number;
  question: boolean;
  units: Units;
  hits: Hits;
}

/** How a language says no, reports, hedges: classes of its lexicon and how far, in units, each of them reaches. */
export interface GuardProfile {
  /** Words that negate what follows directly (English) or follow what they negate (Korean). */
  negates: 'before' | 'after';
  notReach: number;
  disbeliefReach: number;
  reportReach: number;
  hedgeReach: number;
}

const CLASSES = [
  'G_NOT', 'G_NOT_BEFORE', 'G_DISBELIEF', 'G_PAST', 'G_PAST_TENSE', 'G_PAST_BELIEF', 'G_NOW', 'G_OVER', 'G_INSIGHT', 'G_REPORT', 'G_OWN_REPORT',
  'G_THIRD', 'G_HEDGE', 'G_HEDGE_AFTER', 'G_FICTION', 'G_LAUGH', 'G_ASKING', 'G_PRESUPPOSES', 'G_CONDITION', 'G_RESUME', 'G_SELF_TALK', 'G_SURE',
] as const;
type GuardClass = (typeof CLASSES)[number];

/** Tells a claim from its negation, report, quotation, hedge, question, overcome past and play. */
export class Guards {
  private readonly ids: Record<GuardClass, number>;

  constructor(
    lexicon: Lexicon,
    private readonly profile: GuardProfile,
  ) {
    this.ids = Object.fromEntries(CLASSES.map((name) => [name, lexicon.idOf(name)])) as Record<GuardClass, number>;
  }

  /** Whether the match is no claim of the speaker's own. */
  blocks(match: Match, pattern: Pattern, view: View, without: ReadonlySet<GuardName>): boolean {
    const on = (guard: GuardName): boolean => !without.has(guard);
    return (
      (on('negation') && this.negated(match, pattern, view)) ||
      (on('disbelief') && this.disbelieved(match, view)) ||
      (on('third') && this.ofThird(match, view)) ||
      (on('past') && this.overcome(match, view)) ||
      (on('report') && (this.reported(match, view) || this.quoted(match, view))) ||
      (on('hedge') && this.hedged(match, view)) ||
      (on('question') && this.asked(view)) ||
      (on('insight') && this.has('G_INSIGHT', view)) ||
      (on('fiction') && this.has('G_FICTION', view)) ||
      (on('condition') && this.conditional(match, view)) ||
      (on('laugh') && this.has('G_LAUGH', view))
    );
  }

  /** Whether the speaker says how sure they are. */
  certain(view: View): boolean {
    return this.has('G_SURE', view);
  }

  private has(name: GuardClass, view: View): boolean {
    return view.hits.get(this.ids[name]) !== undefined;
  }

  private hitsOf(name: GuardClass, view: View): Hit[] {
    return view.hits.get(this.ids[name]) ?? [];
  }

  private negated(match: Match, pattern: Pattern, view: View): boolean {
    const { notReach } = this.profile;
    const nots = this.hitsOf('G_NOT', view).filter((hit) => !match.some((element) => within(hit, element)));
    if (this.profile.negates === 'before') {
      return match.some((element, index) => {
        const before = match[index - 1];
        const reach = before && pattern.elements[index]?.close ? element.from - before.to : notReach;
        return nots.some((hit) => hit.to <= element.from && element.from - hit.to <= reach && (before ? hit.from >= before.to : sameClause(view, hit, element)));
      });
    }
    const negatedElement = match.some((element, index) => {
      const next = match[index + 1];
      const reach = next ? (pattern.elements[index + 1]?.close ? next.from - element.to : 3) : notReach;
      return nots.some((hit) => hit.from >= element.to && hit.from - element.to <= reach && (!next || hit.from < next.to));
    });
    if (negatedElement) return true;
    const last = match.at(-1);
    return last !== undefined && this.hitsOf('G_NOT_BEFORE', view).some((hit) => hit.to === last.from && !match.some((e) => overlap(hit, e)));
  }

  /** "My friend thinks she is …", "자기가 …": said of a third person by that person. */
  private ofThird(match: Match, view: View): boolean {
    if (this.profile.negates === 'after') return this.has('G_THIRD', view);
    const start = startOf(match);
    return this.hitsOf('G_THIRD', view).some((hit) => hit.from <= start && start - hit.to <= 1);
  }

  private disbelieved(match: Match, view: View): boolean {
    const { disbeliefReach } = this.profile;
    const end = endOf(match);
    const disbeliefs = this.hitsOf('G_DISBELIEF', view);
    if (this.profile.negates === 'before') {
      return match.some((element, index) => {
        const before = match[index - 1]?.to ?? 0;
        const near = (hit: Hit): boolean => hit.to <= element.from && hit.from >= before && element.from - hit.to <= disbeliefReach;
        return disbeliefs.some((hit) => near(hit) && sameClause(view, hit, element));
      });
    }
    return disbeliefs.some(
      (hit) =>
        hit.from >= end - 2 && hit.from - end <= disbeliefReach && !match.some((element) => within(hit, element)),
    );
  }

  /** "I used to think …", "예전에는 …했는데": a past that something newer follows or that the speaker calls over. */
  private overcome(match: Match, view: View): boolean {
    const start = startOf(match);
    const end = endOf(match);
    if (this.has('G_OVER', view)) return true;
    if (this.hitsOf('G_PAST_BELIEF', view).some((hit) => (this.profile.negates === 'before' ? hit.to <= start : hit.to >= end && hit.from - end <= 14))) {
      return true;
    }
    const past = this.hitsOf('G_PAST', view).filter((hit) => hit.from <= start);
    if (past.length === 0) return false;
    const nows = this.hitsOf('G_NOW', view);
    const current = past.every((hit) => nows.some((now) => now.from >= hit.to && now.to <= start));
    if (current) return false;
    return this.profile.negates === 'before' || this.hitsOf('G_PAST_TENSE', view).some((hit) => hit.from >= end - 2);
  }

  private reported(match: Match, view: View): boolean {
    const start = startOf(match);
    const end = endOf(match);
    const own = this.hitsOf('G_OWN_REPORT', view);
    const reports = this.hitsOf('G_REPORT', view).filter((hit) => !own.some((mine) => overlap(hit, mine)));
    const { reportReach } = this.profile;
    const resumes = this.hitsOf('G_RESUME', view);
    const near = (hit: Hit): boolean =>
      this.profile.negates === 'before'
        ? hit.to <= start && start - hit.to <= reportReach && !resumes.some((resume) => resume.from >= hit.to && resume.from <= start)
        : hit.from >= end - 2 && hit.from - end <= reportReach;
    return reports.some(near);
  }

  /** Inside quotation marks, with something outside them that is not the speaker's own inner voice. */
  private quoted(match: Match, view: View): boolean {
    if (this.has('G_SELF_TALK', view)) return false;
    const from = view.units.from[startOf(match)] ?? view.start;
    const last = view.units.from[match.at(-1)?.from ?? 0] ?? view.end;
    return quotations(view).some((quote) => quote.start < from && last < quote.end && quote.end - quote.start < (view.end - view.start) * 0.9);
  }

  private hedged(match: Match, view: View): boolean {
    const start = startOf(match);
    const end = endOf(match);
    const { hedgeReach } = this.profile;
    return (
      this.hitsOf('G_HEDGE', view).some((hit) => hit.to <= end && start - hit.to <= hedgeReach && !match.some((e) => overlap(hit, e))) ||
      this.hitsOf('G_HEDGE_AFTER', view).some((hit) => hit.from >= start && hit.from - end <= hedgeReach)
    );
  }

  private asked(view: View): boolean {
    const length = view.units.symbols.length;
    const ending = this.profile.negates === 'after' && this.hitsOf('G_ASKING', view).some((hit) => length - hit.to <= 1);
    const asking = view.question || ending || (this.profile.negates === 'before' && this.has('G_ASKING', view));
    return asking && !this.has('G_PRESUPPOSES', view);
  }

  private conditional(match: Match, view: View): boolean {
    const start = startOf(match);
    const end = endOf(match);
    return this.hitsOf('G_CONDITION', view).some((hit) =>
      this.profile.negates === 'before' ? hit.to <= start && start - hit.to <= 1 : hit.from >= end - 1 && hit.from - end <= 4,
    );
  }
}

function sameClause(view: View, first: Hit, second: Hit): boolean {
  for (let at = first.to; at <= second.from; at += 1) if (view.units.clauseStart[at]) return false;
  return true;
}

/** Whether the hit is part of the element: then the pattern means it. */
function within(hit: Hit, element: Hit): boolean {
  return element.from <= hit.from && hit.to <= element.to;
}

function overlap(a: Hit, b: Hit): boolean {
  return a.from < b.to && b.from < a.to;
}

const CLOSERS = new Map([
  ['"', '"'],
  ['“', '”'],
  ['‘', '’'],
  ["'", "'"],
  ['「', '」'],
  ['『', '』'],
]);
const LETTER = /[a-z]/iu;

/** Quotations within the sentence; an apostrophe inside a word opens and closes none. */
function quotations(view: View): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let at = view.start; at < view.end; at += 1) {
    const opener = view.text.charAt(at);
    const closer = CLOSERS.get(opener);
    if (closer === undefined || (opener === "'" && at > view.start && view.text.charAt(at - 1) !== ' ')) continue;
    const end = closing(view, at, closer);
    if (end < 0) continue;
    found.push({ start: at, end: end + 1 });
    at = end;
  }
  return found;
}

function closing(view: View, open: number, closer: string): number {
  for (let at = open + 1; at < view.end; at += 1) {
    if (view.text.charAt(at) === closer && !(closer === "'" && LETTER.test(view.text.charAt(at + 1)))) return at;
  }
  return -1;
}
