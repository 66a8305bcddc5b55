import { Reader } from '../engine/reader.js';
import type { LanguageSpec } from '../engine/reader.js';
import { demandLexicon } from './demands.js';
import { eventLexicon } from './events.js';
import { guardLexicon } from './guards.js';
import { judgementLexicon } from './judgements.js';
import { frameLexicon } from './lexicon.js';
import { patternLexicon } from './patterns.js';
import { englishReasons } from './reasons.js';
import { senseLexicon } from './senses.js';
import { shouldLexicon } from './shoulds.js';
import { english } from './units.js';
import model from './weights.json' with { type: 'json' };
import { emitEnglish } from './words.js';

/** How English is read, without what was learned. */
export const englishSpec: Omit<LanguageSpec, 'model' | 'threshold'> = {
  system: english,
  lexicon: [guardLexicon, frameLexicon, judgementLexicon, eventLexicon, demandLexicon, shouldLexicon, patternLexicon, senseLexicon],
  emitWords: emitEnglish,
  reasons: englishReasons,
  sure: 'G_SURE',
};

let reader: Reader | undefined;

/** Made at the first sentence: a process that reads no English does not pay for it. */
export function englishReader(): Reader {
  reader ??= new Reader({ ...englishSpec, model, threshold: model.threshold });
  return reader;
}
