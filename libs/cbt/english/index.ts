import { Reader } from '../engine/reader.js';
import { demandLexicon } from './demands.js';
import { eventLexicon } from './events.js';
import { englishGuards, guardLexicon } from './guards.js';
import { judgementLexicon } from './judgements.js';
import { frameLexicon } from './lexicon.js';
import { patternLexicon } from './patterns.js';
import { absoluteRules } from './rules-absolutes.js';
import { catastropheRules } from './rules-catastrophe.js';
import { mindRules } from './rules-minds.js';
import { weightRules } from './rules-weights.js';
import { shouldLexicon } from './shoulds.js';
import { english } from './units.js';

export const englishReader = new Reader(
  english,
  [guardLexicon, frameLexicon, judgementLexicon, eventLexicon, demandLexicon, shouldLexicon, patternLexicon],
  [...catastropheRules, ...absoluteRules, ...mindRules, ...weightRules],
  englishGuards,
);
