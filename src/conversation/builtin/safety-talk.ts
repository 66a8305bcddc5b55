import type { CrisisLevel, Helpline } from '../../../libs/contracts/crisis.js';
import type { Turn } from '../../platform/ai/language-model.js';
import { leastRecent } from './course.js';
import type { Language } from './types.js';

interface SafetyPhrases {
  readonly hear: readonly string[];
  readonly hearHarm: readonly string[];
  readonly hearAbuse: readonly string[];
  readonly act: Readonly<Record<CrisisLevel, readonly string[]>>;
  readonly actAbuse: readonly string[];
  readonly ask: readonly string[];
  readonly lines: (list: string) => string;
  readonly released: string;
  readonly watched: (list: string) => string;
}

const KO: SafetyPhrases = {
  hear: [
    '그런 말씀을 꺼내 주셔서 고마워요. 지금 당신의 안전이 무엇보다 중요해요.',
    '얼마나 견디기 힘드셨으면 그런 생각까지 드셨을까요. 지금은 안전을 함께 살피고 싶어요.',
    '말하기 어려운 이야기를 해 주셨어요. 혼자 감당하지 않으셔도 돼요.',
    '지금 많이 괴로우시다는 것을 알겠어요. 이 순간을 안전하게 지나가는 데 집중해요.',
    '당신이 무사한지가 가장 걱정돼요. 여기서 함께 이야기해요.',
    '그 고통이 얼마나 클지 헤아리며 듣고 있어요. 먼저 안전부터 확인할게요.',
  ],
  hearHarm: [
    '그만큼 화와 고통이 크다는 것이 느껴져요. 누구도 다치지 않도록 지금은 안전이 먼저예요.',
    '그 충동을 말로 꺼내 주셔서 다행이에요. 그 사람과 떨어진 곳으로 잠시 자리를 옮겨 주세요.',
    '지금 마음이 얼마나 끓고 있는지 알겠어요. 행동으로 옮기기 전에 멈추는 것이 중요해요.',
  ],
  hearAbuse: [
    '그런 일을 겪고 계셨군요. 그것은 당신의 잘못이 아니에요.',
    '무섭고 아프셨을 것 같아요. 말씀해 주셔서 고마워요. 당신의 안전이 먼저예요.',
    '누구도 당신을 그렇게 대해서는 안 돼요. 지금 안전한 곳에 계신지 걱정돼요.',
  ],
  act: {
    imminent: [
      '지금 바로 119나 109에 전화해 주세요. 가까이 있는 사람에게 곁에 와 달라고 하고, 위험한 물건에서 떨어진 곳으로 옮겨 주세요.',
      '지금 이 순간 119에 전화하시거나 가까운 응급실로 가 주세요. 혼자 있지 말고 누구든 불러 주세요.',
      '한 가지만 부탁드릴게요. 지금 109나 119에 전화를 걸어 주세요. 손에 닿는 위험한 것은 다른 방에 두어 주세요.',
    ],
    high: [
      '위험한 물건이 가까이 있다면 손이 닿지 않는 곳으로 치우고, 믿을 수 있는 사람에게 지금 연락해 주세요.',
      '109에 전화하면 훈련받은 상담사가 바로 이야기를 들어 줘요. 지금 곁에 있어 줄 사람도 떠올려 보세요.',
      '지금은 혼자 계시지 않는 것이 중요해요. 가족이나 친구 가운데 한 사람에게 곁에 있어 달라고 말해 주세요.',
    ],
    concern: [
      '이런 마음이 커질 때는 혼자 버티지 말고 109에 전화해 주세요. 밤에도 받아요.',
      '믿을 수 있는 사람 한 명에게 지금 마음을 알려 보시면 좋겠어요. 상담 전화도 언제든 열려 있어요.',
      '그 생각이 행동으로 이어지지 않도록 곁에 있어 줄 사람을 함께 찾아봐요.',
    ],
  },
  actAbuse: [
    '지금 위험하다면 112에 신고하고, 안전한 곳으로 먼저 옮겨 주세요.',
    '급할 때는 112, 상담과 쉼터가 필요할 때는 1366(24시간)으로 전화할 수 있어요.',
    '다친 곳이 있으면 119를 부르고, 믿을 수 있는 사람에게 지금 있는 곳을 알려 주세요.',
  ],
  ask: [
    '지금 혼자 계신가요, 누군가와 함께 계신가요?',
    '지금 계신 곳은 안전한가요?',
    '바로 연락할 수 있는 사람은 누구인가요?',
    '지금 자신을 해칠 수 있는 것이 가까이에 있나요?',
    '전화를 거는 것이 망설여진다면 무엇이 가장 걸리나요?',
    '앞으로 한 시간을 누구와, 어디에서 보낼 수 있을까요?',
    '오늘 밤을 안전하게 지내려면 무엇이 필요할까요?',
    '지금까지 그 생각을 멈추게 해 준 것은 무엇이었나요?',
  ],
  lines: (list) => `도움받을 곳: ${list}`,
  released: '안전을 위한 걸음을 내디뎌 주셔서 고마워요. 마음이 다시 무거워지면 언제든 109로 전화하거나 여기서 말씀해 주세요. 지금은 마음이 어떠세요?',
  watched: (list) => `혹시 당신이나 곁의 누군가가 위험하다고 느껴지면 바로 도움을 청할 수 있어요: ${list}`,
};

const EN: SafetyPhrases = {
  hear: [
    'Thank you for saying that. Right now your safety matters more than anything else.',
    'It must hurt a great deal for such thoughts to come. Let us look after your safety together.',
    'That was hard to say. You do not have to carry it alone.',
    'I hear how much pain you are in. Let us concentrate on getting through this moment safely.',
    'What worries me most is whether you are safe. Let us stay with that.',
    'I am listening, and I take this seriously. Safety comes first now.',
  ],
  hearHarm: [
    'I hear how much anger and pain there is. Safety comes first now, so that nobody gets hurt.',
    'It is good that you put it into words. Please go somewhere away from that person for now.',
    'I hear how strongly this boils in you. What matters is to stop before it becomes an act.',
  ],
  hearAbuse: [
    'So that is what has been done to you. It is not your fault.',
    'That must have been frightening and painful. Thank you for telling me. Your safety comes first.',
    'Nobody may treat you like that. I am concerned whether you are somewhere safe.',
  ],
  act: {
    imminent: [
      'Please call the emergency number or the crisis line right now. Ask somebody to be with you, and move away from anything you could be hurt with.',
      'Please call for an ambulance this moment, or go to the nearest emergency room. Do not stay alone.',
      'I ask you for one thing: call one of these numbers now, and put whatever is dangerous in another room.',
    ],
    high: [
      'If something dangerous is near you, put it out of reach, and contact somebody you trust now.',
      'When you call the crisis line, a trained counselor listens at once. Think also of who could be with you.',
      'It is important not to be alone now. Please ask one person, family or friend, to stay with you.',
    ],
    concern: [
      'When these thoughts grow, please do not bear them alone: call the crisis line, at night as well.',
      'I hope you can tell one person you trust how you feel. The crisis line is open at any time.',
      'Let us find somebody who can be with you, so that the thought does not become an act.',
    ],
  },
  actAbuse: [
    'If you are in danger now, call the police and get to a safe place first.',
    'You can call the police when it is urgent, and a support line when you need advice or shelter.',
    'If you are hurt, call an ambulance, and tell somebody you trust where you are.',
  ],
  ask: [
    'Are you alone right now, or is somebody with you?',
    'Is the place where you are safe?',
    'Whom could you reach at once?',
    'Is there anything near you that you could be hurt with?',
    'If you hesitate to call, what holds you back most?',
    'With whom, and where, could you spend the next hour?',
    'What do you need to get through tonight safely?',
    'What has kept you from acting on that thought so far?',
  ],
  lines: (list) => `Where to find help: ${list}`,
  released: 'Thank you for taking a step towards safety. If it gets heavy again, call the crisis line or tell me here at any time. How are you feeling now?',
  watched: (list) => `If you feel that you or somebody near you is in danger, help is there at once: ${list}`,
};

const PHRASES: Readonly<Record<Language, SafetyPhrases>> = { ko: KO, en: EN };
const HARM = new Set(['harm-to-others']);
const ABUSE = new Set(['abuse']);

export interface Danger {
  readonly level: CrisisLevel;
  readonly kinds: readonly string[];
  readonly resources: readonly Helpline[];
}

const listOf = (resources: readonly Helpline[]) => resources.map(({ name, phone, hours }) => `${name} ${phone} (${hours})`).join(', ');

/** What is said while there is danger: heard, one thing to do, whom to call, one question. Written by hand, by no model. */
export function safetyTalk({ level, kinds, resources }: Danger, turns: readonly Turn[], language: Language): string[] {
  const phrases = PHRASES[language];
  const own = turns.filter(({ role }) => role === 'counselor').map(({ text }) => text);
  const pick = (options: readonly string[]) => leastRecent(options, { own, seed: turns.length });
  const isAbuse = kinds.length > 0 && kinds.every((kind) => ABUSE.has(kind));
  const isHarm = kinds.length > 0 && kinds.every((kind) => HARM.has(kind));
  const hear = isAbuse ? phrases.hearAbuse : isHarm ? phrases.hearHarm : phrases.hear;
  const act = isAbuse && level !== 'imminent' ? phrases.actAbuse : phrases.act[level];
  return [pick(hear), pick(act), phrases.lines(listOf(resources)), pick(phrases.ask)];
}

/** After a step to safety has ended the state. */
export const safetyReleased = (language: Language): string => PHRASES[language].released;

/** For a danger that is another's, or long ago: helplines without an alarm. */
export const helplineOffer = (resources: readonly Helpline[], language: Language): string => PHRASES[language].watched(listOf(resources));
