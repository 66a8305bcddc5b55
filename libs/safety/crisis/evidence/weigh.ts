import type { PackedWeights } from '../../../learning/weights.js';
import { SENTENCE_GAP, type TextView } from '../../text/view.js';
import type { Language } from '../languages.js';
import type { Reading } from '../rule-reader.js';
import type { CrisisKind } from '../types.js';
import { Model } from './model.js';
import { passageFeatures } from './passage-features.js';
import english from './weights-en.json' with { type: 'json' };
import korean from './weights-ko.json' with { type: 'json' };

/** A stretch of text, and what its words and the rules that hold in it say together. */
export interface Weighed {
  readonly from: number;
  readonly to: number;
  /** Log odds of danger. */
  readonly strength: number;
  readonly kind: CrisisKind;
}

/** Sentences that are read together, as a whole and each by itself: what is said beside danger must not hide it. */
export interface Passage {
  readonly readings: readonly Reading[];
  readonly whole: Weighed;
  readonly sentences: readonly Weighed[];
}

/** How one language is weighed. */
export interface Scale {
  readonly model: Model;
  /** Canonical characters of a passage: a chat message of two or three sentences. */
  readonly reach: number;
  /** From this strength on, words without any rule are a sign. */
  readonly raise: number;
  /** Below this strength a rule's sign is not believed. */
  readonly doubt: number;
  /** Canonical characters beside a rule's match that hold what could take it back. */
  readonly room: number;
}

const scale = (packed: PackedWeights, rest: Omit<Scale, 'model'>): Scale => ({ model: new Model(packed), ...rest });

export const ENGLISH_SCALE = scale(english, { reach: 220, raise: 0.5, doubt: -0.1, room: 25 });
export const KOREAN_SCALE = scale(korean, { reach: 110, raise: 0.6, doubt: 0, room: 16 });

/** Weighs a text passage by passage, each of whole sentences where they are short enough. Linear. */
export function weigh(view: TextView, language: Language, { model, reach }: Scale): Passage[] {
  const seenIn = new Int32Array(model.size);
  const all = language.rules.read(view);
  let looks = 0;
  let next = 0;
  const look = (from: number, to: number, readings: readonly Reading[]): Weighed => {
    looks += 1;
    const rows: number[] = [];
    passageFeatures(view, from, to, readings, language, (feature) => {
      const row = model.row(feature);
      if (row < 0 || seenIn[row] === looks) return;
      seenIn[row] = looks;
      rows.push(row);
    });
    return { from, to, ...model.judge(rows) };
  };
  return passagesOf(view, reach).map(([from, to]) => {
    const first = next;
    while ((all[next]?.hit.from ?? Infinity) < to) next += 1;
    const readings = all.slice(first, next);
    const whole = look(from, to, readings);
    const parts = sentencesOf(view, from, to);
    const sentences = parts.length === 1 ? [whole] : parts.map(([start, end]) => look(start, end, readings.filter(({ hit }) => hit.from >= start && hit.from < end)));
    return { readings, whole, sentences };
  });
}

function sentencesOf({ gaps }: TextView, from: number, to: number): [from: number, to: number][] {
  const starts = [from];
  for (let at = from + 1; at < to; at += 1) if (gaps[at] === SENTENCE_GAP) starts.push(at);
  return starts.map((start, index) => [start, starts[index + 1] ?? to]);
}

function passagesOf({ text, gaps }: TextView, reach: number): [from: number, to: number][] {
  const passages: [number, number][] = [];
  let from = 0;
  let sentence = 0;
  for (let at = 1; at <= text.length; at += 1) {
    const ends = at === text.length || gaps[at] === SENTENCE_GAP;
    if (at - from > reach) {
      const cut = sentence > from ? sentence : at;
      passages.push([from, cut]);
      from = cut;
    }
    if (ends) sentence = at;
  }
  if (from < text.length) passages.push([from, text.length]);
  return passages;
}
