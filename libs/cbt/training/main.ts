import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { englishSpec } from '../english/index.js';
import { koreanSpec } from '../korean/index.js';
import { halvesOf, readLabelled } from './corpus.js';
import { learn, thresholdFor } from './train.js';

/*
 * Learns the weights anew from the lessons and the tuned half of the corpus, and stores them beside each language's words:
 *   npm run build && node dist/libs/cbt/training/main.js libs/cbt
 */
const FALSE_ALARMS = 0.025;
const [root = join('libs', 'cbt')] = process.argv.slice(2);
const corpus = join(root, 'corpus');

for (const [language, folder, spec] of [['en', 'english', englishSpec], ['ko', 'korean', koreanSpec]] as const) {
  const lessons = readLabelled(corpus, `${language}-lessons.tsv`);
  const { tuned } = halvesOf(corpus, language);
  const threshold = thresholdFor(spec, lessons, tuned, FALSE_ALARMS);
  const model = learn(spec, [...lessons, ...tuned]);
  writeFileSync(join(root, folder, 'weights.json'), `${JSON.stringify({ ...model, threshold: Math.round(threshold * 100) / 100 })}\n`);
  process.stdout.write(`${language}: ${model.features.split('\n').length} features, threshold ${threshold.toFixed(2)}\n`);
}
