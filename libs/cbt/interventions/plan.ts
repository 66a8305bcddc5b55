import type { CbtLanguage, Distortion, Finding, Severity } from '../types.js';
import { ANY_QUESTIONS, QUESTIONS } from './questions.js';
import { ANY_TASKS, TASKS } from './tasks.js';
import type { Difficulty } from './tasks.js';

export type Urgency = 'immediate' | 'soon' | 'routine';

export interface Offer {
  /** Stable names of what is offered, so that none of it comes again. */
  readonly ids: readonly string[];
  readonly questions: readonly string[];
  readonly tasks: readonly { title: string; description: string; difficulty: Difficulty; duration: string }[];
}

/** What has happened in the session so far. */
export interface History {
  /** Ids of all that was offered. */
  readonly used: ReadonlySet<string>;
  /** Minutes since each earlier intervention. */
  readonly minutesSince: readonly number[];
  /** Findings before these. */
  readonly findings: number;
}

export interface Plan {
  /** One for each finding, in their order; empty but for the one that is taken up. */
  readonly offers: readonly Offer[];
  /** One for each finding, in their order. */
  readonly urgencies: readonly Urgency[];
}

const MOST_INTERVENTIONS = 3;
const WITHIN_MINUTES = 30;
const QUESTIONS_AT_ONCE = 2;
const TASKS_AT_ONCE = 1;
const NOTHING: Offer = { ids: [], questions: [], tasks: [] };
const SEVERITY_ORDER: readonly Severity[] = ['low', 'medium', 'high'];

/**
 * What to offer for findings made at one time: questions and a small task for the strongest of them, none of which was offered in the
 * session before, and nothing after three interventions within 30 minutes. Pure.
 */
export function planIntervention(findings: readonly Finding[], language: CbtLanguage, history: History): Plan {
  const lately = history.minutesSince.filter((minutes) => minutes < WITHIN_MINUTES).length;
  const strongest = lately >= MOST_INTERVENTIONS ? undefined : findings.toSorted(byStrength)[0];
  return {
    offers: findings.map((finding) => (finding === strongest ? offerFor(finding.distortion, language, history.used) : NOTHING)),
    urgencies: findings.map((finding) => urgencyOf(finding, history.findings)),
  };
}

/** Two questions and a task of the pattern's own, none of them used; what fits any pattern when its own are used up. */
function offerFor(distortion: Distortion, language: CbtLanguage, used: ReadonlySet<string>): Offer {
  const questions = [...named(QUESTIONS[distortion], `${distortion}.q`), ...named(ANY_QUESTIONS, 'any.q')].filter(({ id }) => !used.has(id)).slice(0, QUESTIONS_AT_ONCE);
  const tasks = [...named(TASKS[distortion], `${distortion}.t`), ...named(ANY_TASKS, 'any.t')].filter(({ id }) => !used.has(id)).slice(0, TASKS_AT_ONCE);
  return {
    ids: [...questions, ...tasks].map(({ id }) => id),
    questions: questions.map(({ content }) => content[language]),
    tasks: tasks.map(({ content }) => ({ ...content[language], difficulty: content.difficulty })),
  };
}

function named<Content>(list: readonly Content[], prefix: string): { id: string; content: Content }[] {
  return list.map((content, index) => ({ id: `${prefix}${index + 1}`, content }));
}

function byStrength(a: Finding, b: Finding): number {
  return SEVERITY_ORDER.indexOf(b.severity) - SEVERITY_ORDER.indexOf(a.severity) || b.confidence - a.confidence;
}

/** A strong pattern that comes again and again is looked at first. */
function urgencyOf({ severity, confidence }: Finding, earlier: number): Urgency {
  if (severity === 'high' && confidence >= 0.7 && earlier >= 2) return 'immediate';
  return severity === 'low' && earlier < 3 ? 'routine' : 'soon';
}
