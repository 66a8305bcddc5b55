import type { EmotionLabel } from '../../../libs/contracts/emotion.js';
import type { Language } from '../../../libs/contracts/primitives.js';

type InBoth = Readonly<Record<Language, string>>;

/** The labels in plain words. They name what was read in face, voice and words, not what somebody felt. */
const EMOTIONS: Readonly<Record<EmotionLabel, InBoth>> = {
  happy: { ko: '기쁨', en: 'happy' },
  sad: { ko: '슬픔', en: 'sad' },
  angry: { ko: '화남', en: 'angry' },
  anxious: { ko: '불안', en: 'anxious' },
  fearful: { ko: '두려움', en: 'fearful' },
  disgusted: { ko: '거부감', en: 'disgusted' },
  surprised: { ko: '놀람', en: 'surprised' },
  neutral: { ko: '중립', en: 'neutral' },
};

export const emotionName = (label: EmotionLabel, language: Language): string => EMOTIONS[label][language];

export const percent = (ratio: number): string => `${Math.round(ratio * 100)}%`;

/** Signed, two decimals, with a true minus. */
export const signed = (value: number): string => `${value < 0 ? '−' : value > 0 ? '+' : ''}${Math.abs(value).toFixed(2)}`;

/** What every report is not. */
export const NOTE: InBoth = {
  ko: [
    '이 보고서는 얼굴, 목소리, 말에서 자동으로 읽은 신호를 정리한 것이며, 의학적 진단이나 임상 평가가 아닙니다.',
    '신호는 실제 마음과 다를 수 있으니 스스로 느낀 것과 상담사의 이야기를 먼저 생각해 주세요.',
  ].join(' '),
  en: [
    'This report sums up signals that were read automatically from face, voice and words. It is no medical diagnosis and no clinical assessment.',
    'Signals can differ from what a person really feels: what you noticed yourself, and what your counselor says, comes first.',
  ].join(' '),
};
