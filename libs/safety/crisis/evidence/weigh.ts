import { SENTENCE_GAP, type TextView } from '../../text/view.js';
import type { CrisisKind } from '../types.js';
import { englishFeatures, koreanFeatures, type Features } from './features.js';
import { Model, type PackedModel } from './model.js';
import english from './weights-en.json' with { type: 'json' };
import korean from './weights-ko.json' with { type: 'json' };

/** What the words of a passage say together. */
export interface Passage {
  readonly from: number;
  readonly to: number;
  /** Log odds of danger. */
  readonly strength: number;
  readonly kind: CrisisKind;
}

/** How one language is weighed. */
export interface Scale {
  readonly features: Features;
  readonly model: Model;
  /** Canonical characters of a passage: a chat message of two or three sentences. */
  readonly reach: number;
  /** From this strength on, words without any rule are a sign. */
  readonly raise: number;
  /** Below this strength, a weak rule's sign is not believed. */
  readonly doubt: number;
}

const scale = (features: Features, packed: PackedModel, reach: number, raise: number, doubt: number): Scale => ({ features, model: new Model(packed), reach, raise, doubt });

export const ENGLISH_SCALE = scale(englishFeatures, english, 220, 1.1, -1.5);
export const KOREAN_SCALE = scale(koreanFeatures, korean, 110, 1.1, -1.5);

/** Weighs a text passage by passage, each of whole sentences where they are short enough. Linear. */
export function weigh(view: TextView, { features, model, reach }: Scale): Passage[] {
  const seenIn = new Int32Array(model.size);
  return passagesOf(view, reach).map(([from, to], index) => {
    const rows: number[] = [];
    features(view, from, to, (feature) => {
      const row = model.row(feature);
      if (row === undefined || seenIn[row] === index + 1) return;
      seenIn[row] = index + 1;
      rows.push(row);
    });
    return { from, to, ...model.judge(rows) };
  });
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
