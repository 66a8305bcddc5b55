import type { LanguageSpec } from '../engine/reader.js';

/** Which explanation fits a pattern: the first whose class of phrases is in the sentence, or the last. */
export const englishReasons: LanguageSpec['reasons'] = {
  catastrophizing: [{ reason: 'unbearable', when: 'S_UNBEARABLE' }, { reason: 'worst-cause', when: 'DISEASE' }, { reason: 'worst-if', when: 'S_CHAIN' }, { reason: 'over', when: 'S_DEATH' }, { reason: 'ruin' }],
  'all-or-nothing': [{ reason: 'one-slip', when: 'S_SMALL_EVENT' }, { reason: 'perfect-or-nothing', when: 'PERFECT' }, { reason: 'either-or' }],
  overgeneralization: [{ reason: 'everyone', when: 'NOBODY' }, { reason: 'group', when: 'GROUP' }, { reason: 'other-always', when: 'OTHER_MUST' }, { reason: 'nothing-works', when: 'NOWAY' }, { reason: 'always-fails' }],
  'mental-filter': [{ reason: 'one-spoils', when: 'SPOILS' }, { reason: 'only-negative' }],
  'disqualifying-positive': [{ reason: 'luck', when: 'DISCOUNT_FACT' }, { reason: 'only-kindness', when: 'S_PRAISE' }, { reason: 'does-not-count' }],
  'jumping-to-conclusions': [{ reason: 'mind-reading', when: 'S_MINDREAD' }, { reason: 'reading-signs', when: 'S_AMBIGUOUS' }, { reason: 'fortune' }],
  magnification: [{ reason: 'belittle', when: 'S_TINY' }, { reason: 'huge' }],
  'emotional-reasoning': [{ reason: 'feeling-proof' }],
  'should-statements': [{ reason: 'hindsight', when: 'HINDSIGHT' }, { reason: 'demand-others', when: 'OTHER_MUST' }, { reason: 'demand-self' }],
  labeling: [{ reason: 'label-self', when: 'S_SELF_REF' }, { reason: 'label-other' }],
};
