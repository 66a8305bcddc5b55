import type { PhraseUnits, UnitSystem, Units } from '../engine/units.js';

const WORD_IDS = new Map<string, number>();
const UNKNOWN = -1;

/** Words that only add weight or time: left out, so that a phrase also matches around them. */
const FILLERS = new Set([
  'really', 'very', 'literally', 'basically', 'honestly', 'actually', 'um', 'umm', 'uh', 'er', 'erm', 'freaking', 'fucking', 'bloody', 'oh', 'ugh',
  'yeah',
]);
const SO_STAYS_BEFORE = new Set([
  'i', 'he', 'she', 'they', 'we', 'you', 'it', 'there', 'that', 'my', 'the', 'nobody', 'no', 'everyone', 'everybody', 'what', 'this', 'people',
  'now', 'planes', 'clearly', 'obviously', 'of', 'why', 'something',
]);
export const PAUSE = ',';
const PAUSES = new Set([',', ';', ':', '—', '–', '(', ')', '"', '“', '”', '.', '!', '?', '…']);
const SHORT_FORMS: Readonly<Record<string, string>> = {
  im: 'i am', ive: 'i have', dont: 'do not', cant: 'can not', wont: 'will not', didnt: 'did not', doesnt: 'does not', isnt: 'is not',
  arent: 'are not', wasnt: 'was not', werent: 'were not', couldnt: 'could not', shouldnt: 'should not', wouldnt: 'would not',
  havent: 'have not', hasnt: 'has not', hadnt: 'had not', aint: 'is not', thats: 'that is', whats: 'what is', theyre: 'they are',
  youre: 'you are', hes: 'he is', shes: 'she is', theyll: 'they will', itll: 'it will', youll: 'you will', everyones: 'everyone is',
  nobodys: 'nobody is', theres: 'there is', gonna: 'going to', gotta: 'got to', wanna: 'want to', kinda: 'kind of', sorta: 'sort of',
  cannot: 'can not', u: 'you', ppl: 'people', bc: 'because', cuz: 'because', cos: 'because', coz: 'because', everybody: 'everyone',
  mum: 'mom', mama: 'mom', kinds: 'kind', shoulda: 'should have', coulda: 'could have', imma: 'i am going to', ya: 'you', em: 'them',
};
const SUFFIXES: Readonly<Record<string, string>> = { m: 'am', re: 'are', ve: 'have', ll: 'will', d: 'would', s: 'is' };
const NEGATED: Readonly<Record<string, string>> = { ca: 'can', wo: 'will', sha: 'shall', ai: 'is' };

/** English: one unit a word, contractions written out (`can't` → `can`, `not`), fillers left out. */
export const english: UnitSystem = { unitsOf, phraseUnits };

/** A word of the text, contractions written out, or `,` where the text pauses. */
interface Word {
  word: string;
  from: number;
  to: number;
}

/** The words and pauses of a stretch of text, in order. */
export function wordsOf(text: string, start: number, end: number): Word[] {
  const words: Word[] = [];
  let at = start;
  while (at < end) {
    const from = at;
    if (!isWordCode(text.charCodeAt(at))) {
      at += 1;
      if (PAUSES.has(text.charAt(from)) && words.at(-1)?.word !== PAUSE) words.push({ word: PAUSE, from, to: at });
      continue;
    }
    while (at < end && (isWordCode(text.charCodeAt(at)) || isInnerApostrophe(text, at, end))) at += 1;
    for (const word of plainWords(text.slice(from, at))) words.push({ word, from, to: at });
  }
  return words;
}

function unitsOf(text: string, start: number, end: number): Units {
  const units: Units = { symbols: [], from: [], to: [], wordStart: [] };
  const words = wordsOf(text, start, end).filter(({ word }) => word !== PAUSE);
  for (const [index, { word, from, to }] of words.entries()) {
    if (isFiller(word, words[index + 1]?.word)) continue;
    units.symbols.push(WORD_IDS.get(word) ?? UNKNOWN);
    units.from.push(from);
    units.to.push(to);
    units.wordStart.push(true);
  }
  return units;
}

/** `fail~` stands for fail, fails, failed and failing. */
function phraseUnits(phrase: string): PhraseUnits[] {
  let rows: number[][] = [[]];
  const written = phrase.split(' ');
  for (const [index, word] of written.entries()) {
    if (FILLERS.has(word)) throw new Error(`Filler in phrase: ${phrase}`);
    if (word === 'so' && written.length > 1 && isFiller(word, written[index + 1])) continue;
    const spelled = spelledForms(word);
    const [only] = spelled;
    if (spelled.length === 1 && only) for (const row of rows) row.push(...only);
    else rows = rows.flatMap((row) => spelled.map((ids) => [...row, ...ids]));
  }
  return rows.map((symbols) => ({ symbols, atWordStart: false, atWordEnd: false }));
}

const SPELLED = new Map<string, number[][]>();

/** The forms of a word of the lexicon as rows of word ids; words come again and again, so each is worked out once. */
function spelledForms(word: string): number[][] {
  const known = SPELLED.get(word);
  if (known) return known;
  const forms = word.endsWith('~') ? inflections(word.slice(0, -1)) : [word];
  const spelled = forms.map((form) => plainWords(form).map(idOf));
  SPELLED.set(word, spelled);
  return spelled;
}

/** "so" is a filler before an adjective and a conclusion before a subject. */
function isFiller(word: string, next: string | undefined): boolean {
  return FILLERS.has(word) || (word === 'so' && !SO_STAYS_BEFORE.has(next ?? ''));
}

function inflections(verb: string): string[] {
  const last = verb.slice(-1);
  if (last === 'e') return [verb, `${verb}s`, `${verb}d`, `${verb.slice(0, -1)}ing`];
  if (last === 'y' && !'aeiou'.includes(verb.slice(-2, -1))) {
    const stem = verb.slice(0, -1);
    return [verb, `${stem}ies`, `${stem}ied`, `${verb}ing`];
  }
  const third = ['s', 'x', 'z', 'sh', 'ch'].some((ending) => verb.endsWith(ending)) ? `${verb}es` : `${verb}s`;
  return [verb, third, `${verb}ed`, `${verb}ing`];
}

const MOST_REMEMBERED = 20_000;
const LONGEST_REMEMBERED = 24;
const PLAIN = new Map<string, string[]>();

/** The words that are meant, in lower case; remembered, since speech says few words often. */
function plainWords(written: string): string[] {
  const known = PLAIN.get(written);
  if (known) return known;
  if (PLAIN.size >= MOST_REMEMBERED) PLAIN.clear();
  const plain = spellOut(written);
  if (written.length <= LONGEST_REMEMBERED) PLAIN.set(written, plain);
  return plain;
}

function spellOut(written: string): string[] {
  const word = written.toLowerCase().replaceAll(/[’ʼ`]/gu, "'");
  const cut = word.lastIndexOf("'");
  if (cut < 0) return (SHORT_FORMS[word] ?? word).split(' ');
  const base = word.slice(0, cut);
  const suffix = word.slice(cut + 1);
  if (suffix === 't' && base.endsWith('n')) {
    const verb = base.slice(0, -1);
    return [NEGATED[base] ?? (NEGATED[verb] ?? verb), 'not'];
  }
  const second = SUFFIXES[suffix];
  return second === undefined ? [base + suffix] : [...(SHORT_FORMS[base] ?? base).split(' '), second];
}

function idOf(word: string): number {
  const known = WORD_IDS.get(word);
  if (known !== undefined) return known;
  const id = WORD_IDS.size + 1;
  WORD_IDS.set(word, id);
  return id;
}

function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || (code >= 0xc0 && code <= 0x24f);
}

function isInnerApostrophe(text: string, at: number, end: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== 39 && code !== 0x2019 && code !== 0x02bc && code !== 96) return false;
  return at + 1 < end && isWordCode(text.charCodeAt(at + 1)) && isWordCode(text.charCodeAt(at - 1));
}
