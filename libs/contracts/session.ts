import { z } from 'zod';
import { ConsentsBody } from './consents.js';
import { EmotionSummary } from './emotion.js';
import {
  Count, DurationMs, Instant, Language, PAGE_FIELDS, RowId, Token, Uuid, answerText, isStorableText, text,
} from './primitives.js';
import { because } from './reasons.js';
import { strictObject } from './strict-object.js';

export const SESSION_STATUSES = ['active', 'paused', 'ended'] as const;
export const SessionStatus = z.enum(SESSION_STATUSES);
export type SessionStatus = z.infer<typeof SessionStatus>;

function isCounselorId(value: string): boolean {
  return value === 'ai' || (value.startsWith('ai_') && isStorableText(value)) || Uuid.safeParse(value).success;
}

/** A counselor's id, or `ai` or anything that begins with `ai_` for the AI one. */
export const CounselorId = z
  .string()
  .max(64)
  .refine(isCounselorId, because('counselorId'))
  .describe('Id of a counselor, or "ai" or anything that begins with "ai_"');

export const Counselor = strictObject({
  id: CounselorId,
  username: answerText(50),
  languages: z.array(Language).max(2),
  online: z.boolean(),
}).meta({ id: 'Counselor' });
export type Counselor = z.infer<typeof Counselor>;

export const SessionStartBody = strictObject({
  userId: z.string().max(200).optional().describe('Accepted and not believed: the session belongs to whoever the token says'),
  counselorId: CounselorId,
  language: Language.optional().describe('Of the conversation; the preference’s or the server’s when left out'),
  consents: ConsentsBody.optional().describe('As PUT /user/consents; a guest’s hold for this session'),
});
export type SessionStartBody = z.infer<typeof SessionStartBody>;

/** What the person is told: that an AI answers, and that expression is read. */
export const Notice = strictObject({
  kind: z.enum(['ai', 'expression']),
  text: answerText(500).describe('In the session’s language'),
}).meta({ id: 'Notice' });
export type Notice = z.infer<typeof Notice>;

const OwnerId = Uuid.nullable().describe('Whose session it is; null for a guest');

export const SessionStartAnswer = strictObject({
  sessionId: RowId,
  userId: OwnerId,
  counselorId: CounselorId,
  status: z.literal('active'),
  startedAt: Instant,
  realtime: strictObject({
    url: answerText(2048).describe('Where to connect with socket.io'),
    path: answerText(256),
    namespace: answerText(64),
  }),
  guestToken: answerText(4096).optional().describe('Only for a guest: opens this one session'),
  notices: z.array(Notice).max(4),
});
export type SessionStartAnswer = z.infer<typeof SessionStartAnswer>;

export const SessionCounts = strictObject({
  frames: Count,
  voiceEvents: Count,
  transcripts: Count,
  messages: Count,
  emotions: Count,
}).meta({ id: 'SessionCounts' });
export type SessionCounts = z.infer<typeof SessionCounts>;

/** A session as its participants see it, over REST and as `session:state`. */
export const SessionState = strictObject({
  sessionId: RowId,
  userId: OwnerId,
  counselorId: CounselorId,
  status: SessionStatus,
  startedAt: Instant,
  pausedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  durationMs: DurationMs.describe('From the start to the end or now, without the pauses'),
  pausedMs: DurationMs,
  counts: SessionCounts,
  notices: z.array(Notice).max(4).optional().describe('In session:state'),
}).meta({ id: 'SessionState' });
export type SessionState = z.infer<typeof SessionState>;

export const SessionListQuery = strictObject({ status: SessionStatus.optional(), ...PAGE_FIELDS });
export type SessionListQuery = z.infer<typeof SessionListQuery>;

export const SessionStats = strictObject({
  sessions: Count,
  byStatus: strictObject({ active: Count, paused: Count, ended: Count }),
  durationMs: DurationMs.describe('All sessions together'),
  counts: SessionCounts,
  recentSessions: z
    .array(strictObject({ id: RowId, startedAt: Instant, durationMs: DurationMs, status: SessionStatus }))
    .max(20)
    .describe('Newest first'),
});
export type SessionStats = z.infer<typeof SessionStats>;

export const PauseAnswer = strictObject({ sessionId: RowId, status: z.literal('paused'), pausedAt: Instant });
export type PauseAnswer = z.infer<typeof PauseAnswer>;

export const ResumeAnswer = strictObject({
  sessionId: RowId,
  status: z.literal('active'),
  resumedAt: Instant.nullable().describe('null when it was never paused'),
});
export type ResumeAnswer = z.infer<typeof ResumeAnswer>;

export const ReportStatus = z.enum(['pending', 'ready', 'failed']);
export type ReportStatus = z.infer<typeof ReportStatus>;

export const EndAnswer = strictObject({
  sessionId: RowId,
  status: z.literal('ended'),
  endedAt: Instant,
  durationMs: DurationMs,
  emotionSummary: EmotionSummary,
  report: strictObject({ reportId: RowId, status: ReportStatus }),
});
export type EndAnswer = z.infer<typeof EndAnswer>;

export const ClaimBody = strictObject({ guestToken: Token });
export type ClaimBody = z.infer<typeof ClaimBody>;

export const ClaimAnswer = strictObject({ sessionId: RowId, userId: Uuid, status: SessionStatus });
export type ClaimAnswer = z.infer<typeof ClaimAnswer>;

export const JoinAnswer = strictObject({ sessionId: RowId, joinedAt: Instant });
export type JoinAnswer = z.infer<typeof JoinAnswer>;

export const LeaveAnswer = strictObject({ sessionId: RowId, leftAt: Instant });
export type LeaveAnswer = z.infer<typeof LeaveAnswer>;

const emptyToNull = (value: string | null | undefined) => (value === '' ? null : value);

export const FeedbackBody = strictObject({
  rating: z.int().min(1).max(5),
  note: z
    .preprocess(emptyToNull, text(1, 2000).nullable().optional())
    .describe('At most 2000 characters; an empty one counts as none'),
});
export type FeedbackBody = z.infer<typeof FeedbackBody>;

export const FeedbackAnswer = strictObject({
  feedbackId: RowId,
  sessionId: RowId,
  rating: z.int().min(1).max(5),
  note: answerText(2000).nullable(),
  submittedAt: Instant,
});
export type FeedbackAnswer = z.infer<typeof FeedbackAnswer>;
