import { REASONS } from '../reasons.js';
import type { Finding } from '../types.js';
import { Guards } from './guards.js';
import type { GuardProfile, View } from './guards.js';
import { Lexicon } from './lexicon.js';
import type { LexiconSource } from './lexicon.js';
import { compilePattern, endOf, matchesOf, present, startOf } from './pattern.js';
import type { Match, Pattern } from './pattern.js';
import type { Rule, RuleSpec } from './rule.js';
import type { SentenceSpan } from './sentences.js';
import type { Hit } from './trie.js';
import type { UnitSystem, Units } from './units.js';

const CERTAINTY_BONUS = 0.05;
const MAX_CONFIDENCE = 0.95;
const MAX_FINDINGS_PER_SENTENCE = 3;

/** A sentence whose hits can be walked through. */
export interface SentenceView extends View {
  hits: Map<number, Hit[]>;
}

interface Trigger {
  rule: Rule;
  pattern: Pattern;
}

/** The rules of one language, compiled once; reads one sentence at a time. */
export class Reader {
  private readonly lexicon: Lexicon;
  private readonly guards: Guards;
  private readonly triggers = new Map<number, Trigger[]>();
  private readonly across: Trigger[] = [];

  constructor(
    private readonly system: UnitSystem,
    sources: readonly LexiconSource[],
    specs: readonly RuleSpec[],
    profile: GuardProfile,
  ) {
    this.lexicon = new Lexicon(system, sources);
    for (const spec of specs) {
      const rule: Rule = { ...spec, without: new Set(spec.without) };
      for (const source of spec.patterns) this.index({ rule, pattern: compilePattern(source, this.lexicon, system) });
    }
    this.guards = new Guards(this.lexicon, profile);
  }

  view(text: string, span: SentenceSpan): SentenceView {
    const units = this.system.unitsOf(text, span.start, span.end);
    return { text, ...span, units, hits: this.lexicon.scan(units) };
  }

  /** Findings of the sentence; `before` is the sentence in front of it, for what is said in two of them. */
  read(view: SentenceView, before: SentenceView | undefined): Finding[] {
    const best = new Map<string, Finding>();
    const tried = new Set<Trigger>();
    for (const id of view.hits.keys()) {
      for (const trigger of this.triggers.get(id) ?? []) {
        if (tried.has(trigger)) continue;
        tried.add(trigger);
        this.apply(trigger, view, 0, best);
      }
    }
    if (before) this.readAcross(before, view, best);
    return [...best.values()].sort((a, b) => b.confidence - a.confidence).slice(0, MAX_FINDINGS_PER_SENTENCE);
  }

  /** What begins in the sentence before and ends in this one. */
  private readAcross(before: SentenceView, view: SentenceView, best: Map<string, Finding>): void {
    let joined: View | undefined;
    for (const trigger of this.across) {
      const { elements } = trigger.pattern;
      if (!present(elements[0]?.classIds ?? [], before.hits) || !present(elements.at(-1)?.classIds ?? [], view.hits)) continue;
      joined ??= join(before, view);
      this.apply(trigger, joined, before.units.symbols.length, best);
    }
  }

  /** Keeps the surest finding of each kind; a match must begin before `boundary` and end behind it, 0 for any. */
  private apply({ rule, pattern }: Trigger, view: View, boundary: number, best: Map<string, Finding>): void {
    for (const match of matchesOf(pattern, view.hits, view.units.symbols.length)) {
      if (boundary > 0 && (startOf(match) >= boundary || endOf(match) <= boundary)) continue;
      if (this.guards.blocks(match, pattern, view, rule.without)) continue;
      const finding = this.finding(rule, match, view);
      const known = best.get(rule.distortion);
      if (!known || known.confidence < finding.confidence) best.set(rule.distortion, finding);
    }
  }

  /** A pattern is looked at where its rarest element occurs. */
  private index(trigger: Trigger): void {
    const { pattern, rule } = trigger;
    for (const id of pattern.elements[pattern.trigger]?.classIds ?? []) {
      const known = this.triggers.get(id);
      if (known) known.push(trigger);
      else this.triggers.set(id, [trigger]);
    }
    if (rule.acrossSentences && pattern.elements.length > 1) this.across.push(trigger);
  }

  private finding(rule: Rule, match: Match, view: View): Finding {
    const reason = REASONS[rule.why];
    const sure = this.guards.certain(view) ? CERTAINTY_BONUS : 0;
    return {
      distortion: rule.distortion,
      span: spanOf(match, view),
      confidence: Math.min(MAX_CONFIDENCE, Math.round((rule.confidence + sure) * 100) / 100),
      severity: rule.severity,
      why: { rule: rule.id, ...reason },
      source: 'rule',
    };
  }
}

/** From the first to the last matched unit, widened to whole words. */
function spanOf(match: Match, view: View): Finding['span'] {
  const { units } = view;
  let first = startOf(match);
  let last = endOf(match) - 1;
  while (first > 0 && !units.wordStart[first]) first -= 1;
  while (last + 1 < units.symbols.length && !units.wordStart[last + 1]) last += 1;
  return { start: units.from[first] ?? view.start, end: units.to[last] ?? view.end };
}

function join(before: SentenceView, view: SentenceView): View {
  const shift = before.units.symbols.length;
  const merged = new Map<number, Hit[] | undefined>();
  const get = (id: number): Hit[] | undefined => {
    if (!merged.has(id)) {
      const earlier = before.hits.get(id);
      const later = view.hits.get(id)?.map((hit) => ({ from: hit.from + shift, to: hit.to + shift }));
      merged.set(id, earlier && later ? [...earlier, ...later] : (earlier ?? later));
    }
    return merged.get(id);
  };
  const units: Units = {
    symbols: [...before.units.symbols, ...view.units.symbols],
    from: [...before.units.from, ...view.units.from],
    to: [...before.units.to, ...view.units.to],
    wordStart: [...before.units.wordStart, ...view.units.wordStart],
    clauseStart: [...before.units.clauseStart, true, ...view.units.clauseStart.slice(1)],
  };
  return { ...view, start: before.start, units, hits: { get } };
}
