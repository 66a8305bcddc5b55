import type { AffectLabel } from '../reading.js';

/** Words of one kind and strength. */
export interface WordGroup {
  /** −1…1 */
  readonly valence: number;
  /** The label the words speak for; null for those that are only good or bad. */
  readonly label: AffectLabel | null;
  /** −1…1, where it differs from the label's own. */
  readonly arousal?: number;
  /** Beginnings of words, apart by spaces, with every form whose first syllables change (슬프, 슬퍼). */
  readonly stems: string;
}

/** Korean words of feeling, by the beginnings of their forms. Own collection; strengths judged on the scale of AFINN (5 = 1). */
export const KOREAN_WORDS: readonly WordGroup[] = [
  { valence: 0.8, label: 'happy', stems: '행복 기쁘 기뻐 기쁜 기쁨 즐거 즐겁 신나 황홀 감격 환희 짜릿 최고 벅차 벅찬 행운 환상적' },
  { valence: 0.7, label: 'happy', stems: '사랑 웃 미소 재미있 재밌 재미나 뿌듯 보람 자랑스 감동 반가 반갑 설레 설렌 설렘 흐뭇 통쾌 유쾌 상쾌 성공 합격 해냈 이겨냈 극복' },
  {
    valence: 0.5, label: 'happy',
    stems: '좋 만족 감사 고마 고맙 희망 다행 축하 칭찬 응원 격려 위로 위안 멋지 멋진 멋져 훌륭 아름다 아름답 예쁘 예뻐 예쁜 귀여 귀엽 따뜻 다정 친절 즐기 즐긴 '
      + '활기 생기가 용기 의욕 열정 소중 든든 자신감 자신있 흥미 재미 기대 존경 믿음 이해해줘 이해해주 후련 개운 힐링 인정받 칭찬받 사이좋 화목 풍요',
  },
  {
    valence: 0.4, label: 'happy', arousal: -0.3,
    stems: '편안 평온 평화 차분 안심 안정 여유 느긋 홀가분 가벼워 가벼웠 나아지 나아진 나아졌 나아질 풀렸 풀려 괜찮 잔잔 포근 아늑 편해 편했 편하 회복 진정됐 진정되',
  },
  { valence: -0.8, label: 'sad', stems: '슬프 슬퍼 슬픈 슬픔 비참 절망 우울 불행 처참 암담 비통 애통 참담 비관 비극 자살 자해' },
  {
    valence: -0.6, label: 'sad',
    stems: '외로 외롭 쓸쓸 허전 공허 허무 서러 서럽 서글 울적 눈물 울었 울고 울어 울음 울면 울컥 우는 운다 흐느 상처 속상 서운 섭섭 실망 낙담 좌절 '
      + '괴로 괴롭 아프 아파 아픈 아픔 아팠 고통 비애 상실 이별 헤어졌 헤어지 헤어진 버림받 외면 소외 따돌림 왕따 의기소침 침울 처량 무가치 쓸모없 쓸데없 가치없',
  },
  {
    valence: -0.5, label: 'sad',
    stems: '후회 그리워 그리운 그리움 그립 아쉬 아쉽 안타까 안타깝 막막 미안 죄송 죄책감 자책 자괴 한심 초라 창피 부끄러 부끄럽 수치 포기 실패 망했 망쳤 망친 잃었 잃어 '
      + '잃은 불쌍 가엾 가여 허탈 미련 무의미 의미없 보잘것없 비교당 무능',
  },
  {
    valence: -0.5, label: 'sad', arousal: -0.6,
    stems: '지치 지쳐 힘드 힘들 힘겨 힘겹 버거워 버거운 버겁 고단 피곤 피로 무기력 기운없 힘없 탈진 번아웃 녹초 지루 심심',
  },
  {
    valence: -0.7, label: 'angry',
    stems: '화나 화났 화난 화내 화냈 분노 분하 분했 분한 격분 격노 노여 울화 분통 열받 열불 빡치 빡쳐 빡쳤 빡친 증오 원망 배신 괘씸 악쓰 욕하 욕했 욕먹 모욕 폭발',
  },
  {
    valence: -0.5, label: 'angry',
    stems: '억울 짜증 성질 미워 미운 미웠 밉 얄미 얄밉 답답 불쾌 거슬 지겨 지겹 지긋지긋 다투 다퉜 다툼 싸우 싸웠 싸워 싸움 무시당 무시하 무시해 무시했 시비 불만 약오르 '
      + '못마땅 갑질 따졌 따지 소리지르 소리질렀 고함',
  },
  {
    valence: -0.5, label: 'anxious',
    stems: '불안 걱정 초조 긴장 조마조마 조급 두근 떨려 떨리 떨린 떨렸 심란 근심 염려 고민 스트레스 압박 쫓기 쫓겨 불면 안절부절 예민 혼란 당황 난감 곤란 악몽 뒤척 조바심 '
      + '부담 골치 막연 갈등 노심초사 불확실 강박 눈치',
  },
  { valence: -0.7, label: 'fearful', stems: '무서 무섭 두려 두렵 공포 겁나 겁났 겁먹 겁이 소름 섬뜩 오싹 끔찍 공황 패닉 위협 무시무시 협박 도망' },
  { valence: -0.6, label: 'disgusted', stems: '역겨 역겹 징그러 징그럽 더러워 더러운 더럽 메스꺼 메스껍 구역질 혐오 토할 치사 추잡 비위 지저분' },
  { valence: 0.1, label: 'surprised', stems: '놀라 놀랐 놀란 놀랍 깜짝 뜻밖 의외 신기 헉' },
  { valence: -0.4, label: 'surprised', stems: '충격 황당 어이없 어처구니 기막 경악' },
  { valence: -0.5, label: null, stems: '나쁘 나빠 나쁜 나빴 최악 형편없 엉망 싫 별로 불편 곤욕 잘못 실수 심각 손해 위기 재수없 끔직 귀찮 하찮 못생' },
  { valence: 0.4, label: null, stems: '잘했 잘됐 잘돼 잘될 잘하고 잘지내 맛있 건강 편리 쉬워 다행히' },
];

/** Words that begin like one of {@link KOREAN_WORDS} and mean something else. */
export const KOREAN_EXCEPTIONS =
  '아파트 아프리카 아프간 사랑니 사랑방 지침서 지침을 지침이 지침에 감사원 감사실 감사팀 웃돈 웃어른 기대어 기대서 기대앉 안정제 눈치우 최고기온 최고온도 최고령 '
  + '재미교포 재미동포 평화시장 희망퇴직 희망자 위로금 폭발물';

/** Strengthen the words after them. */
export const KOREAN_INTENSIFIERS =
  '너무 너무나 너무너무 정말 정말로 진짜 진짜로 매우 아주 굉장히 엄청 엄청나게 완전 완전히 되게 무척 몹시 참 훨씬 더욱 제일 가장 많이 무지 심하게 극도로 대단히 꽤 미치도록 죽도록 계속 항상 늘 자꾸';

/** Weaken the words after them. */
export const KOREAN_DIMINISHERS = '조금 조금씩 좀 약간 살짝 다소 그나마 덜 그럭저럭 어느정도 간혹 가끔';

interface Phrase extends Omit<WordGroup, 'stems'> {
  readonly pattern: RegExp;
}

/** Expressions of several words. They are looked for first, and stand for one word afterwards. */
export const KOREAN_PHRASES: readonly Phrase[] = [
  { pattern: /(?:죽고|사라지고|없어지고)\s*싶/gu, valence: -1, label: 'sad' },
  { pattern: /살고\s*싶지\s*않/gu, valence: -1, label: 'sad' },
  { pattern: /살기(?:가|도)?\s*싫/gu, valence: -0.9, label: 'sad' },
  { pattern: /(?:그만두고|도망가고|도망치고|포기하고)\s*싶/gu, valence: -0.5, label: 'sad' },
  { pattern: /(?:못|안)\s*(?:참|견디|견뎌|견딜|버티|버텨|버틸)/gu, valence: -0.6, label: 'angry' },
  { pattern: /화[가를도만]?\s*(?:[나났난날내냈낼]|치밀)(?!\p{L}*(?:가\s|무))/gu, valence: -0.7, label: 'angry' },
  {
    pattern: /(?:잠|밤잠)[을도이]?\s*(?:(?:[잘푹통]|거의)\s*)?(?:못\s*(?:[자잤잔]|이루|이룬)|안\s*[와오왔]|설치|설쳤|설친)/gu,
    valence: -0.5,
    label: 'anxious',
  },
  { pattern: /(?:숨|가슴)(?:이|도)?\s*(?:막히|막혀|막힐|막혔|가쁘|조여|조이)/gu, valence: -0.6, label: 'anxious' },
  { pattern: /신경(?:이|도)?\s*(?:쓰여|쓰이|쓰였|곤두)/gu, valence: -0.3, label: 'anxious' },
  { pattern: /신[이도]?\s*[나났난]/gu, valence: 0.7, label: 'happy' },
  { pattern: /미칠\s*(?:것|거|지경)/gu, valence: -0.6, label: 'anxious' },
  { pattern: /어쩔\s*줄/gu, valence: -0.4, label: 'anxious' },
  { pattern: /(?:겁|무서움)[이을도]?\s*[나났난먹]/gu, valence: -0.6, label: 'fearful' },
  { pattern: /(?:마음|맘|기분|가슴)[이은도]?\s*(?:무겁|무거|찢어|먹먹)/gu, valence: -0.6, label: 'sad' },
  { pattern: /(?:마음|맘)[이은도]?\s*(?:편|놓이|놓여|놓였|가볍|가벼)/gu, valence: 0.5, label: 'happy', arousal: -0.3 },
  { pattern: /(?:힘|기운|의욕|자신|자신감)[이도은]?\s*(?:없|빠지|빠져|빠졌|안\s*나)/gu, valence: -0.5, label: 'sad', arousal: -0.6 },
  { pattern: /(?:힘|기운|용기)[이을도]?\s*(?:나요|나네|[났얻냈]|난다|내서)/gu, valence: 0.5, label: 'happy' },
  { pattern: /재미(?:가|도)?\s*없/gu, valence: -0.4, label: 'sad', arousal: -0.4 },
  { pattern: /희망(?:이|도)?\s*없/gu, valence: -0.8, label: 'sad' },
  { pattern: /(?:싫어하|미워하)는\s*(?:것|거)\s*같/gu, valence: -0.6, label: 'sad' },
  { pattern: /어이(?:가|도)?\s*없/gu, valence: -0.4, label: 'angry' },
  { pattern: /자신이\s*(?:생기|생겼|있)/gu, valence: 0.5, label: 'happy' },
  { pattern: /혼자(?:[인만뿐]|라는)/gu, valence: -0.3, label: 'sad' },
];

/** Wishes: what is wished for is not there. */
export const KOREAN_WISH = /(면)\s*(?:참\s*|정말\s*)?좋(?:겠|을\s*텐데|으련만)[^\s.!?,]*/gu;
/** `…해 죽겠다` strengthens what stands before it and says nothing by itself. */
export const KOREAN_FIGURE = /[아어여해서워파퍼]\s+(죽겠\S*|죽을\s*(?:것|거)\s*같\S*|미치겠\S*)/gu;
