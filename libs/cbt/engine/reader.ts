import { REASONS } from '../reasons.js';
import type { ReasonId } from '../reasons.js';
import type { Distortion, Finding, Severity } from '../types.js';
import type { Emit } from './evidence.js';
import { Guards } from './guards.js';
import type { View } from './guards.js';
import { Lexicon } from './lexicon.js';
import type { LexiconSource } from './lexicon.js';
import { emptyTally, Model } from './model.js';
import type { PackedModel, Tally } from './model.js';
import type { SentenceSpan } from './sentences.js';
import type { UnitSystem, Units } from './units.js';

/** How a language is read. */
export interface LanguageSpec {
  system: UnitSystem;
  lexicon: readonly LexiconSource[];
  /** Writes out the evidence that words, their order and their endings give. */
  emitWords(text: string, span: SentenceSpan, emit: Emit): void;
  model: PackedModel;
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
  logits: number[];
  strength: number;
}

const MAX_FINDINGS_PER_SENTENCE = 3;
/** A second pattern is named only when it is likely by itself. */
const SECOND_LOGIT = 0;
/** Sentences that are read together at most, and how long they may be together. */
const MAX_TOGETHER = 3;
const MAX_LENGTH_TOGETHER = 320;
/** Pieces of evidence that a finding needs at least. */
const LEAST_EVIDENCE = 8;
const MIN_CONFIDENCE = 0.5;
const MAX_CONFIDENCE = 0.95;

/** Reads a language: collects evidence sentence by sentence and weighs it. */
export class Reader {
  private readonly lexicon: Lexicon;
  private readonly guards: Guards;
  private readonly model: Model;
  /** Names by class id; pairs are formed of what is not a guard. */
  private readonly names: readonly string[];
  private readonly sure: number;

  constructor(private readonly spec: LanguageSpec) {
    this.lexicon = new Lexicon(spec.system, spec.lexicon);
    this.guards = new Guards(this.lexicon);
    this.model = new Model(spec.model);
    this.names = this.lexicon.names();
    this.sure = this.lexicon.idOf(spec.sure);
  }

  /** All evidence of a sentence, known to the model or not: what training counts. */
  features(text: string, span: SentenceSpan): Set<string> {
    const found = new Set<string>();
    this.scan(text, span, (feature) => found.add(feature));
    return found;
  }

  view(text: string, span: SentenceSpan): SentenceView {
    const tally = emptyTally();
    const seen = new Set<number>();
    const { units, hits } = this.scan(text, span, (feature) => {
      const row = this.model.row(feature);
      if (row === undefined || seen.has(row)) return;
      seen.add(row);
      this.model.add(tally, row);
    });
    return { text, span, start: span.start, end: span.end, units, hits, tally };
  }

  /** Findings of the sentence at `index` in its strongest reading. */
  read(views: readonly SentenceView[], index: number): Finding[] {
    const best = this.strongest(views, index);
    if (!best || best.strength < this.spec.threshold) return [];
    if (best.together.reduce((sum, { tally }) => sum + tally.known, 0) < LEAST_EVIDENCE) return [];
    return this.findings(best.together, best.logits);
  }

  /** The sentence read alone and together with those before it: the reading with the highest log odds; undefined when it is no claim. */
  strongest(views: readonly SentenceView[], index: number): Reading | undefined {
    const last = views[index];
    if (!last || this.guards.blocks(last, views[index + 1])) return undefined;
    let best: Reading | undefined;
    const together: SentenceView[] = [];
    for (let at = index; at >= 0 && together.length < MAX_TOGETHER; at -= 1) {
      const view = views[at];
      if (!view || (together.length > 0 && (last.end - view.start > MAX_LENGTH_TOGETHER || this.guards.blocks(view, undefined)))) break;
      together.unshift(view);
      const logits = this.model.logits(together.map(({ tally }) => tally));
      const strength = Model.presence(logits);
      if (!best || strength > best.strength) best = { together: [...together], logits, strength };
    }
    return best;
  }

  private findings(together: readonly SentenceView[], logits: readonly number[]): Finding[] {
    const presence = Model.presence(logits);
    return Model.ranked(logits)
      .filter(({ logit }, rank) => rank === 0 || (rank < MAX_FINDINGS_PER_SENTENCE && logit >= SECOND_LOGIT))
      .map(({ distortion, logit }, rank) => {
        const confidence = confidenceOf(presence, rank === 0 ? 0 : logit);
        const reason = this.reasonOf(distortion, together);
        return {
          distortion,
          span: this.spanOf(distortion, together),
          confidence,
          severity: this.severityOf(presence, together),
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
    for (const { text, span } of together) {
      this.scan(text, span, (feature, from, to) => {
        const row = this.model.row(feature);
        if (row !== undefined) weighed.push({ from, to, weight: this.model.weight(row, distortion) });
      });
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
  private severityOf(presence: number, together: readonly SentenceView[]): Severity {
    const sure = together.some(({ hits }) => hits.has(this.sure)) ? 1 : 0;
    const over = presence - this.spec.threshold + sure;
    return over > 3 ? 'high' : over > 1 ? 'medium' : 'low';
  }

  private scan(text: string, span: SentenceSpan, emit: Emit): Pick<SentenceView, 'units' | 'hits'> {
    const units = this.spec.system.unitsOf(text, span.start, span.end);
    this.spec.emitWords(text, span, emit);
    const hits = this.lexicon.scan(units);
    const order: { name: string; from: number; to: number }[] = [];
    for (const [id, found] of hits) {
      const name = this.names[id] ?? '';
      const [hit] = found;
      if (!hit) continue;
      const from = units.from[hit.from] ?? span.start;
      const to = units.to[hit.to - 1] ?? span.end;
      emit(`c:${name}`, from, to);
      if (!name.startsWith('G_')) order.push({ name, from, to });
    }
    for (const first of order) for (const second of order) if (first.from < second.from) emit(`p:${first.name} ${second.name}`, first.from, second.to);
    return { units, hits };
  }
}

function confidenceOf(presence: number, logit: number): number {
  const share = 1 / (1 + Math.exp(-(presence + logit) / 2));
  return Math.round(Math.min(MAX_CONFIDENCE, Math.max(MIN_CONFIDENCE, share)) * 100) / 100;
}

function isWordPart(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code >= 0xc0;
}
