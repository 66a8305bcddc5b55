import { describe, expect, it } from 'vitest';
import { AT, ID, TS, UUID_V4, trySchemas } from './examples.spec-helper.js';
import * as realtime from './realtime.js';
import { ClientAcks, ClientEvents, ServerEvents } from './realtime.js';

const points = new Float32Array(478 * 3);
const pcm = Int16Array.from({ length: 320 }, (_value, index) => index - 160);
const audio = { ts: TS, sampleRate: 16_000 as const, pcm };
const segment = { id: ID, tsStart: TS, tsEnd: TS, text: 'x', speaker: 'user' as const };
const failure = { ok: false as const, error: { code: 'RATE_LIMITED' as const, message: 'x', retryAfterMs: 50 } };
const metrics = {
  tsStart: TS, tsEnd: TS, speechMs: 0, silenceMs: 0, talkRatio: 0, silenceRatio: 0, turnCount: 0, meanTurnMs: null,
  pauseCount: 0, meanPauseMs: null,
  longestPauseMs: null, speechPerPause: null, meanRms: null, levelVariationDb: null, meanPitchHz: null,
  pitchVariationSemitones: null,
};

trySchemas(realtime, {
  HandshakeAuth: {
    valid: [{ token: 'x', sessionId: UUID_V4 }],
    invalid: [
      [{}, 'token'], [{ token: 'x', sessionId: '*' }, 'sessionId'], [{ token: { $gt: '' }, sessionId: ID }, 'token'],
      [{ token: 'x', sessionId: ID, role: 'admin' }, 'role'],
    ],
  },
  Pcm16: {
    valid: [pcm, pcm.buffer, Buffer.from(pcm.buffer), new Int16Array(131_072)],
    invalid: [
      [new Int16Array(0), ''], [new Int16Array(131_073), ''], [Buffer.alloc(3), ''], [new Uint16Array(4), ''], [[0, 1], ''],
      ['AAAA', ''], [null, ''], [undefined, ''],
    ],
  },
  LandmarksEvent: {
    valid: [{ ts: TS, points }],
    invalid: [[{ ts: TS }, 'points'], [{ ts: -1, points }, 'ts'], [{ ts: TS, points: [] }, 'points'], [points, 'ts']],
  },
  BlendshapesEvent: {
    valid: [{ ts: TS, scores: { jawOpen: 1 } }],
    invalid: [[{ ts: TS, scores: { smile: 1 } }, 'scores.smile'], [{ ts: TS }, 'scores']],
  },
  VoiceAudioEvent: {
    valid: [audio],
    invalid: [
      [{ ...audio, sampleRate: 48_000 }, 'sampleRate'], [{ ts: TS, pcm }, 'sampleRate'], [{ ...audio, pcm: null }, 'pcm'],
    ],
  },
  TypingBody: { valid: [{ on: true }], invalid: [[{ on: 1 }, 'on']] },
  NoPayload: { valid: [undefined, null, {}], invalid: [[{ a: 1 }, 'a'], ['x', ''], [[], '']] },
  AckFailure: {
    valid: [failure, { ok: false, error: { code: 'VALIDATION_ERROR', message: 'x', details: [{ path: 'ts', message: 'x' }] } }],
    invalid: [[{ ...failure, ok: true }, 'ok'], [{ ok: false, error: { code: 'OOPS', message: 'x' } }, 'error.code']],
  },
  ConnectRefusal: {
    valid: [{ code: 'CONNECTION_LIMIT', message: 'x' }, { code: 'SERVICE_UNAVAILABLE', message: 'x' }, { code: 'INTERNAL_ERROR', message: 'x' }],
    invalid: [[{ code: 'FORBIDDEN', message: 'x' }, 'code']],
  },
  TranscriptSegment: {
    valid: [segment, { ...segment, language: 'ko', confidence: 0.3, uncertain: true }],
    invalid: [[{ ...segment, speaker: 'person' }, 'speaker']],
  },
  TranscriptGap: {
    valid: [{ id: ID, tsStart: TS, tsEnd: TS, reason: 'provider', isFinal: false }],
    invalid: [[{ id: ID, tsStart: TS, tsEnd: TS, reason: 'mood', isFinal: true }, 'reason']],
  },
  VoiceMetricsEvent: {
    valid: [{ ts: TS, metrics, indicators: [] }], invalid: [[{ ts: TS, metrics: null, indicators: [] }, 'metrics']],
  },
  ParticipantEvent: {
    valid: [{ sessionId: ID, role: 'counselor', at: AT }], invalid: [[{ sessionId: ID, role: 'admin', at: AT }, 'role']],
  },
  TypingEvent: { valid: [{ role: 'user', on: false }], invalid: [[{ on: false }, 'role']] },
  LimitWarning: {
    valid: [{ name: 'frames', limit: 60, remaining: 5, resetMs: 1_000 }],
    invalid: [[{ name: 'frames', limit: 60, remaining: -1, resetMs: 1 }, 'remaining']],
  },
  LimitExceeded: {
    valid: [{ name: 'frames', limit: 60, retryAfterMs: 1_000 }], invalid: [[{ name: 'frames', limit: 60 }, 'retryAfterMs']],
  },
});

describe('the events of the namespace', () => {
  it('are those of the contract', () => {
    expect(Object.keys(ClientEvents)).toEqual([
      'session:pause', 'session:resume', 'session:end', 'session:status', 'landmarks', 'blendshapes', 'voice:activity',
      'voice:audio', 'transcript', 'message', 'typing',
    ]);
    expect(Object.keys(ServerEvents)).toEqual([
      'session:state', 'emotion:update', 'voice:metrics', 'transcript:segment', 'transcript:gap', 'insight:new', 'message:created', 'reply:begin',
      'reply:chunk', 'reply:complete',
      'reply:error', 'crisis:alert', 'participant:joined', 'participant:left', 'typing', 'report:progress',
      'limit:warning', 'limit:exceeded',
    ]);
    expect(Object.keys(ClientAcks)).toEqual(Object.keys(ClientEvents));
  });

  it('are acknowledged with ok and what the event changed', () => {
    expect(ClientAcks['session:pause'].safeParse({ ok: true, sessionId: ID, status: 'paused', pausedAt: AT }).success).toBe(true);
    expect(ClientAcks.landmarks.safeParse({ ok: true }).success).toBe(true);
    expect(ClientAcks.landmarks.safeParse(failure).success).toBe(false);
  });
});

describe('voice:audio', () => {
  it('becomes 16-bit samples, whichever bytes carry it', () => {
    const shifted = Buffer.alloc(pcm.byteLength + 1);
    Buffer.from(pcm.buffer).copy(shifted, 1);
    for (const bytes of [pcm, pcm.buffer, Buffer.from(pcm.buffer), shifted.subarray(1), new DataView(pcm.buffer)]) {
      expect(realtime.Pcm16.parse(bytes)).toEqual(pcm);
    }
    expect(realtime.Pcm16.parse(Buffer.from(pcm.buffer)).buffer).toBe(pcm.buffer);
  });
});
