import type { TextView } from '../../text/view.js';
import type { Hit } from '../rule-book.js';
import { contextMarks } from './marks.js';
import { OTHERS } from './words.js';

/** A clause that is over: what follows may have another subject. */
const CLAUSE_END = /(?:(?:하|오|가|자|들|되|나|보|지|시|리|우)면|(?:쓰|쓰시|사용하|드시|먹|키우|주|사|남기)(?:던|는|신|준|긴)|서|니까|는데|은데|인데|지만|으면|라면|때문에|고나서|후에|뒤로|뒤에|길래|더니|이후로?|부터|라|자마자|다보니|나니|탓에|바람에|까봐|봐서|었고|았고|였고|했고|이고)/u;
const NAMED = /(?<!나|차|사|종|높|길|넓|깊)[가-힣]{1,2}(?:이가|씨가|씨는|씨도|양이|군이)/gu;
const OTHERS_THING = new RegExp(`${OTHERS}(?:들)?(?:의)?(?:손목|팔|몸|방|책상|가방|일기|다이어리|카톡|sns|인스타|톡|휴대폰|핸드폰|서랍|노트|허벅지)`, 'u');

/** Hearsay: only said of others (싶대요, 싶어 해요, 싶다더라, 싶은가 봐요). */
const HEARSAY =
  /^[가-힣]{0,5}?(?:어(?:하(?!고싶)|한다|했|합|해(?!지|졌))|대요|대서|댔|대네|대더|대(?=$|나도|저도|근데|어떡|어떻)|다네|다더라|다더|다던데|다며|다면서|단다|ㄴ대|는대|했대|한대|었대|은가봐|나봐|는가봐|은듯해|어보여|어보이|는모양)/u;
const REPORTED = /^[가-힣]{0,5}?(?:다고|라고|겠다고|는다고|다는|단|라는|겠다는|려고한다고|자고|냐고)(?:들)?/u;
const REPORTED_NOW = /^[가-힣]{0,5}?(?:다고|라고|겠다고|자고)(?:자꾸|계속|매일|늘|맨날|항상|저한테|나한테|제게|내게|울면서|소리치며|말을){0,3}(?:해요|하네|하더|합니다|하세요|하셔|하시|하길래|한대|하는데|그래요|그러네|그러는데|그러더|그러셔|그러시|난리|협박)/u;
/** Told by others, of somebody who is not named: "뛰어내려서 열차가 멈췄대요", "몸을 던졌다고 배웠어요". */
const TOLD = /(?:했|됐|췄|렸|었|았|났|졌|왔|갔)대(?:요)?$|다고(?:배웠|들었|하더라)/u;
/** "죽고 싶다고 연락이 왔어요" */
const CONTACTED = /^[가-힣]{0,6}?(?:다고|라고|다는)(?:울면서|새벽에|갑자기)?(?:.{0,3})(?:연락|문자|카톡|톡|전화|메시지|디엠|dm)(?:이|가|를|을)?(?:왔|받|와서|오|보내왔)/u;
/** The speaker watches somebody: worries, asks how to help. */
const OBSERVER =
  /걱정(?:돼|이에|입|됩|이야|되|스러)|어떻게(?:해야|도와|말|대처|해줘|반응|위로|하면좋)|어떡하|어떡해|도와(?:줘야|주고싶|줄수|줄까|주려)|돕고싶|발견|알게됐|알게되|말려|말리|설득|위로해|눈치챘|(?:것|거)같(?:아서|은데|아요|습니다|아)$|봤(?:어요|는데|습니다)|들었(?:어요|는데|습니다)/u;
const OUTSIDE_VICTIM =
  /(?:친구|옆집|이웃|윗집|아랫집|지인|동료|동기|학생|제자|내담자|환자|선배|후배|룸메이트|룸메|사촌|반애|짝꿍|이모|고모|아는언니|아는동생|아는분|누군가|손님|할머니|할아버지)(?:네)?(?:아이|애|언니|부부|아이들|집아이|집애|할머니|분|들)?(?:이|가|은|는)(?!(?:저|나|날|절|제|내|우리|장난))/u;
const PASSIVE = /당|맞|받|시달|피해|입었|찍혔|찍혀/u;
const OWN_SIDE = /(?:저를|나를|날|절|저한테|나한테|저에게|나에게|제|내|우리|저희|저는|나는|제가|내가|엄마를|동생을|아이를|저도|나도)/u;

/** Where the last subjects before a match end; -1 where there is none in its sentence. */
function subjectsBefore(view: TextView, hit: Hit): { readonly self: number; readonly other: number } {
  const marks = contextMarks(view);
  const floor = hit.from - hit.before.length;
  const named = [...hit.before.matchAll(NAMED)].at(-1);
  return {
    self: marks.last('self', floor, hit.from)?.to ?? -1,
    other: Math.max(marks.last('other', floor, hit.from)?.to ?? -1, named === undefined ? -1 : floor + named.index + named[0].length),
  };
}

/** The speaker is the nearest subject before the match. */
export function speaksOfSelf(view: TextView, hit: Hit): boolean {
  const { self, other } = subjectsBefore(view, hit);
  return self > other;
}

/** Whose danger the match tells of. */
export function personOf(view: TextView, hit: Hit): 'self' | 'other' {
  const { before, after, match, rule } = hit;
  if (rule.person === 'fixed') return 'self';
  if (rule.person === 'victim') return PASSIVE.test(match) && OUTSIDE_VICTIM.test(before) && !OWN_SIDE.test(before) ? 'other' : 'self';
  const { self, other } = subjectsBefore(view, hit);
  const named = other > self;
  const open = named && !CLAUSE_END.test(view.text.slice(other, hit.from));
  if (HEARSAY.test(after)) return self > other ? 'self' : 'other';
  if (CONTACTED.test(after)) return 'other';
  if (REPORTED_NOW.test(after)) return self > other ? 'self' : 'other';
  if (REPORTED.test(after)) return open ? 'other' : 'self';
  if (rule.person === 'act' && self < 0 && TOLD.test(after)) return 'other';
  if (rule.person === 'inner') return 'self';
  if (open || (named && OBSERVER.test(after))) return 'other';
  return self < 0 && OTHERS_THING.test(before + match) ? 'other' : 'self';
}
