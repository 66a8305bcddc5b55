import { z } from 'zod';
import { CrisisNotice } from './crisis.js';
import { handWritten } from './hand-written.js';
import { Count, Instant, Language, PAGE_FIELDS, RowId, Uuid, answerText, isStorableText } from './primitives.js';
import { issueOf } from './reasons.js';
import { strictObject } from './strict-object.js';

export const INSTRUMENT_IDS = ['intake', 'phq-9', 'gad-7', 'pss-4'] as const;
export const InstrumentId = z.enum(INSTRUMENT_IDS);
export type InstrumentId = z.infer<typeof InstrumentId>;

/** Highest value of an option. */
const OPTION_MAX = 100;

/** A stretch of scores with its published name. */
export const ScoreBand = strictObject({
  id: answerText(64),
  label: answerText(100),
  min: Count,
  max: Count,
}).meta({ id: 'ScoreBand' });
export type ScoreBand = z.infer<typeof ScoreBand>;

const SurveyOption = strictObject({ value: z.int().min(0).max(OPTION_MAX), label: answerText(200) });

export const SurveyQuestion = strictObject({
  id: answerText(64),
  text: answerText(500),
  kind: z.enum(['choice', 'text']),
  required: z.boolean(),
  options: z.array(SurveyOption).max(20).describe('Empty for a text'),
}).meta({ id: 'SurveyQuestion' });
export type SurveyQuestion = z.infer<typeof SurveyQuestion>;

export const Instrument = strictObject({
  id: InstrumentId,
  version: answerText(32),
  language: Language,
  title: answerText(200),
  instruction: answerText(1_000),
  questions: z.array(SurveyQuestion).max(50),
  bands: z.array(ScoreBand).max(10).describe('Empty when there is no score'),
  source: answerText(500).describe('Where the questions and their scoring were published'),
}).meta({ id: 'Instrument' });
export type Instrument = z.infer<typeof Instrument>;

export const InstrumentsQuery = strictObject({ language: Language.optional() });
export type InstrumentsQuery = z.infer<typeof InstrumentsQuery>;

const SURVEY_ANSWERS_MAX = 50;
const QUESTION_ID = /^[a-z][a-z0-9_-]{0,63}$/;
const NOT_QUESTION_IDS = new Set(['constructor', 'prototype']);
const isQuestionId = (id: string) => QUESTION_ID.test(id) && !NOT_QUESTION_IDS.has(id);

const SURVEY_TEXT_MAX = 2_000;

function isOptionValue(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= OPTION_MAX;
}

/** The value of the chosen option, or a text. */
const SurveyAnswer = handWritten<number | string, number | string>(
  { anyOf: [{ type: 'integer', minimum: 0, maximum: OPTION_MAX }, { type: 'string', maxLength: SURVEY_TEXT_MAX }] },
  (value, refuse) => {
    if (isOptionValue(value)) return value;
    if (typeof value !== 'string' || value.length > SURVEY_TEXT_MAX) return refuse('surveyAnswer');
    return isStorableText(value) ? value : refuse('characters');
  },
);

/** Answers by the question's id: the value of the chosen option, or a text. */
export const SurveyAnswers = strictObject({})
  .catchall(SurveyAnswer)
  .superRefine((answers, context) => {
    const ids = Object.keys(answers);
    if (ids.length > SURVEY_ANSWERS_MAX) context.addIssue(issueOf('keyCount'));
    const wrong = ids.find((id) => !isQuestionId(id));
    if (wrong !== undefined) context.addIssue(issueOf('key', [wrong]));
  })
  .describe('By question id: the value of the chosen option, or a text');
export type SurveyAnswers = z.infer<typeof SurveyAnswers>;

export const SurveyResponseBody = strictObject({
  instrument: InstrumentId,
  answers: SurveyAnswers,
  language: Language.optional().describe('In which it was answered'),
  sessionId: Uuid.optional().describe('The session that it belongs to'),
});
export type SurveyResponseBody = z.infer<typeof SurveyResponseBody>;

/** A stored response with its score; `crisis` when an item of it raised an alert. */
export const SurveyResponse = strictObject({
  id: RowId,
  instrument: InstrumentId,
  version: answerText(32),
  answeredAt: Instant,
  answers: SurveyAnswers,
  score: Count.nullable().describe('null when the instrument has none'),
  band: ScoreBand.nullable(),
  change: z.int().nullable().describe('Score minus that of the response before; null for the first'),
  crisis: CrisisNotice.optional(),
}).meta({ id: 'SurveyResponse' });
export type SurveyResponse = z.infer<typeof SurveyResponse>;

export const SurveyResponsesQuery = strictObject({ instrument: InstrumentId.optional(), ...PAGE_FIELDS });
export type SurveyResponsesQuery = z.infer<typeof SurveyResponsesQuery>;
