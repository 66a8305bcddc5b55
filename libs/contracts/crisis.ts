import { z } from 'zod';
import { Instant, RowId, Uuid, answerText } from './primitives.js';
import { strictObject } from './strict-object.js';

/** From worry to danger to life now. */
export const CRISIS_LEVELS = ['concern', 'high', 'imminent'] as const;
export const CrisisLevel = z.enum(CRISIS_LEVELS);
export type CrisisLevel = z.infer<typeof CrisisLevel>;

/** Somebody to call. */
export const Helpline = strictObject({
  name: answerText(200),
  phone: answerText(50),
  hours: answerText(100).describe('When somebody answers, in words'),
}).meta({ id: 'Helpline' });
export type Helpline = z.infer<typeof Helpline>;

/** What the person gets. */
export const CrisisNotice = strictObject({
  level: CrisisLevel, resources: z.array(Helpline).max(20),
}).meta({ id: 'CrisisNotice' });
export type CrisisNotice = z.infer<typeof CrisisNotice>;

/** What made the alarm go off. */
export const CrisisEvidence = strictObject({
  kind: answerText(64).describe('Such as suicidal-plan'),
  source: z.enum(['message', 'transcript', 'survey']),
  sourceId: RowId.nullable(),
  text: answerText(5_000).nullable().describe('The words, where there are any'),
  at: Instant,
}).meta({ id: 'CrisisEvidence' });
export type CrisisEvidence = z.infer<typeof CrisisEvidence>;

/** `crisis:alert`: to the person without, to the counselor with, the last three fields. */
export const CrisisAlert = strictObject({
  level: CrisisLevel,
  resources: z.array(Helpline).max(20),
  alertId: RowId.optional(),
  sessionId: RowId.optional(),
  evidence: z.array(CrisisEvidence).max(20).optional(),
}).meta({ id: 'CrisisAlert' });
export type CrisisAlert = z.infer<typeof CrisisAlert>;

/** Something that was done about an alert. */
const CrisisStepView = strictObject({
  step: answerText(64),
  channel: answerText(32).nullable().describe('socket, mail, webhook or conversation'),
  actorId: Uuid.nullable().describe('Who did it, or was told'),
  at: Instant,
});

/** An alert as counselors see it. */
export const CrisisAlertView = strictObject({
  alertId: RowId,
  sessionId: RowId.nullable().describe('null for a questionnaire that was answered outside of a session'),
  level: CrisisLevel,
  source: z.enum(['message', 'transcript', 'survey']),
  createdAt: Instant,
  acknowledgedAt: Instant.nullable(),
  acknowledgedBy: Uuid.nullable(),
  closedAt: Instant.nullable().describe('When a counselor said that the danger is over'),
  evidence: z.array(CrisisEvidence).max(20),
  steps: z.array(CrisisStepView).max(200).describe('Oldest first'),
}).meta({ id: 'CrisisAlertView' });
export type CrisisAlertView = z.infer<typeof CrisisAlertView>;

/** A session's danger, for its counselor. */
export const CrisisView = strictObject({
  sessionId: RowId,
  active: z.boolean().describe('The conversation is about safety now'),
  level: CrisisLevel.nullable(),
  alerts: z.array(CrisisAlertView).max(1_000),
}).meta({ id: 'CrisisView' });
export type CrisisView = z.infer<typeof CrisisView>;

export const CrisisOpenAlerts = strictObject({ alerts: z.array(CrisisAlertView).max(200) });
export type CrisisOpenAlerts = z.infer<typeof CrisisOpenAlerts>;
