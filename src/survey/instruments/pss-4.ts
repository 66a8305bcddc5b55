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
    ko: '다음의 문항들은 최근 1개월 동안 당신이 느끼고 생각한 것에 대한 것입니다. 각 문항에 해당하는 내용을 얼마나 자주 느꼈는지 골라 주십시오.',
    en: 'The questions ask about your feelings and thoughts during the last month. Please say how often you felt or thought a certain way.',
  },
  questions: items(
    [
      {
        ko: '최근 1개월 동안, 인생에서 중요한 일들을 조절할 수 없다는 느낌을 얼마나 경험하였습니까?',
        en: 'In the last month, how often have you felt that you were unable to control the important things in your life?',
      },
      {
        ko: '최근 1개월 동안, 당신의 개인적 문제들을 다루는 데 있어서 얼마나 자주 자신감을 느끼셨습니까?',
        en: 'In the last month, how often have you felt confident about your ability to handle your personal problems?',
      },
      {
        ko: '최근 1개월 동안, 일상의 일들이 당신의 생각대로 진행되고 있다는 느낌을 얼마나 경험하였습니까?',
        en: 'In the last month, how often have you felt that things were going your way?',
      },
      {
        ko: '최근 1개월 동안, 어려운 일들이 너무 많이 쌓여서 극복하지 못할 것 같은 느낌을 얼마나 자주 경험하셨습니까?',
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
    'Korean: items 2, 4, 5 and 10 of the validated PSS-10, 이종하 외 (2012). 한글판 스트레스 자각척도의 신뢰도와 타당도 연구. 정신신체의학 20(2), 127–134.',
    'Sum of four items, 0–16, items 2 and 3 reversed; no bands are published.',
  ].join(' '),
};
