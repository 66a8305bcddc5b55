import { distortionName } from '../../../libs/cbt/names.js';
import { EMOTION_LABELS, type EmotionPoint } from '../../../libs/contracts/emotion.js';
import type { CbtFinding } from '../../../libs/contracts/report.js';
import type { Language } from '../../../libs/contracts/primitives.js';
import type { VoiceView } from '../../../libs/contracts/voice.js';
import { uuidv7 } from '../../platform/database/uuid.js';
import { compose, type ComposedReport } from './compose.js';

export const SAMPLE_START = Date.UTC(2026, 2, 2, 5, 0, 0);

export interface Sample {
  language: Language;
  minutes: number;
  findings: number;
  /** Words of the person, put into the examples of the findings. */
  words?: string;
}

/** A report of a made-up session in which everything occurs: changes, a gap, voice and findings. */
export function sampleReport({ language, minutes, findings, words }: Sample): ComposedReport {
  const durationMs = minutes * 60_000;
  const startedAt = new Date(SAMPLE_START);
  const endedAt = new Date(SAMPLE_START + durationMs);
  return compose(uuidv7(), endedAt, {
    sessionId: uuidv7(),
    personId: uuidv7(),
    language,
    durationMs,
    session: {
      counselorId: 'ai', startedAt: startedAt.toISOString(), endedAt: endedAt.toISOString(), durationMs, pausedMs: 0,
      counts: { frames: minutes * 600, voiceEvents: minutes * 60, transcripts: minutes * 3, messages: 8, emotions: minutes * 60 },
    },
    points: pointsOf(minutes * 60),
    voice: voiceOf(minutes, language),
    insights: [],
    cbtFindings: Array.from({ length: findings }, () => findingOf(language, words)),
    moments: [],
    safety: { alerts: 1, highestLevel: 'concern' },
    conversation: { messages: 8, transcripts: minutes * 3, byPerson: 4, byCounselor: 0, byAi: 4 },
  });
}

function pointsOf(count: number): EmotionPoint[] {
  return Array.from({ length: count }, (_, index): EmotionPoint => {
    const ts = SAMPLE_START + index * 1_000;
    const share = index / count;
    if (share > 0.4 && share < 0.45) {
      return { ts, label: null, confidence: 0, valence: null, arousal: null, dominance: null, modalities: { face: null, voice: null, text: null } };
    }
    const valence = Math.round((Math.sin(share * 9) * 0.6 + Math.sin(index) * 0.05) * 1_000) / 1_000;
    const arousal = Math.round((Math.cos(share * 7) * 0.4 + 0.1) * 1_000) / 1_000;
    const label = EMOTION_LABELS[Math.floor(share * 12) % EMOTION_LABELS.length] ?? 'neutral';
    return { ts, label, confidence: 0.7, valence, arousal, dominance: 0.1, modalities: { face: 0.7, voice: index % 2 === 0 ? 0.5 : null, text: null } };
  });
}

function voiceOf(minutes: number, language: Language): VoiceView {
  const length = minutes * 60_000;
  return {
    metrics: {
      tsStart: SAMPLE_START, tsEnd: SAMPLE_START + length, speechMs: length * 0.45, silenceMs: length * 0.55, talkRatio: 0.45, silenceRatio: 0.55,
      turnCount: minutes * 4, meanTurnMs: 6_750, pauseCount: minutes * 4 - 1, meanPauseMs: 8_250, longestPauseMs: 21_000, speechPerPause: 0.82,
      meanRms: 0.08, levelVariationDb: 4.2, meanPitchHz: 182, pitchVariationSemitones: 2.9,
    },
    indicators: [{ id: 'pauses', level: 'typical', text: language === 'ko' ? '말 사이의 쉼은 평소와 비슷했습니다.' : 'Pauses were about as usual.' }],
    series: Array.from({ length: minutes * 6 }, (_, index) => ({
      ts: SAMPLE_START + index * 10_000, durationMs: 10_000, talkRatio: Math.abs(Math.sin(index / 5)), rms: 0.08, pitchHz: 180,
    })),
  };
}

function findingOf(language: Language, words: string | undefined): CbtFinding {
  const isKorean = language === 'ko';
  return {
    hasDistortions: true,
    needsIntervention: true,
    detections: [{
      type: 'catastrophizing', name_ko: distortionName('catastrophizing', 'ko'), severity: 'medium', confidence: 0.8,
      examples: [words ?? (isKorean ? '이번에 못 하면 다 끝이에요.' : 'If I fail this time, everything is over.')],
    }],
    intervention: {
      distortionName: distortionName('catastrophizing', language),
      urgency: 'soon',
      questions: [isKorean ? '가장 나쁜 경우가 아니라 가장 있을 법한 경우는 무엇인가요?' : 'What is most likely, rather than worst?'],
      tasks: [{
        title: isKorean ? '세 가지 결과 적기' : 'Write down three outcomes',
        description: isKorean ? '가장 나쁜, 가장 좋은, 가장 있을 법한 결과를 한 줄씩 적어 봅니다.' : 'One line each for the worst, the best and the most likely.',
        difficulty: 'easy', duration: isKorean ? '10분' : '10 min',
      }],
    },
  };
}
