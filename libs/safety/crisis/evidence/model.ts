import { Weights, type PackedWeights } from '../../../learning/weights.js';
import type { CrisisKind } from '../types.js';

/** The kinds of danger in the order of the model's columns, after the column of "danger at all". */
export const KINDS: readonly CrisisKind[] = ['suicide-wish', 'suicide-plan', 'suicide-means', 'suicide-preparation', 'farewell', 'self-harm', 'harm-to-others', 'abuse'];
export const COLUMNS = KINDS.length + 1;
/** Short texts hold few features: they count as if there were this many, so that no single word weighs much. */
export const FEWEST = 64;

/** A linear model of how much the words of a text speak for danger. */
export class Model {
  private readonly weights: Weights;

  constructor(packed: PackedWeights) {
    this.weights = new Weights(packed);
  }

  /** How many features are known. */
  get size(): number {
    return this.weights.size;
  }

  /** The feature's row, -1 where training has not kept it. */
  row(feature: number): number {
    return this.weights.row(feature);
  }

  /** Log odds that there is danger at all, and the kind that is likeliest. */
  judge(rows: readonly number[]): { readonly strength: number; readonly kind: CrisisKind } {
    const root = Math.sqrt(Math.max(FEWEST, rows.length));
    const logits = Array.from({ length: COLUMNS }, (_, column) => {
      const sum = rows.reduce((all, row) => all + this.weights.stored(row, column), 0);
      return this.weights.bias(column) + this.weights.scaled(sum, column) / root;
    });
    const [strength = -Infinity, ...kinds] = logits;
    return { strength, kind: KINDS[kinds.indexOf(Math.max(...kinds))] ?? 'suicide-wish' };
  }
}
