import type { InstrumentDefinition } from './definition.js';

/** What a counselor asks first; nothing of it is scored, and only the reason is required. */
export const INTAKE: InstrumentDefinition = {
  id: 'intake',
  version: '1',
  title: { ko: '처음 만나기 전에', en: 'Before we meet' },
  instruction: {
    ko: '상담을 준비하는 데 도움이 됩니다. 적고 싶은 만큼만 적어 주세요.',
    en: 'This helps to prepare. Write as much as you like.',
  },
  questions: [
    {
      id: 'reason', kind: 'text', isRequired: true,
      text: { ko: '어떤 일로 상담을 찾게 되었나요?', en: 'What brings you here?' },
    },
    {
      id: 'goal', kind: 'text', isRequired: false,
      text: { ko: '상담을 통해 무엇이 달라지면 좋을까요?', en: 'What would you like to be different afterwards?' },
    },
    {
      id: 'since', kind: 'choice', isRequired: false, scoring: 'none',
      text: { ko: '언제부터 그랬나요?', en: 'Since when has it been like this?' },
      options: [
        { ko: '한 달이 안 되었어요', en: 'Less than a month' },
        { ko: '한 달에서 여섯 달', en: 'One to six months' },
        { ko: '여섯 달에서 두 해', en: 'Six months to two years' },
        { ko: '두 해가 넘었어요', en: 'More than two years' },
      ],
    },
    {
      id: 'before', kind: 'choice', isRequired: false, scoring: 'none',
      text: { ko: '전에 상담이나 치료를 받은 적이 있나요?', en: 'Have you had counselling or treatment before?' },
      options: [
        { ko: '없어요', en: 'No' },
        { ko: '예전에 있어요', en: 'Yes, in the past' },
        { ko: '지금 받고 있어요', en: 'Yes, at present' },
      ],
    },
    {
      id: 'sleep', kind: 'choice', isRequired: false, scoring: 'none',
      text: { ko: '요즘 잠은 어떤가요?', en: 'How do you sleep these days?' },
      options: [
        { ko: '잘 자요', en: 'Well' },
        { ko: '그저 그래요', en: 'So-so' },
        { ko: '잘 못 자요', en: 'Badly' },
      ],
    },
    {
      id: 'support', kind: 'choice', isRequired: false, scoring: 'none',
      text: { ko: '힘들 때 이야기할 사람이 있나요?', en: 'Is there somebody you can talk to when it is hard?' },
      options: [
        { ko: '있어요', en: 'Yes' },
        { ko: '가끔은 있어요', en: 'Sometimes' },
        { ko: '없어요', en: 'No' },
      ],
    },
    {
      id: 'wishes', kind: 'text', isRequired: false,
      text: { ko: '상담사가 미리 알면 좋을 것이 있나요?', en: 'Is there anything your counselor should know in advance?' },
    },
  ],
  isScored: false,
  bands: [],
  source: 'BeMore',
};
