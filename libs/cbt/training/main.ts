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
const [root = join('libs', 'cbt')] = process.argv.slice(2);
const corpus = join(root, 'corpus');

/** Share of the everyday texts, most of which are look-alikes, that may pass: far fewer of plain speech do. */
const LANGUAGES = [
  { language: 'en', folder: 'english', spec: englishSpec, falseAlarms: 0.055 },
  { language: 'ko', folder: 'korean', spec: koreanSpec, falseAlarms: 0.03 },
] as const;

for (const { language, folder, spec, falseAlarms } of LANGUAGES) {
  const learned = [...readLabelled(corpus, `${language}-lessons.tsv`), ...halvesOf(corpus, language).tuned];
  const threshold = thresholdFor(spec, learned, falseAlarms);
  const model = learn(spec, learned);
  writeFileSync(join(root, folder, 'weights.json'), `${JSON.stringify({ ...model, threshold: Math.round(threshold * 100) / 100 })}\n`);
  process.stdout.write(`${language}: ${(model.keys.length / 16) * 3} features, threshold ${threshold.toFixed(2)}\n`);
}
