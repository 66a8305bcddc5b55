import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { train } from '../../learning/logistic.js';
import { pack, type PackedWeights } from '../../learning/weights.js';
import { COLUMNS, FEWEST, KINDS } from '../crisis/evidence/model.js';
import { passageFeatures } from '../crisis/evidence/passage-features.js';
import { ENGLISH, KOREAN, type Language } from '../crisis/languages.js';
import { fold } from '../text/fold.js';
import { halfOf, INDIRECT_OF, PLAIN_OF, readSentences, type Sentence } from './corpus.js';

/*
 * Learns the weights of the crisis evidence anew from the tuned part of the corpus, and stores them beside the code that reads them:
 *   npm run build && node dist/libs/safety/training/main.js libs/safety
 */
/** Sentences in which a feature must occur to be learned. */
const LEAST_SENTENCES = 2;
/** Rows that say almost nothing are left out. */
const SMALLEST = 0.05;
const LESSON_WEIGHT = 2;
const OPTIONS = { columns: COLUMNS, epochs: 30, rate: 0.3, decay: 0.3, fewest: FEWEST, keep: 0.3, seeds: [7, 11, 13, 17] };

function kindColumn(category: string): number {
  if (category === 'burden') return 0;
  return KINDS.findIndex((kind) => kind === category || kind === `suicide-${category}`);
}

/** @param lessons count more: no rule was made from them, so they tell how far rules are to be believed */
function learn(others: readonly Sentence[], lessons: readonly Sentence[], language: Language): PackedWeights {
  const sentences = [...others, ...lessons];
  const found = sentences.map(({ text }) => {
    const view = language.view(fold(text));
    const all = new Set<number>();
    passageFeatures(view, 0, view.text.length, language.rules.read(view), language, (feature) => all.add(feature));
    return all;
  });
  const counts = new Map<number, number>();
  for (const all of found) for (const feature of all) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const fit = (names: readonly number[]): ReturnType<typeof train> => {
    const rowOf = new Map(names.map((name, row) => [name, row]));
    const examples = sentences.map(({ label, category }, index) => ({
      rows: [...(found[index] ?? [])].flatMap((feature) => rowOf.get(feature) ?? []),
      weight: index < others.length ? 1 : LESSON_WEIGHT,
      targets: [label === 'alarm', ...KINDS.map((_, column) => label === 'alarm' && kindColumn(category) === column)],
    }));
    return train(examples, { ...OPTIONS, features: names.length });
  };
  const names = [...counts].filter(([, count]) => count >= LEAST_SENTENCES).map(([feature]) => feature);
  const first = fit(names);
  const kept = names.filter((_, row) => first.weights.subarray(row * COLUMNS, (row + 1) * COLUMNS).some((value) => Math.abs(value) > SMALLEST));
  return pack(kept, fit(kept));
}

const [root = join('libs', 'safety')] = process.argv.slice(2);
const corpus = join(root, 'corpus');
/** Distressed and everyday thoughts that are no crisis: what the thinking patterns are learned from, but for the few that speak of death or blows. */
const MORTAL = /die|dying|dead|death|kill|suicid|funeral|grave|hit|hurt|beat|burden|waste|disappear|exist|alive|harm|죽|자살|자해|때리|때렸|맞|짐|사라|살|끝|해치/iu;

/** One of so many of these is learned from: they are not to outnumber the sentences of this corpus. */
const EACH = 5;

function thoughts(language: string): Sentence[] {
  return readFileSync(join(root, '..', 'cbt', 'corpus', `${language}-lessons.tsv`), 'utf8')
    .split('\n')
    .flatMap((line) => line.split('\t')[2] ?? [])
    .filter((text, line) => line % EACH === 0 && text !== '' && !MORTAL.test(text))
    .map((text) => ({ label: 'none', category: 'thought', text }));
}

for (const [name, language] of [['en', ENGLISH], ['ko', KOREAN]] as const) {
  const plain = readSentences(corpus, `${name}.tsv`).filter((sentence) => halfOf(sentence, PLAIN_OF) === 'tune');
  const indirect = readSentences(corpus, `indirect.${name}.tsv`).filter((sentence) => halfOf(sentence, INDIRECT_OF) === 'tune');
  const lessons = readSentences(corpus, `lessons.${name}.tsv`);
  const model = learn([...plain, ...indirect, ...thoughts(name)], lessons, language);
  writeFileSync(join(root, 'crisis', 'evidence', `weights-${name}.json`), `${JSON.stringify(model)}\n`);
  process.stdout.write(`${name}: ${plain.length + indirect.length + lessons.length} labelled sentences, ${Buffer.from(model.keys, 'base64').length / 4} features\n`);
}
