import type { VoiceIndicator, VoiceMetrics } from '../../contracts/voice.js';

type Level = VoiceIndicator['level'];
type Language = 'ko' | 'en';
type Sentences = Readonly<Record<Level, Readonly<Record<Language, string>>>>;

interface Observation {
  readonly id: string;
  /** What is looked at; null where it is not known well enough. */
  readonly value: (metrics: VoiceMetrics) => number | null;
  /** Below the first is low, above the second high. */
  readonly range: readonly [number, number];
  readonly texts: Sentences;
}

/** Less speech than this says nothing about a manner of speaking, ms. */
const MIN_SPEECH_MS = 5000;
const MIN_PAUSES = 2;

/**
 * Ranges of ordinary conversation: pauses in and between turns mostly 0.25–1.5 s (Goldman-Eisler 1968; Heldner & Edlund 2010),
 * pitch
 * varying by 2–4 semitones (Traunmüller & Eriksson 1995), level, averaged over half a second, by 2–6 dB.
 */
const OBSERVATIONS: readonly Observation[] = [
  {
    id: 'talk-share',
    value: (m) => m.talkRatio,
    range: [0.2, 0.75],
    texts: {
      low: { ko: '말한 시간이 적은 편이었어요.', en: 'A small part of the time was spent speaking.' },
      typical: { ko: '말과 침묵이 고르게 섞여 있었어요.', en: 'Speech and silence were evenly mixed.' },
      high: { ko: '대부분의 시간 동안 말을 이어 갔어요.', en: 'Most of the time was spent speaking.' },
    },
  },
  {
    id: 'pause-length',
    value: (m) => (m.pauseCount >= MIN_PAUSES ? m.meanPauseMs : null),
    range: [350, 2000],
    texts: {
      low: { ko: '말 사이의 쉼이 짧았어요.', en: 'The pauses between stretches of speech were short.' },
      typical: { ko: '말 사이의 쉼이 보통 길이였어요.', en: 'The pauses between stretches of speech were of ordinary length.' },
      high: { ko: '말 사이의 쉼이 길었어요.', en: 'The pauses between stretches of speech were long.' },
    },
  },
  {
    id: 'turn-length',
    value: (m) => m.meanTurnMs,
    range: [1000, 8000],
    texts: {
      low: { ko: '짧게 끊어서 말했어요.', en: 'Speech came in short stretches.' },
      typical: { ko: '한 번에 말하는 길이가 보통이었어요.', en: 'The stretches of speech were of ordinary length.' },
      high: { ko: '한 번에 길게 이어서 말했어요.', en: 'Speech came in long stretches.' },
    },
  },
  {
    id: 'level-variation',
    value: (m) => m.levelVariationDb,
    range: [1.5, 7],
    texts: {
      low: { ko: '목소리 크기의 변화가 적었어요.', en: 'Loudness varied little.' },
      typical: { ko: '목소리 크기의 변화가 보통이었어요.', en: 'Loudness varied as usual.' },
      high: { ko: '목소리 크기의 변화가 컸어요.', en: 'Loudness varied much.' },
    },
  },
  {
    id: 'pitch-variation',
    value: (m) => m.pitchVariationSemitones,
    range: [1.5, 4.5],
    texts: {
      low: { ko: '목소리 높낮이가 거의 일정했어요.', en: 'The pitch stayed almost level.' },
      typical: { ko: '목소리 높낮이의 변화가 보통이었어요.', en: 'The pitch varied as usual.' },
      high: { ko: '목소리 높낮이의 변화가 컸어요.', en: 'The pitch varied much.' },
    },
  },
];

/**
 * The metrics in plain words: what was heard, against the ranges of ordinary conversation; never a diagnosis. Empty without
 * enough speech.
 */
export function voiceIndicators(metrics: VoiceMetrics | null, language: Language): VoiceIndicator[] {
  if (metrics === null || metrics.speechMs < MIN_SPEECH_MS) return [];
  return OBSERVATIONS.flatMap(({ id, value, range: [low, high], texts }) => {
    const found = value(metrics);
    if (found === null) return [];
    const level: Level = found < low ? 'low' : found > high ? 'high' : 'typical';
    return [{ id, level, text: texts[level][language] }];
  });
}
