const TEXT: Readonly<Record<'ko' | 'en', string>> = {
  ko: '이 답변은 사람이 아니라 인공지능(AI) 상담사가 작성했습니다.',
  en: 'This reply was written by an artificial intelligence (AI) counselor, not by a human.',
};

/** What every reply of the AI carries. */
export const aiNotice = (language: 'ko' | 'en'): string => TEXT[language];
