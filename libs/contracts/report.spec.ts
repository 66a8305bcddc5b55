import * as dashboard from './dashboard.js';
import * as errorsView from './errors-view.js';
import { AT, ID, TS, UUID_V4, trySchemas } from './examples.spec-helper.js';
import * as health from './health.js';
import * as report from './report.js';
import * as survey from './survey.js';

const noMean = { valence: null, arousal: null, dominance: null };
const mix = { happy: 0, sad: 0, angry: 0, anxious: 0, fearful: 0, disgusted: 0, surprised: 0, neutral: 0 };
const vad = { timestamp: TS, valence: 0, arousal: 0, dominance: 0 };
const finding = {
  hasDistortions: true,
  needsIntervention: true,
  detections: [{ type: 'labeling' as const, name_ko: '낙인찍기', severity: 'low' as const, confidence: 0.8, examples: ['x'] }],
  intervention: {
    distortionName: '낙인찍기', urgency: 'soon' as const, questions: ['x'],
    tasks: [{ title: 'x', description: 'y', difficulty: 'easy' as const, duration: '5분' }],
  },
};
const summary: report.ReportSummary = {
  sessionId: ID, reportId: ID, status: 'ready', durationMs: 5, vadVector: { valence: 0.5, arousal: 0, dominance: -0.5 },
  dominantEmotion: { emotion: 'happy', ratio: 1, confidence: 1 },
  keyObservations: ['x'], cbt: { totalDistortions: 0, mostCommon: null }, recommendations: [],
};
const stretch = { tsStart: TS, tsEnd: TS, kind: 'active' as const, label: null, mean: noMean, coverageRatio: 0 };
const moment = { ts: TS, kind: 'emotion' as const, text: 'x' };
const coverage = { overallRatio: 1, faceRatio: 1, voiceRatio: 0, textRatio: 0 };
const whole: report.Report = {
  reportId: ID, sessionId: ID, status: 'ready', language: 'ko', generatedAt: AT,
  session: {
    counselorId: 'ai', startedAt: AT, endedAt: AT, durationMs: 1, pausedMs: 0,
    counts: { frames: 0, voiceEvents: 0, transcripts: 0, messages: 0, emotions: 0 },
  },
  emotionSummary: { dominantEmotion: null, mix, mean: noMean, confidence: 0, coverageRatio: 0, points: 0 },
  course: [stretch], emotionTimeline: [], vadTimeline: [vad], voice: { metrics: null, indicators: [], series: [] }, coverage,
  confidence: 0, moments: [moment],
  insights: [], cbtFindings: [finding], conversation: { messages: 0, transcripts: 0, byPerson: 0, byCounselor: 0, byAi: 0 },
  safety: { alerts: 0, highestLevel: null }, note: 'x',
};

trySchemas(report, {
  VadTimelinePoint: { valid: [vad], invalid: [[{ ...vad, valence: null }, 'valence'], [{ ...vad, label: 'happy' }, 'label']] },
  CbtFinding: {
    valid: [finding, { hasDistortions: false, needsIntervention: false, detections: [] }],
    invalid: [
      [{ ...finding, intervention: null }, 'intervention'],
      [{ ...finding, detections: [{ ...finding.detections[0], nameKo: 'x' }] }, 'detections.0.nameKo'],
    ],
  },
  ReportSummary: {
    valid: [summary, { ...summary, vadVector: noMean, dominantEmotion: { emotion: null, ratio: 0, confidence: 0 } }],
    invalid: [
      [{ ...summary, dominantEmotion: 'happy' }, 'dominantEmotion'], [{ ...summary, keyObservations: [1] }, 'keyObservations.0'],
    ],
  },
  NotableMoment: { valid: [moment], invalid: [[{ ...moment, kind: 'x' }, 'kind']] },
  Coverage: { valid: [coverage], invalid: [[{ ...coverage, faceRatio: 2 }, 'faceRatio']] },
  CourseStretch: { valid: [stretch], invalid: [[{ ...stretch, kind: 'ended' }, 'kind']] },
  Report: {
    valid: [whole],
    invalid: [
      [{ ...whole, language: 'fr' }, 'language'], [{ ...whole, vadTimeline: [{ ...vad, t: 1 }] }, 'vadTimeline.0.t'],
      [{ ...whole, personId: ID }, 'personId'],
    ],
  },
  ReportProgress: {
    valid: [{ sessionId: ID, reportId: ID, kind: 'pdf', ratio: 0.5 }],
    invalid: [[{ sessionId: ID, reportId: ID, kind: 'csv', ratio: 0.5 }, 'kind'], [{ sessionId: ID, reportId: ID, kind: 'pdf', ratio: 2 }, 'ratio']],
  },
  ReportCsvQuery: { valid: [{}, { kind: 'voice' }], invalid: [[{ kind: 'pdf' }, 'kind'], [{ kind: ['voice'] }, 'kind']] },
});

const dashboardSession = {
  sessionId: ID, reportId: null, createdAt: AT, durationMs: 1, status: 'ended' as const, dominantEmotion: null,
};
const recommendation = { id: 'breathing', title: 'x', desc: 'y', reason: 'z' };
const dashboardSummary: dashboard.DashboardSummary = {
  range: '7d', sessions: 1, todayAvg: noMean, trend: { dayOverDay: noMean, rangeOverRange: noMean }, emotionMix: mix,
  tasks: { proposed: 0, done: 0 },
  recommendations: [recommendation], recentSessions: [dashboardSession],
};
const trendPoint = { date: '2026-11-21', sessions: 0, tasksDone: 0, durationMs: 0, mean: noMean, emotionMix: null, coverageRatio: null };
const caseload = {
  userId: ID, username: null, sessions: 1, lastSessionId: ID, lastSessionAt: AT, activeSessionId: null, mean: noMean,
  alerts: [{ alertId: ID, sessionId: ID, level: 'high' as const, at: AT, acknowledged: false }],
};
const withheld = {
  name: 'all', withheld: true, people: null, sessions: null, meanDurationMs: null, mean: null, crisisAlerts: null,
};

trySchemas(dashboard, {
  DashboardRange: { valid: ['7d', '30d', '90d'], invalid: [['1d', '']] },
  TimeZone: {
    valid: ['Asia/Seoul', 'UTC', 'America/Argentina/Buenos_Aires'],
    invalid: [['Mars/Olympus', ''], ['', ''], ['x'.repeat(65), ''], ["'; --", '']],
  },
  DashboardQuery: {
    valid: [{}, { range: '90d', timeZone: 'Europe/Berlin' }],
    invalid: [[{ range: '365d' }, 'range'], [{ userId: ID }, 'userId']],
  },
  Recommendation: {
    valid: [recommendation, { ...recommendation, cta: 'x' }], invalid: [[{ ...recommendation, reason: undefined }, 'reason']],
  },
  DashboardSession: { valid: [dashboardSession], invalid: [[{ ...dashboardSession, reportId: UUID_V4 }, 'reportId']] },
  AffectChange: {
    valid: [noMean, { valence: 2, arousal: -2, dominance: 0 }], invalid: [[{ ...noMean, valence: 2.1 }, 'valence']],
  },
  DashboardSummary: { valid: [dashboardSummary], invalid: [[{ ...dashboardSummary, todayAvg: null }, 'todayAvg']] },
  TrendPoint: { valid: [trendPoint], invalid: [[{ ...trendPoint, date: AT }, 'date']] },
  DashboardTrends: {
    valid: [{ range: '7d', timeZone: 'UTC', points: [trendPoint] }], invalid: [[{ range: '7d', timeZone: 'UTC' }, 'points']],
  },
  CaseloadEntry: { valid: [caseload], invalid: [[{ ...caseload, email: 'x' }, 'email']] },
  ServiceGroup: {
    valid: [withheld, { ...withheld, withheld: false, people: 5 }], invalid: [[{ ...withheld, people: -1 }, 'people']],
  },
  DashboardService: {
    valid: [{ range: '7d', minimumGroup: 5, groups: [withheld] }],
    invalid: [[{ range: '7d', minimumGroup: 4, groups: [] }, 'minimumGroup']],
  },
});

const band = { id: 'mild', label: '경미', min: 5, max: 9 };
const question = { id: 'q1', text: 'x', kind: 'choice' as const, required: true, options: [{ value: 0, label: 'x' }] };
const answers = { q1: 0, q9: 3, note: 'x' };
const response = { id: ID, instrument: 'phq-9' as const, version: '1', answeredAt: AT, answers, score: 3, band, change: -2 };
const answer = (value: unknown) => ({ instrument: 'intake', answers: value });

trySchemas(survey, {
  InstrumentId: { valid: ['intake', 'phq-9', 'gad-7', 'pss-4'], invalid: [['PHQ-9', '']] },
  ScoreBand: { valid: [band], invalid: [[{ ...band, min: -1 }, 'min']] },
  SurveyQuestion: { valid: [question], invalid: [[{ ...question, kind: 'x' }, 'kind']] },
  Instrument: {
    valid: [{
      id: 'phq-9', version: '1', language: 'ko', title: 'x', instruction: 'y', questions: [question], bands: [band], source: 'z',
    }],
    invalid: [[{ id: 'phq-2' }, 'id']],
  },
  InstrumentsQuery: { valid: [{}, { language: 'en' }], invalid: [[{ language: 'xx' }, 'language']] },
  SurveyAnswers: { valid: [{}, answers], invalid: [[{ Q1: 0 }, 'Q1'], [{ q1: null }, 'q1'], [[0, 1], '']] },
  SurveyResponseBody: {
    valid: [{ instrument: 'phq-9', answers }, { instrument: 'intake', answers: { a: '' }, language: 'ko', sessionId: UUID_V4 }],
    invalid: [
      [answer({ q1: -1 }), 'answers.q1'], [answer({ q1: 101 }), 'answers.q1'], [answer({ q1: 1.5 }), 'answers.q1'],
      [answer({ q1: 'x'.repeat(2_001) }), 'answers.q1'],
      [answer({ q1: '\0' }), 'answers.q1'], [answer({ q1: true }), 'answers.q1'],
      [answer({ constructor: 1 }), 'answers.constructor'], [answer(JSON.parse('{"__proto__":1}')), 'answers.__proto__'],
      [answer(Object.fromEntries(Array.from({ length: 51 }, (_value, index) => [`q${index}`, 0]))), 'answers'],
      [{ instrument: 'intake', answers: {}, score: 5 }, 'score'],
    ],
  },
  SurveyResponse: {
    valid: [response, { ...response, score: null, band: null, change: null, crisis: { level: 'high', resources: [] } }],
    invalid: [[{ ...response, change: 0.5 }, 'change']],
  },
  SurveyResponsesQuery: {
    valid: [{}, { instrument: 'gad-7', limit: '5' }],
    invalid: [[{ instrument: 'x' }, 'instrument'], [{ offset: '-1' }, 'offset']],
  },
});

const fingerprint = {
  fingerprint: 'abc', code: 'INTERNAL_ERROR' as const, status: 500, module: 'session', route: '/session/:id', frame: '', count: 1,
  firstSeenAt: AT, lastSeenAt: AT,
};

trySchemas(errorsView, {
  ErrorStats: {
    valid: [{ total: 1, byCode: { NOT_FOUND: 1 }, byStatus: { 404: 1 }, byModule: {}, since: AT }],
    invalid: [
      [{ total: 1, byCode: { NOT_FOUND: 'x' }, byStatus: {}, byModule: {}, since: AT }, 'byCode.NOT_FOUND'],
      [{ total: 1, byCode: {}, byStatus: {}, byModule: {} }, 'since'],
    ],
  },
  ErrorFingerprint: {
    valid: [fingerprint], invalid: [[{ ...fingerprint, message: 'x' }, 'message'], [{ ...fingerprint, code: 'E' }, 'code']],
  },
});

trySchemas(health, {
  RootAnswer: {
    valid: [{ status: 'ok', name: 'x', version: '1', docs: '/docs', privacyPolicy: { version: '1', url: null } }],
    invalid: [[{ status: 'ok', name: 'x', version: '1', docs: '/docs' }, 'privacyPolicy']],
  },
  HealthAnswer: {
    valid: [{ status: 'ok', uptime: 0, version: '1' }], invalid: [[{ status: 'ok', uptime: -1, version: '1' }, 'uptime']],
  },
  LiveAnswer: { valid: [{ status: 'ok' }], invalid: [[{ status: 'down' }, 'status']] },
  ReadyAnswer: { valid: [{ status: 'unavailable', failing: ['redis'] }], invalid: [[{ status: 'ok' }, 'failing']] },
});
