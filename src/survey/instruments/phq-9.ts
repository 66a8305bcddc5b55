import { type InBoth, type InstrumentDefinition, items } from './definition.js';

const FREQUENCY: readonly InBoth[] = [
  { ko: '전혀 방해 받지 않았다', en: 'Not at all' },
  { ko: '며칠 동안 방해 받았다', en: 'Several days' },
  { ko: '7일 이상 방해 받았다', en: 'More than half the days' },
  { ko: '거의 매일 방해 받았다', en: 'Nearly every day' },
];

const TWO_WEEKS: InBoth = {
  ko: '지난 2주일 동안 당신은 다음의 문제들로 인해서 얼마나 자주 방해를 받았습니까?',
  en: 'Over the last 2 weeks, how often have you been bothered by any of the following problems?',
};

/** The question on daily life that follows both scales; it does not count. */
export const DIFFICULTY = {
  id: 'difficulty',
  kind: 'choice',
  isRequired: false,
  scoring: 'none',
  text: {
    ko: '이러한 문제들로 인해서 당신은 일을 하거나 가정일을 돌보거나 다른 사람과 어울리는 것이 얼마나 어려웠습니까?',
    en: 'How difficult have these problems made it for you to do your work, take care of things at home, or get along with other people?',
  },
  options: [
    { ko: '전혀 어렵지 않았다', en: 'Not difficult at all' },
    { ko: '약간 어려웠다', en: 'Somewhat difficult' },
    { ko: '많이 어려웠다', en: 'Very difficult' },
    { ko: '매우 많이 어려웠다', en: 'Extremely difficult' },
  ],
} as const;

/** The item on thoughts of death or self-harm. */
export const ITEM_9 = 'q9';

export const PHQ_9: InstrumentDefinition = {
  id: 'phq-9',
  version: '1',
  title: { ko: '우울 선별 도구(PHQ-9)', en: 'Patient Health Questionnaire (PHQ-9)' },
  instruction: TWO_WEEKS,
  questions: [
    ...items(
      [
        { ko: '일 또는 여가 활동을 하는데 흥미나 즐거움을 느끼지 못함', en: 'Little interest or pleasure in doing things' },
        { ko: '기분이 가라앉거나, 우울하거나, 희망이 없음', en: 'Feeling down, depressed, or hopeless' },
        { ko: '잠이 들거나 계속 잠을 자는 것이 어려움, 또는 잠을 너무 많이 잠', en: 'Trouble falling or staying asleep, or sleeping too much' },
        { ko: '피곤하다고 느끼거나 기운이 거의 없음', en: 'Feeling tired or having little energy' },
        { ko: '입맛이 없거나 과식을 함', en: 'Poor appetite or overeating' },
        {
          ko: '자신을 부정적으로 봄 – 혹은 자신이 실패자라고 느끼거나 자신 또는 가족을 실망시킴',
          en: 'Feeling bad about yourself – or that you are a failure or have let yourself or your family down',
        },
        {
          ko: '신문을 읽거나 텔레비전 보는 것과 같은 일에 집중하는 것이 어려움',
          en: 'Trouble concentrating on things, such as reading the newspaper or watching television',
        },
        {
          ko: '다른 사람들이 주목할 정도로 너무 느리게 움직이거나 말을 함. 또는 반대로 평상시보다 많이 움직여서, 너무 안절부절 못하거나 들떠 있음',
          en: [
            'Moving or speaking so slowly that other people could have noticed?',
            'Or the opposite – being so fidgety or restless that you have been moving around a lot more than usual',
          ].join(' '),
        },
        {
          ko: '자신이 죽는 것이 더 낫다고 생각하거나 어떤 식으로든 자신을 해칠 것이라고 생각함',
          en: 'Thoughts that you would be better off dead or of hurting yourself in some way',
        },
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
    { id: 'moderately-severe', label: { ko: '약간 심함', en: 'Moderately severe' }, min: 15, max: 19 },
    { id: 'severe', label: { ko: '심함', en: 'Severe' }, min: 20, max: 27 },
  ],
  source: [
    'Kroenke K, Spitzer RL, Williams JBW (2001). The PHQ-9: validity of a brief depression severity measure. J Gen Intern Med 16(9), 606–613.',
    'Korean: the translation of the PHQ Screeners (phqscreeners.com). A screening score, no diagnosis. Free to use.',
  ].join(' '),
};
