import { Reader } from '../engine/reader.js';
import type { LanguageSpec } from '../engine/reader.js';
import { demandLexicon } from './demands.js';
import { eventLexicon } from './events.js';
import { guardLexicon } from './guards.js';
import { judgementLexicon } from './judgements.js';
import { frameLexicon } from './lexicon.js';
import { patternLexicon } from './patterns.js';
import { koreanReasons } from './reasons.js';
import { korean } from './units.js';
import model from './weights.json' with { type: 'json' };
import { emitKorean } from './words.js';

/** How Korean is read, without what was learned. */
export const koreanSpec: Omit<LanguageSpec, 'model' | 'threshold'> = {
  system: korean,
  lexicon: [guardLexicon, frameLexicon, judgementLexicon, eventLexicon, demandLexicon, patternLexicon],
  emitWords: emitKorean,
  reasons: koreanReasons,
  sure: 'G_SURE',
};

let reader: Reader | undefined;

/** Made at the first sentence: a process that reads no Korean does not pay for it. */
export function koreanReader(): Reader {
  reader ??= new Reader({ ...koreanSpec, model, threshold: model.threshold });
  return reader;
}
