import * as conversation from './conversation.js';
import * as crisis from './crisis.js';
import { AT, ID, LONE_SURROGATE, NUL, OTHER_ID, TS, trySchemas } from './examples.spec-helper.js';
import * as insights from './insights.js';
import * as stt from './stt.js';
import * as voice from './voice.js';

const helpline = { name: '자살예방 상담전화', phone: '109', hours: '24시간' };
const evidence = { kind: 'suicidal-plan', source: 'message' as const, sourceId: ID, text: '…', at: AT };
const alertView = {
  alertId: ID,
  sessionId: OTHER_ID,
  level: 'high' as const,
  source: 'message' as const,
  createdAt: AT,
  acknowledgedAt: null,
  acknowledgedBy: null,
  closedAt: null,
  evidence: [evidence],
  steps: [{ step: 'told', channel: 'mail', actorId: ID, at: AT }],
};
const alert = { level: 'high' as const, resources: [helpline] };

trySchemas(crisis, {
  CrisisLevel: { valid: ['concern', 'high', 'imminent'], invalid: [['none', '']] },
  Helpline: { valid: [helpline], invalid: [[{ ...helpline, phone: 109 }, 'phone']] },
  CrisisNotice: { valid: [alert], invalid: [[{ level: 'high' }, 'resources']] },
  CrisisEvidence: {
    valid: [evidence, { ...evidence, source: 'survey', sourceId: null, text: null }],
    invalid: [[{ ...evidence, source: 'x' }, 'source']],
  },
  CrisisAlert: {
    valid: [alert, { ...alert, alertId: ID, sessionId: ID, evidence: [evidence] }],
    invalid: [[{ ...alert, userId: ID }, 'userId'], [{ ...alert, evidence: [{}] }, 'evidence.0.kind']],
  },
  CrisisAlertView: {
    valid: [alertView, { ...alertView, sessionId: null, acknowledgedAt: AT, acknowledgedBy: OTHER_ID }],
    invalid: [[{ ...alertView, personId: ID }, 'personId'], [{ ...alertView, steps: [{ step: 'told' }] }, 'steps.0.channel']],
  },
  CrisisView: { valid: [{ sessionId: ID, active: false, level: null, alerts: [alertView] }], invalid: [[{ sessionId: ID, active: true, alerts: [] }, 'level']] },
  CrisisOpenAlerts: { valid: [{ alerts: [] }, { alerts: [alertView] }], invalid: [[{}, 'alerts']] },
});

const message = { id: ID, sessionId: OTHER_ID, role: 'user' as const, text: 'x', createdAt: AT };

trySchemas(conversation, {
  Speaker: { valid: ['user', 'counselor', 'ai'], invalid: [['system', '']] },
  MessageBody: {
    valid: [{ text: 'x' }, { text: 'x'.repeat(2_000) }, { text: '  spaces stay ' }],
    invalid: [
      [{ text: '' }, 'text'], [{ text: 'x'.repeat(2_001) }, 'text'], [{ text: '\u00a0\n' }, 'text'], [{ text: NUL }, 'text'],
      [{ text: LONE_SURROGATE }, 'text'],
      [{ text: ['x'] }, 'text'], [{ text: 'x', role: 'ai' }, 'role'], ['x', ''],
    ],
  },
  Message: {
    valid: [message, { ...message, role: 'ai', notice: 'AI' }],
    invalid: [[{ ...message, role: 'assistant' }, 'role'], [{ ...message, personId: ID }, 'personId']],
  },
  MessagesQuery: { valid: [{}, { limit: '1000', offset: '3' }], invalid: [[{ limit: '1001' }, 'limit'], [{ before: 'x' }, 'before']] },
  MessageAnswer: {
    valid: [{ message, reply: null }, { message, reply: message, crisis: alert }],
    invalid: [[{ message }, 'reply'], [{ message, reply: { ...message, id: 1 } }, 'reply.id']],
  },
  NoteBody: { valid: [{ text: 'x'.repeat(10_000) }], invalid: [[{ text: 'x'.repeat(10_001) }, 'text'], [{ text: '' }, 'text']] },
  Note: {
    valid: [{ id: ID, sessionId: ID, authorId: ID, text: 'x', createdAt: AT }],
    invalid: [[{ id: ID, sessionId: ID, text: 'x', createdAt: AT }, 'authorId']],
  },
  HandoverBody: { valid: [{ counselorId: 'ai' }, { counselorId: ID }], invalid: [[{ counselorId: 'robot' }, 'counselorId'], [{}, 'counselorId']] },
  HandoverAnswer: { valid: [{ sessionId: ID, humanCounselorId: null }], invalid: [[{ sessionId: ID }, 'humanCounselorId']] },
  ReplyBegin: { valid: [{ replyId: ID, notice: 'AI' }], invalid: [[{ replyId: ID }, 'notice']] },
  ReplyChunk: { valid: [{ replyId: ID, index: 0, chunk: '안' }], invalid: [[{ replyId: ID, index: -1, chunk: '' }, 'index']] },
  ReplyComplete: { valid: [{ replyId: ID, messageId: ID }], invalid: [[{ replyId: ID }, 'messageId']] },
  ReplyError: {
    valid: [{ replyId: ID, error: { code: 'PROVIDER_UNAVAILABLE', message: 'x' } }],
    invalid: [
      [{ replyId: ID, error: { code: 'ECONNREFUSED', message: 'x' } }, 'error.code'],
      [{ replyId: ID, error: { code: 'TIMEOUT', message: 'x', stack: 'x' } }, 'error.stack'],
    ],
  },
});

const task = { title: 'x', description: 'y', difficulty: 'easy' as const, duration: '10분' };
const insight = {
  id: ID, ts: TS, distortion: 'labeling' as const,
  span: { source: 'message' as const, sourceId: ID, start: 0, end: 5, text: 'x' },
  confidence: 0.9, severity: 'low' as const, questions: ['x'], tasks: [task], urgency: 'routine' as const,
};

trySchemas(insights, {
  Distortion: { valid: [...insights.DISTORTIONS], invalid: [['Labeling', ''], ['all_or_nothing', '']] },
  Severity: { valid: ['low', 'medium', 'high'], invalid: [['severe', '']] },
  Urgency: { valid: ['immediate', 'soon', 'routine'], invalid: [['now', '']] },
  CbtTask: { valid: [task, { ...task, doneAt: AT }], invalid: [[{ ...task, difficulty: 'x' }, 'difficulty']] },
  Insight: {
    valid: [insight, { ...insight, why: 'x', questions: [], tasks: [] }],
    invalid: [
      [{ ...insight, confidence: 1.1 }, 'confidence'], [{ ...insight, span: 'x' }, 'span'],
      [{ ...insight, span: { ...insight.span, start: -1 } }, 'span.start'],
    ],
  },
  TaskParams: {
    valid: [{ id: ID, insightId: ID, task: '0' }, { id: ID, insightId: ID, task: '9' }],
    invalid: [[{ id: ID, insightId: ID, task: '10' }, 'task'], [{ id: ID, insightId: ID, task: '-1' }, 'task'], [{ id: ID, insightId: 'x', task: '0' }, 'insightId']],
  },
  TaskBody: { valid: [{ done: true }, { done: false }], invalid: [[{}, 'done'], [{ done: 'yes' }, 'done'], [{ done: true, personId: ID }, 'personId']] },
  TaskState: { valid: [{ insightId: ID, task: 0, doneAt: AT }, { insightId: ID, task: 9, doneAt: null }], invalid: [[{ insightId: ID, task: 0 }, 'doneAt']] },
});

const segment = { startMs: 0, endMs: 10, text: 'x', confidence: null, uncertain: false };
const transcript = { text: 'x', language: 'ko', durationMs: 10, speechMs: 10, segments: [segment], provider: 'openai' };

trySchemas(stt, {
  TranscribeFields: {
    valid: [{}, { sessionId: ID, language: 'ko' }],
    invalid: [[{ sessionId: '../x' }, 'sessionId'], [{ language: 'xx' }, 'language'], [{ model: 'x' }, 'model']],
  },
  TranscribeSegment: {
    valid: [segment, { ...segment, confidence: 1 }],
    invalid: [[{ ...segment, confidence: 2 }, 'confidence'], [{ ...segment, startMs: -1 }, 'startMs']],
  },
  TranscribeAnswer: {
    valid: [transcript, { text: '', language: null, durationMs: 10, speechMs: 0, segments: [], provider: null }],
    invalid: [[{ ...transcript, speechMs: null }, 'speechMs'], [{ ...transcript, apiKey: 'x' }, 'apiKey']],
  },
});

const metrics: voice.VoiceMetrics = {
  tsStart: TS, tsEnd: TS + 10_000, speechMs: 5_000, silenceMs: 5_000, talkRatio: 0.5, silenceRatio: 0.5, turnCount: 2,
  meanTurnMs: 2_500, pauseCount: 1, meanPauseMs: 400,
  longestPauseMs: 400, speechPerPause: 12.5, meanRms: 0.1, levelVariationDb: 3, meanPitchHz: 180, pitchVariationSemitones: 2,
};
const silent: voice.VoiceMetrics = {
  ...metrics, turnCount: 0, meanTurnMs: null, pauseCount: 0, meanPauseMs: null, longestPauseMs: null, speechPerPause: null,
  meanRms: null, levelVariationDb: null,
  meanPitchHz: null, pitchVariationSemitones: null,
};
const indicator = { id: 'pauses', level: 'typical' as const, text: 'x' };
const voicePoint = { ts: TS, durationMs: 10_000, talkRatio: 0.5, rms: 0.1, pitchHz: null };

trySchemas(voice, {
  VoiceMetrics: {
    valid: [metrics, silent],
    invalid: [[{ ...metrics, talkRatio: 1.5 }, 'talkRatio'], [{ ...metrics, meanPitchHz: Number.NaN }, 'meanPitchHz']],
  },
  VoiceIndicator: { valid: [indicator], invalid: [[{ ...indicator, level: 'depressed' }, 'level']] },
  VoicePoint: { valid: [voicePoint], invalid: [[{ ...voicePoint, rms: 2 }, 'rms']] },
  VoiceView: {
    valid: [{ metrics: null, indicators: [], series: [] }, { metrics, indicators: [indicator], series: [voicePoint] }],
    invalid: [[{ metrics }, 'indicators']],
  },
});
