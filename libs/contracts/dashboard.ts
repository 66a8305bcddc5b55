import { z } from 'zod';
import { CrisisLevel } from './crisis.js';
import { EmotionLabel, EmotionMix, MeanAffect } from './emotion.js';
import { Count, Day, DurationMs, Instant, RowId, Score, answerText } from './primitives.js';
import { because } from './reasons.js';
import { SessionStatus } from './session.js';
import { strictObject } from './strict-object.js';

export const DashboardRange = z.enum(['7d', '30d', '90d']);
export type DashboardRange = z.infer<typeof DashboardRange>;

const TIME_ZONE = /^[a-z][\w+/-]{0,63}$/i;

function isTimeZone(name: string): boolean {
  if (!TIME_ZONE.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** An IANA time zone, such as `Asia/Seoul`. */
export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, because('timeZone'))
  .describe('IANA time zone; the person’s when left out');

export const DashboardQuery = strictObject({ range: DashboardRange.default('7d'), timeZone: TimeZone.optional() });
export type DashboardQuery = z.infer<typeof DashboardQuery>;

/** Something that may help, and why it is proposed. */
export const Recommendation = strictObject({
  id: answerText(64),
  title: answerText(200),
  desc: answerText(500),
  cta: answerText(100).optional().describe('Label of a button'),
  reason: answerText(500),
}).meta({ id: 'Recommendation' });
export type Recommendation = z.infer<typeof Recommendation>;

export const DashboardSession = strictObject({
  sessionId: RowId,
  reportId: RowId.nullable(),
  createdAt: Instant,
  durationMs: DurationMs,
  status: SessionStatus,
  dominantEmotion: EmotionLabel.nullable(),
}).meta({ id: 'DashboardSession' });
export type DashboardSession = z.infer<typeof DashboardSession>;

/** A difference of two means, −2…2; null when one of them is missing. */
const Change = z.number().min(-2).max(2).nullable();
export const AffectChange = strictObject({ valence: Change, arousal: Change, dominance: Change }).meta({ id: 'AffectChange' });
export type AffectChange = z.infer<typeof AffectChange>;

/** Values are null where there was no data: a missing day is missing, not zero. */
export const DashboardSummary = strictObject({
  range: DashboardRange,
  sessions: Count.describe('Sessions in the range'),
  todayAvg: MeanAffect,
  trend: strictObject({
    dayOverDay: AffectChange.describe('Today against the last day before that has data'),
    rangeOverRange: AffectChange.describe('The range against the one before it'),
  }),
  emotionMix: EmotionMix,
  tasks: strictObject({ proposed: Count, done: Count }),
  recommendations: z.array(Recommendation).max(20),
  recentSessions: z.array(DashboardSession).max(20).describe('Newest first'),
});
export type DashboardSummary = z.infer<typeof DashboardSummary>;

/** One day in the person’s time zone; means null on a day without sessions. */
export const TrendPoint = strictObject({
  date: Day,
  sessions: Count,
  tasksDone: Count.describe('Tasks that were marked as done on the day'),
  durationMs: DurationMs,
  mean: MeanAffect,
  emotionMix: EmotionMix.nullable(),
  coverageRatio: Score.nullable(),
}).meta({ id: 'TrendPoint' });
export type TrendPoint = z.infer<typeof TrendPoint>;

export const DashboardTrends = strictObject({
  range: DashboardRange,
  timeZone: answerText(64),
  points: z.array(TrendPoint).max(90).describe('Oldest first, one a day'),
});
export type DashboardTrends = z.infer<typeof DashboardTrends>;

/** A person whom the counselor accompanies; those with open alerts first. */
export const CaseloadEntry = strictObject({
  userId: RowId,
  username: answerText(50).nullable().describe('null for a guest'),
  sessions: Count,
  lastSessionId: RowId,
  lastSessionAt: Instant,
  activeSessionId: RowId.nullable(),
  mean: MeanAffect,
  alerts: z
    .array(strictObject({ alertId: RowId, sessionId: RowId, level: CrisisLevel, at: Instant, acknowledged: z.boolean() }))
    .max(50),
}).meta({ id: 'CaseloadEntry' });
export type CaseloadEntry = z.infer<typeof CaseloadEntry>;

/** Groups of fewer people than this are withheld. */
export const SERVICE_GROUP_MIN = 5;

/** One group of people; a withheld one shows no number at all. */
export const ServiceGroup = strictObject({
  name: answerText(64).describe('Such as all, or a week'),
  withheld: z.boolean(),
  people: Count.nullable(),
  sessions: Count.nullable(),
  meanDurationMs: DurationMs.nullable(),
  mean: MeanAffect.nullable(),
  crisisAlerts: Count.nullable(),
}).meta({ id: 'ServiceGroup' });
export type ServiceGroup = z.infer<typeof ServiceGroup>;

export const DashboardService = strictObject({
  range: DashboardRange,
  minimumGroup: z.literal(SERVICE_GROUP_MIN),
  groups: z.array(ServiceGroup).max(200),
});
export type DashboardService = z.infer<typeof DashboardService>;
