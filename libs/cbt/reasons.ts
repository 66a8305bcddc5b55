/** What a rule saw, said to people: a tentative sentence about the thought, never about the person. */
export const REASONS = {
  ruin: {
    ko: '한 가지 일에서 삶 전체의 파국까지 내다보고 있어요.',
    en: 'One event is followed all the way to the ruin of everything.',
  },
  'worst-cause': {
    ko: '여러 설명 가운데 가장 나쁜 설명만 사실로 여기고 있어요.',
    en: 'Out of several explanations only the worst one is taken as true.',
  },
  'worst-if': {
    ko: '가장 나쁜 경우를 곧 일어날 일처럼 그리고 있어요.',
    en: 'The worst case is pictured as if it were about to happen.',
  },
  unbearable: {
    ko: '그 일을 결코 견디지 못할 거라고 미리 정해 두고 있어요.',
    en: 'It is settled in advance that this could never be borne.',
  },
  over: {
    ko: '힘든 일을 모든 것의 끝으로 받아들이고 있어요.',
    en: 'A hard event is taken as the end of everything.',
  },
  'perfect-or-nothing': {
    ko: '완벽하지 않으면 아무 가치가 없다고 보고 있어요.',
    en: 'Anything short of perfect is given no value at all.',
  },
  'either-or': {
    ko: '두 극단만 있고 그 사이가 없다고 보고 있어요.',
    en: 'Only two extremes are seen, with nothing in between.',
  },
  'one-slip': {
    ko: '작은 어긋남 하나로 전체를 실패로 판단하고 있어요.',
    en: 'One slip is enough to call the whole thing a failure.',
  },
  'always-fails': {
    ko: '몇 번의 경험을 "언제나 그렇다"로 넓히고 있어요.',
    en: 'Some experiences are widened into "it is always so".',
  },
  everyone: {
    ko: '몇몇 사람의 일을 모든 사람의 일로 넓히고 있어요.',
    en: 'What some people did is widened to everyone.',
  },
  'nothing-works': {
    ko: '어떤 일도 되지 않는다고 통틀어 말하고 있어요.',
    en: 'It is said of everything at once that it does not work.',
  },
  group: {
    ko: '한 무리의 사람을 모두 똑같다고 보고 있어요.',
    en: 'A whole group of people is seen as all the same.',
  },
  'other-always': {
    ko: '상대의 행동을 "항상" 또는 "한 번도"라는 말로 굳히고 있어요.',
    en: 'Someone\'s behaviour is fixed with "always" or "never".',
  },
  'only-negative': {
    ko: '여러 장면 가운데 나쁜 것에만 눈이 머물러 있어요.',
    en: 'Attention stays only on the bad part of a larger picture.',
  },
  'one-spoils': {
    ko: '나쁜 한 가지가 전체의 색을 바꾸고 있어요.',
    en: 'One bad detail colours the whole.',
  },
  luck: {
    ko: '잘된 일을 운이나 우연으로 돌리고 있어요.',
    en: 'A good result is put down to luck or chance.',
  },
  'only-kindness': {
    ko: '좋은 말이나 호의를 예의나 동정으로 깎아내리고 있어요.',
    en: 'Praise or kindness is discounted as politeness or pity.',
  },
  'does-not-count': {
    ko: '좋은 일을 별것 아닌 것으로 쳐서 빼고 있어요.',
    en: 'Something good is ruled out as not counting.',
  },
  'mind-reading': {
    ko: '상대의 속마음을 확인하지 않고 나쁘게 단정하고 있어요.',
    en: 'Someone\'s thoughts are assumed, and assumed to be bad.',
  },
  'reading-signs': {
    ko: '작은 신호 하나를 나쁜 뜻의 증거로 읽고 있어요.',
    en: 'A small sign is read as proof of something bad.',
  },
  fortune: {
    ko: '나쁜 결과를 이미 정해진 일처럼 예언하고 있어요.',
    en: 'A bad outcome is predicted as if it were settled.',
  },
  huge: {
    ko: '실수나 결점의 크기를 실제보다 크게 보고 있어요.',
    en: 'A mistake or flaw is made larger than it is.',
  },
  belittle: {
    ko: '내 것은 작게, 남의 것은 크게 보고 있어요.',
    en: 'One\'s own side is made small and the others\' side large.',
  },
  'feeling-proof': {
    ko: '느낌을 사실의 증거로 삼고 있어요.',
    en: 'A feeling is taken as proof of a fact.',
  },
  'demand-self': {
    ko: '스스로에게 융통성 없는 기준을 요구하고 있어요.',
    en: 'A rigid demand is made of oneself.',
  },
  'demand-others': {
    ko: '다른 사람이 반드시 어떠해야 한다고 요구하고 있어요.',
    en: 'A rigid demand is made of others.',
  },
  hindsight: {
    ko: '지나간 일을 "그랬어야 했다"로 나무라고 있어요.',
    en: 'The past is judged by what should have been done.',
  },
  'label-self': {
    ko: '한 가지 행동이 아니라 자신 전체에 이름표를 붙이고 있어요.',
    en: 'A label is put on the whole self instead of on one act.',
  },
  'label-other': {
    ko: '한 가지 행동이 아니라 그 사람 전체에 이름표를 붙이고 있어요.',
    en: 'A label is put on a whole person instead of on one act.',
  },
} as const;

export type ReasonId = keyof typeof REASONS;
