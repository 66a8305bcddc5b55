import { z } from 'zod';
import { EmotionLabel, EmotionPoint, EmotionSummary, MeanAffect } from './emotion.js';
import { CbtTask, Distortion, Insight, Severity, Urgency } from './insights.js';
import { Affect, Count, DurationMs, EpochMs, Instant, Language, RowId, Score, answerText } from './primitives.js';
import { CounselorId, ReportStatus, SessionCounts } from './session.js';
import { strictObject } from './strict-object.js';
import { VoiceView } from './voice.js';

/** Most points of a course in a report; longer sessions are averaged over longer stretches. */
export const REPORT_COURSE_MAX = 4_000;

/** One point of the course; field names as the existing single-page app reads them. */
export const VadTimelinePoint = strictObject({
  timestamp: EpochMs,
  valence: Affect,
  arousal: Affect,
  dominance: Affect,
}).meta({ id: 'VadTimelinePoint' });
export type VadTimelinePoint = z.infer<typeof VadTimelinePoint>;

/** What was found in one utterance; field names as the existing single-page app reads them. */
export const CbtFinding = strictObject({
  hasDistortions: z.boolean(),
  needsIntervention: z.boolean(),
  detections: z
    .array(
      strictObject({
        type: Distortion,
        name_ko: answerText(100),
        severity: Severity,
        confidence: Score,
        examples: z.array(answerText(5_000)).max(20),
      }),
    )
    .max(50),
  intervention: strictObject({
    distortionName: answerText(100),
    urgency: Urgency,
    questions: z.array(answerText(500)).max(10),
    tasks: z.array(CbtTask).max(10),
  }).optional(),
}).meta({ id: 'CbtFinding' });
export type CbtFinding = z.infer<typeof CbtFinding>;

/** The short form. Values are null where nothing could be read. */
export const ReportSummary = strictObject({
  sessionId: RowId,
  reportId: RowId,
  status: ReportStatus,
  durationMs: DurationMs,
  vadVector: MeanAffect,
  dominantEmotion: strictObject({ emotion: EmotionLabel.nullable(), ratio: Score, confidence: Score }),
  keyObservations: z.array(answerText(500)).max(20).describe('In the report’s language'),
  cbt: strictObject({ totalDistortions: Count, mostCommon: answerText(100).nullable() }),
  recommendations: z.array(answerText(200)).max(10),
});
export type ReportSummary = z.infer<typeof ReportSummary>;

/** A moment worth looking at again. */
export const NotableMoment = strictObject({
  ts: EpochMs,
  kind: z.enum(['emotion', 'voice', 'insight', 'crisis', 'pause']),
  text: answerText(500).describe('In the report’s language'),
}).meta({ id: 'NotableMoment' });
export type NotableMoment = z.infer<typeof NotableMoment>;

/** Shares of the active time for which there was data. */
export const Coverage = strictObject({
  overallRatio: Score,
  faceRatio: Score,
  voiceRatio: Score,
  textRatio: Score,
}).meta({ id: 'Coverage' });
export type Coverage = z.infer<typeof Coverage>;

/** A stretch of the session in one line. */
export const CourseStretch = strictObject({
  tsStart: EpochMs,
  tsEnd: EpochMs,
  kind: z.enum(['active', 'paused']),
  label: EmotionLabel.nullable().describe('The most frequent label; null without data'),
  mean: MeanAffect,
  coverageRatio: Score,
}).meta({ id: 'CourseStretch' });
export type CourseStretch = z.infer<typeof CourseStretch>;

/** The stored report of one session. It stays as it is until something that it shows changes. */
export const Report = strictObject({
  reportId: RowId,
  sessionId: RowId,
  status: ReportStatus,
  language: Language,
  generatedAt: Instant,
  session: strictObject({
    counselorId: CounselorId,
    startedAt: Instant,
    endedAt: Instant.nullable(),
    durationMs: DurationMs,
    pausedMs: DurationMs,
    counts: SessionCounts,
  }),
  emotionSummary: EmotionSummary,
  course: z.array(CourseStretch).max(REPORT_COURSE_MAX),
  emotionTimeline: z.array(EmotionPoint).max(REPORT_COURSE_MAX).describe('At most 4000 points; longer sessions are averaged'),
  vadTimeline: z.array(VadTimelinePoint).max(REPORT_COURSE_MAX).describe('Only where there was data'),
  voice: VoiceView,
  coverage: Coverage,
  confidence: Score,
  moments: z.array(NotableMoment).max(100),
  insights: z.array(Insight).max(1_000),
  cbtFindings: z.array(CbtFinding).max(1_000),
  conversation: strictObject({
    messages: Count,
    transcripts: Count,
    byPerson: Count,
    byCounselor: Count,
    byAi: Count,
  }),
  safety: strictObject({ alerts: Count, highestLevel: answerText(32).nullable() }),
  note: answerText(1_000).describe('What the report is not: no clinical finding'),
});
export type Report = z.infer<typeof Report>;

export const ReportCsvQuery = strictObject({ kind: z.enum(['voice', 'emotion']).default('emotion') });
export type ReportCsvQuery = z.infer<typeof ReportCsvQuery>;

/** `report:progress`: how far the file of an ended session is; 1 when it can be fetched. */
export const ReportProgress = strictObject({
  sessionId: RowId,
  reportId: RowId,
  kind: z.literal('pdf'),
  ratio: Score,
});
export type ReportProgress = z.infer<typeof ReportProgress>;
