import { z } from 'zod';
import { toInt16 } from './binary.js';
import { Message, MessageBody, ReplyBegin, ReplyChunk, ReplyComplete, ReplyError, Speaker } from './conversation.js';
import { CrisisAlert } from './crisis.js';
import { EmotionPoint } from './emotion.js';
import { ErrorDetail } from './envelope.js';
import { ERROR_CODES } from './errors.js';
import { Blendshapes, LandmarksOrBinary } from './face.js';
import { handWritten } from './hand-written.js';
import { Insight } from './insights.js';
import { Count, EpochMs, Instant, Language, RowId, Score, Token, Uuid, answerText } from './primitives.js';
import { ReportProgress } from './report.js';
import { EndAnswer, PauseAnswer, ResumeAnswer, SessionState } from './session.js';
import { TRANSCRIPT_TEXT_MAX, TranscriptItem, VoiceActivity } from './signals.js';
import { strictObject } from './strict-object.js';
import { VoiceIndicator, VoiceMetrics } from './voice.js';

export const REALTIME_NAMESPACE = '/session';

/** The `auth` object of the handshake: an access or guest token, and the session that the connection belongs to. */
export const HandshakeAuth = strictObject({ token: Token, sessionId: Uuid });
export type HandshakeAuth = z.infer<typeof HandshakeAuth>;

/** Samples a second that live audio has. */
export const VOICE_SAMPLE_RATE = 16_000;
const PCM_MAX_SAMPLES = 131_072;

/** Binary little-endian Int16 mono, 1–131072 samples (256 kB); read in place where it is aligned. */
export const Pcm16 = handWritten<Int16Array, ArrayBuffer | ArrayBufferView>(
  { type: 'string', format: 'binary', description: 'Binary little-endian Int16 mono, 1–131072 samples' },
  (value, refuse) => {
    const samples = toInt16(value);
    if (samples === null) return refuse('binary');
    return samples.length > 0 && samples.length <= PCM_MAX_SAMPLES ? samples : refuse('binarySize');
  },
);

export const LandmarksEvent = strictObject({ ts: EpochMs, points: LandmarksOrBinary });
export type LandmarksEvent = z.infer<typeof LandmarksEvent>;

export const BlendshapesEvent = strictObject({ ts: EpochMs, scores: Blendshapes });
export type BlendshapesEvent = z.infer<typeof BlendshapesEvent>;

export const VoiceAudioEvent = strictObject({
  ts: EpochMs.describe('Time of the first sample'),
  sampleRate: z.literal(VOICE_SAMPLE_RATE),
  pcm: Pcm16,
});
export type VoiceAudioEvent = z.infer<typeof VoiceAudioEvent>;

export const TypingBody = strictObject({ on: z.boolean() });
export type TypingBody = z.infer<typeof TypingBody>;

/** Events without a payload: nothing, null or `{}`. */
export const NoPayload = strictObject({}).nullish();

/** client → server: the schema of each event's payload. */
export const ClientEvents = {
  'session:pause': NoPayload,
  'session:resume': NoPayload,
  'session:end': NoPayload,
  'session:status': NoPayload,
  landmarks: LandmarksEvent,
  blendshapes: BlendshapesEvent,
  'voice:activity': VoiceActivity,
  'voice:audio': VoiceAudioEvent,
  transcript: TranscriptItem,
  message: MessageBody,
  typing: TypingBody,
} as const satisfies Record<string, z.ZodType>;
export type ClientEventName = keyof typeof ClientEvents;

const AckOk = { ok: z.literal(true) };

/** What the acknowledgement of each client event says when it was accepted. */
export const ClientAcks = {
  'session:pause': strictObject({ ...AckOk, ...PauseAnswer.shape }),
  'session:resume': strictObject({ ...AckOk, ...ResumeAnswer.shape }),
  'session:end': strictObject({ ...AckOk, ...EndAnswer.shape }),
  'session:status': strictObject({ ...AckOk, ...SessionState.shape }),
  landmarks: strictObject(AckOk),
  blendshapes: strictObject(AckOk),
  'voice:activity': strictObject(AckOk),
  'voice:audio': strictObject(AckOk),
  transcript: strictObject({ ...AckOk, id: RowId }),
  message: strictObject({ ...AckOk, message: Message }),
  typing: strictObject(AckOk),
} as const satisfies Record<ClientEventName, z.ZodType>;

/** What the acknowledgement of any event says when it was refused. */
export const AckFailure = strictObject({
  ok: z.literal(false),
  error: strictObject({
    code: z.enum(ERROR_CODES),
    message: answerText(500),
    details: z.array(ErrorDetail).max(20).optional().describe('Only for VALIDATION_ERROR'),
    retryAfterMs: Count.optional().describe('Only for RATE_LIMITED'),
  }),
}).meta({ id: 'AckFailure' });
export type AckFailure = z.infer<typeof AckFailure>;

/** `data` of a `connect_error`: a refusal, or that the server cannot decide now. */
export const ConnectRefusal = strictObject({
  code: z.enum([
    'UNAUTHENTICATED', 'TOKEN_INVALID', 'TOKEN_EXPIRED', 'ORIGIN_NOT_ALLOWED', 'NOT_FOUND', 'CONNECTION_LIMIT', 'SERVICE_UNAVAILABLE', 'INTERNAL_ERROR',
  ]),
  message: answerText(500),
}).meta({ id: 'ConnectRefusal' });
export type ConnectRefusal = z.infer<typeof ConnectRefusal>;

export const TranscriptSegment = strictObject({
  id: RowId,
  tsStart: EpochMs,
  tsEnd: EpochMs,
  text: answerText(TRANSCRIPT_TEXT_MAX),
  speaker: Speaker,
  language: Language.optional(),
  confidence: Score.optional(),
  uncertain: z.boolean().optional().describe('Of low confidence, or probably no speech'),
}).meta({ id: 'TranscriptSegment' });
export type TranscriptSegment = z.infer<typeof TranscriptSegment>;

/** Live audio between two moments has no words: not yet (`isFinal` false: it is tried again), or for good. */
export const TranscriptGap = strictObject({
  id: RowId,
  tsStart: EpochMs,
  tsEnd: EpochMs,
  reason: z
    .enum(['provider', 'restart', 'ended'])
    .describe('No transcriber answered; the server broke off; the session ended before it was transcribed'),
  isFinal: z.boolean(),
}).meta({ id: 'TranscriptGap' });
export type TranscriptGap = z.infer<typeof TranscriptGap>;

export const VoiceMetricsEvent = strictObject({
  ts: EpochMs,
  metrics: VoiceMetrics,
  indicators: z.array(VoiceIndicator).max(20),
});
export type VoiceMetricsEvent = z.infer<typeof VoiceMetricsEvent>;

export const ParticipantEvent = strictObject({ sessionId: RowId, role: Speaker, at: Instant });
export type ParticipantEvent = z.infer<typeof ParticipantEvent>;

export const TypingEvent = strictObject({ role: Speaker, on: z.boolean() });
export type TypingEvent = z.infer<typeof TypingEvent>;

const LimitName = answerText(64).describe('Which limit: the event class or the queue');

export const LimitWarning = strictObject({ name: LimitName, limit: Count, remaining: Count, resetMs: Count });
export type LimitWarning = z.infer<typeof LimitWarning>;

export const LimitExceeded = strictObject({ name: LimitName, limit: Count, retryAfterMs: Count });
export type LimitExceeded = z.infer<typeof LimitExceeded>;

/** server → client: the schema of each event's payload. */
export const ServerEvents = {
  'session:state': SessionState,
  'emotion:update': EmotionPoint,
  'voice:metrics': VoiceMetricsEvent,
  'transcript:segment': TranscriptSegment,
  'transcript:gap': TranscriptGap,
  'insight:new': Insight,
  'message:created': Message,
  'reply:begin': ReplyBegin,
  'reply:chunk': ReplyChunk,
  'reply:complete': ReplyComplete,
  'reply:error': ReplyError,
  'crisis:alert': CrisisAlert,
  'participant:joined': ParticipantEvent,
  'participant:left': ParticipantEvent,
  typing: TypingEvent,
  'report:progress': ReportProgress,
  'limit:warning': LimitWarning,
  'limit:exceeded': LimitExceeded,
} as const satisfies Record<string, z.ZodType>;
export type ServerEventName = keyof typeof ServerEvents;

/** What a client sends with an event. */
export type ClientPayload<Name extends ClientEventName> = z.input<(typeof ClientEvents)[Name]>;
/** What a client gets back for an event. */
export type Ack<Name extends ClientEventName> = z.output<(typeof ClientAcks)[Name]> | AckFailure;
/** What the server sends with an event. */
export type ServerPayload<Name extends ServerEventName> = z.output<(typeof ServerEvents)[Name]>;
