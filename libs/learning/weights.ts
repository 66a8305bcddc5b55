import type { Trained } from './logistic.js';

/** Trained weights as they are stored: base64 of the features' keys (32 bits each, little-endian) and of a row of signed bytes for each; a scale and a bias a column. */
export interface PackedWeights {
  readonly keys: string;
  readonly rows: string;
  readonly scales: readonly number[];
  readonly biases: readonly number[];
}

const LARGEST_BYTE = 127;
const BYTES_A_KEY = 4;

/** @param keys of the trained rows, in their order */
export function pack(keys: readonly number[], { weights, biases }: Trained): PackedWeights {
  const columns = biases.length;
  const scales = Array.from({ length: columns }, (_, column) => {
    let largest = 0;
    for (let at = column; at < weights.length; at += columns) largest = Math.max(largest, Math.abs(weights[at] ?? 0));
    return largest / LARGEST_BYTE || 1;
  });
  const rows = Int8Array.from(weights, (value, at) => Math.round(value / (scales[at % columns] ?? 1)));
  const packed = Buffer.alloc(keys.length * BYTES_A_KEY);
  keys.forEach((key, row) => packed.writeInt32LE(key, row * BYTES_A_KEY));
  return { keys: packed.toString('base64'), rows: Buffer.from(rows.buffer).toString('base64'), scales, biases: [...biases] };
}

/** Trained weights in typed arrays: a Map of as many keys would take twenty times the memory. */
export class Weights {
  /** How many features are known. */
  readonly size: number;
  private readonly columns: number;
  /** Open addressing: a key, and at the same place one more than its row; 0 where the place is free. */
  private readonly slotKeys: Int32Array;
  private readonly slotRows: Int32Array;
  private readonly mask: number;
  private readonly values: Int8Array;

  constructor(private readonly packed: PackedWeights) {
    const keys = Buffer.from(packed.keys, 'base64');
    this.values = new Int8Array(Buffer.from(packed.rows, 'base64'));
    this.columns = packed.biases.length;
    this.size = keys.length / BYTES_A_KEY;
    let places = 16;
    while (places < this.size * 2) places *= 2;
    this.mask = places - 1;
    this.slotKeys = new Int32Array(places);
    this.slotRows = new Int32Array(places);
    for (let row = 0; row < this.size; row += 1) {
      const key = keys.readInt32LE(row * BYTES_A_KEY);
      const slot = this.slotOf(key);
      this.slotKeys[slot] = key;
      this.slotRows[slot] = row + 1;
    }
  }

  /** The feature's row, -1 where training has not kept it. */
  row(key: number): number {
    return (this.slotRows[this.slotOf(key)] ?? 0) - 1;
  }

  /** A weight as it is stored; in units of its column's scale. */
  stored(row: number, column: number): number {
    return this.values[row * this.columns + column] ?? 0;
  }

  /** @param sum of stored weights of one column */
  scaled(sum: number, column: number): number {
    return sum * (this.packed.scales[column] ?? 0);
  }

  bias(column: number): number {
    return this.packed.biases[column] ?? 0;
  }

  private slotOf(key: number): number {
    let slot = Math.imul(key, 0x9e3779b1) & this.mask;
    while (this.slotRows[slot] !== 0 && this.slotKeys[slot] !== key) slot = (slot + 1) & this.mask;
    return slot;
  }
}
