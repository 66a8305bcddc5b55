import type { CrisisKind } from '../types.js';

/** The kinds of danger in the order of the model's columns, after the column of "danger at all". */
export const KINDS: readonly CrisisKind[] = ['suicide-wish', 'suicide-plan', 'suicide-means', 'suicide-preparation', 'farewell', 'self-harm', 'harm-to-others', 'abuse'];
export const COLUMNS = KINDS.length + 1;
/** Short texts hold few features: they count as if there were this many, so that no single word weighs much. */
export const FEWEST = 64;

/** Trained weights as they are stored: one feature a line, a row of signed bytes each (base64), a scale and a bias a column. */
export interface PackedModel {
  readonly features: string;
  readonly rows: string;
  readonly scales: readonly number[];
  readonly biases: readonly number[];
}

/** A linear model of how much the words of a text speak for danger. */
export class Model {
  private readonly rowOf = new Map<string, number>();
  private readonly values: Float32Array;

  constructor(private readonly packed: PackedModel) {
    for (const feature of packed.features.split('\n')) this.rowOf.set(feature, this.rowOf.size);
    this.values = Float32Array.from(new Int8Array(Buffer.from(packed.rows, 'base64')), (value, at) => value * (packed.scales[at % COLUMNS] ?? 0));
  }

  /** The feature's row; undefined where training has not kept it. */
  row(feature: string): number | undefined {
    return this.rowOf.get(feature);
  }

  /** Log odds that there is danger at all, and the kind that is likeliest. */
  judge(rows: ReadonlySet<number>): { readonly strength: number; readonly kind: CrisisKind } {
    const sums = new Float64Array(COLUMNS);
    for (const row of rows) for (let column = 0; column < COLUMNS; column += 1) sums[column] = (sums[column] ?? 0) + (this.values[row * COLUMNS + column] ?? 0);
    const scale = 1 / Math.sqrt(Math.max(FEWEST, rows.size));
    const logits = [...sums].map((sum, column) => sum * scale + (this.packed.biases[column] ?? 0));
    const [strength = -Infinity, ...kinds] = logits;
    return { strength, kind: KINDS[kinds.indexOf(Math.max(...kinds))] ?? 'suicide-wish' };
  }
}
