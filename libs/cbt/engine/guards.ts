import type { Lexicon } from './lexicon.js';
import type { Hit } from './trie.js';

/** A sentence with what the lexicon found in it. */
export interface View {
  text: string;
  start: number;
  end: number;
  /** Hits by class id. */
  hits: ReadonlyMap<number, Hit[]>;
}

/**
 * Classes of phrases by which a sentence is no claim of the speaker's own now: overcome (G_OVER, G_PAST_BELIEF), seen through
 * (G_INSIGHT), invented (G_FICTION) or somebody else's (G_THIRD).
 */
const VETOES = ['G_OVER', 'G_PAST_BELIEF', 'G_INSIGHT', 'G_FICTION', 'G_THIRD'] as const;
/** Classes that, in the sentence behind, take back what was said. */
const RETRACTIONS = ['G_OVER', 'G_INSIGHT'] as const;

/** What no evidence outweighs. Negation, reports, hedges, questions and duties are weighed with the rest. */
export class Guards {
  private readonly vetoes: number[];
  private readonly retractions: number[];
  private readonly selfTalk: number;

  constructor(lexicon: Lexicon) {
    this.vetoes = VETOES.map((name) => lexicon.idOf(name));
    this.retractions = RETRACTIONS.map((name) => lexicon.idOf(name));
    this.selfTalk = lexicon.idOf('G_SELF_TALK');
  }

  /** Whether the sentence, or the one behind it, says itself that it is no claim; or a quotation holds most of it. */
  blocks(view: View, next: View | undefined): boolean {
    return (
      this.vetoes.some((id) => view.hits.has(id)) ||
      (next !== undefined && this.retractions.some((id) => next.hits.has(id))) ||
      (!view.hits.has(this.selfTalk) && isMostlyQuoted(view))
    );
  }
}

const CLOSERS = new Map([['"', '"'], ['“', '”'], ['「', '」'], ['『', '』']]);
const STRAIGHT = 0x22;
const CURLY = 0x201c;
const CORNER = 0x300c;
const LAST_CORNER = 0x300e;
const MOST = 0.4;
const LEAST_AROUND = 4;

/** Whether words in quotation marks make up much of a sentence that goes on outside them. */
function isMostlyQuoted({ text, start, end }: View): boolean {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== STRAIGHT && code !== CURLY && (code < CORNER || code > LAST_CORNER)) continue;
    const closer = CLOSERS.get(text.charAt(at));
    if (closer === undefined) continue;
    const close = text.indexOf(closer, at + 1);
    if (close < 0 || close >= end) return false;
    const quoted = close - at + 1;
    if (quoted >= (end - start) * MOST && end - start - quoted >= LEAST_AROUND) return true;
    at = close;
  }
  return false;
}
