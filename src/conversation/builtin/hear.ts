import { DENIAL, FEELING_WORDS, KIND_WORDS, TOPIC_WORDS } from './lexicon.js';
import { FEELINGS, type Feeling, type Heard, type Language, TOPICS, type Topic, type TurnKind } from './types.js';

const SHORT = { ko: 8, en: 14 } as const;
const WORDS_MIN = { ko: 6, en: 12 } as const;
const WORDS_MAX = { ko: 30, en: 60 } as const;
const READ_MAX = 2_000;

/** What a turn of the person tells, as far as words show it. Pure; the first 2000 characters are read. */
export function hear(text: string, language: Language): Heard {
  const read = text.slice(0, READ_MAX).trim();
  const feelings = FEELINGS.filter((feeling) => isFelt(read, feeling, language));
  const topics = TOPICS.filter((topic) => TOPIC_WORDS[language][topic].test(read));
  return { kind: kindOf(read, language, feelings, topics), feelings, topics, words: wordsOf(read, language) };
}

function isFelt(text: string, feeling: Feeling, language: Language): boolean {
  const found = FEELING_WORDS[language][feeling].exec(text);
  return found !== null && !DENIAL[language].test(text.slice(Math.max(0, found.index - 24), found.index));
}

function kindOf(text: string, language: Language, feelings: readonly Feeling[], topics: readonly Topic[]): TurnKind {
  const recognized = KIND_WORDS[language].find(({ max, words }) => text.length <= max && words.test(text));
  if (recognized !== undefined) return recognized.kind;
  const isBare = feelings.length === 0 && topics.length === 0;
  return isBare && text.length <= SHORT[language] ? 'short' : 'story';
}

/** A clause that can be said back as a quotation: one line, no link, no number, nothing in brackets or quotes. */
function wordsOf(text: string, language: Language): string | null {
  const clauses = text.split(/[.!?…\n,;。]+/u).map((clause) => clause.trim());
  const fit = clauses.filter(
    (clause) => clause.length >= WORDS_MIN[language] && clause.length <= WORDS_MAX[language] && !/[\d@/\\<>[\](){}"'‘’“”`:]/u.test(clause),
  );
  return fit.at(-1) ?? null;
}
