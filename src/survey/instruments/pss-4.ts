import { type InBoth, type InstrumentDefinition, items } from './definition.js';

const FREQUENCY: readonly InBoth[] = [
  { ko: '전혀 없었다', en: 'Never' },
  { ko: '거의 없었다', en: 'Almost never' },
  { ko: '때때로 있었다', en: 'Sometimes' },
  { ko: '자주 있었다', en: 'Fairly often' },
  { ko: '매우 자주 있었다', en: 'Very often' },
];

/** Items 2 and 3 speak of mastery, so they count the other way round: 4 becomes 0. */
const REVERSED = [2, 3];

export const PSS_4: InstrumentDefinition = {
  id: 'pss-4',
  version: '1',
  title: { ko: '지각된 스트레스 척도(PSS-4)', en: 'Perceived Stress Scale (PSS-4)' },
  instruction: {
    ko: '지난 한 달 동안의 느낌과 생각에 대해 묻습니다. 얼마나 자주 그렇게 느끼거나 생각했는지 골라 주세요.',
    en: 'The questions ask about your feelings and thoughts during the last month. Please say how often you felt or thought a certain way.',
  },
  questions: items(
    [
      {
        ko: '지난 한 달 동안, 인생에서 중요한 일들을 조절할 수 없다는 느낌을 얼마나 자주 경험하였습니까?',
        en: 'In the last month, how often have you felt that you were unable to control the important things in your life?',
      },
      {
        ko: '지난 한 달 동안, 개인적 문제들을 다루는 데 있어서 얼마나 자주 자신감을 느꼈습니까?',
        en: 'In the last month, how often have you felt confident about your ability to handle your personal problems?',
      },
      {
        ko: '지난 한 달 동안, 일상의 일들이 당신의 생각대로 진행되고 있다는 느낌을 얼마나 자주 경험하였습니까?',
        en: 'In the last month, how often have you felt that things were going your way?',
      },
      {
        ko: '지난 한 달 동안, 어려운 일들이 너무 많이 쌓여서 극복하지 못할 것 같은 느낌을 얼마나 자주 경험하였습니까?',
        en: 'In the last month, how often have you felt difficulties were piling up so high that you could not overcome them?',
      },
    ],
    FREQUENCY,
    REVERSED,
  ),
  isScored: true,
  // None were published: the scale compares people with a sample, and a person with themselves.
  bands: [],
  source: [
    'Cohen S, Williamson G (1988). Perceived stress in a probability sample of the United States. In: The Social Psychology of Health, 31–67; after',
    'Cohen S, Kamarck T, Mermelstein R (1983). A global measure of perceived stress. J Health Soc Behav 24(4), 385–396.',
    'Sum of four items, 0–16, items 2 and 3 reversed; no bands are published.',
  ].join(' '),
};
