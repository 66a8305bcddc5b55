import { describe, expect, it } from 'vitest';
import * as consents from './consents.js';
import * as emotion from './emotion.js';
import { AT, ID, LONE_SURROGATE, OTHER_ID, TS, UUID_V4, trySchemas } from './examples.spec-helper.js';
import * as session from './session.js';

const counts = { frames: 0, voiceEvents: 0, transcripts: 0, messages: 0, emotions: 0 };
const mix = { happy: 1, sad: 0, angry: 0, anxious: 0, fearful: 0, disgusted: 0, surprised: 0, neutral: 0 };
const noMean = { valence: null, arousal: null, dominance: null };
const mean = { valence: -1, arousal: 1, dominance: 0 };
const summary: emotion.EmotionSummary = { dominantEmotion: 'happy', mix, mean, confidence: 1, coverageRatio: 0.5, points: 3 };
const point = { ts: TS, label: 'happy' as const, confidence: 0.5, ...mean, modalities: { face: 0.5, voice: null, text: null } };

trySchemas(emotion, {
  EmotionLabel: { valid: ['happy', 'neutral'], invalid: [['calm', ''], ['', '']] },
  EmotionPoint: {
    valid: [point, { ...point, label: null, confidence: 0, ...noMean, modalities: { face: null, voice: null, text: null } }],
    invalid: [
      [{ ...point, label: 'none' }, 'label'], [{ ...point, valence: 1.01 }, 'valence'],
      [{ ...point, confidence: -0.01 }, 'confidence'],
      [{ ...point, modalities: { face: 0.5, voice: null } }, 'modalities.text'], [{ ...point, ts: AT }, 'ts'],
    ],
  },
  EmotionsQuery: {
    valid: [{}, { from: String(TS), to: TS + 1, limit: '86400', offset: '5' }],
    invalid: [
      [{ from: 'yesterday' }, 'from'], [{ limit: '86401' }, 'limit'], [{ limit: '0' }, 'limit'],
      [{ to: '99999999999999' }, 'to'],
    ],
  },
  MeanAffect: { valid: [mean, noMean], invalid: [[{ ...mean, valence: 2 }, 'valence'], [{}, 'valence']] },
  EmotionMix: { valid: [mix], invalid: [[{ ...mix, happy: 1.1 }, 'happy'], [{ happy: 1 }, 'sad']] },
  EmotionSummary: {
    valid: [summary, { ...summary, dominantEmotion: null, mean: noMean, points: 0 }],
    invalid: [[{ ...summary, points: 0.5 }, 'points'], [{ ...summary, coverageRatio: 2 }, 'coverageRatio']],
  },
});

const given = { camera: true, microphone: false, transcript: true, thirdPartyAi: false, research: false };
const change = { kind: 'camera' as const, granted: true, at: AT, policyVersion: '1' };

trySchemas(consents, {
  ConsentKind: { valid: ['thirdPartyAi'], invalid: [['third-party-ai', '']] },
  ConsentsBody: {
    valid: [{}, given, { research: true }],
    invalid: [[{ camera: 'yes' }, 'camera'], [{ camera: null }, 'camera'], [{ marketing: true }, 'marketing']],
  },
  ConsentChange: { valid: [change], invalid: [[{ ...change, kind: 'x' }, 'kind']] },
  ConsentsAnswer: {
    valid: [
      { ...given, updatedAt: null, policy: { version: '1', url: null }, history: [] },
      { ...given, updatedAt: AT, policy: { version: '1', url: 'https://x.test' }, history: [change] },
    ],
    invalid: [[{ ...given, updatedAt: null, policy: null, history: [] }, 'policy']],
  },
});

const start = { counselorId: 'ai' };
const notice = { kind: 'ai' as const, text: 'AI' };
const state: session.SessionState = {
  sessionId: ID, userId: UUID_V4, counselorId: 'ai_warm', status: 'active', startedAt: AT, pausedAt: null, endedAt: null,
  durationMs: 0, pausedMs: 0, counts,
};
const startAnswer = {
  sessionId: ID, userId: null, counselorId: 'ai', status: 'active' as const, startedAt: AT,
  realtime: { url: 'http://x', path: '/socket.io', namespace: '/session' }, notices: [notice],
};
const ended = {
  sessionId: ID, status: 'ended' as const, endedAt: AT, durationMs: 1, emotionSummary: summary,
  report: { reportId: OTHER_ID, status: 'ready' as const },
};

trySchemas(session, {
  SessionStatus: { valid: ['active', 'paused', 'ended'], invalid: [['running', '']] },
  CounselorId: {
    valid: [ID, UUID_V4, 'ai', 'ai_', 'ai_따뜻한-1', `ai_${'x'.repeat(61)}`],
    invalid: [
      ['', ''], ['AI', ''], ['aid', ''], ['counselor_1', ''], [`ai_${'x'.repeat(62)}`, ''], ['ai_\0', ''],
      [`ai_${LONE_SURROGATE}`, ''], [1, ''],
    ],
  },
  Counselor: {
    valid: [{ id: 'ai', username: 'AI', languages: ['ko', 'en'], online: true }],
    invalid: [
      [{ id: 'x', username: 'AI', languages: [], online: true }, 'id'],
      [{ id: ID, username: 'x', languages: ['fr'], online: true }, 'languages.0'],
    ],
  },
  SessionStartBody: {
    valid: [
      start, { ...start, userId: 'anything' }, { ...start, userId: '' },
      { ...start, language: 'en', consents: { camera: true } },
    ],
    invalid: [
      [{}, 'counselorId'], [{ ...start, userId: 5 }, 'userId'], [{ ...start, userId: 'x'.repeat(201) }, 'userId'],
      [{ ...start, language: 'fr' }, 'language'],
      [{ ...start, consents: { camera: 1 } }, 'consents.camera'], [{ ...start, consents: [] }, 'consents'],
      [{ ...start, status: 'ended' }, 'status'],
    ],
  },
  Notice: { valid: [notice], invalid: [[{ kind: 'other', text: '' }, 'kind']] },
  SessionStartAnswer: {
    valid: [startAnswer, { ...startAnswer, guestToken: 'x', userId: ID }],
    invalid: [[{ ...startAnswer, status: 'paused' }, 'status'], [{ ...startAnswer, realtime: { url: 'x' } }, 'realtime.path']],
  },
  SessionCounts: { valid: [counts], invalid: [[{ ...counts, frames: -1 }, 'frames']] },
  SessionState: {
    valid: [state, { ...state, userId: null, pausedAt: AT, endedAt: AT, notices: [notice] }],
    invalid: [
      [{ ...state, durationMs: -1 }, 'durationMs'], [{ ...state, sessionId: UUID_V4 }, 'sessionId'],
      [{ ...state, email: 'a@b.co' }, 'email'],
    ],
  },
  SessionListQuery: {
    valid: [{}, { status: 'ended', limit: '5', offset: '10' }],
    invalid: [[{ status: 'x' }, 'status'], [{ limit: '101' }, 'limit'], [{ userId: ID }, 'userId']],
  },
  SessionStats: {
    valid: [{
      sessions: 1, byStatus: { active: 0, paused: 0, ended: 1 }, durationMs: 5, counts,
      recentSessions: [{ id: ID, startedAt: AT, durationMs: 5, status: 'ended' }],
    }],
    invalid: [[{ sessions: 1, byStatus: { active: 0, paused: 0, ended: 1 }, durationMs: 5, counts }, 'recentSessions']],
  },
  PauseAnswer: {
    valid: [{ sessionId: ID, status: 'paused', pausedAt: AT }],
    invalid: [[{ sessionId: ID, status: 'active', pausedAt: AT }, 'status']],
  },
  ResumeAnswer: {
    valid: [{ sessionId: ID, status: 'active', resumedAt: AT }, { sessionId: ID, status: 'active', resumedAt: null }],
    invalid: [[{ sessionId: ID, status: 'active' }, 'resumedAt']],
  },
  ReportStatus: { valid: ['pending', 'ready', 'failed'], invalid: [['done', '']] },
  EndAnswer: {
    valid: [ended],
    invalid: [[{ ...ended, report: { status: 'ready' } }, 'report.reportId'], [{ ...ended, endedAt: null }, 'endedAt']],
  },
  ClaimBody: { valid: [{ guestToken: 'x' }], invalid: [[{}, 'guestToken'], [{ guestToken: 'x', userId: ID }, 'userId']] },
  ClaimAnswer: {
    valid: [{ sessionId: ID, userId: ID, status: 'active' }],
    invalid: [[{ sessionId: ID, userId: null, status: 'active' }, 'userId']],
  },
  JoinAnswer: { valid: [{ sessionId: ID, joinedAt: AT }], invalid: [[{ sessionId: ID }, 'joinedAt']] },
  LeaveAnswer: { valid: [{ sessionId: ID, leftAt: AT }], invalid: [[{ sessionId: ID }, 'leftAt']] },
  FeedbackBody: {
    valid: [{ rating: 1 }, { rating: 5, note: '' }, { rating: 3, note: null }, { rating: 3, note: 'x'.repeat(2_000) }],
    invalid: [
      [{ rating: 0 }, 'rating'], [{ rating: 6 }, 'rating'], [{ rating: 4.5 }, 'rating'], [{ rating: '5' }, 'rating'],
      [{}, 'rating'],
      [{ rating: 3, note: 'x'.repeat(2_001) }, 'note'], [{ rating: 3, note: 'a\0' }, 'note'], [{ rating: 3, note: 5 }, 'note'],
    ],
  },
  FeedbackAnswer: {
    valid: [{ feedbackId: ID, sessionId: ID, rating: 5, note: null, submittedAt: AT }],
    invalid: [[{ feedbackId: ID, sessionId: ID, rating: 5, submittedAt: AT }, 'note']],
  },
});

describe('FeedbackBody', () => {
  it('reads an empty note as none', () => {
    expect(session.FeedbackBody.parse({ rating: 5, note: '' })).toEqual({ rating: 5, note: null });
    expect(session.FeedbackBody.parse({ rating: 5, note: ' a\n' })).toEqual({ rating: 5, note: ' a\n' });
  });
});
