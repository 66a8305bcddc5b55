import { REASONS } from '../reasons.js';
import type { ReasonId } from '../reasons.js';
import type { Distortion, Finding, Severity } from '../types.js';
import { keyOf } from './evidence.js';
import type { PackedWeights } from '../../learning/weights.js';
import type { Emit } from './evidence.js';
import { Guards } from './guards.js';
import type { View } from './guards.js';
import { Lexicon } from './lexicon.js';
import type { LexiconSource } from './lexicon.js';
import { Model } from './model.js';
import type { Tally } from './model.js';
import type { SentenceSpan } from './sentences.js';
import type { Hit } from './trie.js';
import type { UnitSystem, Units } from './units.js';

/** How a language is read. */
export interface LanguageSpec {
  system: UnitSystem;
  lexicon: readonly LexiconSource[];
  /** Writes out the evidence that words, their order and their endings give. */
  emitWords(text: string, span: SentenceSpan, emit: Emit): void;
  model: PackedWeights;
  /** Log odds from which on a sentence is said to hold a pattern. */
  threshold: number;
  /** Which explanation fits: the first whose class is in the sentence; the last of a pattern has no class and always fits. */
  reasons: Readonly<Record<Distortion, readonly { reason: ReasonId; when?: string }[]>>;
  /** Class of phrases by which a speaker says how sure they are. */
  sure: string;
}

/** A sentence as the reader sees it. */
export interface SentenceView extends View {
  units: Units;
  tally: Tally;
  span: SentenceSpan;
}

/** Sentences read together, and what came of it. */
interface Reading {
  together: SentenceView[];
  strength: number;
}

const MAX_FINDINGS_PER_SENTENCE = 3;
/** A second pattern is named only when it is likely by itself. */
const SECOND_LOGIT = 0;
/** Sentences that are read together at most, and how long they may be together. */
const MAX_TOGETHER = 3;
const MAX_LENGTH_TOGETHER = 320;
/** Hangul letters from which on a text without a blank is several words written as one. */
const LONGEST_WORD = 9;
const MIN_CONFIDENCE = 0.5;
const MAX_CONFIDENCE = 0.95;

/** Reads a language: collects evidence sentence by sentence and weighs it. */
export class Reader {
  private readonly lexicon: Lexicon;
  private readonly guards: Guards;
  private readonly model: Model;
  /** Names by class id. */
  private readonly names: readonly string[];
  private readonly isPaired: readonly boolean[];
  /** Rows of the model by class id, and by two class ids; -1 where it has none. */
  private readonly classRows: Int32Array;
  private readonly pairRows: Int32Array;
  private readonly sure: number;

  constructor(private readonly spec: LanguageSpec) {
    this.lexicon = new Lexicon(spec.system, spec.lexicon);
    this.guards = new Guards(this.lexicon);
    this.model = new Model(spec.model);
    this.names = this.lexicon.names();
    this.sure = this.lexicon.idOf(spec.sure);
    this.isPaired = this.names.map((name) => !name.startsWith('G_'));
    this.classRows = Int32Array.from(this.names, (_, id) => this.model.row(this.classKey(id)));
    this.pairRows = Int32Array.from({ length: this.names.length ** 2 }, (_, at) =>
      this.model.row(this.pairKey(Math.floor(at / this.names.length), at % this.names.length)),
    );
  }

  /** All evidence of a sentence, known to the model or not: what training counts. */
  features(text: string, span: SentenceSpan): Set<number> {
    const found = new Set<number>();
    this.spec.emitWords(text, span, (key) => found.add(key));
    const { hits } = this.hitsOf(text, span);
    for (const id of hits.keys()) found.add(this.classKey(id));
    this.forPairs(hits, (first, second) => found.add(this.pairKey(first, second)));
    return found;
  }

  view(text: string, span: SentenceSpan): SentenceView {
    const tally = this.model.begin();
    this.spec.emitWords(text, span, (key) => {
      this.model.add(tally, this.model.row(key));
    });
    const { units, hits } = this.hitsOf(text, span);
    for (const id of hits.keys()) this.model.add(tally, this.classRows[id] ?? -1);
    this.forPairs(hits, (first, second) => {
      this.model.add(tally, this.pairRows[first * this.names.length + second] ?? -1);
    });
    return { text, span, start: span.start, end: span.end, units, hits, tally };
  }

  /** Findings of the sentence at `index` in its strongest reading. */
  read(views: readonly SentenceView[], index: number): Finding[] {
    const best = this.strongest(views, index);
    if (!best || best.strength < this.spec.threshold) return [];
    if (best.together.length === 1 && isOneWord(views[index])) return [];
    return this.findings(best);
  }

  /**
   * The sentence read alone; where that does not suffice, together with those before it that say nothing by themselves: the reading with
   * the highest log odds. Undefined when the sentence is no claim.
   */
  strongest(views: readonly SentenceView[], index: number): Reading | undefined {
    const last = views[index];
    if (!last || this.guards.blocks(last, views[index + 1])) return undefined;
    let best: Reading = { together: [last], strength: this.model.presence([last.tally]) };
    let { together } = best;
    for (let at = index - 1; at >= 0 && together.length < MAX_TOGETHER && best.strength < this.spec.threshold; at -= 1) {
      const view = views[at];
      if (!view || last.end - view.start > MAX_LENGTH_TOGETHER || this.guards.blocks(view, undefined)) break;
      if (this.model.presence([view.tally]) >= this.spec.threshold) break;
      together = [view, ...together];
      const strength = this.model.presence(together.map(({ tally }) => tally));
      if (strength > best.strength) best = { together, strength };
    }
    return best;
  }

  private findings({ together, strength }: Reading): Finding[] {
    return this.model
      .ranked(together.map(({ tally }) => tally))
      .filter(({ logit }, rank) => rank === 0 || (rank < MAX_FINDINGS_PER_SENTENCE && logit >= SECOND_LOGIT))
      .map(({ distortion, logit }, rank) => {
        const confidence = confidenceOf(strength, rank === 0 ? 0 : logit);
        const reason = this.reasonOf(distortion, together);
        return {
          distortion,
          span: this.spanOf(distortion, together),
          confidence,
          severity: this.severityOf(strength, together),
          why: { rule: `${distortion}.${reason}`, ...REASONS[reason] },
          source: 'rule',
        };
      });
  }

  private reasonOf(distortion: Distortion, together: readonly SentenceView[]): ReasonId {
    const fitting = this.spec.reasons[distortion].find(({ when }) => {
      if (when === undefined) return true;
      const id = this.lexicon.idOf(when);
      return together.some(({ hits }) => hits.has(id));
    });
    if (!fitting) throw new Error(`No explanation without a class: ${distortion}`);
    return fitting.reason;
  }

  /** The stretch that holds what speaks for the pattern, widened to the words at its ends; the whole when nothing stands out. */
  private spanOf(distortion: Distortion, together: readonly SentenceView[]): Finding['span'] {
    const weighed: { from: number; to: number; weight: number }[] = [];
    for (const view of together) {
      const weigh = (row: number, from: number, to: number): void => {
        if (row >= 0) weighed.push({ from, to, weight: this.model.weight(row, distortion) });
      };
      this.spec.emitWords(view.text, view.span, (key, from, to) => {
        weigh(this.model.row(key), from, to);
      });
      for (const [id, [hit]] of view.hits) {
        if (hit) weigh(this.classRows[id] ?? -1, view.units.from[hit.from] ?? view.start, view.units.to[hit.to - 1] ?? view.end);
      }
    }
    const strongest = Math.max(...weighed.map(({ weight }) => weight));
    const telling = weighed.filter(({ weight }) => weight > strongest / 3);
    const first = together[0];
    const last = together.at(-1);
    if (!first || !last) throw new Error('No sentence');
    if (telling.length === 0) return { start: first.start, end: last.end };
    const { text } = first;
    let start = Math.min(...telling.map(({ from }) => from));
    let end = Math.max(...telling.map(({ to }) => to));
    while (start > first.start && isWordPart(text.charCodeAt(start - 1))) start -= 1;
    while (end < last.end && isWordPart(text.charCodeAt(end))) end += 1;
    return { start, end };
  }

  /** By how much speaks for it, and how sure the speaker says to be. */
  private severityOf(strength: number, together: readonly SentenceView[]): Severity {
    const sure = together.some(({ hits }) => hits.has(this.sure)) ? 1 : 0;
    const over = strength - this.spec.threshold + sure;
    return over > 3 ? 'high' : over > 1 ? 'medium' : 'low';
  }

  private hitsOf(text: string, span: SentenceSpan): Pick<SentenceView, 'units' | 'hits'> {
    const units = this.spec.system.unitsOf(text, span.start, span.end);
    return { units, hits: this.lexicon.scan(units) };
  }

  /** Pairs of classes of which one begins before the other; guards form none. */
  private forPairs(hits: ReadonlyMap<number, Hit[]>, each: (first: number, second: number) => void): void {
    const order: { id: number; from: number }[] = [];
    for (const [id, [hit]] of hits) if (hit && this.isPaired[id] === true) order.push({ id, from: hit.from });
    for (const first of order) for (const second of order) if (first.from < second.from) each(first.id, second.id);
  }

  private classKey(id: number): number {
    return keyOf(`c:${this.names[id] ?? ''}`);
  }

  private pairKey(first: number, second: number): number {
    return keyOf(`p:${this.names[first] ?? ''} ${this.names[second] ?? ''}`);
  }
}

function confidenceOf(strength: number, logit: number): number {
  const share = 1 / (1 + Math.exp(-(strength + logit) / 2));
  return Math.round(Math.min(MAX_CONFIDENCE, Math.max(MIN_CONFIDENCE, share)) * 100) / 100;
}

/** A single word is never evidence enough. */
function isOneWord(view: SentenceView | undefined): boolean {
  if (!view) return true;
  const said = view.text.slice(view.start, view.end);
  return !/\S\s+\S/u.test(said) && (said.length < LONGEST_WORD || !/\p{Script=Hangul}/u.test(said));
}

function isWordPart(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code >= 0xc0;
}
