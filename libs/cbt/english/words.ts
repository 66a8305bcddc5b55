import { emitRuns, keyOf } from '../engine/evidence.js';
import type { Emit, Token } from '../engine/evidence.js';
import type { SentenceSpan } from '../engine/sentences.js';
import { PAUSE, wordsOf } from './units.js';

/** Words that carry a sentence's build and not its subject: what is left when every other word becomes `*`. */
const FRAME = new Set(
  (
    'i me my mine myself we us our you your he him his she her it its this that these those they them their there here who whom whose which what where ' +
    'when why how a an the and or but nor so yet for because since although though if unless until while as than then therefore hence of in on at by to ' +
    'from with without about into onto over under after before between through during against among per via up down out off away back is am are was were ' +
    'be been being do does did done has have had having will would shall should can could may might must ought need used going to get gets got getting ' +
    'not no never none nobody nothing nowhere neither one ones once twice first last only just even still already always ever again too very really ' +
    'quite rather almost nearly all every each everyone everything any anyone anything some someone something several many much more most few little ' +
    'less least other others another such own same both half either know think feel feels felt mean means say says said tell make made makes thing ' +
    'things people like now today yesterday tomorrow tonight week year day night life time way'
  ).split(' '),
);
const REST = '*';
const NUMBER = '#';
const STEM = keyOf('s:');
const WORD = keyOf('w:');
const EDGES = ['^', '$'] as const;

/** Words, their stems, pairs and threes of neighbours, pairs with one word between, and the frame of the sentence. */
export function emitEnglish(text: string, { start, end }: SentenceSpan, emit: Emit): void {
  const words = wordsOf(text, start, end);
  while (words.at(-1)?.word === PAUSE) words.pop();
  const tokens: Token[] = [
    { symbol: EDGES[0], from: start, to: start },
    ...words.map(({ word, from, to }) => ({ symbol: word, from, to })),
    { symbol: EDGES[1], from: end, to: end },
  ];
  emitRuns(tokens, 'w', 1, 3, emit);
  for (const [at, first] of tokens.entries()) {
    const stem = stemOf(first.symbol);
    if (stem !== first.symbol) emit(keyOf(stem, STEM), first.from, first.to);
    const third = tokens[at + 2];
    if (third) emit(keyOf(third.symbol, keyOf(' _ ', keyOf(first.symbol, WORD))), first.from, third.to);
  }
  emitRuns(frameOf(tokens), 'f', 2, 5, emit);
}

/** The row with every word of content as `*`, neighbours of that kind as one, and numbers as `#`. */
function frameOf(tokens: readonly Token[]): Token[] {
  const frame: Token[] = [];
  for (const { symbol, from, to } of tokens) {
    const code = symbol.charCodeAt(0);
    const kept = FRAME.has(symbol) || symbol === PAUSE || symbol === EDGES[0] || symbol === EDGES[1];
    const shown = kept ? symbol : code >= 48 && code <= 57 ? NUMBER : REST;
    const before = frame.at(-1);
    if (shown === REST && before?.symbol === REST) before.to = to;
    else frame.push({ symbol: shown, from, to });
  }
  return frame;
}

/** A rough stem: enough to bring the forms of a word together. */
function stemOf(word: string): string {
  if (word.length <= 4) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  for (const ending of ['ing', 'ed', 'es', 'ly', 's']) if (word.endsWith(ending)) return word.slice(0, -ending.length);
  return word;
}
