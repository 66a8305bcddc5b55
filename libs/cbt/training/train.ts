import { type Example, train } from '../../learning/logistic.js';
import { COLUMNS, FEWEST } from '../engine/model.js';
import { pack, type PackedWeights } from '../../learning/weights.js';
import { Reader } from '../engine/reader.js';
import type { LanguageSpec } from '../engine/reader.js';
import { splitSentences } from '../engine/sentences.js';
import { DISTORTIONS } from '../types.js';
import type { Labelled } from './corpus.js';

type Untrained = Omit<LanguageSpec, 'model' | 'threshold'>;

/** Sentences in which a feature must occur to be learned. */
const LEAST_SENTENCES = 2;
const OPTIONS = { columns: COLUMNS, epochs: 20, rate: 0.3, decay: 0.3, fewest: FEWEST, keep: 0.7, seeds: [7] };
/** Rows that say almost nothing are left out. */
const SMALLEST = 0.05;
const BLANK: PackedWeights = { keys: '', rows: '', scales: [], biases: [] };
const FOLDS = 5;

/** Learns a model from labelled texts. Deterministic. */
export function learn(spec: Untrained, labelled: readonly Labelled[]): PackedWeights {
  const reader = new Reader({ ...spec, model: BLANK, threshold: 0 });
  const found = labelled.map(({ text }) => featuresOf(reader, text));
  const counts = new Map<number, number>();
  for (const features of found) for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const keys = [...counts].filter(([, count]) => count >= LEAST_SENTENCES).map(([key]) => key);
  const first = fit(keys, found, labelled);
  const kept = keys.filter((_, row) => first.weights.subarray(row * COLUMNS, (row + 1) * COLUMNS).some((value) => Math.abs(value) > SMALLEST));
  return pack(kept, fit(kept, found, labelled));
}

function fit(keys: readonly number[], found: readonly Set<number>[], labelled: readonly Labelled[]) {
  const rowOf = new Map(keys.map((name, row) => [name, row]));
  const examples: Example[] = labelled.map(({ label, also }, index) => ({
    rows: [...(found[index] ?? [])].flatMap((feature) => rowOf.get(feature) ?? []),
    targets: [label !== undefined, ...DISTORTIONS.map((distortion) => distortion === label)],
    weight: also.length > 3 ? 0.5 : 1,
  }));
  return train(examples, { ...OPTIONS, features: keys.length });
}

/** The log odds that only the share `falseAlarms` of the everyday texts passes, each text read by a model that has not learned from it. */
export function thresholdFor(spec: Untrained, labelled: readonly Labelled[], falseAlarms: number): number {
  const strengths: number[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const model = learn(spec, labelled.filter((_, index) => index % FOLDS !== fold));
    const reader = new Reader({ ...spec, model, threshold: Infinity });
    for (const { text, label } of labelled.filter((_, index) => index % FOLDS === fold)) if (label === undefined) strengths.push(strengthOf(reader, text));
  }
  strengths.sort((a, b) => b - a);
  return strengths[Math.floor(strengths.length * falseAlarms)] ?? 0;
}

/** Log odds of the strongest reading in a text. */
function strengthOf(reader: Reader, text: string): number {
  const views = splitSentences(text).map((span) => reader.view(text, span));
  return Math.max(...views.map((_, index) => reader.strongest(views, index)?.strength ?? -Infinity));
}

/** The evidence of all sentences of a text together. */
function featuresOf(reader: Reader, text: string): Set<number> {
  const all = new Set<number>();
  for (const span of splitSentences(text)) for (const feature of reader.features(text, span)) all.add(feature);
  return all;
}
