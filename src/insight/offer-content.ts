import type { CbtTask, Distortion } from '../../libs/contracts/insights.js';

export type Bilingual = Readonly<Record<'ko' | 'en', string>>;
type TaskText = Pick<CbtTask, 'title' | 'description' | 'duration'>;
export type TaskContent = Readonly<Record<'ko' | 'en', TaskText>> & { readonly difficulty: CbtTask['difficulty'] };

export interface PatternContent {
  readonly questions: readonly Bilingual[];
  readonly tasks: readonly TaskContent[];
}

const q = (ko: string, en: string): Bilingual => ({ ko, en });
const task = (difficulty: CbtTask['difficulty'], minutes: number, ko: readonly [string, string], en: readonly [string, string]): TaskContent => ({
  difficulty,
  ko: { title: ko[0], description: ko[1], duration: `${minutes}분` },
  en: { title: en[0], description: en[1], duration: `${minutes} minutes` },
});

/** In the Socratic manner: asked, never told. */
export const CONTENT: Readonly<Record<Distortion, PatternContent>> = {
  catastrophizing: {
    questions: [
      q('가장 나쁜 경우와 가장 좋은 경우, 그리고 가장 있을 법한 경우는 각각 무엇일까요?', 'What would be the worst, the best, and the most likely outcome?'),
      q('그 일이 정말 일어난다면 무엇이 견디는 데 도움이 될까요?', 'If it did happen, what would help you to get through it?'),
      q('전에도 이렇게 걱정한 일이 있었다면 실제로는 어떻게 되었나요?', 'When you worried like this before, how did it turn out?'),
    ],
    tasks: [task('easy', 10, ['세 가지 결말', '걱정하는 일의 가장 나쁜, 가장 좋은, 가장 있을 법한 결말을 한 줄씩 적어 보세요.'], ['Three endings', 'Write down the worst, the best and the most likely ending of what you fear, one line each.'])],
  },
  'all-or-nothing': {
    questions: [
      q('0과 100 사이에 이 일을 놓는다면 몇 점쯤일까요?', 'If you put it on a scale from 0 to 100, where would it stand?'),
      q('완벽하지 않아도 괜찮았던 부분은 무엇인가요?', 'Which part of it was all right without being perfect?'),
      q('친구가 같은 결과를 얻었다면 똑같이 판단하시겠어요?', 'Would you judge a friend with the same result in the same way?'),
    ],
    tasks: [task('easy', 5, ['중간 찾기', '“전부 아니면 전무”로 느껴지는 일을 하나 골라 0에서 100 사이의 점수를 매기고 이유를 적어 보세요.'], ['Find the middle', 'Pick one thing that feels all or nothing, give it a score from 0 to 100, and note why.'])],
  },
  overgeneralization: {
    questions: [
      q('그렇지 않았던 때가 한 번이라도 있었다면 언제였나요?', 'Was there even one time when it was not so?'),
      q('이번 한 번의 일이 말해 주는 것과 말해 주지 않는 것은 무엇인가요?', 'What does this one event tell you, and what does it not tell?'),
      q('“항상”이나 “아무도” 대신 어떤 말이 더 정확할까요?', 'Which words would be more exact than “always” or “nobody”?'),
    ],
    tasks: [task('medium', 10, ['예외 모으기', '그 생각과 맞지 않았던 일을 세 가지 떠올려 적어 보세요.'], ['Collect exceptions', 'Recall three events that do not fit the thought, and write them down.'])],
  },
  'mental-filter': {
    questions: [
      q('그 장면에서 아직 이야기하지 않은 다른 것은 무엇이 있었나요?', 'What else was there that you have not mentioned yet?'),
      q('다른 사람이 그 자리에 있었다면 무엇을 보았을까요?', 'What would somebody else who was there have seen?'),
      q('그날 괜찮았던 순간이 있었다면 무엇인가요?', 'Which moment of that day was all right?'),
    ],
    tasks: [task('easy', 5, ['세 가지 장면', '오늘 하루에서 힘든 장면 하나와 괜찮았던 장면 둘을 적어 보세요.'], ['Three scenes', 'Write down one hard scene of today and two that were all right.'])],
  },
  'disqualifying-positive': {
    questions: [
      q('그 일이 잘된 데에 당신이 보탠 것은 무엇인가요?', 'What did you contribute to its going well?'),
      q('같은 일을 친구가 해냈다면 뭐라고 말해 주시겠어요?', 'What would you say to a friend who had done the same?'),
      q('칭찬을 그대로 받아들인다면 무엇이 달라질까요?', 'What would change if you took the praise as it was meant?'),
    ],
    tasks: [task('easy', 5, ['칭찬 적어 두기', '최근에 들은 좋은 말 하나를 고치지 말고 그대로 적어 보세요.'], ['Keep a kind word', 'Write down one kind thing that was said to you lately, just as it was said.'])],
  },
  'jumping-to-conclusions': {
    questions: [
      q('그렇게 생각하게 한 것은 무엇이고, 직접 확인한 것은 무엇인가요?', 'What made you think so, and what of it have you checked?'),
      q('다른 이유가 있을 수 있다면 어떤 것들일까요?', 'What other reasons could there be?'),
      q('확인해 볼 수 있는 방법이 있다면 무엇일까요?', 'How could you find out?'),
    ],
    tasks: [task('medium', 10, ['다른 설명 찾기', '그 일에 대한 다른 설명을 세 가지 적고, 얼마나 그럴듯한지 점수를 매겨 보세요.'], ['Other explanations', 'Write three other explanations and how likely each of them is.'])],
  },
  magnification: {
    questions: [
      q('1년 뒤에 돌아본다면 이 일은 얼마나 크게 보일까요?', 'How large will this look in a year?'),
      q('이 일의 크기를 다른 일과 견주어 본다면 어느 정도일까요?', 'How does it compare with other things that have happened?'),
      q('작게 여긴 것 가운데 사실은 중요한 것이 있을까요?', 'Is there something that you made small although it matters?'),
    ],
    tasks: [task('easy', 10, ['거리 두고 보기', '이 일을 일주일, 1년, 5년 뒤의 눈으로 한 줄씩 적어 보세요.'], ['From a distance', 'Describe it in one line each as seen in a week, a year and five years.'])],
  },
  'emotional-reasoning': {
    questions: [
      q('그 느낌 말고 사실로 확인되는 것은 무엇인가요?', 'Apart from the feeling, which facts are there?'),
      q('마음이 편안한 날에는 같은 일을 어떻게 보셨나요?', 'How do you see the same thing on a calm day?'),
      q('그 감정은 무엇을 알려 주고, 무엇은 알려 주지 못할까요?', 'What can that feeling tell you, and what can it not?'),
    ],
    tasks: [task('medium', 10, ['느낌과 사실', '종이를 둘로 나누어 왼쪽에는 느낌을, 오른쪽에는 사실을 적어 보세요.'], ['Feelings and facts', 'Divide a sheet: feelings on the left, facts on the right.'])],
  },
  'should-statements': {
    questions: [
      q('그 “해야 한다”는 누구에게서 온 것일까요?', 'Whose rule is that “should”?'),
      q('“해야 한다”를 “하고 싶다”로 바꾸면 무엇이 달라지나요?', 'What changes when “I should” becomes “I would like to”?'),
      q('그렇게 하지 못한 날 자신에게 어떤 말을 하시나요?', 'What do you say to yourself on a day when you cannot?'),
    ],
    tasks: [task('medium', 10, ['규칙 다시 쓰기', '자신에게 엄격한 규칙 하나를 골라 부드러운 문장으로 다시 써 보세요.'], ['Rewrite a rule', 'Choose one strict rule of yours and write it anew in a gentler sentence.'])],
  },
  labeling: {
    questions: [
      q('그 말은 당신의 전부인가요, 그날의 한 행동인가요?', 'Does that word describe all of you, or one thing you did?'),
      q('그 말에 맞지 않는 당신의 모습은 무엇이 있나요?', 'What about you does not fit that word?'),
      q('같은 실수를 한 친구도 그렇게 부르시겠어요?', 'Would you call a friend who made the same mistake that?'),
    ],
    tasks: [task('easy', 10, ['이름표 떼기', '자신에게 붙인 말을 적고, 그 대신 실제로 있었던 행동을 한 문장으로 적어 보세요.'], ['Take off the label', 'Write down the label, and in its place one sentence about what you actually did.'])],
  },
};

/** Fits any pattern. */
export const ANY: PatternContent = {
  questions: [
    q('그 생각을 뒷받침하는 것과 맞지 않는 것을 나란히 놓으면 어떻게 보이나요?', 'What do you see when you put what supports the thought beside what does not?'),
    q('그 생각을 믿을 때와 믿지 않을 때 하루가 어떻게 다를까요?', 'How would your day differ if you believed that thought, and if you did not?'),
    q('조금 더 균형 잡힌 문장으로 말한다면 어떻게 될까요?', 'How would you put it in a more balanced sentence?'),
    q('이 생각이 처음 찾아온 것은 언제였나요?', 'When did this thought first come to you?'),
  ],
  tasks: [
    task('medium', 15, ['생각 기록', '상황, 떠오른 생각, 느낌, 다른 시각을 한 줄씩 적어 보세요.'], ['Thought record', 'Write one line each: the situation, the thought, the feeling, another view.']),
    task('easy', 5, ['생각 바라보기', '그 생각 앞에 “나는 지금 …라고 생각하고 있다”를 붙여 천천히 읽어 보세요.'], ['Watch the thought', 'Put “I am having the thought that …” before it, and read it slowly.']),
    task('hard', 20, ['작은 실험', '그 생각이 맞는지 알아볼 수 있는 작은 일을 하나 정해 해 보고 결과를 적어 보세요.'], ['A small experiment', 'Choose one small thing that would test the thought, do it, and note what happened.']),
  ],
};
