import type { Instrument, InstrumentId, ScoreBand, SurveyAnswers } from '../../../libs/contracts/survey.js';
import type { Language } from '../../../libs/contracts/primitives.js';
import type { InstrumentDefinition, Question } from './definition.js';
import { GAD_7 } from './gad-7.js';
import { INTAKE } from './intake.js';
import { PHQ_9 } from './phq-9.js';
import { PSS_4 } from './pss-4.js';

const BY_ID: Readonly<Record<InstrumentId, InstrumentDefinition>> = { 'intake': INTAKE, 'phq-9': PHQ_9, 'gad-7': GAD_7, 'pss-4': PSS_4 };

export const instrumentOf = (id: InstrumentId): InstrumentDefinition => BY_ID[id];

export const instrumentsIn = (language: Language): Instrument[] => Object.values(BY_ID).map((definition) => inLanguage(definition, language));

function inLanguage({ id, version, title, instruction, questions, bands, source }: InstrumentDefinition, language: Language): Instrument {
  return {
    id,
    version,
    language,
    title: title[language],
    instruction: instruction[language],
    questions: questions.map((question) => ({
      id: question.id,
      text: question.text[language],
      kind: question.kind,
      required: question.isRequired,
      options: question.kind === 'text' ? [] : question.options.map((option, value) => ({ value, label: option[language] })),
    })),
    bands: bands.map((band) => ({ ...band, label: band.label[language] })),
    source,
  };
}

/** What is wrong with an answer. */
export interface AnswerProblem {
  readonly questionId: string;
  readonly problem: 'missing' | 'unknown' | 'option' | 'text';
}

/** Every problem at once; empty when the answers fit the instrument. */
export function problemsOf({ questions }: InstrumentDefinition, answers: SurveyAnswers): AnswerProblem[] {
  const known = new Set(questions.map(({ id }) => id));
  const unknown = Object.keys(answers).filter((id) => !known.has(id)).map((questionId): AnswerProblem => ({ questionId, problem: 'unknown' }));
  const wrong = questions.flatMap((question): AnswerProblem[] => {
    const problem = problemOf(question, answers[question.id]);
    return problem === null ? [] : [{ questionId: question.id, problem }];
  });
  return [...wrong, ...unknown];
}

function problemOf(question: Question, answer: number | string | undefined): AnswerProblem['problem'] | null {
  if (answer === undefined || (typeof answer === 'string' && answer.trim() === '')) return question.isRequired ? 'missing' : null;
  if (question.kind === 'text') return typeof answer === 'string' ? null : 'text';
  return typeof answer === 'number' && answer < question.options.length ? null : 'option';
}

/** The published score: the sum of the scored items; null for an instrument without one. */
export function scoreOf({ isScored, questions }: InstrumentDefinition, answers: SurveyAnswers): number | null {
  if (!isScored) return null;
  return questions.reduce((sum, question) => {
    const answer = answers[question.id];
    if (question.kind === 'text' || question.scoring === 'none' || typeof answer !== 'number') return sum;
    return sum + (question.scoring === 'reversed' ? question.options.length - 1 - answer : answer);
  }, 0);
}

/** The published band of a score; null where none is published. */
export function bandOf({ bands }: InstrumentDefinition, score: number | null, language: Language): ScoreBand | null {
  const band = score === null ? undefined : bands.find(({ min, max }) => score >= min && score <= max);
  return band === undefined ? null : { ...band, label: band.label[language] };
}
