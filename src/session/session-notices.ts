import type { Notice } from '../../libs/contracts/session.js';

const TEXTS: Readonly<Record<Notice['kind'], Record<'ko' | 'en', string>>> = {
  ai: {
    ko: '지금 대화하는 상담사는 사람이 아니라 인공지능(AI)입니다.',
    en: 'The counselor you are talking with is an artificial intelligence (AI), not a human.',
  },
  expression: {
    ko: '동의하신 동안 표정과 목소리에서 감정 신호를 읽습니다. 언제든 동의를 거둘 수 있습니다.',
    en: 'While you consent, your facial expression and voice are read for signs of emotion. You can withdraw at any time.',
  },
};

/** What a person is told at the start of a session and with its state. */
export function noticesFor(session: { counselorKind: 'ai' | 'human'; language: 'ko' | 'en' }): Notice[] {
  const kinds: Notice['kind'][] = session.counselorKind === 'ai' ? ['ai', 'expression'] : ['expression'];
  return kinds.map((kind) => ({ kind, text: TEXTS[kind][session.language] }));
}
