import { conjugate, type Forms } from '../../text/conjugate.js';
import { closeSyllable } from '../../text/jamo.js';
import { WANT } from './words.js';

const AFTER_BASE =
  '(?:기로(?:했|결심|마음|맘|결정|작정|다짐|정했|약속)|기만(?:을|하면|바라|기다)|기를(?:바라|원하|기다|빌|기도|소망)|길(?:바라|원하|기도|빌)|기(?:직전|일보직전|좋은|쉬운|딱좋)|자(?:고(?:결심|마음|생각|다짐)|는생각|는마음)|겠(?:다고(?:결심|마음)|다는(?:생각|마음|결심|충동))|고(?:말겠|말거|야말|말래)|게(?:해줘|해주|해달|내버려|놔둬|놔두|두세요|둬줘|도와))';
const AFTER_PRESENT =
  '는(?:생각|상상|게(?:더|차라리|훨씬|오히려|제일|가장)?(?:낫|나을|나아|나은|답|맞|편|소원|좋|빠르|정답|최선|행복)|편이|쪽이|것(?:밖|뿐|만이|말고|이답|도방법|이낫|이나을|이소원|이최선|도나쁘지)|거(?:밖|말고|뿐)|수밖|방법|법(?:을|이|도|만|$|찾|검색|알)|길밖|길뿐|길만이|충동|순간(?:을|만)?상상|모습(?:을|만)?(?:상상|그려|떠올)|장면(?:을|만)?(?:상상|그려|떠올)|연습을|준비|계획)';
const AFTER_FUTURE =
  '(?:래(?!말)|까(?!봐걱정마)|라고|거(?!면)|꺼|게(?:요|$|이제|여러|엄마|미안|안녕|정말|다들|나)|께|겁니|생각(?!은?없)|충동|마음|맘|용기|것같|거같|준비|계획|작정|예정|결심|수만있|수있(?:을까|나|는방|다면|으면|는곳|게)|수밖|지도모|지몰라|지모르|자신이있|날(?:만|을기|짜)|때가(?:됐|된|왔)|테니|참이|방법|장소|곳|시간을|궁리|욕구)';
const AFTER_CONNECTIVE =
  '(?:려(?:고|구|는|다가|했|합|해|던|면|하)|러(?:가|갑|갈|왔|나가|나왔)|면(?:좋|편|어떨|어떻|될까|되겠|되나|되지|되잖|안될까|안되나|다(?:끝|해결|편)|모두(?:끝|편)|끝|이고통|더(?:편|나)|행복|나을|그만|해결|가족(?:이|들)?|아무|싶|하는|한다|해방|자유|쉴수|모든게|다들|보험))';
const AFTER_INFINITIVE =
  '(?:버(?:리고싶|리고파|릴|려야|려도|렸으면|리면|리려|리자|리는게|리는생각|리는상상|리기로|리겠|려줄)|야(?:지|겠|할것|할까|할지|해|하나|하는|돼|되나|되는|된다|될것|될까|만)|도(?:되|돼|괜찮|상관|아무|그만|모를)|볼까|줘야|줄게|줄까|줄래|드릴|주고싶|줄거)';
const AFTER_PAST = '(?:으면|더라면)(?:좋|싶|해|하|한|됐|$|정말|그냥)';

const oneOf = (forms: readonly Forms[], pick: (form: Forms) => string): string => `(?:${[...new Set(forms.map(pick))].join('|')})`;

/**
 * 뛰어내리고 싶다, 사라져버리고 싶다: what only the speaker can say of the own mind.
 * @param object pattern of what stands before the verb (목숨을, 옥상에서)
 */
export function wanting(verbs: readonly string[], object = ''): string[] {
  const forms = verbs.map(conjugate);
  return [`${object}${oneOf(forms, (form) => form.base)}${WANT}`, `${object}${oneOf(forms, (form) => form.infinitive)}버리${WANT}`];
}

/** Said as done at once: 생을 마감합니다, 목숨을 끊겠습니다, 세상을 떠날게요. */
export function declaring(verbs: readonly string[], object = ''): string[] {
  const forms = verbs.map(conjugate);
  return [`${object}(?:${oneOf(forms, (form) => form.base)}(?:습니다|겠습니다|겠어요|겠어|렵니다|는다)|${oneOf(forms, (form) => form.infinitive)}(?:요|버립니다)|${[...new Set(forms.map((form) => polite(form.base)))].join('|')}|${oneOf(forms, (form) => form.future)}(?:게|께))`];
}

/** 끝내 → 끝냅니다 */
function polite(base: string): string {
  const last = closeSyllable(base.at(-1) ?? '', 'ㅂ');
  return last === undefined ? `${base}습니다` : `${base.slice(0, -1)}${last}니다`;
}

/** Intention, plan, urge, comparison, hope: -(으)ㄹ래, -려고, -기로 하다, -는 게 낫다, -았으면 좋겠다. */
export function intending(verbs: readonly string[], object = ''): string[] {
  const forms = verbs.map(conjugate);
  const endings = [
    oneOf(forms, (form) => form.base) + AFTER_BASE,
    oneOf(forms, (form) => form.present) + AFTER_PRESENT,
    oneOf(forms, (form) => form.future) + AFTER_FUTURE,
    oneOf(forms, (form) => form.connective) + AFTER_CONNECTIVE,
    oneOf(forms, (form) => form.infinitive) + AFTER_INFINITIVE,
    oneOf(forms, (form) => form.past) + AFTER_PAST,
  ];
  return object === '' ? endings : [`${object}(?:${endings.join('|')})`];
}
