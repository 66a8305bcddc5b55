import { z } from 'zod';
import { EpochMs, Instant, RowId, Uuid, Score, answerText, queryInteger } from './primitives.js';
import { strictObject } from './strict-object.js';

export const DISTORTIONS = [
  'catastrophizing',
  'all-or-nothing',
  'overgeneralization',
  'mental-filter',
  'disqualifying-positive',
  'jumping-to-conclusions',
  'magnification',
  'emotional-reasoning',
  'should-statements',
  'labeling',
] as const;
export const Distortion = z.enum(DISTORTIONS).describe('Type of cognitive distortion');
export type Distortion = z.infer<typeof Distortion>;

export const Severity = z.enum(['low', 'medium', 'high']);
export type Severity = z.infer<typeof Severity>;

export const Urgency = z.enum(['immediate', 'soon', 'routine']);
export type Urgency = z.infer<typeof Urgency>;

const MAX_TASKS = 10;

/** A small exercise. */
export const CbtTask = strictObject({
  title: answerText(200),
  description: answerText(1_000),
  difficulty: z.enum(['easy', 'medium', 'hard']),
  duration: answerText(50).describe('In words, such as 10분'),
  doneAt: Instant.optional().describe('When the person marked it as done; absent until then'),
}).meta({ id: 'CbtTask' });
export type CbtTask = z.infer<typeof CbtTask>;

/** One distortion found in what was said or written, with what may help. */
export const Insight = strictObject({
  id: RowId,
  ts: EpochMs.describe('When it was said or written'),
  distortion: Distortion,
  span: strictObject({
    source: z.enum(['message', 'transcript']),
    sourceId: RowId,
    start: z.int().min(0).describe('First UTF-16 unit of the span in the source'),
    end: z.int().min(0).describe('First UTF-16 unit after the span'),
    text: answerText(5_000),
  }),
  confidence: Score,
  severity: Severity,
  why: answerText(500).optional().describe('What in the sentence speaks for it'),
  questions: z.array(answerText(500)).max(10).describe('In the Socratic manner; empty when no intervention is due'),
  tasks: z.array(CbtTask).max(MAX_TASKS),
  urgency: Urgency,
}).meta({ id: 'Insight' });
export type Insight = z.infer<typeof Insight>;

/** `:task` is the place of a task among those of its insight, from 0 on. */
export const TaskParams = strictObject({ id: Uuid, insightId: Uuid, task: queryInteger(0, MAX_TASKS - 1) });

export const TaskBody = strictObject({ done: z.boolean() });

export const TaskState = strictObject({
  insightId: RowId,
  task: z.int().min(0).max(MAX_TASKS - 1),
  doneAt: Instant.nullable().describe('null: not done'),
}).meta({ id: 'TaskState' });
export type TaskState = z.infer<typeof TaskState>;
