import type { Turn } from '../../platform/ai/language-model.js';
import { type Course, courseOf, leastRecent, saidLately } from './course.js';
import { english } from './phrases.en.js';
import { korean } from './phrases.ko.js';
import type { Exercise, Feeling, Language, Phrases, Topic } from './types.js';

export const PHRASES: Readonly<Record<Language, Phrases>> = { ko: korean, en: english };

/** So many exchanges pass before an exercise is offered, and between two offers. */
const OFFER_AFTER = 4;
const OFFER_PAUSE = 12;
const FRESH = 6;
const SUMMARY_EVERY = 7;
const REMEMBER_EVERY = 5;

const FOR_FEELING: Readonly<Record<Feeling, readonly Exercise[]>> = {
  grief: ['letter', 'kindness'],
  hopeless: ['small-step', 'thought'],
  ashamed: ['kindness', 'thought'],
  lonely: ['kindness', 'small-step'],
  anxious: ['breathing', 'grounding', 'worry-time'],
  angry: ['breathing', 'letter'],
  exhausted: ['small-step', 'breathing'],
  overwhelmed: ['breathing', 'small-step'],
  empty: ['small-step', 'grounding'],
  hurt: ['letter', 'kindness'],
  sad: ['kindness', 'small-step'],
  confused: ['thought', 'grounding'],
  glad: ['small-step'],
};
const FOR_TOPIC: Partial<Record<Topic, readonly Exercise[]>> = {
  loss: ['letter'],
  sleep: ['worry-time', 'breathing'],
  self: ['kindness', 'thought'],
  future: ['small-step', 'worry-time'],
  study: ['breathing', 'small-step'],
};
const FOR_ANY: readonly Exercise[] = ['breathing', 'small-step', 'thought', 'grounding'];

/**
 * The built-in counselor's reply, as one to three sentences: person-centred (Rogers 1957), in the order of a short conversation: reflect,
 * ask, offer one exercise, close. It never says the same twice in a row, and says what it said longest ago.
 * @param turns the conversation, the person's turn last
 */
export function counsel(turns: readonly Turn[], language: Language): string[] {
  const phrases = PHRASES[language];
  const course = courseOf(turns, language, phrases);
  const sentences = sentencesFor(course, phrases);
  if (sentences.join(' ') !== course.own.at(-1)) return sentences;
  return [leastRecent(phrases.reflect, course), leastRecent(phrases.ask, course)];
}

/** A question that ends a reply which another provider began and could not finish. */
export function goOn(turns: readonly Turn[], language: Language): string {
  const phrases = PHRASES[language];
  return leastRecent(phrases.goOn, courseOf(turns, language, phrases));
}

function sentencesFor(course: Course, phrases: Phrases): string[] {
  const { now, offered, guided } = course;
  const pick = (options: readonly string[]) => leastRecent(options, course);
  switch (now.kind) {
    case 'goodbye':
      return course.topics.length === 0 ? [pick(phrases.close)] : [pick(phrases.closeTopic(topicNames(course, phrases))), pick(phrases.close)];
    case 'about-ai':
      return [pick(phrases.aboutAi)];
    case 'medical':
      return [pick(phrases.medical)];
    case 'complaint':
      return [pick(phrases.complaint)];
    case 'thanks':
      return [pick(phrases.thanks)];
    case 'greeting':
      return [pick(course.own.length === 0 ? phrases.greet : phrases.greetAgain)];
    default:
  }
  if (offered !== null && now.kind === 'yes') return [pick(phrases.steps[offered])];
  if (offered !== null && now.kind === 'no') return [pick(phrases.declined)];
  if (guided !== null) return [reflection(course, phrases), pick(phrases.afterExercise)];
  if (now.kind === 'advice') return isTold(course) ? [reflection(course, phrases), pick(phrases.advice)] : [pick(phrases.advice)];
  if (now.kind === 'short') return [pick(phrases.shortReply), question(course, phrases)];
  if (now.kind === 'yes') return [pick(phrases.yes), question(course, phrases)];
  if (now.kind === 'no') return [pick(phrases.no), question(course, phrases)];
  return [reflection(course, phrases), next(course, phrases)];
}

const isTold = ({ now }: Course) => now.feelings.length > 0 || now.topics.length > 0;

const topicNames = ({ topics }: Course, { topicName, join }: Phrases) => join(topics.slice(0, 2).map((topic) => topicName[topic]));

/** Says back what was heard: the feeling first, then what it is about, then the person's own words. */
function reflection(course: Course, phrases: Phrases): string {
  const { now, own } = course;
  const [feeling] = now.feelings;
  const [topic] = now.topics;
  const pools = [
    ...(feeling === undefined ? [] : [phrases.reflectFeeling[feeling]]),
    ...(topic === undefined ? [] : [phrases.reflectTopic[topic]]),
    ...(now.words === null ? [] : [phrases.reflectWords(now.words)]),
    phrases.reflect,
  ];
  for (const pool of pools) {
    const phrase = leastRecent(pool, course);
    if (!saidLately(phrase, own, FRESH)) return phrase;
  }
  return leastRecent(phrases.reflect, course);
}

/** What follows a reflection: an exercise when its time has come, sometimes a summary or something from earlier, else a question. */
function next(course: Course, phrases: Phrases): string {
  const { topics, feelings, earlierTopics, personTurns, seed } = course;
  const exercise = dueExercise(course, phrases);
  if (exercise !== null) return leastRecent(phrases.offer[exercise], course);
  if (personTurns >= OFFER_AFTER && topics.length > 0 && feelings.length > 0 && seed % SUMMARY_EVERY === 0) {
    const named = phrases.join(feelings.slice(0, 2).map((feeling) => phrases.feelingName[feeling]));
    return leastRecent(phrases.summary(topicNames(course, phrases), named), course);
  }
  const [earlier] = earlierTopics;
  if (earlier !== undefined && seed % REMEMBER_EVERY === 0) return leastRecent(phrases.remember(phrases.topicName[earlier]), course);
  return question(course, phrases);
}

function dueExercise({ personTurns, now, own, topics, feelings, pastOffers }: Course, { offer }: Phrases): Exercise | null {
  if (personTurns < OFFER_AFTER || (topics.length === 0 && feelings.length === 0) || now.feelings[0] === 'glad') return null;
  const isRecent = Object.values(offer).some((texts) => texts.some((text) => saidLately(text, own, OFFER_PAUSE)));
  if (isRecent) return null;
  const [feeling] = now.feelings.length > 0 ? now.feelings : feelings;
  const [topic] = now.topics;
  const fit = [...((topic === undefined ? undefined : FOR_TOPIC[topic]) ?? []), ...(feeling === undefined ? [] : FOR_FEELING[feeling]), ...FOR_ANY];
  return fit.find((exercise) => !pastOffers.includes(exercise)) ?? fit[0] ?? null;
}

function question(course: Course, phrases: Phrases): string {
  const { now, own, topics, seed } = course;
  const [feeling] = now.feelings;
  const topic = now.topics[0] ?? topics[0];
  const close = [...(feeling === undefined ? [] : phrases.askFeeling[feeling]), ...(topic === undefined ? [] : phrases.askTopic[topic])];
  const fresh = close.filter((phrase) => !saidLately(phrase, own, OFFER_PAUSE));
  return fresh.length > 0 && seed % 4 !== 0 ? leastRecent(fresh, course) : leastRecent(phrases.ask, course);
}
