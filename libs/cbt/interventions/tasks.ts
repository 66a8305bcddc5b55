import type { CbtLanguage, Distortion } from '../types.js';

export type Difficulty = 'easy' | 'medium' | 'hard';
interface TaskText {
  title: string;
  description: string;
  /** In words, such as 10분. */
  duration: string;
}
export type TaskContent = Readonly<Record<CbtLanguage, TaskText>> & { readonly difficulty: Difficulty };

const task = (difficulty: Difficulty, minutes: number, ko: readonly [string, string], en: readonly [string, string]): TaskContent => ({
  difficulty,
  ko: { title: ko[0], description: ko[1], duration: `${minutes}분` },
  en: { title: en[0], description: en[1], duration: `${minutes} minutes` },
});

/** Small, safe to do alone, and finished within the time. New ones go to the end. */
export const TASKS: Readonly<Record<Distortion, readonly TaskContent[]>> = {
  catastrophizing: [
    task('easy', 10, ['세 가지 결말', '걱정하는 일의 가장 나쁜, 가장 좋은, 가장 있을 법한 결말을 한 줄씩 적어 보세요.'], ['Three endings', 'Write down the worst, the best and the most likely ending of what you fear, one line each.']),
    task('easy', 5, ['지금 여기로', '발바닥이 닿는 느낌을 살피며 숨을 열 번 쉬고, 지금 보이는 것 다섯 가지를 말해 보세요.'], ['Back to here', 'Feel your feet on the floor for ten breaths, then name five things that you see.']),
    task('medium', 15, ['대비 카드', '걱정하는 일이 생기면 할 일, 연락할 사람, 도움이 되는 말을 카드 한 장에 적어 두세요.'], ['A coping card', 'On one card write what you would do, whom you would call, and words that help, should it happen.']),
  ],
  'all-or-nothing': [
    task('easy', 5, ['중간 찾기', '“전부 아니면 전무”로 느껴지는 일을 하나 골라 0에서 100 사이의 점수를 매기고 이유를 적어 보세요.'], ['Find the middle', 'Pick one thing that feels all or nothing, give it a score from 0 to 100, and note why.']),
    task('medium', 15, ['일부러 팔십 점', '부담이 적은 일 하나를 80점쯤에서 멈추고, 어떤 일이 일어나는지 살펴보세요.'], ['Eighty on purpose', 'Stop one harmless job at about eighty per cent, and watch what happens.']),
    task('easy', 10, ['그리고', '“하지만”을 “그리고”로 바꾸어, 잘된 것과 아쉬운 것을 한 문장에 함께 적어 보세요.'], ['And', 'Write one sentence with what went well and what did not, joined by “and” instead of “but”.']),
  ],
  overgeneralization: [
    task('medium', 10, ['예외 모으기', '그 생각과 맞지 않았던 일을 세 가지 떠올려 적어 보세요.'], ['Collect exceptions', 'Recall three events that do not fit the thought, and write them down.']),
    task('easy', 5, ['이번에는', '“항상”이나 “아무도”가 든 문장을 “이번에는”으로 시작해 다시 써 보세요.'], ['This time', 'Take a sentence with “always” or “nobody” and write it again, beginning with “this time”.']),
    task('medium', 15, ['한 주 세어 보기', '일주일 동안 그 일이 일어난 날과 일어나지 않은 날을 달력에 표시해 보세요.'], ['Count a week', 'For a week mark in the calendar the days on which it happened, and those on which it did not.']),
  ],
  'mental-filter': [
    task('easy', 5, ['세 가지 장면', '오늘 하루에서 힘든 장면 하나와 괜찮았던 장면 둘을 적어 보세요.'], ['Three scenes', 'Write down one hard scene of today and two that were all right.']),
    task('easy', 10, ['전체 그림', '마음에 걸리는 그 일을 종이 가운데 작게 그리고, 둘레에 함께 있었던 것들을 채워 보세요.'], ['The whole picture', 'Draw what bothers you small in the middle of a sheet, and fill in around it what else was there.']),
    task('medium', 10, ['좋은 말 다시 읽기', '최근에 받은 글이나 말에서 좋은 부분만 골라 소리 내어 두 번 읽어 보세요.'], ['Read the good part', 'Pick the good parts of something that was said or written to you, and read them aloud twice.']),
  ],
  'disqualifying-positive': [
    task('easy', 5, ['칭찬 적어 두기', '최근에 들은 좋은 말 하나를 고치지 말고 그대로 적어 보세요.'], ['Keep a kind word', 'Write down one kind thing that was said to you lately, just as it was said.']),
    task('easy', 5, ['고맙습니다까지만', '다음에 칭찬을 들으면 “고맙습니다”라고만 말하고, 그때의 마음을 한 줄 적어 보세요.'], ['Only thank you', 'When you next hear praise say only “thank you”, and note in one line what it was like.']),
    task('medium', 10, ['내 몫 찾기', '잘된 일 하나를 골라 내가 한 일을 작은 것까지 다섯 가지 적어 보세요.'], ['My share', 'Choose one thing that went well and list five things you did for it, however small.']),
  ],
  'jumping-to-conclusions': [
    task('medium', 10, ['다른 설명 찾기', '그 일에 대한 다른 설명을 세 가지 적고, 얼마나 그럴듯한지 점수를 매겨 보세요.'], ['Other explanations', 'Write three other explanations and how likely each of them is.']),
    task('hard', 15, ['물어보기', '마음에 걸리는 짐작 하나를 골라, 편한 때에 상대에게 부드럽게 물어볼 문장을 써 보세요.'], ['Ask', 'Choose one guess that troubles you and write a gentle sentence with which you could ask.']),
    task('easy', 10, ['예측 일기', '내일 일을 하나 예측해 적고, 저녁에 실제로 어땠는지 나란히 적어 보세요.'], ['A diary of guesses', 'Write down a guess about tomorrow, and in the evening put beside it what happened.']),
  ],
  magnification: [
    task('easy', 10, ['거리 두고 보기', '이 일을 일주일, 1년, 5년 뒤의 눈으로 한 줄씩 적어 보세요.'], ['From a distance', 'Describe it in one line each as seen in a week, a year and five years.']),
    task('easy', 5, ['느낌표 빼기', '그 일을 “엄청난”, “최악” 같은 말 없이 기사처럼 두 문장으로 적어 보세요.'], ['Without the big words', 'Tell what happened in two sentences, like a newspaper, without words such as “huge” or “worst”.']),
    task('medium', 10, ['같은 자로 재기', '내가 잘한 일과 아쉬운 일을 세 가지씩 적고 같은 기준으로 1~10점을 매겨 보세요.'], ['One ruler', 'List three things you did well and three you regret, and rate them all from 1 to 10 by the same measure.']),
  ],
  'emotional-reasoning': [
    task('medium', 10, ['느낌과 사실', '종이를 둘로 나누어 왼쪽에는 느낌을, 오른쪽에는 사실을 적어 보세요.'], ['Feelings and facts', 'Divide a sheet: feelings on the left, facts on the right.']),
    task('easy', 5, ['감정에 이름 붙이기', '지금 느끼는 감정에 이름을 붙이고 세기를 0에서 10으로 적은 뒤, 10분 뒤에 다시 적어 보세요.'], ['Name the feeling', 'Name what you feel, rate it from 0 to 10, and rate it again ten minutes later.']),
    task('medium', 10, ['편안한 날의 나에게', '마음이 편안한 날의 내가 이 일을 보고 쓴 짧은 편지를 적어 보세요.'], ['From a calm day', 'Write a short note about this to yourself as you are on a calm day.']),
  ],
  'should-statements': [
    task('medium', 10, ['규칙 다시 쓰기', '자신에게 엄격한 규칙 하나를 골라 부드러운 문장으로 다시 써 보세요.'], ['Rewrite a rule', 'Choose one strict rule of yours and write it anew in a gentler sentence.']),
    task('easy', 5, ['바람으로 바꾸기', '오늘 떠오른 “해야 한다” 세 가지를 “하면 좋겠다”로 바꾸어 읽어 보세요.'], ['Into wishes', 'Take three “shoulds” of today and read them as “it would be nice if”.']),
    task('hard', 20, ['규칙 쉬는 시간', '안전한 일에서 규칙 하나를 20분만 쉬게 하고, 마음에 무엇이 올라오는지 적어 보세요.'], ['A break for a rule', 'Where it is safe, let one rule rest for twenty minutes, and note what comes up.']),
  ],
  labeling: [
    task('easy', 10, ['이름표 떼기', '붙인 말을 적고, 그 대신 실제로 있었던 행동을 한 문장으로 적어 보세요.'], ['Take off the label', 'Write down the label, and in its place one sentence about what was actually done.']),
    task('easy', 10, ['다른 이름들', '내가 맡은 역할과 내 모습을 나타내는 말을 열 가지 적어 보세요. 작은 것도 좋아요.'], ['Other names', 'Write down ten words for what you are and do, small ones too.']),
    task('medium', 10, ['친구에게 하듯', '같은 일을 겪은 친구에게 말하듯 자신에게 세 문장을 적어 보세요.'], ['As to a friend', 'Write three sentences to yourself as you would to a friend to whom this had happened.']),
  ],
};

/** Fit any pattern. */
export const ANY_TASKS: readonly TaskContent[] = [
  task('medium', 15, ['생각 기록', '상황, 떠오른 생각, 느낌, 다른 시각을 한 줄씩 적어 보세요.'], ['Thought record', 'Write one line each: the situation, the thought, the feeling, another view.']),
  task('easy', 5, ['생각 바라보기', '그 생각 앞에 “나는 지금 …라고 생각하고 있다”를 붙여 천천히 읽어 보세요.'], ['Watch the thought', 'Put “I am having the thought that …” before it, and read it slowly.']),
  task('hard', 20, ['작은 실험', '그 생각이 맞는지 알아볼 수 있는 작은 일을 하나 정해 해 보고 결과를 적어 보세요.'], ['A small experiment', 'Choose one small thing that would test the thought, do it, and note what happened.']),
];
