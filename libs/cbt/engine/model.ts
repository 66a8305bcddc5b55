import { Weights, type PackedWeights } from '../../learning/weights.js';
import { DISTORTIONS } from '../types.js';
import type { Distortion } from '../types.js';

export const COLUMNS = DISTORTIONS.length + 1;
/** Short texts hold few features: they count as if there were this many, so that no single word weighs much. */
export const FEWEST = 24;

/** What was found in a sentence: the rows of its features and what they say for "a pattern at all". */
export interface Tally {
  rows: number[];
  presence: number;
}

/** A linear model: sums of evidence, one column for "a pattern at all" and one for each pattern. */
export class Model {
  private readonly weights: Weights;
  private readonly seen: Uint32Array;
  private reading = 0;

  constructor(packed: PackedWeights) {
    this.weights = new Weights(packed);
    this.seen = new Uint32Array(this.weights.size);
  }

  /** The feature's row, -1 where training has not kept it. */
  row(key: number): number {
    return this.weights.row(key);
  }

  /** Begins a sentence: `add` counts each row once until the next. */
  begin(): Tally {
    this.reading += 1;
    return { rows: [], presence: 0 };
  }

  add(tally: Tally, row: number): void {
    if (row < 0 || this.seen[row] === this.reading) return;
    this.seen[row] = this.reading;
    tally.rows.push(row);
    tally.presence += this.weights.stored(row, 0);
  }

  /** Log odds that a pattern is there at all, in one or several sentences read together. */
  presence(tallies: readonly Tally[]): number {
    const sum = tallies.reduce((all, { presence }) => all + presence, 0);
    return this.weights.bias(0) + this.weights.scaled(sum, 0) / Math.sqrt(knownOf(tallies));
  }

  /** The patterns by their log odds, the likeliest first. */
  ranked(tallies: readonly Tally[]): { distortion: Distortion; logit: number }[] {
    const root = Math.sqrt(knownOf(tallies));
    return DISTORTIONS.map((distortion, index) => {
      const column = index + 1;
      let sum = 0;
      for (const { rows } of tallies) for (const row of rows) sum += this.weights.stored(row, column);
      return { distortion, logit: this.weights.bias(column) + this.weights.scaled(sum, column) / root };
    }).sort((a, b) => b.logit - a.logit);
  }

  /** What one feature says for a pattern: its part in "a pattern at all" and in this one. */
  weight(row: number, distortion: Distortion): number {
    const column = 1 + DISTORTIONS.indexOf(distortion);
    return this.weights.scaled(this.weights.stored(row, 0), 0) + this.weights.scaled(this.weights.stored(row, column), column);
  }
}

const knownOf = (tallies: readonly Tally[]): number => Math.max(FEWEST, tallies.reduce((sum, { rows }) => sum + rows.length, 0));
