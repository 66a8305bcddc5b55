import type { LanguageSpec } from '../engine/reader.js';

/** Which explanation fits a pattern: the first whose class of phrases is in the sentence, or the last. */
export const koreanReasons: LanguageSpec['reasons'] = {
  catastrophizing: [{ reason: 'ruin' }],
  'all-or-nothing': [{ reason: 'either-or' }],
  overgeneralization: [{ reason: 'always-fails' }],
  'mental-filter': [{ reason: 'only-negative' }],
  'disqualifying-positive': [{ reason: 'does-not-count' }],
  'jumping-to-conclusions': [{ reason: 'mind-reading' }],
  magnification: [{ reason: 'huge' }],
  'emotional-reasoning': [{ reason: 'feeling-proof' }],
  'should-statements': [{ reason: 'demand-self' }],
  labeling: [{ reason: 'label-self' }],
};
