import type { Feeling, Language, Topic, TurnKind } from './types.js';

/*
 * Words by which the built-in counselor knows what a turn is about. A miss costs little: it then reflects in general words. Danger
 * is not looked for here; that is done before, by the detector of libs/safety.
 */

export const FEELING_WORDS: Readonly<Record<Language, Readonly<Record<Feeling, RegExp>>>> = {
  ko: {
    grief: /돌아가(?:셨|신)|세상을 떠|사별|장례|그리[워움운]|보고 ?싶[어은다]|떠나보냈/u,
    hopeless: /희망이 ?없|절망|막막|답이 ?없|앞이 ?(?:안 ?보|캄캄)|소용이? ?없|포기하고/u,
    ashamed: /부끄러|창피|수치|죄책감|자책|내 ?탓|제 ?탓|미안[해한함]|한심|못났/u,
    lonely: /외로|외롭|고독|혼자[인라뿐]|아무도 ?(?:없|안)|소외/u,
    anxious: /불안|걱정|초조|긴장|두려|무서|무섭|겁(?:나|이)|떨(?:려|리)|조마조마|공황/u,
    angry: /화[가나난났]|짜증|분노|열받|억울|분해|빡치|미워|미치겠/u,
    exhausted: /지쳤|지쳐|지친|피곤|힘들|힘드|힘이 ?(?:없|빠)|번아웃|탈진|녹초/u,
    overwhelmed: /벅차|버거|부담|압박|스트레스|감당|너무 ?많(?:아|은)|숨이? ?막/u,
    empty: /공허|허무|텅 ?빈|무기력|의욕이? ?없|아무것도 ?(?:하기|하고)|무감각|재미가? ?없/u,
    hurt: /상처|서운|섭섭|배신|무시당|실망|속상/u,
    sad: /슬퍼|슬프|슬픔|우울|눈물|울[었고컥적]|서글/u,
    confused: /모르겠|헷갈|혼란|복잡[해한하]|갈팡|고민/u,
    glad: /기뻐|기쁘|행복|좋았|즐거|즐겁|뿌듯|다행|나아졌|괜찮아졌|설레/u,
  },
  en: {
    grief: /\b(?:grie(?:f|ve|ving)|passed away|funeral|bereave\w*|miss (?:him|her|them|my))\b/iu,
    hopeless: /\b(?:hopeless|no hope|pointless|no way out|stuck|giv(?:e|ing) up)\b/iu,
    ashamed: /\b(?:asham\w+|guilt\w*|embarrass\w*|my fault|blame myself|pathetic|stupid of me)\b/iu,
    lonely: /\b(?:lonel\w+|alone|isolated|left out|nobody (?:cares|understands))\b/iu,
    anxious: /\b(?:anxi\w+|worr(?:y|ied|ies|ying)|nervous|afraid|scared|panic\w*|tense|on edge|fear\w*|dread\w*)\b/iu,
    angry: /\b(?:angry|anger|furious|mad at|annoyed|irritated|frustrat\w+|unfair|hate (?:him|her|them|it))\b/iu,
    exhausted: /\b(?:exhaust\w+|tired|worn out|burn(?:ed|t)? ?out|drained|no energy|fatigue\w*)\b/iu,
    overwhelmed: /\b(?:overwhelm\w*|too much|stress\w*|pressure\w*|cannot cope|can['’]t cope|swamped)\b/iu,
    empty: /\b(?:empty|numb|hollow|unmotivated|no motivation|nothing matters|don['’]t feel anything|bored)\b/iu,
    hurt: /\b(?:hurt|betray\w*|let down|disappoint\w*|rejected|ignored)\b/iu,
    sad: /\b(?:sad|sadness|depress\w*|down lately|cry|crying|cried|tears|miserable|heartbroken|upset)\b/iu,
    confused: /\b(?:confus\w+|don['’]t know what|not sure|torn|mixed feelings|unsure)\b/iu,
    glad: /\b(?:glad|happy|happier|relieved|proud|better (?:today|now)|grateful|excited|good day)\b/iu,
  },
};

export const TOPIC_WORDS: Readonly<Record<Language, Readonly<Record<Topic, RegExp>>>> = {
  ko: {
    loss: /돌아가(?:셨|신)|장례|사별|떠나보냈|유품/u,
    sleep: /잠[이을도들자\s]|불면|악몽|밤새|새벽까지|못 ?자/u,
    work: /회사|직장|상사|팀장|동료|업무|야근|퇴사|이직|출근|사장|알바|면접/u,
    study: /시험|공부|학교|성적|수능|과제|대학|학점|취업|선생님|발표/u,
    family: /엄마|아빠|어머니|아버지|부모|가족|동생|언니|오빠|누나|시댁|아이[가를들랑]|딸|아들/u,
    partner: /남자친구|여자친구|남친|여친|연애|연인|남편|아내|이혼|헤어(?:졌|지)|애인|결혼/u,
    friends: /친구|사람들|인간관계|왕따|따돌림|모임|대인/u,
    money: /돈|빚|대출|월세|월급|생활비|카드값|경제적/u,
    health: /(?:몸|머리|배|허리|가슴)[이가도] ?[아안답무]|건강|병원|두통|아프|통증/u,
    self: /자존감|나 ?자신|제 ?자신|외모|쓸모|자신감|열등|내가 ?싫|제가 ?싫/u,
    future: /미래|앞으로|진로|장래|나중에|계획|노후/u,
  },
  en: {
    loss: /\b(?:died|passed away|funeral|loss of|lost my (?:mom|mum|mother|dad|father|friend|husband|wife|dog|cat|brother|sister))\b/iu,
    sleep: /\b(?:sleep\w*|insomnia|nightmare\w*|awake|night)\b/iu,
    work: /\b(?:work|job|boss|manager|colleague\w*|office|career|overtime|interview|shift)\b/iu,
    study: /\b(?:exam\w*|stud(?:y|ying|ies)|school|grades?|college|university|homework|thesis|class|teacher)\b/iu,
    family: /\b(?:mom|mum|mother|dad|father|parents?|family|sister|brother|kids?|children|daughter|son)\b/iu,
    partner: /\b(?:boyfriend|girlfriend|husband|wife|partner|relationship|divorce\w*|broke up|break-?up|dating|marriage|ex)\b/iu,
    friends: /\b(?:friends?|people|bull(?:y|ied|ying)|roommate\w*|party|socially)\b/iu,
    money: /\b(?:money|debts?|rent|loan|salary|bills?|afford|financ\w+)\b/iu,
    health: /\b(?:health|pain\w*|headache\w*|sick|ill|illness|hospital|body)\b/iu,
    self: /\b(?:self-?esteem|myself|worthless|confidence|my looks|appearance|not good enough)\b/iu,
    future: /\b(?:future|plans?|someday|next year|what comes next)\b/iu,
  },
};

type Recognized = Exclude<TurnKind, 'short' | 'story'>;

/** In this order: the first that fits is the turn's kind. `max` is the length in characters up to which the words alone decide. */
export const KIND_WORDS: Readonly<Record<Language, readonly { kind: Recognized; max: number; words: RegExp }[]>> = {
  ko: [
    { kind: 'goodbye', max: 60, words: /안녕히|잘 ?있어|다음에 ?[또봐올뵐]|그만 ?(?:할게|가볼게|하고 ?싶|끝)|이만|들어가 ?볼게|끝낼게|바이/u },
    { kind: 'about-ai', max: 80, words: /(?:너|넌|당신|혹시|지금).{0,10}(?:ai|에이아이|로봇|인공지능|기계|사람)(?:[이인야예맞?]|$)|사람이(?:야|에요|세요)\?/iu },
    { kind: 'medical', max: 300, words: /(?:약|항우울제|수면제|신경안정제|진정제).{0,12}(?:먹|끊|복용|늘려|줄여|추천|처방)|(?:우울증|조울증|공황장애|adhd|조현병).{0,10}(?:인가|일까|맞|같나|진단)|진단해/iu },
    { kind: 'complaint', max: 80, words: /(?:도움이? ?(?:안|하나도)|똑같은 ?(?:말|소리)|아까 ?(?:한|말)|기계 ?같|이해를? ?못|말이? ?안 ?통|앵무새)/u },
    { kind: 'advice', max: 200, words: /어떻게 ?(?:해야|하면|할까|하죠|해요)|뭘 ?(?:해야|하면)|방법[이을좀]|조언|알려 ?(?:줘|주)|해야 ?할까/u },
    { kind: 'thanks', max: 60, words: /고마워|고맙|감사/u },
    { kind: 'greeting', max: 20, words: /^(?:안녕|하이|헬로|반가|처음 ?뵙|저기)/u },
    { kind: 'no', max: 16, words: /^(?:아니(?:[요야오]|에요)?|아뇨|ㄴㄴ|싫어|싫은데|별로|안 ?할래|됐어|괜찮아요|노)/u },
    { kind: 'yes', max: 16, words: /^(?:[네넵예응어]|ㅇㅇ|그래|좋아|맞아|그럼요|할게|해볼게|해 ?볼래)/u },
  ],
  en: [
    { kind: 'goodbye', max: 80, words: /\b(?:good ?bye|bye|see you|have to go|gotta go|talk later|that['’]s all (?:for )?today|let['’]s stop)\b/iu },
    { kind: 'about-ai', max: 100, words: /\b(?:are you|you['’]re|am i talking to) .{0,20}\b(?:ai|a bot|robot|human|real person|machine|a real)\b/iu },
    { kind: 'medical', max: 300, words: /\b(?:medication|antidepressants?|pills?|dose|dosage|xanax|prozac|ssri)\b[^?]{0,40}\?|\b(?:should i (?:take|stop taking)|diagnose me|do i have (?:depression|bipolar|adhd|ptsd|anxiety disorder))\b/iu },
    { kind: 'complaint', max: 100, words: /\b(?:not helping|don['’]t understand me|you (?:already )?said that|repeating yourself|sound like a (?:robot|machine)|useless)\b/iu },
    { kind: 'advice', max: 200, words: /\b(?:what should i|how (?:do|can|should) i|what (?:can|do) i do|any advice|advise me|tell me what)\b/iu },
    { kind: 'thanks', max: 80, words: /\b(?:thank(?:s| you)|appreciate it)\b/iu },
    { kind: 'greeting', max: 24, words: /^(?:hi|hello|hey|good (?:morning|evening|afternoon))\b/iu },
    { kind: 'no', max: 20, words: /^(?:no|nope|nah|not really|i['’]d rather not|don['’]t want)\b/iu },
    { kind: 'yes', max: 20, words: /^(?:yes|yeah|yep|ok|okay|sure|right|exactly|i (?:will|would)|let['’]s)\b/iu },
  ],
};

/** A feeling that stands right behind one of these is denied. */
export const DENIAL: Readonly<Record<Language, RegExp>> = {
  ko: /(?:^|[\s,.])(?:안|별로|전혀|하나도)\s?$/u,
  en: /\b(?:not|never|don['’]t feel|isn['’]t|wasn['’]t|no longer)(?: (?:so|very|that|really|feeling|at all))?\s$/iu,
};
