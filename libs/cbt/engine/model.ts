import { DISTORTIONS } from '../types.js';
import type { Distortion } from '../types.js';

/** The trained weights as they are stored: one feature a line, a row of signed bytes each, a scale and a bias a column. */
export interface PackedModel {
  features: string;
  /** Base64 of the rows: first the column of "a pattern at all", then one of each pattern in the order of `DISTORTIONS`. */
  rows: string;
  scales: number[];
  biases: number[];
}

export const COLUMNS = DISTORTIONS.length + 1;
/** Short texts hold few features: they count as if there were this many, so that no single word weighs much. */
export const FEWEST = 24;

/** What speaks for and against: the sums of the weights of the known features, by column, and how many features there were. */
export interface Tally {
  sums: Float64Array;
  known: number;
}

/** A linear model: sums of evidence, one column for "a pattern at all" and one for each pattern. */
export class Model {
  private readonly rowOf = new Map<string, number>();
  private readonly values: Float32Array;
  private readonly biases: number[];

  constructor(packed: PackedModel) {
    for (const feature of packed.features.split('\n')) this.rowOf.set(feature, this.rowOf.size);
    const bytes = new Int8Array(Buffer.from(packed.rows, 'base64'));
    this.values = Float32Array.from(bytes, (value, index) => value * (packed.scales[index % COLUMNS] ?? 0));
    this.biases = packed.biases;
  }

  /** The feature's row, undefined where training has not kept it. */
  row(feature: string): number | undefined {
    return this.rowOf.get(feature);
  }

  /** Every feature that training has kept. */
  features(): IterableIterator<string> {
    return this.rowOf.keys();
  }

  add(tally: Tally, row: number): void {
    const at = row * COLUMNS;
    for (let column = 0; column < COLUMNS; column += 1) tally.sums[column] = (tally.sums[column] ?? 0) + (this.values[at + column] ?? 0);
    tally.known += 1;
  }

  /** Log odds by column of one or several sentences read together. */
  logits(tallies: readonly Tally[]): number[] {
    const known = Math.max(FEWEST, tallies.reduce((sum, tally) => sum + tally.known, 0));
    return this.biases.map((bias, column) => bias + tallies.reduce((sum, { sums }) => sum + (sums[column] ?? 0), 0) / Math.sqrt(known));
  }

  /** Log odds that a pattern is there at all. */
  static presence(logits: readonly number[]): number {
    return logits[0] ?? -Infinity;
  }

  /** The patterns by their log odds, the likeliest first. */
  static ranked(logits: readonly number[]): { distortion: Distortion; logit: number }[] {
    return DISTORTIONS.map((distortion, index) => ({ distortion, logit: logits[index + 1] ?? -Infinity })).sort((a, b) => b.logit - a.logit);
  }

  /** What one feature says for a pattern: its part in "a pattern at all" and in this one. */
  weight(row: number, distortion: Distortion): number {
    const at = row * COLUMNS;
    return (this.values[at] ?? 0) + (this.values[at + 1 + DISTORTIONS.indexOf(distortion)] ?? 0);
  }
}

export const emptyTally = (): Tally => ({ sums: new Float64Array(COLUMNS), known: 0 });
