import type { TextView } from '../../text/view.js';
import type { Hit } from '../rule-book.js';
import { setAside, type Verdict } from '../verdict.js';
import { contextMarks } from './marks.js';
import { personOf, speaksOfSelf } from './person.js';

const SENSATION = /(?:쪽팔려|쪽팔|창피해|창피|민망해|부끄러워|쑥스러워|오글거려|배고파|졸려|더워|추워|심심해|웃겨|귀여워|매워|배불러|황당해|어이없어|어색해|느끼해)(?:서)?(?:막|진짜|정말|너무|그냥|그자리에서|그대로|걍)?$/u;
const SHAME_AFTER = /^[가-힣]{0,4}(?:만큼|정도로)(?:너무)?(?:쪽팔|창피|민망|부끄|쑥스|오글|웃기|웃겼|귀엽|맛있)/u;

const NEGATED = [
  /^[가-힣]{0,4}?거나(?:그런|하는)?(?:건|하진|하지는|하지|지는|것은)(?:전혀|절대)?(?:않|아니|안)/u,
  /^(?:지|진|지는|지도|질|지를)(?:는|도|를)?(?:전혀|절대)?(?:않(?!은날(?:이|은)?(?:하루도)?없|으면|고는|고서|나|을까|은가|겠|냐)|안(?!을까|나요)|못)/u,
  /^[가-힣]{0,8}?(?:건|게|것은|것이|거는|거|것도|정도는|정도까진|뜻은|의미는|말은|얘기는|소리는|사람은|생각은|마음은)(?:정말|진짜|절대|전혀|결코|아직|또|절대로)?(?:은|는)?아니(?!면|라면|고서야|었)/u,
  /^[가-힣]{0,6}?(?:생각|마음|맘|적|충동|의도|계획|기분|느낌|일|시도|짓|욕구)(?:은|는|이|도|까지는|까진|따윈|따위는|같은건|같은거|을|를|조차)?(?:전혀|절대|아예|진짜|정말|하나도|단한번도|한번도|추호도|눈곱만큼도|조금도|별로|이제|요즘|더이상|지금은|현재){0,2}(?:없(?!어지지|애|앨|을까|으면|어질)|안(?:해|들|나(?!아)|했|합|하(?!려))|해본적(?:도|은|이)?없|가져본적|한적(?:도|은|이)?없|사라졌|하지않|들지않|나지않|접었)/u,
  /^(?:은|는|을|를|도|이|가|까지는|까진|같은건|같은거|적은|적이|적)?(?:전혀|절대|아예|진짜|단한번도|한번도|절대로|생각도|꿈도|꿈에도|추호도|눈곱만큼도|조금도|하나도|생각){0,2}(?:안(?:해|하(?!려|면)|할|했|합)|하지않|하지는않|해본적(?:도|은|이)?(?:전혀)?없|한적(?:은|이|도)?(?:단한번도|한번도)?없|없어요|없습|없다|없고|없지|없는데|없음|없었)/u,
];
const NEVER_DID = /^[가-힣]{0,10}?(?:마음|생각|충동|적|마음이|생각이)?(?:은|이|도)?(?:전혀|절대|단)?(?:한번도)(?:든적|든|한적|해본적|가져본적|있던적|품은적)?(?:이|은|도)?없/u;
const ANSWERED_NO = /^[가-힣]{0,12}?(?:물으셨|물어보셨|물어봐서|질문|있냐길래|있냐고(?:해서|물)|있느냐)[가-힣]{0,6}(?:없|아니|전혀)/u;
const NO_SUCH = /^(?:생각|마음|충동)?(?:도|은|는|이)?(?:[가-힣]{1,5}도)?(?:전혀|정말)?없(?:고|다고|으니까|음|네요)/u;
const NOT_BUT = /^(?:생각|마음|뜻|말)?(?:이|가)?아니(?:라|고)/u;
const ONLY_A_WORD = /^[가-힣]{0,8}?(?:은|는)?(?:그냥|그저)?(?:입버릇|말버릇|농담이|푸념)/u;
const SO_FAR_NOT = /^[가-힣]{0,6}?까지(?:는|ㄴ)?(?:안|못)(?:가|갑|들|해|나)/u;
const RATHER_THAN = /^[가-힣]{0,3}?(?:다기보다|ㄴ다기보다|기보다는|다기보단)/u;
const NEVER_BEFORE = /(?:절대|결코|절대로|설마)[가-힣]{0,8}$/u;
const NOT_AFTER = /^[가-힣]{0,8}(?:않|안(?:해|할|하|그)|아니|없)/u;

const FICTION_CONTENT =
  /^[가-힣]{0,9}?(?:장면|내용(?!의유서|의편지|의문자)|가사|대사|이야기(?:가|를|예|로|인|였)|소재|주제|소설|영화|드라마|책|기사|뉴스|노래|웹툰|캐릭터|역할|연기|부분이|글귀|제목|결말|설정|사건|줄거리|엔딩|작품|만화|연극|보도|배역|미션|퀘스트|씬)/u;
const LIKE_IN = /(?:처럼|대로|따라|보고나도|보고저도|보면서|들으면서|들으며|보며)/u;

const GENERAL_AFTER = /^[가-힣]{0,9}?(?:는|(?<!남)은|을|한|하는|인|던)(?:사람들|사람이(?!에|야|었|라|지|고|있|생)|사람을|사람은|사람에게|청소년|학생들|학생을|학생이|아이들|분들|이들|환자|내담자|노인|군인|청년|십대|여성|남성|가족들|경우|비율|이유에대|원인)/u;
const PEOPLE = /(?:사람들|요즘애들|요즘청소년|청소년들|청년들|노인들|현대인|연예인들|군인들|누구나|학생들)(?:이|은|도|가|의|한번쯤)?(?:가끔|한번쯤|한번씩|종종|다|그냥|많이|왜|죽을만큼|힘들면){0,2}$/u;
const ADNOMINAL_OR_REPORT = /^[가-힣]{0,3}?(?:다는|단|다고|라는|라고|어하|은|을때|는말|다며|대)/u;

const PAST_FORM = /(?:었|았|했|던|였|봤|썼|컸|렸|졌)/u;
const LONGER_REACH = 120;

/** Reads what stands around a Korean match: idiom, denial, story, work, other people, the past. */
export function judgeKorean(view: TextView, hit: Hit): Verdict {
  if (isSplitWord(view, hit) || isHyperbole(hit)) return setAside('idiom');
  if (isDenied(view, hit)) return setAside('denial');
  if (isStory(view, hit)) return setAside('fiction');
  if (isWork(view, hit)) return setAside('work');
  if (isGeneral(view, hit)) return setAside('general');
  const about = personOf(view, hit);
  const time = timeOf(view, hit);
  if (time === 'overcome') return setAside('overcome');
  if (about === 'other' && isBereavement(hit)) return setAside('bereavement');
  return { about, time };
}

/** "여자 살", "혼자 살": 자 ends one word and 살 begins the next. */
function isSplitWord({ gaps, text }: TextView, hit: Hit): boolean {
  const at = text.indexOf('자살', hit.from);
  if (at < 0 || at >= hit.to || at === 0 || gaps[at] !== 0) return false;
  return (gaps[at + 1] ?? 0) > 0 || /[혼여남감피의글숫]/u.test(text.charAt(at - 1));
}

function isHyperbole({ before, after, rule }: Hit): boolean {
  return rule.id === 'ko.wish.die' && (SENSATION.test(before) || SHAME_AFTER.test(after));
}

function isDenied(view: TextView, { before, after, rule, to }: Hit): boolean {
  if (rule.negative === true) return /^[가-힣]{0,8}?(?:건|게|것은|정도는|뜻은|말은)(?:정말|진짜|절대|전혀)?아니(?!면|라면)/u.test(after);
  const next = view.text.slice(to, to + 30);
  if (NEVER_DID.test(after) || ANSWERED_NO.test(next) || ONLY_A_WORD.test(after) || SO_FAR_NOT.test(after) || RATHER_THAN.test(after) || NO_SUCH.test(after) || NOT_BUT.test(after)) return true;
  return NEGATED.some((pattern) => pattern.test(after)) || (NEVER_BEFORE.test(before) && NOT_AFTER.test(after));
}

function isStory(view: TextView, hit: Hit): boolean {
  const { before, after, rule } = hit;
  const marks = contextMarks(view);
  const floor = hit.from - before.length;
  const place = marks.last('story', floor, hit.from);
  const fictional = marks.any('fictional', floor, hit.from);
  const content = FICTION_CONTENT.test(after) && ADNOMINAL.test(after);
  const quoted = view.quoted.some(([from, to]) => from <= hit.from && hit.to <= to);
  if (place === undefined && !fictional && !content && !quoted) return false;
  if (speaksOfSelf(view, hit) || LIKE_THAT.test(after)) return false;
  if (fictional || content) return true;
  if (quoted && (place !== undefined || /^[가-힣]{0,6}(?:라는|이라는|란|이란|라고)/u.test(after))) return true;
  if (place === undefined || LIKE_IN.test(view.text.slice(place.from, hit.from))) return false;
  return rule.person !== 'inner' || (INSIDE.test(view.text.slice(place.from, place.to)) && ADNOMINAL_OR_REPORT.test(after));
}

const LIKE_THAT = /(?:저도|나도|저|나)(?:그렇게|저렇게|그러고|따라|똑같이)/u;
const INSIDE = /(?:가사에|책에|노래에|제목에|기사에|에서|속|의|에는|에선|중에|보는데|봤는데|읽는데)$/u;
const ADNOMINAL = /^[가-힣]{0,6}?(?:는|은|던|단|한|할|인|를다룬|을다룬|에관한|에대한|ㄴ|운|의|률|사건|장면|내용|이야기)/u;

function isWork(view: TextView, hit: Hit): boolean {
  const { before, after, rule } = hit;
  if ((rule.kind === 'abuse' && rule.person === 'fixed') || !contextMarks(view).any('work', hit.from - before.length, hit.to + after.length)) return false;
  if (rule.person !== 'fixed' && speaksOfSelf(view, hit)) return false;
  return rule.person !== 'inner' || ADNOMINAL_OR_REPORT.test(after);
}

function isGeneral(view: TextView, hit: Hit): boolean {
  const { before, after, match } = hit;
  if (!GENERAL_AFTER.test(after) && !PEOPLE.test(before)) return false;
  if (/(?:나|저)(?:처럼|같은|같이|도)/u.test(before + match)) return false;
  return GENERAL_AFTER.test(after) || !speaksOfSelf(view, hit);
}

function timeOf(view: TextView, hit: Hit): 'present' | 'past' | 'overcome' {
  const marks = contextMarks(view);
  const [floor, ceiling] = [hit.from - LONGER_REACH, hit.to + LONGER_REACH];
  const relapsed = marks.any('relapse', floor, ceiling);
  if (!relapsed && marks.any('stopped-since', floor, ceiling)) return 'overcome';
  const longAgo = marks.any('long-ago', hit.from - hit.before.length, hit.to + hit.after.length);
  const pastForm = PAST_FORM.test(view.text.slice(hit.from, hit.to + 16));
  if ((!longAgo && !pastForm) || relapsed) return 'present';
  const recent = marks.any('recent', floor, ceiling);
  if (marks.any('overcame', hit.to - 1, ceiling) && (longAgo || !recent)) return 'overcome';
  return longAgo && !recent && pastForm ? 'past' : 'present';
}

/** Somebody else's completed death is grief, not danger. */
function isBereavement({ match, after, rule }: Hit): boolean {
  if (rule.kind === 'suicide-means' || rule.kind === 'farewell') return /돌아가|떠난|떠났|장례|죽었|숨졌|사망/u.test(after);
  if (/시도|충동|생각|싶|유서|준비|려$|려고|으러/u.test(match) || /^[가-힣]{0,4}?(?:려고|려다|려는|뻔|시도)/u.test(after)) return /장례|돌아가|떠난지|떠났|세상을/u.test(after);
  if (/^[가-힣]{0,5}?(?:다고|라고|다며|대요|다는|단말|단다)/u.test(after)) return false;
  return rule.kind !== 'self-harm' && rule.kind !== 'abuse' && /^[가-힣]{0,6}?(?:었|았|했|렸|졌|맸|갔|셨|은지|고나서|은뒤|은후|난뒤|난후|난지|세상을|돌아가)/u.test(match.slice(-1) + after);
}
