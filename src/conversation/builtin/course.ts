import type { Turn } from '../../platform/ai/language-model.js';
import { hear } from './hear.js';
import { EXERCISES, type Exercise, type Feeling, type Heard, type Language, type Phrases, type Topic } from './types.js';

/** Where a conversation stands, read from its turns alone: no other memory is needed, so any process can go on with it. */
export interface Course {
  readonly now: Heard;
  /** The counselor's earlier texts, oldest first. */
  readonly own: readonly string[];
  readonly personTurns: number;
  /** Over the conversation so far, the most frequent first. */
  readonly topics: readonly Topic[];
  readonly feelings: readonly Feeling[];
  /** Topics of earlier turns that the newest does not touch. */
  readonly earlierTopics: readonly Topic[];
  /** The exercise that the counselor's last text offered, or explained. */
  readonly offered: Exercise | null;
  readonly guided: Exercise | null;
  /** Exercises offered in the turns at hand, the newest last. */
  readonly pastOffers: readonly Exercise[];
  /** Changes with every turn, and is the same for the same turns. */
  readonly seed: number;
}

export function courseOf(turns: readonly Turn[], language: Language, phrases: Phrases): Course {
  const person = turns.filter(({ role }) => role === 'person').map(({ text }) => text);
  const own = turns.filter(({ role }) => role === 'counselor').map(({ text }) => text);
  const heard = person.map((text) => hear(text, language));
  const now = heard.at(-1) ?? hear('', language);
  const earlier = heard.slice(0, -1).flatMap(({ topics }) => topics);
  const last = own.at(-1) ?? '';
  const containing = (text: string, lists: Readonly<Record<Exercise, readonly string[]>>) =>
    EXERCISES.find((exercise) => lists[exercise].some((phrase) => text.includes(phrase))) ?? null;
  return {
    now,
    own,
    personTurns: person.length,
    topics: byFrequency(heard.flatMap(({ topics }) => topics)),
    feelings: byFrequency(heard.flatMap(({ feelings }) => feelings)),
    earlierTopics: byFrequency(earlier).filter((topic) => !now.topics.includes(topic)),
    offered: containing(last, phrases.offer),
    guided: containing(last, phrases.steps),
    pastOffers: own.map((text) => containing(text, phrases.offer)).filter((exercise) => exercise !== null),
    seed: hash(`${person.at(-1) ?? ''}|${last}|${person.length}`),
  };
}

function byFrequency<Item>(items: readonly Item[]): Item[] {
  const counts = new Map<Item, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([item]) => item);
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

/** The phrase that was said longest ago, or never; of several such, one that the seed chooses. */
export function leastRecent(options: readonly string[], { own, seed }: Pick<Course, 'own' | 'seed'>): string {
  const lastSaid = options.map((option) => own.findLastIndex((text) => text.includes(option)));
  const oldest = Math.min(...lastSaid);
  const fit = options.filter((_option, index) => lastSaid[index] === oldest);
  return fit[seed % fit.length] ?? '';
}

/** Whether one of the phrases was said in the counselor's last `count` texts. */
export const saidLately = (phrase: string, own: readonly string[], count: number): boolean => own.slice(-count).some((text) => text.includes(phrase));
