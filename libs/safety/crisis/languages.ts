import { englishView } from '../text/english-view.js';
import type { FoldedText } from '../text/fold.js';
import { koreanView } from '../text/korean-view.js';
import type { TextView } from '../text/view.js';
import { ENGLISH_ATOMS } from './en/atoms.js';
import { judgeEnglish } from './en/context.js';
import { ENGLISH_COMBINED } from './en/combined.js';
import { ENGLISH_DISCLOSURE } from './en/disclosure.js';
import { ENGLISH_EVERYDAY } from './en/everyday.js';
import { ENGLISH_HARM } from './en/harm.js';
import { ENGLISH_INDIRECT_ABUSE } from './en/indirect-abuse.js';
import { ENGLISH_INDIRECT_HARM } from './en/indirect-harm.js';
import { ENGLISH_INDIRECT_SELF_HARM } from './en/indirect-self-harm.js';
import { ENGLISH_INDIRECT_SUICIDE } from './en/indirect-suicide.js';
import { ENGLISH_INDIRECT_WISH } from './en/indirect-wish.js';
import { ENGLISH_SUICIDE, ENGLISH_THIRD_PERSON } from './en/suicide.js';
import { KOREAN_ATOMS } from './ko/atoms.js';
import { judgeKorean } from './ko/context.js';
import { KOREAN_ABUSE } from './ko/abuse.js';
import { KOREAN_COMBINED } from './ko/combined.js';
import { KOREAN_DISCLOSURE } from './ko/disclosure.js';
import { KOREAN_EVERYDAY } from './ko/everyday.js';
import { KOREAN_HARM } from './ko/harm.js';
import { KOREAN_INDIRECT } from './ko/indirect.js';
import { KOREAN_PLAN } from './ko/plan.js';
import { KOREAN_SELF_ENDING } from './ko/self-ending.js';
import { KOREAN_WISH } from './ko/wish.js';
import { englishFeatures, koreanFeatures, type Features } from './evidence/features.js';
import { RuleBook } from './rule-book.js';
import { RuleReader } from './rule-reader.js';

/** How the texts of one language are read. */
export interface Language {
  readonly view: (folded: FoldedText) => TextView;
  readonly rules: RuleReader;
  readonly features: Features;
  /** What makes a plan one for now. */
  readonly soon: RegExp;
}

const KOREAN_RULES = new RuleBook([...KOREAN_SELF_ENDING, ...KOREAN_WISH, ...KOREAN_PLAN, ...KOREAN_COMBINED, ...KOREAN_ATOMS, ...KOREAN_HARM, ...KOREAN_ABUSE, ...KOREAN_INDIRECT, ...KOREAN_DISCLOSURE], false);
const ENGLISH_RULES = new RuleBook(
  [
    ...ENGLISH_SUICIDE, ...ENGLISH_COMBINED, ...ENGLISH_ATOMS, ...ENGLISH_HARM, ...ENGLISH_THIRD_PERSON,
    ...ENGLISH_INDIRECT_WISH, ...ENGLISH_INDIRECT_SUICIDE, ...ENGLISH_INDIRECT_SELF_HARM, ...ENGLISH_INDIRECT_HARM, ...ENGLISH_INDIRECT_ABUSE, ...ENGLISH_DISCLOSURE,
  ],
  true,
);

const SOON_KOREAN = /오늘|지금|방금|이따|당장|밤에|곧|이제|내일새벽|오늘밤/u;
const SOON_ENGLISH = /(?:tonight|right now|now|today|just (?:took|swallowed|drank)|this (?:evening|morning)|in (?:a few|ten|five|an?) (?:minutes?|hours?)|about to|ready|soon)(?![a-z])/u;

export const KOREAN: Language = {
  view: koreanView,
  rules: new RuleReader(KOREAN_RULES, judgeKorean, KOREAN_EVERYDAY),
  features: koreanFeatures,
  soon: SOON_KOREAN,
};
export const ENGLISH: Language = {
  view: englishView,
  rules: new RuleReader(ENGLISH_RULES, judgeEnglish, ENGLISH_EVERYDAY),
  features: englishFeatures,
  soon: SOON_ENGLISH,
};
