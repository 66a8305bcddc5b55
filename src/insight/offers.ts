import type { CbtTask, Distortion } from '../../libs/contracts/insights.js';
import { ANY, CONTENT, type Bilingual, type TaskContent } from './offer-content.js';

export interface Offer {
  /** Stable names of what is offered, so that none of it comes again. */
  readonly ids: readonly string[];
  readonly questions: readonly string[];
  readonly tasks: readonly CbtTask[];
}

const QUESTIONS = 2;
const TASKS = 1;

/** Two questions and a small task for a pattern, none of which was offered before; what fits any pattern when its own are used up. */
export function offerFor(distortion: Distortion, language: 'ko' | 'en', used: ReadonlySet<string>): Offer {
  const own = CONTENT[distortion];
  const named = <Content>(list: readonly Content[], of: string, kind: 'q' | 't') => list.map((content, index) => ({ id: `${of}.${kind}${index + 1}`, content }));
  const questions = [...named(own.questions, distortion, 'q'), ...named(ANY.questions, 'any', 'q')].filter(({ id }) => !used.has(id)).slice(0, QUESTIONS);
  const tasks = [...named(own.tasks, distortion, 't'), ...named(ANY.tasks, 'any', 't')].filter(({ id }) => !used.has(id)).slice(0, TASKS);
  return {
    ids: [...questions, ...tasks].map(({ id }) => id),
    questions: questions.map(({ content }: { content: Bilingual }) => content[language]),
    tasks: tasks.map(({ content }: { content: TaskContent }) => ({ ...content[language], difficulty: content.difficulty })),
  };
}
