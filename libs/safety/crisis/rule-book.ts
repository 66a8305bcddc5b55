import { passageAround, SENTENCE_GAP, sentenceAround, type TextView } from '../text/view.js';
import { PatternIndex } from './pattern-index.js';
import type { Rule } from './rule.js';

/** Characters of the sentence that conditions may look at, to either side of a match. */
const REACH = 60;
/** Characters and neighbouring sentences that the conditions of a wide rule may look at, to either side. */
const WIDE_REACH = 120;
const WIDE_SENTENCES = 2;

export interface Hit {
  readonly rule: Rule;
  readonly from: number;
  readonly to: number;
  readonly match: string;
  /** The sentence up to the match, and after it. */
  readonly before: string;
  readonly after: string;
}

/** The rules of one language, and the places where one of them holds. */
export class RuleBook {
  private readonly index: PatternIndex<Rule>;

  /** @param words patterns match whole words, and only begin where a word does. */
  constructor(rules: readonly Rule[], words: boolean) {
    this.index = new PatternIndex(
      rules.map((rule): [string, Rule] => [rule.pattern, words ? onWords(rule) : rule]),
      words,
    );
  }

  find(view: TextView): Hit[] {
    const hits: Hit[] = [];
    for (const { value: rule, from, to } of this.index.find(view.text)) {
      if ((rule.wordStart === true && from > 0 && view.gaps[from] === 0) || crossesSentence(view, from, to)) continue;
      const [start, end] = sentenceAround(view, from, to, REACH);
      const hit = { rule, from, to, match: view.text.slice(from, to), before: view.text.slice(start, from), after: view.text.slice(to, end) };
      if (conditionsHold(hit, view)) hits.push(hit);
    }
    return hits;
  }
}

/** English conditions are matched as whole words ("lease" is not in "please"). */
function onWords(rule: Rule): Rule {
   
  const atWord = (pattern: RegExp): RegExp => new RegExp(`(?<![a-z])(?:${pattern.source})(?![a-z])`, 'u');
  return {
    ...rule,
    ...(rule.within === undefined ? {} : { within: allOf(rule.within).map(atWord) }),
    ...(rule.unless === undefined ? {} : { unless: atWord(rule.unless) }),
    ...(rule.unlessAfter === undefined ? {} : { unlessAfter: atWord(rule.unlessAfter) }),
  };
}

function crossesSentence(view: TextView, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i += 1) if (view.gaps[i] === SENTENCE_GAP) return true;
  return false;
}

function conditionsHold({ rule, from, to, before, match, after }: Hit, view: TextView): boolean {
  if (rule.before?.test(before) === false || rule.unlessBefore?.test(before) === true) return false;
  if (rule.after?.test(after) === false || rule.unlessAfter?.test(after) === true) return false;
  if (rule.within === undefined && rule.unless === undefined) return true;
  const sentence = rule.wide === true ? view.text.slice(...passageAround(view, from, to, WIDE_REACH, WIDE_SENTENCES)) : before + match + after;
  return allOf(rule.within).every((pattern) => pattern.test(sentence)) && rule.unless?.test(sentence) !== true;
}

const allOf = (patterns: RegExp | readonly RegExp[] | undefined): readonly RegExp[] =>
  patterns === undefined ? [] : patterns instanceof RegExp ? [patterns] : patterns;
