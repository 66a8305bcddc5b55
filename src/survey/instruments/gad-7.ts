import { type InBoth, type InstrumentDefinition, items } from './definition.js';
import { DIFFICULTY } from './phq-9.js';

/** The Korean translation words it in another way than that of PHQ-9; both are kept as they were published. */
const TWO_WEEKS: InBoth = {
  ko: '지난 2주 동안 당신은 다음의 문제들로 인해서 얼마나 자주 방해를 받았습니까?',
  en: 'Over the last 2 weeks, how often have you been bothered by the following problems?',
};

const FREQUENCY: readonly InBoth[] = [
  { ko: '전혀 방해 받지 않았다', en: 'Not at all' },
  { ko: '며칠 동안 방해 받았다', en: 'Several days' },
  { ko: '2주 중 절반 이상 방해 받았다', en: 'More than half the days' },
  { ko: '거의 매일 방해 받았다', en: 'Nearly every day' },
];

export const GAD_7: InstrumentDefinition = {
  id: 'gad-7',
  version: '1',
  title: { ko: '불안 선별 도구(GAD-7)', en: 'Generalized Anxiety Disorder scale (GAD-7)' },
  instruction: TWO_WEEKS,
  questions: [
    ...items(
      [
        { ko: '초조하거나 불안하거나 조마조마하게 느낀다', en: 'Feeling nervous, anxious or on edge' },
        { ko: '걱정하는 것을 멈추거나 조절할 수가 없다', en: 'Not being able to stop or control worrying' },
        { ko: '여러 가지 것들에 대해 걱정을 너무 많이 한다', en: 'Worrying too much about different things' },
        { ko: '편하게 있기가 어렵다', en: 'Trouble relaxing' },
        { ko: '너무 안절부절못해서 가만히 있기가 힘들다', en: 'Being so restless that it is hard to sit still' },
        { ko: '쉽게 짜증이 나거나 쉽게 성을 내게 된다', en: 'Becoming easily annoyed or irritable' },
        { ko: '마치 끔찍한 일이 생길 것처럼 두렵게 느껴진다', en: 'Feeling afraid as if something awful might happen' },
      ],
      FREQUENCY,
    ),
    DIFFICULTY,
  ],
  isScored: true,
  bands: [
    { id: 'minimal', label: { ko: '최소', en: 'Minimal' }, min: 0, max: 4 },
    { id: 'mild', label: { ko: '경미', en: 'Mild' }, min: 5, max: 9 },
    { id: 'moderate', label: { ko: '중간', en: 'Moderate' }, min: 10, max: 14 },
    { id: 'severe', label: { ko: '심함', en: 'Severe' }, min: 15, max: 21 },
  ],
  source: [
    'Spitzer RL, Kroenke K, Williams JBW, Löwe B (2006). A brief measure for assessing generalized anxiety disorder: the GAD-7.',
    'Arch Intern Med 166(10), 1092–1097. Korean: the translation of the PHQ Screeners (phqscreeners.com). A screening score, no diagnosis. Free to use.',
  ].join(' '),
};
