import { fold } from '../text/fold.js';
import { SENTENCE_GAP, type TextView } from '../text/view.js';
import { ENGLISH_SCALE, KOREAN_SCALE, weigh, type Passage, type Scale, type Weighed } from './evidence/weigh.js';
import { ENGLISH, KOREAN, type Language } from './languages.js';
import { CONCRETE, levelOf, rankOf } from './level.js';
import type { Hit } from './rule-book.js';
import type { Severity } from './rule.js';
import type { CrisisAssessment, CrisisContext, CrisisLevel, CrisisSignal, SetAside, Span } from './types.js';

const HANGUL = /[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]/u;
const LATIN = /[a-z]{2}|[a-z] [a-z]/iu;

/** Below this a transcript's segment is a guess: it must neither raise nor clear a crisis alone. */
export const TRUSTED_CONFIDENCE = 0.6;
const MAX_SIGNALS = 64;
/** Signals that no rule names: many words that together speak for danger. */
const EVIDENCE = 'evidence';
/** From this strength on, what the words say is believed to be as concrete as it sounds. */
const PLAIN = 1.5;
/** A rule of this confidence is believed where there is no room for words that take it back, unless they leave no doubt. */
const SURE = 0.8;
const NO_DOUBT = -3;

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
  const read = (language: Language, scale: Scale): void => {
    const view = language.view(folded);
    for (const passage of weigh(view, language, scale)) {
      let isAlarming = false;
      for (const { hit, verdict } of passage.readings) {
        const { kind, id: rule, confidence } = hit.rule;
        const span = spanOf(view, hit);
        if ('setAside' in verdict) {
          aside.push({ kind, span, rule, reason: verdict.setAside });
          continue;
        }
        const isDoubted = unitsOf(passage, hit).every((unit) => isDoubtful(unit, hit, scale));
        const signal: Found = { kind, span, rule, confidence, severity: isDoubted ? 1 : hit.rule.severity, about: verdict.about, time: verdict.time };
        found.push(signal);
        isAlarming ||= isAlarm(levelOf([signal], false));
        soon ||= !isDoubted && language.soon.test(hit.before + hit.match + hit.after);
      }
      if (isAlarming) continue;
      const { from, to, strength, kind } = strongestOf(passage);
      if (strength >= scale.raise && !isEveryday(view, language, { from, to, strength, kind })) {
        const isConcrete = strength >= PLAIN && CONCRETE.has(kind);
        found.push({ kind, span: spanOf(view, { from, to }), rule: EVIDENCE, confidence: 1 / (1 + Math.exp(-strength)), severity: isConcrete ? 3 : 2, about: 'self', time: 'present' });
        soon ||= isConcrete && language.soon.test(view.text.slice(from, to));
      }
    }
  };
  if (HANGUL.test(text)) read(KOREAN, KOREAN_SCALE);
  if (LATIN.test(folded.chars.join(''))) read(ENGLISH, ENGLISH_SCALE);
  const level = levelOf(found, soon);
  return {
    level,
    alarm: isAlarm(level),
    signals: strongest(found),
    setAside: aside.slice(0, MAX_SIGNALS),
    corroboration: context.source === 'transcript' && (context.confidence ?? 1) < TRUSTED_CONFIDENCE ? 'insufficient' : 'sufficient',
  };
}

const isAlarm = (level: CrisisLevel): boolean => rankOf(level) >= rankOf('elevated');

/** What a rule's match is weighed in: the passage, and its own sentence. */
const unitsOf = ({ whole, sentences }: Passage, { from }: Hit): Weighed[] => [whole, ...sentences.filter((sentence) => sentence.from <= from && from < sentence.to)];

/** A short stretch has no room for what could take a sure rule's sign back. */
function isDoubtful({ from, to, strength }: Weighed, hit: Hit, { room, doubt }: Scale): boolean {
  const isAlone = hit.rule.confidence >= SURE && to - from - (hit.to - hit.from) < room;
  return strength < (isAlone ? NO_DOUBT : doubt);
}

const strongestOf = ({ whole, sentences }: Passage): Weighed => sentences.reduce((best, one) => (one.strength > best.strength ? one : best), whole);

/** A way of speaking is one of a whole sentence: only where the stretch is a single one do all its words speak of the same thing. */
function isEveryday({ text, gaps }: TextView, { rules }: Language, { from, to, kind }: Weighed): boolean {
  return !gaps.slice(from + 1, to).includes(SENTENCE_GAP) && rules.isEveryday(text.slice(from, to), kind);
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
