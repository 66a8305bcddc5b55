import { englishView } from '../text/english-view.js';
import { fold } from '../text/fold.js';
import { koreanView } from '../text/korean-view.js';
import { SENTENCE_GAP, type TextView } from '../text/view.js';
import { ENGLISH_ATOMS } from './en/atoms.js';
import { judgeEnglish } from './en/context.js';
import { ENGLISH_COMBINED } from './en/combined.js';
import { ENGLISH_DISCLOSURE } from './en/disclosure.js';
import { ENGLISH_EVERYDAY } from './en/everyday.js';
import { ENGLISH_HARM } from './en/harm.js';
import { ENGLISH_INDIRECT_ABUSE } from './en/indirect-abuse.js';
import { ENGLISH_INDIRECT_HARM } from './en/indirect-harm.js';
import { ENGLISH_INDIRECT_SELF_HARM } from './en/indirect-self-harm.js';
import { ENGLISH_INDIRECT_SUICIDE } from './en/indirect-suicide.js';
import { ENGLISH_INDIRECT_WISH } from './en/indirect-wish.js';
import { ENGLISH_SUICIDE, ENGLISH_THIRD_PERSON } from './en/suicide.js';
import { everydayReason, type Everyday } from './everyday.js';
import { ENGLISH_SCALE, KOREAN_SCALE, weigh, type Passage, type Scale } from './evidence/weigh.js';
import { KOREAN_ATOMS } from './ko/atoms.js';
import { judgeKorean } from './ko/context.js';
import { KOREAN_ABUSE } from './ko/abuse.js';
import { KOREAN_COMBINED } from './ko/combined.js';
import { KOREAN_DISCLOSURE } from './ko/disclosure.js';
import { KOREAN_EVERYDAY } from './ko/everyday.js';
import { KOREAN_HARM } from './ko/harm.js';
import { KOREAN_INDIRECT } from './ko/indirect.js';
import { KOREAN_PLAN } from './ko/plan.js';
import { KOREAN_SELF_ENDING } from './ko/self-ending.js';
import { KOREAN_WISH } from './ko/wish.js';
import { levelOf, rankOf } from './level.js';
import { RuleBook, type Hit } from './rule-book.js';
import type { Severity } from './rule.js';
import type { CrisisAssessment, CrisisContext, CrisisSignal, SetAside, Span } from './types.js';
import { setAside, type Verdict } from './verdict.js';

const KOREAN = new RuleBook([...KOREAN_SELF_ENDING, ...KOREAN_WISH, ...KOREAN_PLAN, ...KOREAN_COMBINED, ...KOREAN_ATOMS, ...KOREAN_HARM, ...KOREAN_ABUSE, ...KOREAN_INDIRECT, ...KOREAN_DISCLOSURE], false);
const ENGLISH = new RuleBook(
  [
    ...ENGLISH_SUICIDE, ...ENGLISH_COMBINED, ...ENGLISH_ATOMS, ...ENGLISH_HARM, ...ENGLISH_THIRD_PERSON,
    ...ENGLISH_INDIRECT_WISH, ...ENGLISH_INDIRECT_SUICIDE, ...ENGLISH_INDIRECT_SELF_HARM, ...ENGLISH_INDIRECT_HARM, ...ENGLISH_INDIRECT_ABUSE, ...ENGLISH_DISCLOSURE,
  ],
  true,
);

const HANGUL = /[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]/u;
const LATIN = /[a-z]{2}|[a-z] [a-z]/iu;
const SOON_KOREAN = /오늘|지금|방금|이따|당장|밤에|곧|이제|내일새벽|오늘밤/u;
const SOON_ENGLISH = /(?:tonight|right now|now|today|just (?:took|swallowed|drank)|this (?:evening|morning)|in (?:a few|ten|five|an?) (?:minutes?|hours?)|about to|ready|soon)(?![a-z])/u;

/** Below this a transcript's segment is a guess: it must neither raise nor clear a crisis alone. */
export const TRUSTED_CONFIDENCE = 0.6;
const MAX_SIGNALS = 64;
/** Characters after a signal within which weaker ones of its kind add nothing. */
const PASSAGE = 12;
/** Signals that no rule names: many words that together speak for danger. */
const EVIDENCE = 'evidence';
/** A rule below this confidence is not believed where the words around it say that all is well. */
const SURE = 0.8;

interface Found extends CrisisSignal {
  readonly severity: Severity;
}

/**
 * Finds signs of suicide, self-harm, violence planned and violence suffered in Korean and English text, and tells them from idiom,
 * grief, fiction, work, denial and what is over. Pure; linear in the text's length; never throws. Spans are UTF-16 offsets in `text`.
 */
export function detectCrisis(text: string, context: CrisisContext): CrisisAssessment {
  const found: Found[] = [];
  const aside: SetAside[] = [];
  let soon = false;
  const folded = fold(text);
  const read = (view: TextView, book: RuleBook, scale: Scale, judge: (view: TextView, hit: Hit) => Verdict, soonWords: RegExp, everyday: readonly Everyday[]): void => {
    const settled = new Settled();
    const passages = weigh(view, scale);
    const judged = new Set<Passage>();
    const passageAt = follow(passages);
    for (const hit of book.find(view)) {
      if (settled.covers(hit)) continue;
      const { kind, id: rule, confidence } = hit.rule;
      const harmless = everydayReason(everyday, hit.before + hit.match + hit.after, kind);
      const verdict = harmless === undefined ? judge(view, hit) : setAside(harmless);
      const passage = passageAt(hit.from);
      const doubted = confidence < SURE && passage !== undefined && passage.strength < scale.doubt;
      const severity = doubted ? 1 : hit.rule.severity;
      const span = spanOf(view, hit);
      if (passage !== undefined) judged.add(passage);
      if ('setAside' in verdict) aside.push({ kind, span, rule, reason: verdict.setAside });
      else {
        found.push({ kind, span, rule, confidence, severity, about: verdict.about, time: verdict.time });
        if (verdict.about === 'self' && verdict.time === 'present' && !doubted) settled.add(hit);
        soon ||= soonWords.test(hit.before + hit.match + hit.after);
      }
    }
    for (const passage of passages) {
      const { from, to, strength, kind } = passage;
      if (strength < scale.raise || judged.has(passage) || (isOneSentence(view, passage) && everydayReason(everyday, view.text.slice(from, to), kind) !== undefined)) continue;
      found.push({ kind, span: spanOf(view, { from, to }), rule: EVIDENCE, confidence: 1 / (1 + Math.exp(-strength)), severity: 2, about: 'self', time: 'present' });
    }
  };
  if (HANGUL.test(text)) read(koreanView(folded), KOREAN, KOREAN_SCALE, judgeKorean, SOON_KOREAN, KOREAN_EVERYDAY);
  if (LATIN.test(folded.chars.join(''))) read(englishView(folded), ENGLISH, ENGLISH_SCALE, judgeEnglish, SOON_ENGLISH, ENGLISH_EVERYDAY);
  const level = levelOf(found, soon);
  return {
    level,
    alarm: rankOf(level) >= rankOf('elevated'),
    signals: strongest(found),
    setAside: aside.slice(0, MAX_SIGNALS),
    corroboration: context.source === 'transcript' && (context.confidence ?? 1) < TRUSTED_CONFIDENCE ? 'insufficient' : 'sufficient',
  };
}

/** The passage at a place; places are asked for in the order of the text. */
function follow(passages: readonly Passage[]): (at: number) => Passage | undefined {
  let index = 0;
  return (at) => {
    while ((passages[index]?.to ?? Infinity) <= at) index += 1;
    return passages[index];
  };
}

/** Only then do its words all speak of the same thing. */
const isOneSentence = ({ gaps }: TextView, { from, to }: Passage): boolean => !gaps.slice(from + 1, to).includes(SENTENCE_GAP);

/** A signal of the same kind, no stronger, in a passage that has one already need not be judged again. */
class Settled {
  private readonly latest = new Map<string, { readonly severity: Severity; readonly until: number }>();

  covers({ rule, from }: Hit): boolean {
    const known = this.latest.get(rule.kind);
    return known !== undefined && known.severity >= rule.severity && from < known.until;
  }

  add({ rule, to }: Hit): void {
    const known = this.latest.get(rule.kind);
    if (known === undefined || known.severity <= rule.severity || known.until < to) this.latest.set(rule.kind, { severity: rule.severity, until: to + PASSAGE });
  }
}

function spanOf(view: TextView, hit: Pick<Hit, 'from' | 'to'>): Span {
  let from = hit.from;
  while (from < hit.to - 1 && view.text.charAt(from) === ' ') from += 1;
  return { start: view.starts[from] ?? 0, end: view.ends[hit.to - 1] ?? 0 };
}

/** One signal a rule and place, strongest first. */
function strongest(found: readonly Found[]): CrisisSignal[] {
  const kept = new Map<string, Found>();
  for (const signal of found) {
    const key = `${signal.rule}@${Math.floor(signal.span.start / 8)}`;
    const known = kept.get(key);
    if (known === undefined || known.severity < signal.severity) kept.set(key, signal);
  }
  return [...kept.values()]
    .sort((a, b) => b.severity - a.severity || b.confidence - a.confidence || a.span.start - b.span.start)
    .slice(0, MAX_SIGNALS)
    .map(({ severity: _severity, ...signal }) => signal);
}
