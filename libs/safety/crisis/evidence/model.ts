import type { CrisisKind } from '../types.js';

/** The kinds of danger in the order of the model's columns, after the column of "danger at all". */
export const KINDS: readonly CrisisKind[] = ['suicide-wish', 'suicide-plan', 'suicide-means', 'suicide-preparation', 'farewell', 'self-harm', 'harm-to-others', 'abuse'];
export const COLUMNS = KINDS.length + 1;
/** Short texts hold few features: they count as if there were this many, so that no single word weighs much. */
export const FEWEST = 64;

/** Trained weights as they are stored: base64 of the features' hashes (32 bits each, little-endian) and of a row of signed bytes for each; a scale and a bias a column. */
export interface PackedModel {
  readonly features: string;
  readonly rows: string;
  readonly scales: readonly number[];
  readonly biases: readonly number[];
}

/** A linear model of how much the words of a text speak for danger. */
export class Model {
  private readonly rowOf = new Map<number, number>();
  private readonly values: Float32Array;

  constructor(private readonly packed: PackedModel) {
    const hashes = Buffer.from(packed.features, 'base64');
    for (let at = 0; at < hashes.length; at += 4) this.rowOf.set(hashes.readInt32LE(at), this.rowOf.size);
    this.values = Float32Array.from(new Int8Array(Buffer.from(packed.rows, 'base64')), (value, at) => value * (packed.scales[at % COLUMNS] ?? 0));
  }

  /** How many features are known. */
  get size(): number {
    return this.rowOf.size;
  }

  /** The feature's row; undefined where training has not kept it. */
  row(feature: number): number | undefined {
    return this.rowOf.get(feature);
  }

  /** Log odds that there is danger at all, and the kind that is likeliest. */
  judge(rows: readonly number[]): { readonly strength: number; readonly kind: CrisisKind } {
    const sums = new Float64Array(COLUMNS);
    for (const row of rows) for (let column = 0; column < COLUMNS; column += 1) sums[column] = (sums[column] ?? 0) + (this.values[row * COLUMNS + column] ?? 0);
    const scale = 1 / Math.sqrt(Math.max(FEWEST, rows.length));
    const logits = [...sums].map((sum, column) => sum * scale + (this.packed.biases[column] ?? 0));
    const [strength = -Infinity, ...kinds] = logits;
    return { strength, kind: KINDS[kinds.indexOf(Math.max(...kinds))] ?? 'suicide-wish' };
  }
}
