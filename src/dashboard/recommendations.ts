import type { Recommendation } from '../../libs/contracts/dashboard.js';
import type { MeanAffect } from '../../libs/contracts/emotion.js';
import type { Language } from '../../libs/contracts/primitives.js';

/** What recommendations follow from; nothing else enters them. */
export interface DashboardFacts {
  readonly days: number;
  readonly sessions: number;
  /** Of any time. */
  readonly hasSessions: boolean;
  readonly lastDay: MeanAffect;
  readonly range: MeanAffect;
  /** Range against the one before. */
  readonly valenceChange: number | null;
  readonly coverageRatio: number | null;
  readonly tasks: { readonly proposed: number; readonly done: number };
  /** Since the last answer to a mood questionnaire; null when there is none. */
  readonly daysSinceSurvey: number | null;
}

const LOW_VALENCE = -0.2;
const HIGH_AROUSAL = 0.3;
const RISE = 0.15;
const LITTLE_COVERAGE = 0.4;
/** PHQ-9 and GAD-7 ask about the last two weeks. */
const SURVEY_EVERY_DAYS = 14;

interface Rule {
  readonly id: string;
  readonly holds: (facts: DashboardFacts) => boolean;
  readonly say: Readonly<Record<Language, (facts: DashboardFacts) => Omit<Recommendation, 'id'>>>;
}

const value = (number: number | null) => (number ?? 0).toFixed(2).replace('-', '−');

const RULES: readonly Rule[] = [
  {
    id: 'first-session',
    holds: ({ hasSessions }) => !hasSessions,
    say: {
      ko: () => ({ title: '첫 상담을 시작해 보세요', desc: '짧게 이야기해도 괜찮아요. 언제든 멈출 수 있습니다.', cta: '상담 시작', reason: '아직 마친 상담이 없어요.' }),
      en: () => ({ title: 'Start a first session', desc: 'A short talk is fine. You can stop at any time.', cta: 'Start', reason: 'There is no finished session yet.' }),
    },
  },
  {
    id: 'come-back',
    holds: ({ hasSessions, sessions }) => hasSessions && sessions === 0,
    say: {
      ko: ({ days }) => ({ title: '요즘 어떻게 지내세요?', desc: '오랜만에 이야기를 나눠 보세요.', cta: '상담 시작', reason: `지난 ${days}일 동안 상담이 없었어요.` }),
      en: ({ days }) => ({ title: 'How have you been?', desc: 'It may be time for another talk.', cta: 'Start', reason: `There was no session in the last ${days} days.` }),
    },
  },
  {
    id: 'breathing',
    holds: ({ lastDay }) => (lastDay.arousal ?? 0) >= HIGH_AROUSAL && (lastDay.valence ?? 0) < 0,
    say: {
      ko: ({ lastDay }) => ({
        title: '숨을 천천히 쉬어 보기', desc: '4초 들이쉬고 6초 내쉬기를 3분 동안 해 봅니다.', cta: '해 보기',
        reason: `최근 상담에서 읽힌 각성이 ${value(lastDay.arousal)}로 높고 정서가가 ${value(lastDay.valence)}였어요(−1~1).`,
      }),
      en: ({ lastDay }) => ({
        title: 'Breathe slowly', desc: 'In for 4 seconds, out for 6, for 3 minutes.', cta: 'Try it',
        reason: `In the latest sessions arousal was high (${value(lastDay.arousal)}) and valence ${value(lastDay.valence)} (−1 to 1).`,
      }),
    },
  },
  {
    id: 'small-joy',
    holds: ({ range }) => range.valence !== null && range.valence <= LOW_VALENCE,
    say: {
      ko: ({ range, days }) => ({
        title: '작은 즐거움 하나 정하기', desc: '오늘 10분 안에 할 수 있는, 조금이라도 기분이 나아지는 일을 하나 골라 해 봅니다.', cta: '적어 보기',
        reason: `지난 ${days}일 동안 읽힌 정서가가 평균 ${value(range.valence)}로 낮은 편이에요(−1~1).`,
      }),
      en: ({ range, days }) => ({
        title: 'Choose one small pleasure', desc: 'Pick something that takes ten minutes today and feels a little better than nothing.', cta: 'Write it down',
        reason: `Over the last ${days} days mean valence was rather low, ${value(range.valence)} (−1 to 1).`,
      }),
    },
  },
  {
    id: 'what-helped',
    holds: ({ valenceChange }) => valenceChange !== null && valenceChange >= RISE,
    say: {
      ko: ({ valenceChange, days }) => ({
        title: '도움이 된 것 적어 두기', desc: '무엇이 달라졌는지 한 줄 적어 두면 다음에 다시 쓸 수 있어요.', cta: '적어 보기',
        reason: `정서가가 그 전 ${days}일보다 ${value(valenceChange)} 올라갔어요.`,
      }),
      en: ({ valenceChange, days }) => ({
        title: 'Note what helped', desc: 'A line about what changed can be of use another time.', cta: 'Write it down',
        reason: `Valence is ${value(valenceChange)} higher than in the ${days} days before.`,
      }),
    },
  },
  {
    id: 'open-tasks',
    holds: ({ tasks }) => tasks.proposed > tasks.done,
    say: {
      ko: ({ tasks }) => ({
        title: '해 볼 과제가 남아 있어요', desc: '가장 쉬운 것 하나부터 해 보세요. 다 하지 않아도 괜찮습니다.', cta: '과제 보기',
        reason: `제안된 과제 ${tasks.proposed}개 가운데 ${tasks.done}개를 했어요.`,
      }),
      en: ({ tasks }) => ({
        title: 'There are exercises to try', desc: 'Begin with the easiest. You need not do them all.', cta: 'See them',
        reason: `${tasks.done} of ${tasks.proposed} proposed exercises are done.`,
      }),
    },
  },
  {
    id: 'better-signal',
    holds: ({ coverageRatio }) => coverageRatio !== null && coverageRatio < LITTLE_COVERAGE,
    say: {
      ko: ({ coverageRatio }) => ({
        title: '화면과 소리를 살펴봐 주세요', desc: '얼굴이 밝게 보이는 자리에서 마이크를 가까이 두면 더 잘 읽을 수 있어요. 끄고 상담해도 괜찮습니다.',
        reason: `상담 시간의 ${Math.round((coverageRatio ?? 0) * 100)}%에서만 신호를 읽을 수 있었어요.`,
      }),
      en: ({ coverageRatio }) => ({
        title: 'Check picture and sound', desc: 'A well-lit face and a near microphone can be read better. Talking with both off is fine, too.',
        reason: `Signals could be read in only ${Math.round((coverageRatio ?? 0) * 100)}% of the time.`,
      }),
    },
  },
  {
    id: 'check-in',
    holds: ({ hasSessions, daysSinceSurvey }) => hasSessions && (daysSinceSurvey === null || daysSinceSurvey >= SURVEY_EVERY_DAYS),
    say: {
      ko: ({ daysSinceSurvey }) => ({
        title: '마음 상태 돌아보기', desc: '2분이면 되는 설문으로 지난 두 주를 돌아봅니다.', cta: '설문하기',
        reason: daysSinceSurvey === null ? '아직 답한 설문이 없어요.' : `마지막 설문이 ${daysSinceSurvey}일 전이에요.`,
      }),
      en: ({ daysSinceSurvey }) => ({
        title: 'Look back on two weeks', desc: 'A questionnaire of two minutes.', cta: 'Answer it',
        reason: daysSinceSurvey === null ? 'No questionnaire was answered yet.' : `The last questionnaire was ${daysSinceSurvey} days ago.`,
      }),
    },
  },
];

const MOST = 5;

/** What may help, each with the figure that it follows from. */
export function recommend(facts: DashboardFacts, language: Language): Recommendation[] {
  return RULES.filter(({ holds }) => holds(facts)).slice(0, MOST).map(({ id, say }) => ({ id, ...say[language](facts) }));
}
