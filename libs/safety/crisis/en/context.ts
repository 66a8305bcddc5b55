import type { TextView } from '../../text/view.js';
import type { Hit } from '../rule-book.js';
import { setAside, type Verdict } from '../verdict.js';
import { contextMarks, STORY } from './marks.js';
import { personOf, subjectBefore } from './person.js';

const FILLER =
  '(?: (?:really|actually|even|ever|want|wanting|wanted|going|trying|planning|plan|plans|intend|intending|intention|intentions|thinking|think|thought|feel|feeling|felt|like|about|of|to|that|say|saying|mean|meaning|be|been|being|have|having|had|the|any|a|an|suicidal|thoughts|or|anything|would|will|consider|considered|considering|urge|urges|desire|currently|actively|longer|in|danger|risk|for|hurt|harm|harming|self|intent|wish|need|serious|seriously|do|my|come close|close|dream|necessarily|exactly|someone|(?:think|thinking|say|saying|mean|meaning|like|feel|that|because|feeling|said|it is like) i(?: am| want| would| have| was)?)){0,9} $';
const NEGATED = new RegExp(
  `(?:(?<!why )(?:do|did|does|am|is|was|would|will|have|had|has|are|were|should|must) not|never|(?<!(?:why|if|or|can|could|just|only) )not(?! only| just| sure)|no longer|without|neither|nor|far from|no (?:plans?|intentions?|desires?|wish|urges?|thoughts?|interest|need|ideas?)|nothing like|stopped|quit|refuse|refused)${FILLER}`,
  'u',
);
const NOT_THAT = /(?:not (?:that|like|saying|because|as if|to say)|never said|did not say) (?:that |like |it is |because |to say )*(?:i )?$/u;
const NOT_AFTER = /^ (?:(?:[a-z]+ ){0,6}?(?:the (?:honest )?answer (?:is|was)|i (?:could|can) honestly say|i said|i answered|i ticked|my answer (?:is|was)) (?:no|none|never|not)(?![a-z])|(?:is|are|was|were) (?:not|never) (?:an option|the answer|something|on the table|in my|what|a thing|for me)|not at all|no way|never|is off the table|are gone|went away|stopped (?:years|months))/u;

const NEVER_ONCE = /(?<![a-z])(?:not once|never) (?:in my (?:whole |entire )?life )?(?:have|did) i (?:[a-z]+ ){0,4}$/u;

const STORY_AFTER = new RegExp(`^(?: [a-z]{1,10}){0,6} (?:in|from|at the end of|of|during|on) (?:the|a|this|that|my|an|last night s) (?:[a-z]{1,12} ){0,2}${STORY}(?![a-z])`, 'u');
const QUOTES = /(?<![a-z])(?:lyrics?|song|line|title|chorus|verse|quote|poster|meme|shirt|character|caption|headline|poem|book|movie|band|called|titled) (?:[a-z]+ )?(?:says?|said|goes|is|was|that|called|titled|like|reads|sings|named)(?: that)?(?: i(?: am)?)? $/u;
const FIRST_PERSON_NOW = /(?<![a-z])i (?:am |have |have been |was |just |really |do |still |also |even |feel |been |keep |would |might |will |want |think |had |got |often |sometimes |always |honestly |secretly )*$/u;

const GRIEF_BEFORE = /(?:lost|lose|losing|died|dies|death|dead|passed|gone|grie(?:f|ve|ved|ving)|mourn(?:ing)?|funeral|memorial|anniversary|survivor of|took|after|since|miss|missing) (?:[a-z]+ ){0,7}$/u;
const GRIEF_AROUND = /(?:still cr(?:y|ying)|(?:is|are|been|we are|still) grieving|funeral|passed away|died|we buried|grieving|memorial|rest in peace|miss (?:him|her|them)|lost (?:him|her|them)|in loving memory|took (?:his|her) life)/u;

const KIN_BEFORE = /(?:mom|mum|mother|dad|father|brother|sister|son|daughter|friend|husband|wife|uncle|aunt|cousin|grandfather|grandmother|boyfriend|girlfriend|partner|fiance|his|her|their)(?: s)? $/u;


/** Reads what stands around an English match: denial, story, work, other people, the past. */
export function judgeEnglish(view: TextView, hit: Hit): Verdict {
  if (isDenied(view, hit)) return setAside('denial');
  if (isStory(view, hit)) return setAside('fiction');
  if (isWork(view, hit)) return setAside('work');
  const person = personOf(view, hit);
  if (isGrief(hit, person)) return setAside('bereavement');
  if (person === 'generic') return setAside('general');
  const time = timeOf(view, hit);
  return time === 'overcome' ? setAside('overcome') : { about: person, time };
}

/** What precedes the match after the last comma or dash. */
function clauseBefore(view: TextView, hit: Hit): string {
  const floor = hit.from - hit.before.length;
  let start = hit.from;
  while (start > floor && (view.gaps[start] ?? 0) < 2) start -= 1;
  return view.text.slice(start, hit.from);
}

function isDenied(view: TextView, hit: Hit): boolean {
  const clause = clauseBefore(view, hit);
  if (hit.rule.kind === 'abuse' && /(?<![a-z])(?:nobody|no one|none of them|never|not) (?:[a-z]+ ){0,3}$/u.test(clause) && !/(?:not|never) (?:only|just|stop|let|safe)/u.test(clause)) return true;
  if (/not (?:that|because|like|as if) i (?:do |did )?$/u.test(clause) && /^(?:do |did )?not/u.test(hit.match)) return true;
  if (hit.rule.negative === true) return /(?:not (?:that|like|saying|because|as if|to say)|never said|did not say) (?:that |like |it is |because |to say )?(?:i |my |he |she )?$/u.test(clause);
  if (/(?:lying if i said|can not say|not going to lie|pretend|pretending|no point saying|can not deny|not gonna lie)/u.test(hit.before)) return false;
  if (/(?<![a-z])(?:no|zero|any) (?:actual |real |current |active )?$/u.test(clause) && /^(?:plans?|suicid|thoughts?|intention|urges?|desire|self harm)/u.test(hit.match)) return true;
  return NEVER_ONCE.test(clause) || NEGATED.test(clause) || NOT_THAT.test(clause) || NOT_AFTER.test(hit.after);
}

function isStory(view: TextView, hit: Hit): boolean {
  const { before, after, match } = hit;
  if (QUOTES.test(before)) return true;
  const place = contextMarks(view).last('story', hit.from - before.length, hit.from);
  if (place !== undefined && /(?:said|says|yelled|shouts?|whispers?|sings?|goes) $/u.test(view.text.slice(place.to, hit.from))) return true;
  if (place !== undefined) return !/(?<![a-z])(?:i|me)(?![a-z])/u.test(view.text.slice(place.to, hit.from)) && !/^i (?!n)/u.test(match);
  return STORY_AFTER.test(after) && subjectBefore(view, hit) !== 'self';
}

function isWork(view: TextView, hit: Hit): boolean {
  const { before, after, match, rule } = hit;
  if (rule.kind === 'abuse' && (rule.person === 'fixed' || match.includes(' me '))) return false;
  if (!contextMarks(view).any('work', hit.from - before.length, hit.to + after.length)) return false;
  return !FIRST_PERSON_NOW.test(before) && !/^(?:i |am )/u.test(match);
}

function isGrief({ before, after, match, rule }: Hit, person: string): boolean {
  if (rule.person === 'fixed' || rule.kind === 'harm-to-others' || rule.kind === 'abuse') return false;
  if (match.startsWith("suicide") && KIN_BEFORE.test(before)) return true;
  if (person !== 'self') return /(?:killed|hanged|hung|shot) (?:him|her|them)/u.test(match) || GRIEF_AROUND.test(before + after);
  return /^(?:suicide|suicidal|overdose|an overdose|by overdose)/u.test(match) && GRIEF_BEFORE.test(before);
}

function timeOf(view: TextView, hit: Hit): 'present' | 'past' | 'overcome' {
  const marks = contextMarks(view);
  const { from, to, before, match, after } = hit;
  if (RELIEVED.test(before.slice(-40) + match) && SAVED.test(match + after)) return 'overcome';
  const longAgo = marks.any('long-ago', from - before.length, to) || marks.any('long-ago', to, to + 50) || ONCE_WAS.test(before);
  if (!longAgo) return 'present';
  if (marks.any('overcame', to, to + LONGER_REACH) && !CAME_BACK.test(view.text.slice(to, to + LONGER_REACH))) return 'overcome';
  if (marks.any('recent', from - LONGER_REACH, to + LONGER_REACH)) return 'present';
  return marks.any('long-ago', from - before.length, to + after.length) ? 'past' : 'present';
}

const LONGER_REACH = 140;
const RELIEVED = /(?:glad|grateful|thankful|relieved|happy|lucky) (?:that )?(?:my |i |the )/u;
const SAVED = /fail|surviv|did not (?:work|succeed|die)|saved|found me|stopped/u;
const ONCE_WAS = /(?:was|were|had been|survived) (?:[a-z]+ ){0,2}$/u;
const CAME_BACK = /relapsed|came back|coming back|again now/u;
