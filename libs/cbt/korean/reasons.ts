import type { LanguageSpec } from '../engine/reader.js';

/** Which explanation fits a pattern: the first whose class of phrases is in the sentence, or the last. */
export const koreanReasons: LanguageSpec['reasons'] = {
  catastrophizing: [{ reason: 'worst-cause', when: 'DISEASE' }, { reason: 'worst-if', when: 'COND' }, { reason: 'over', when: 'END' }, { reason: 'ruin' }],
  'all-or-nothing': [{ reason: 'one-slip', when: 'SLIP_SMALL' }, { reason: 'perfect-or-nothing', when: 'PERFECT' }, { reason: 'either-or' }],
  overgeneralization: [{ reason: 'everyone', when: 'NOBODY' }, { reason: 'group', when: 'GROUP' }, { reason: 'other-always', when: 'OTHER' }, { reason: 'nothing-works', when: 'WHATEVER' }, { reason: 'always-fails' }],
  'mental-filter': [{ reason: 'one-spoils', when: 'SPOIL' }, { reason: 'only-negative' }],
  'disqualifying-positive': [{ reason: 'luck', when: 'DISC' }, { reason: 'only-kindness', when: 'OTHER' }, { reason: 'does-not-count' }],
  'jumping-to-conclusions': [{ reason: 'reading-signs', when: 'EVIDENCE' }, { reason: 'mind-reading', when: 'OTHER' }, { reason: 'fortune' }],
  magnification: [{ reason: 'belittle', when: 'TINY' }, { reason: 'huge' }],
  'emotional-reasoning': [{ reason: 'feeling-proof' }],
  'should-statements': [{ reason: 'hindsight', when: 'BLAME' }, { reason: 'demand-others', when: 'OTHER' }, { reason: 'demand-self' }],
  labeling: [{ reason: 'label-self', when: 'SELF' }, { reason: 'label-other' }],
};
