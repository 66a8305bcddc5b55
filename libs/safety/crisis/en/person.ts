import type { TextView } from '../../text/view.js';
import type { Hit } from '../rule-book.js';
import { contextMarks } from './marks.js';

/** Of people in general, not of somebody the speaker knows. */
const GENERIC = /(?<![a-z])(?:people|everyone|everybody|anyone|someone who|somebody who|some people|teens|teenagers|kids|students|patients|clients|veterans|you|one in|many|men|women|adults|adolescents|others)(?: [a-z]+){0,4} $/u;
const OF_THIRD = /(?:him ?self|her ?self|themsel(?:f|ves)|(?:his|her|their) (?:own )?(?:life|wrists?|arms?)|without (?:him|her|them))/u;

export type Subject = 'self' | 'other' | 'generic' | 'unknown';

/** "with my dad", "about him": named, but not the one who acts. */
const PREPOSITION = /(?<![a-z])(?:with|to|of|for|from|at|on|about|by|like|than|into|near|behind|beside|in|without|toward|towards|against|miss|love|hate|hug|see|hurting|leaving) $/u;

function lastSubject(marks: ReturnType<typeof contextMarks>, view: TextView, floor: number, from: number): ReturnType<typeof marks.last> {
  let mark = marks.last('other', floor, from);
  for (let tries = 0; mark !== undefined && tries < 4 && PREPOSITION.test(view.text.slice(Math.max(floor, mark.from - 12), mark.from)); tries += 1) {
    mark = marks.last('other', floor, mark.from);
  }
  return mark;
}

/** The nearest subject before the match. */
export function subjectBefore(view: TextView, { before, from }: Hit): Subject {
  const marks = contextMarks(view);
  const self = marks.last('self', from - before.length, from);
  const other = lastSubject(marks, view, from - before.length, from);
  if (self === undefined && other === undefined) return 'unknown';
  if ((self?.from ?? -1) > (other?.from ?? -1)) return 'self';
  return GENERIC.test(before) ? 'generic' : 'other';
}

/** Whose danger the match tells of. */
export function personOf(view: TextView, hit: Hit): 'self' | 'other' | 'generic' {
  const { before, match, rule } = hit;
  if (rule.person === 'fixed') return 'self';
  if (rule.person === 'victim') return OWN.test(match) || !PASSIVE.test(match) || /violent|physical|abusive/u.test(match) || ['self', 'unknown'].includes(subjectBefore(view, hit)) ? 'self' : 'other';
  if (FOUND_NOTE.test(before) && rule.kind === 'suicide-preparation') return 'other';
  if (OF_THIRD.test(match)) return GENERIC.test(before) && !match.includes('without') ? 'generic' : 'other';
  if (rule.kind === 'harm-to-others' || rule.kind === 'farewell') return 'self';
  if (/(?<![a-z])me(?![a-z])/u.test(match)) return 'self';
  const subject = subjectBefore(view, hit);
  if (subject === 'other') return SAYS_OF_ME.test(before) || /(?<![a-z])i(?![a-z])/u.test(match) ? 'self' : 'other';
  return subject === 'generic' && !/my ?self/u.test(match) ? 'generic' : 'self';
}

/** "my mom thinks I…" keeps the speaker as the subject; "they make me…" too. */
const SAYS_OF_ME = /(?:(?:makes?|made|making|has|got|leaves?|drives?|push(?:es|ed)?|tells?|told|want|wants) me(?: to)?|i) (?:(?!he |she |they |who |it )[a-z]+ ){0,2}$/u;
const PASSIVE = /^(?:got|get|gets|getting|been|being|am|was|were|be|is|are|raped|molested|assaulted|abused)(?![a-z])/u;
const OWN = /(?<![a-z])(?:me|us|my|i)(?![a-z])/u;
const FOUND_NOTE = /(?:found|find|read|discovered|saw|came across|left) (?:(?:a|an|the|his|her|their|what looks like a) ){1,2}$/u;
