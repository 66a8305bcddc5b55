import { DISTORTIONS } from '../types.js';
import type { Distortion } from '../types.js';
import { EMPTY_KEY } from './evidence.js';

/** The trained weights as they are stored, all in base64, with a scale and a bias a column. */
export interface PackedModel {
  /** Keys of the features, 32 bits each. */
  keys: string;
  /** A row of signed bytes for each key: first the column of "a pattern at all", then one of each pattern in the order of `DISTORTIONS`. */
  rows: string;
  scales: number[];
  biases: number[];
}

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
  /** Open addressing: a key and, at the same place, its row. */
  private readonly slotKeys: Int32Array;
  private readonly slotRows: Int32Array;
  private readonly mask: number;
  private readonly values: Int8Array;
  private readonly scales: readonly number[];
  private readonly biases: readonly number[];
  private readonly seen: Uint32Array;
  private reading = 0;

  constructor(packed: PackedModel) {
    const keys = new Int32Array(new Uint8Array(Buffer.from(packed.keys, 'base64')).buffer);
    this.values = new Int8Array(new Uint8Array(Buffer.from(packed.rows, 'base64')).buffer);
    this.scales = packed.scales;
    this.biases = packed.biases;
    this.seen = new Uint32Array(keys.length);
    let size = 16;
    while (size < keys.length * 2) size *= 2;
    this.mask = size - 1;
    this.slotKeys = new Int32Array(size).fill(EMPTY_KEY);
    this.slotRows = new Int32Array(size);
    for (let row = 0; row < keys.length; row += 1) {
      const key = keys[row] ?? EMPTY_KEY;
      const slot = this.slotOf(key);
      this.slotKeys[slot] = key;
      this.slotRows[slot] = row;
    }
  }

  /** The feature's row, -1 where training has not kept it. */
  row(key: number): number {
    const slot = this.slotOf(key);
    return this.slotKeys[slot] === key ? (this.slotRows[slot] ?? -1) : -1;
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
    tally.presence += this.values[row * COLUMNS] ?? 0;
  }

  /** Log odds that a pattern is there at all, in one or several sentences read together. */
  presence(tallies: readonly Tally[]): number {
    const sum = tallies.reduce((all, { presence }) => all + presence, 0);
    return (this.biases[0] ?? 0) + (sum * (this.scales[0] ?? 0)) / Math.sqrt(knownOf(tallies));
  }

  /** The patterns by their log odds, the likeliest first. */
  ranked(tallies: readonly Tally[]): { distortion: Distortion; logit: number }[] {
    const root = Math.sqrt(knownOf(tallies));
    return DISTORTIONS.map((distortion, index) => {
      const column = index + 1;
      let sum = 0;
      for (const { rows } of tallies) for (const row of rows) sum += this.values[row * COLUMNS + column] ?? 0;
      return { distortion, logit: (this.biases[column] ?? 0) + (sum * (this.scales[column] ?? 0)) / root };
    }).sort((a, b) => b.logit - a.logit);
  }

  /** What one feature says for a pattern: its part in "a pattern at all" and in this one. */
  weight(row: number, distortion: Distortion): number {
    const column = 1 + DISTORTIONS.indexOf(distortion);
    const at = row * COLUMNS;
    return (this.values[at] ?? 0) * (this.scales[0] ?? 0) + (this.values[at + column] ?? 0) * (this.scales[column] ?? 0);
  }

  private slotOf(key: number): number {
    let slot = Math.imul(key, 0x9e3779b1) & this.mask;
    while (this.slotKeys[slot] !== key && this.slotKeys[slot] !== EMPTY_KEY) slot = (slot + 1) & this.mask;
    return slot;
  }
}

const knownOf = (tallies: readonly Tally[]): number => Math.max(FEWEST, tallies.reduce((sum, { rows }) => sum + rows.length, 0));
