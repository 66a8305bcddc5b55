import { Reader } from '../engine/reader.js';
import { demandLexicon } from './demands.js';
import { eventLexicon } from './events.js';
import { guardLexicon, koreanGuards } from './guards.js';
import { judgementLexicon } from './judgements.js';
import { frameLexicon } from './lexicon.js';
import { patternLexicon } from './patterns.js';
import { absoluteRules } from './rules-absolutes.js';
import { catastropheRules } from './rules-catastrophe.js';
import { mindRules } from './rules-minds.js';
import { weightRules } from './rules-weights.js';
import { korean } from './units.js';

export const koreanReader = new Reader(
  korean,
  [guardLexicon, frameLexicon, judgementLexicon, eventLexicon, demandLexicon, patternLexicon],
  [...catastropheRules, ...absoluteRules, ...mindRules, ...weightRules],
  koreanGuards,
);
