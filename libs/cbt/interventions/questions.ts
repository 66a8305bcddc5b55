import type { CbtLanguage, Distortion } from '../types.js';

type Bilingual = Readonly<Record<CbtLanguage, string>>;

const q = (ko: string, en: string): Bilingual => ({ ko, en });

/** In the Socratic manner: asked, never told; about the thought, never about the person's worth. New ones go to the end. */
export const QUESTIONS: Readonly<Record<Distortion, readonly Bilingual[]>> = {
  catastrophizing: [
    q('가장 나쁜 경우와 가장 좋은 경우, 그리고 가장 있을 법한 경우는 각각 무엇일까요?', 'What would be the worst, the best, and the most likely outcome?'),
    q('그 일이 정말 일어난다면 무엇이 견디는 데 도움이 될까요?', 'If it did happen, what would help you to get through it?'),
    q('전에도 이렇게 걱정한 일이 있었다면 실제로는 어떻게 되었나요?', 'When you worried like this before, how did it turn out?'),
    q('걱정하는 결말까지 가려면 그 사이에 어떤 일들이 차례로 일어나야 할까요?', 'Which steps would have to happen, one after another, before it came to that?'),
    q('지금 이 순간 실제로 일어난 일은 어디까지인가요?', 'At this moment, how much of it has actually happened?'),
    q('같은 걱정을 하는 친구가 있다면 어떤 말을 건네고 싶으세요?', 'What would you like to say to a friend who had this worry?'),
  ],
  'all-or-nothing': [
    q('0과 100 사이에 이 일을 놓는다면 몇 점쯤일까요?', 'If you put it on a scale from 0 to 100, where would it stand?'),
    q('완벽하지 않아도 괜찮았던 부분은 무엇인가요?', 'Which part of it was all right without being perfect?'),
    q('친구가 같은 결과를 얻었다면 똑같이 판단하시겠어요?', 'Would you judge a friend with the same result in the same way?'),
    q('그 두 끝 사이에 다른 이름을 붙일 수 있는 자리가 있다면 어디일까요?', 'Between those two ends, which places in the middle could be given a name?'),
    q('“이만하면 됐다”고 말할 수 있는 기준은 무엇일까요?', 'What would “good enough” look like here?'),
    q('그 한 가지를 빼고 나면 남아 있는 것은 무엇인가요?', 'If you set that one thing aside, what is still there?'),
  ],
  overgeneralization: [
    q('그렇지 않았던 때가 한 번이라도 있었다면 언제였나요?', 'Was there even one time when it was not so?'),
    q('이번 한 번의 일이 말해 주는 것과 말해 주지 않는 것은 무엇인가요?', 'What does this one event tell you, and what does it not tell?'),
    q('“항상”이나 “아무도” 대신 어떤 말이 더 정확할까요?', 'Which words would be more exact than “always” or “nobody”?'),
    q('이번에는 무엇이 달랐거나, 무엇이 겹쳐서 그렇게 되었을까요?', 'What was particular about this time that made it turn out like that?'),
    q('열 번 중 몇 번쯤 그랬는지 세어 본다면 어떨까요?', 'If you counted, in how many out of ten times was it so?'),
    q('그 생각에 들어맞지 않는 사람이 한 명 있다면 누구일까요?', 'Who is one person that does not fit the thought?'),
  ],
  'mental-filter': [
    q('그 장면에서 아직 이야기하지 않은 다른 것은 무엇이 있었나요?', 'What else was there that you have not mentioned yet?'),
    q('다른 사람이 그 자리에 있었다면 무엇을 보았을까요?', 'What would somebody else who was there have seen?'),
    q('그날 괜찮았던 순간이 있었다면 무엇인가요?', 'Which moment of that day was all right?'),
    q('그 일이 전체에서 차지하는 크기를 원그래프로 그린다면 얼마만큼일까요?', 'If you drew the whole as a pie, how large would that slice be?'),
    q('그 한 가지가 이렇게 눈에 들어오는 까닭은 무엇일까요?', 'What makes that one thing catch your eye so much?'),
    q('사진을 조금 멀리서 다시 찍는다면 무엇이 함께 담길까요?', 'If you took the picture again from further back, what else would be in it?'),
  ],
  'disqualifying-positive': [
    q('그 일이 잘된 데에 당신이 보탠 것은 무엇인가요?', 'What did you contribute to its going well?'),
    q('같은 일을 친구가 해냈다면 뭐라고 말해 주시겠어요?', 'What would you say to a friend who had done the same?'),
    q('칭찬을 그대로 받아들인다면 무엇이 달라질까요?', 'What would change if you took the praise as it was meant?'),
    q('운이 도왔다면, 그 운을 살린 것은 누구였을까요?', 'If luck helped, who made use of it?'),
    q('그것을 “셈에 넣지 않는” 규칙은 어디에서 왔을까요?', 'Where does the rule come from by which this does not count?'),
    q('그 사람이 진심이었다고 잠시만 가정해 본다면 마음이 어떤가요?', 'Suppose for a moment that they meant it: what do you notice in yourself?'),
  ],
  'jumping-to-conclusions': [
    q('그렇게 생각하게 한 것은 무엇이고, 직접 확인한 것은 무엇인가요?', 'What made you think so, and what of it have you checked?'),
    q('다른 이유가 있을 수 있다면 어떤 것들일까요?', 'What other reasons could there be?'),
    q('확인해 볼 수 있는 방법이 있다면 무엇일까요?', 'How could you find out?'),
    q('그 사람에게 그날 다른 일이 있었다면 어떤 일이었을까요?', 'What else may have been going on for them that day?'),
    q('미리 짐작한 것과 다르게 흘러간 적이 있었나요?', 'Has it ever gone differently from what you had expected?'),
    q('그 짐작이 맞을 가능성은 몇 퍼센트쯤이고, 나머지는 무엇일까요?', 'How likely is that guess, in per cent, and what makes up the rest?'),
  ],
  magnification: [
    q('1년 뒤에 돌아본다면 이 일은 얼마나 크게 보일까요?', 'How large will this look in a year?'),
    q('이 일의 크기를 다른 일과 견주어 본다면 어느 정도일까요?', 'How does it compare with other things that have happened?'),
    q('작게 여긴 것 가운데 사실은 중요한 것이 있을까요?', 'Is there something that you made small although it matters?'),
    q('다른 사람이 똑같은 일을 했다면 얼마나 크게 보이나요?', 'How large would it look if somebody else had done it?'),
    q('그 일이 실제로 바꾸어 놓은 것과 바꾸지 않은 것은 무엇인가요?', 'What has it really changed, and what has it left as it was?'),
    q('같은 자로 내 장점과 남의 장점을 잰다면 어떻게 보일까요?', 'If you measured your strengths and theirs with the same ruler, what would you see?'),
  ],
  'emotional-reasoning': [
    q('그 느낌 말고 사실로 확인되는 것은 무엇인가요?', 'Apart from the feeling, which facts are there?'),
    q('마음이 편안한 날에는 같은 일을 어떻게 보셨나요?', 'How do you see the same thing on a calm day?'),
    q('그 감정은 무엇을 알려 주고, 무엇은 알려 주지 못할까요?', 'What can that feeling tell you, and what can it not?'),
    q('느낌이 강했지만 나중에 보니 사실과 달랐던 적이 있나요?', 'Was there a time when a feeling was strong and the facts turned out otherwise?'),
    q('그 느낌은 지금 일에서 온 걸까요, 예전의 어떤 일에서 온 걸까요?', 'Does the feeling come from what is happening now, or from something earlier?'),
    q('그 감정이 정말 바라는 것은 무엇일까요?', 'What might that feeling be asking for?'),
  ],
  'should-statements': [
    q('그 “해야 한다”는 누구에게서 온 것일까요?', 'Whose rule is that “should”?'),
    q('“해야 한다”를 “하고 싶다”로 바꾸면 무엇이 달라지나요?', 'What changes when “I should” becomes “I would like to”?'),
    q('그렇게 하지 못한 날 자신에게 어떤 말을 하시나요?', 'What do you say to yourself on a day when you cannot?'),
    q('그 규칙은 어떤 때에 도움이 되고, 어떤 때에 힘들게 하나요?', 'When does that rule help you, and when does it weigh on you?'),
    q('그 규칙에 예외를 하나 둔다면 어떤 경우일까요?', 'If the rule had one exception, which would it be?'),
    q('사랑하는 사람에게도 같은 것을 요구하시겠어요?', 'Would you ask the same of someone you love?'),
  ],
  labeling: [
    q('그 말은 그 사람의 전부인가요, 그날의 한 행동인가요?', 'Does that word describe the whole person, or one thing that was done?'),
    q('그 말에 맞지 않는 모습은 무엇이 있나요?', 'What does not fit that word?'),
    q('같은 실수를 한 친구도 그렇게 부르시겠어요?', 'Would you call a friend who made the same mistake that?'),
    q('그 이름표 대신 있었던 일을 그대로 말한다면 어떻게 될까요?', 'If you left the label out and only said what happened, how would it go?'),
    q('그 말은 언제부터, 누구의 목소리로 들려왔나요?', 'Since when have you heard that word, and in whose voice?'),
    q('당신을 아끼는 사람은 당신을 어떤 말로 설명할까요?', 'In which words would someone who cares about you describe you?'),
  ],
};

/** Fit any pattern. */
export const ANY_QUESTIONS: readonly Bilingual[] = [
  q('그 생각을 뒷받침하는 것과 맞지 않는 것을 나란히 놓으면 어떻게 보이나요?', 'What do you see when you put what supports the thought beside what does not?'),
  q('그 생각을 믿을 때와 믿지 않을 때 하루가 어떻게 다를까요?', 'How would your day differ if you believed that thought, and if you did not?'),
  q('조금 더 균형 잡힌 문장으로 말한다면 어떻게 될까요?', 'How would you put it in a more balanced sentence?'),
  q('이 생각이 처음 찾아온 것은 언제였나요?', 'When did this thought first come to you?'),
];
