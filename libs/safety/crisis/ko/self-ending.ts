import { rules, type Rule } from '../rule.js';
import { declaring, intending, wanting } from './endings.js';
import { ADVERB } from './words.js';

const LIFE = `(?:이|내|제|나의|저의|이놈의|이딴|이런|남은)?(?:생|삶|인생|이생|생명|일생|한평생|목숨|명줄|생의끈|삶의끈|희망의끈|생명줄|생명의끈|하루하루)(?:을|를|도|따위|같은거|그자체를)?${ADVERB}`;
const LIFE_VERBS = ['마감하', '끝내', '마무리하', '마무리짓', '포기하', '놓', '내려놓', '접', '그만두', '그만하', '끊', '중단하', '종료하', '끝마치', '저버리', '등지', '버리', '하직하', '로그아웃하', '마치', '멈추', '던지', '거두', '끝장내', '관두', '때려치우', '내던지'];
const WORLD = `(?:이|이놈의|이더러운|이지긋지긋한)?(?:세상|이승|지구|속세|생)(?:을|에서|과|이랑|에|하고)?${ADVERB}`;
const WORLD_VERBS = ['떠나', '등지', '하직하', '뜨', '사라지', '없어지', '지워지', '작별하', '이별하', '나가', '퇴장하', '벗어나', '탈출하', '도망치', '하차하', '로그아웃하'];
const BEYOND = `(?:저세상|저승|하늘나라|하늘|천국|황천길|황천|요단강|먼곳|아주먼곳|별나라|다음세상|다른세상|무지개다리|저하늘|하늘위|엄마곁|아빠곁|그곁|저너머)(?:으로|로|에|을|위로|나라로)?${ADVERB}`;
const BEYOND_VERBS = ['가', '떠나', '건너', '올라가', '따라가', '돌아가'];

const SELF_VERBS = [
  '자살하', '자살을하', '자살을시도하', '자살시도하', '자살기도하', '쟈살하', '자샬하', '좌살하', '자1살하', 'ㅈ1살하', '자결하', '투신하', '투신자살하', '동반자살하', '동반자살을하', '극단적선택하', '극단적선택을하', '극단적인선택을하',
  '극단적인선택하', '극단선택하', '분신하', '할복하', '음독하', 'ㅈ살하', '지살하', '즈살하', '자ㅅ하', '자살을감행하', '자살을선택하', '죽음을선택하', '죽음을택하', '죽음을맞이하', '죽음으로갚', '죽음으로끝내', '죽음으로도망치', '오버도즈하', '약물과다복용하', '목매', '목매달', '목메달', '자살이나하', '자살이라도하',
];
const NECK = `(?:스스로|천장에|문고리에|나무에|커튼봉에|화장실에서)?(?:제|내)?목(?:을|도)?${ADVERB}`;
const NECK_VERBS = ['매', '매달', '메', '졸라매', '매어버리'];
const VEIN = `(?:손목|동맥|경동맥|손목동맥|제목|내목)(?:을|도|의동맥을)?${ADVERB}`;
const VEIN_VERBS = ['끊', '자르', '따'];
const BY_MEANS = `(?:손목(?:을)?긋고|동맥(?:을)?끊고|약(?:을)?(?:다)?먹고|수면제(?:를)?먹고|농약(?:을)?(?:먹고|마시고)|번개탄(?:을)?피우고|연탄(?:을)?피우고|목(?:을)?매(?:달)?고|한강(?:에서|가서|에가서)|굶어|얼어|물에빠져|빠져|떨어져|뛰어내려(?:서)?|차에치여(?:서)?|치여|사고(?:가)?나서|혀깨물고|가스(?:를)?(?:마시고|틀고)|감전돼서|불에타|총으로|칼로|자다가|잠들어서|같이|다같이|함께|스스로|내손으로|제손으로|차라리|아무도모르게|조용히|혼자|집에서|산에서|바다에서|차에서|모텔에서)${ADVERB}`;
const BY_MEANS_VERBS = ['죽', '가버리', '끝내', '자살하', '사라지', '생을마감하'];
const FIRE_AND_GAS = `(?:번개탄|연탄|착화탄|가스|연탄가스|도시가스|부탄가스|일산화탄소)(?:을|를|이라도|도)?${ADVERB}`;
const FIRE_VERBS = ['피우', '틀', '켜', '틀어놓', '마시', '들이마시', '흡입하', '열'];
const POISON = `(?:농약|락스|제초제|청산가리|독약|독|쥐약|빙초산|부동액|표백제|살충제|메탄올)(?:을|를|이라도|도)?${ADVERB}`;
const POISON_VERBS = ['마시', '먹', '들이켜', '삼키', '구하', '사', '타먹'];
const PILLS = `(?:수면제|졸피뎀|알약|진통제|타이레놀|안정제|항우울제|우울증약|약)(?:을|를|들을|이라도|도)?(?:한꺼번에|한번에|다|전부|한움큼|몽땅|한통|왕창|통째로|잔뜩|많이|과다|모아서|모아둔거|있는대로|술이랑|술에타서){1,3}${ADVERB}`;
const PILL_VERBS = ['먹', '삼키', '털어넣', '입에털어넣', '복용하', '과다복용하', '먹어버리'];

const JUMPS = ['뛰어내리', '뛰내리', '몸을던지', '몸던지', '몸을내던지', '추락하', '떨어져죽'];
const HEIGHT = `(?:옥상|창문|창밖|창|베란다|난간|다리|다리위|한강다리|대교|절벽|높은곳|높은데|아파트|건물|층|고층|벼랑|육교|옥상위|꼭대기|지붕|복도|학교|회사옥상)(?:에서|으로|로|밖으로|위에서|아래로|에올라가|에올라가서|으로올라가서)${ADVERB}`;
const HEIGHT_VERBS = ['떨어지', '뛰', '몸을날리', '점프하', '몸을던지', '추락하', '투신하', '한발내딛', '발을떼'];
const INTO = `(?:차도|도로|찻길|고속도로|철로|선로|지하철|지하철선로|전철|기차|열차|달리는차|차|차앞|트럭|버스|트럭앞|지나가는차|강|강물|물|물속|바다|바닷속|한강|한강물|저수지|호수|불속|불길|달려오는차|달려오는지하철|달려오는열차)(?:에|으로|로|속으로|앞으로|앞에|에다)${ADVERB}`;
const INTO_VERBS = ['뛰어들', '몸을던지', '빠지', '빠져죽', '걸어들어가', '들어가버리', '투신하', '돌진하', '뛰쳐나가', '몸을맡기', '가라앉'];
const CRASH = `(?:차를몰고|차로|운전하다|운전하다가|핸들을|이대로|그대로|차로그냥)(?:강으로|벽을|벽에|전봇대를|전봇대에|중앙선을|절벽으로|가드레일을|트럭을|바다로|나무에|난간을|그냥|확|그대로){0,3}`;
const CRASH_VERBS = ['돌진하', '들이받', '박', '받아버리', '꺾', '꺾어버리', '떨어지', '넘', '추락하', '박아버리'];

const VANISH_VERBS = ['사라지', '없어지', '증발하', '소멸하', '소멸되', '존재를지우', '내존재를지우', '나를지우', '나를없애', '나자신을지우', '나자신을없애', '나를삭제하', '먼지가되', '한줌의재가되', '재가되', '흙으로돌아가', '무로돌아가', '흩어지', '지워지', '없는사람이되'];

const FOREVER = `(?:영원히|영영|이대로|그대로|평생|다시는깨지않게|조용히|편안히|편하게|깊이|이대로쭉|이대로계속)(?:영원히|편하게|편안히|조용히|그냥|쭉|계속|푹|그렇게){0,2}`;
const FOREVER_VERBS = ['잠들', '잠만자', '눈감', '눈을감', '쉬', '안깨어나', '안깨', '안일어나', '눈안뜨', '눈을안뜨', '숨을거두', '숨거두', '자'];
const BREATH = `(?:숨|호흡|심장|심장박동|숨통)(?:을|도|쉬는걸|쉬는것을|쉬는거)?${ADVERB}`;
const BREATH_VERBS = ['끊', '멈추', '거두', '안쉬', '그만쉬', '그만두', '멎게하'];
const LIVING = `(?:사는|살아가는|숨쉬는|존재하는|살아있는)(?:걸|것을|거|것도|일을|것|게)?${ADVERB}`;
const LIVING_VERBS = ['그만두', '그만하', '포기하', '멈추', '관두', '때려치우', '끝내', '놓', '중단하', '접'];
const QUIT = ['그만살', '이만살', '그만숨쉬', '살기를포기하', '살기를그만두', '인간을그만두', '인간그만두', '사람을그만두', '존재하기를그만두'];
const PAIN = `(?:이|이런|이끔찍한|이지긋지긋한|이비참한|이외로운|내|제|모든)?(?:고통|괴로움|지옥|지옥같은삶|모든걸|모든것을|모든것|삶의고통|악몽|비참한삶|불행|굴레|생지옥|전부)(?:을|를|도|에서)?${ADVERB}`;
const PAIN_VERBS = ['끝내', '끝장내', '종결하', '마감하', '내려놓', '놓아버리', '포기하', '그만두', '놓', '멈추', '던져버리', '그만하', '마무리하', '벗어나죽', '해방되'];

const LEISURE = /번지|점프대|다이빙|스카이|수영|워터파크|트램|놀이기구|놀이공원|패러|낙하산|계곡|미끄럼|래프팅|서핑|스노클|온천|게임|휴가|해수욕|튜브|구명|물놀이|풀장/u;
const WORKLIKE =
  /숙제|과제|업무|공부|시험|학기|프로젝트|회의|보고서|논문|청소|빨래|수업|야근|마감|방학|연애|소송|재판|이혼|상담을|여행|공사|이사|촬영|훈련|수술|퇴사|이직|알바|통화|설거지|다이어트|운동|발표|면접|행사|강의|드라마|책을|밥을|휴가|사업|공연|연습|학교생활|회사생활|시댁|결혼생활|직장생활|자취|취미|동아리|군생활|유학생활/u;
const THING_BEFORE =
  /(?:[가-힣]{2,8}(?<!없|같)(?:이|가)|통증|증상|여드름|불안|우울|고통|기억|흉터|걱정|두려움|소음|냄새|스트레스|슬픔|미련|감정|외로움|전쟁|차별|갈등|살|점|주름|기미|부담|불면증|공황|마음|생각|습관|버릇|눈치|빚|벌레|모기|눈물|화|짜증|두통|생리통|졸음|피로|물건|회사|시험|학교|월요일|그사람|걔)(?:이|가|도|은|는|들이|만|들|이라도)?(?:좀|다|빨리|얼른|그냥|완전히|싹|제발|영원히|이세상에서|세상에서)?$/u;
const SELF_THING = /(?:내가|제가|나만|저만|나도|저도|나란존재가|내존재가|제존재가|존재가|자체가|내모습이|모든게|모두가|우리가|인간이)(?:좀|다|빨리|얼른|그냥|완전히|싹|제발|영원히|이세상에서|세상에서|이대로|조용히)?$/u;

const ABROAD = /이사|유학|해외|여행|비행기|성당에|교회에|장례|발인|신앙|기독교|귀농|은퇴후/u;
const OBSESSION = /(?:성적|돈|인기|취업|승진|사랑|출세|결과|숫자|점수|일|합격|스펙)에(?:만)?$/u;
const NOT_MEANT = /고기|구이|캠핑|삼겹|숯불|사람은|누구나|모기|벌레|쥐를|잡초|밭에|논에|청소|변기|강아지가|고양이가|늙어|영양제|비타민|의사가|약사가|처방대로|유산균|감기약을다|난방|보일러|음식을빨리|게임|캐릭터|보스|퀘스트|영화|드라마|소설/u;

/** Predicates that end the own life, joined with every ending of wish and intent. */
export const KOREAN_SELF_ENDING: readonly Rule[] = [
  ...rules('ko.end.life', 'suicide-wish', 2, [...wanting(LIFE_VERBS, LIFE), ...wanting(WORLD_VERBS, WORLD), ...wanting(BEYOND_VERBS, BEYOND)], { confidence: 0.9, unless: ABROAD }),
  ...rules('ko.end.life-intent', 'suicide-wish', 3, [...intending(LIFE_VERBS, LIFE), ...intending(WORLD_VERBS, WORLD), ...intending(BEYOND_VERBS, BEYOND)], {
    person: 'act',
    confidence: 0.8,
    unless: ABROAD,
  }),
  ...rules('ko.end.declared', 'suicide-plan', 3, [...declaring(LIFE_VERBS, LIFE), ...declaring(WORLD_VERBS, WORLD), ...declaring(SELF_VERBS), ...declaring(NECK_VERBS, NECK), ...declaring(JUMPS)], {
    person: 'act',
    confidence: 0.74,
    within: /저는|나는|제가|내가|저|나|오늘|이제|지금|여기서|곧|그만|먼저/u,
    unless: new RegExp(`${ABROAD.source}|${LEISURE.source}|다리에서뛰어내리는|사람|왕|장군|주인공|결국`, 'u'),
  }),
  ...rules(
    'ko.end.kill',
    'suicide-plan',
    3,
    [...wanting(SELF_VERBS), ...wanting(NECK_VERBS, NECK), ...wanting(VEIN_VERBS, VEIN), ...wanting(BY_MEANS_VERBS, BY_MEANS), ...wanting(FIRE_VERBS, FIRE_AND_GAS), ...wanting(POISON_VERBS, POISON), ...wanting(PILL_VERBS, PILLS)],
    { confidence: 0.92, unless: NOT_MEANT, unlessBefore: OBSESSION },
  ),
  ...rules(
    'ko.end.kill-intent',
    'suicide-plan',
    3,
    [...intending(SELF_VERBS), ...intending(NECK_VERBS, NECK), ...intending(VEIN_VERBS, VEIN), ...intending(BY_MEANS_VERBS, BY_MEANS), ...intending(FIRE_VERBS, FIRE_AND_GAS), ...intending(POISON_VERBS, POISON), ...intending(PILL_VERBS, PILLS)],
    { person: 'act', confidence: 0.85, unless: NOT_MEANT, unlessBefore: OBSESSION },
  ),
  ...rules('ko.end.jump', 'suicide-plan', 3, [...wanting(JUMPS), ...wanting(HEIGHT_VERBS, HEIGHT), ...wanting(INTO_VERBS, INTO), ...wanting(CRASH_VERBS, CRASH)], { confidence: 0.9, unless: LEISURE }),
  ...rules('ko.end.jump-intent', 'suicide-plan', 3, [...intending(JUMPS), ...intending(HEIGHT_VERBS, HEIGHT), ...intending(INTO_VERBS, INTO), ...intending(CRASH_VERBS, CRASH)], {
    person: 'act',
    confidence: 0.84,
    unless: LEISURE,
    unlessBefore: /(?:사랑|일|공부|매력|생각|고민|늪|함정|취미|연구|사업|시장|시험|면접|서류|대학|오디션)에$/u,
  }),
  ...rules('ko.end.vanish', 'suicide-wish', 2, wanting(VANISH_VERBS), { confidence: 0.88, unless: /이불속|집으로|바다로|산속으로|휴가|여행|며칠|잠수타|쥐구멍|창피|민망|쪽팔|부끄러|아프리카|무대에서|sns에서/u }),
  ...rules('ko.end.vanish-intent', 'suicide-wish', 2, intending(VANISH_VERBS), { person: 'act', confidence: 0.75, before: SELF_THING }),
  ...rules('ko.end.vanish-intent', 'suicide-wish', 2, intending(VANISH_VERBS), {
    person: 'act',
    confidence: 0.72,
    unlessBefore: THING_BEFORE,
    unless: /이불속|집으로|바다로|산속으로|휴가|여행|며칠|잠수타|쥐구멍|창피|민망|쪽팔|부끄러|아프리카|무대에서|통증|증상|여드름|두통|지구온난|멸종|데이터|파일|사진이|자리가|버스가|일자리|직업이|제도|문화가|규정|할인|쿠폰/u,
  }),
  ...rules('ko.end.sleep', 'suicide-wish', 2, [...wanting(FOREVER_VERBS, FOREVER), ...wanting(BREATH_VERBS, BREATH), ...wanting(LIVING_VERBS, LIVING), ...wanting(QUIT), ...wanting(PAIN_VERBS, PAIN)], {
    confidence: 0.84,
    unless: WORKLIKE,
    unlessAfter: /^.{0,10}(?:여행|휴가|제주|놀러)/u,
  }),
  ...rules('ko.end.sleep-intent', 'suicide-wish', 2, [...intending(FOREVER_VERBS, FOREVER), ...intending(BREATH_VERBS, BREATH), ...intending(LIVING_VERBS, LIVING), ...intending(QUIT), ...intending(PAIN_VERBS, PAIN)], {
    person: 'act',
    confidence: 0.78,
    unless: WORKLIKE,
    unlessBefore: /(?:아기|애기|아이|애|강아지|고양이)(?:가|는)$/u,
  }),
];
