/** A sentence to learn from: rows of its features, and for each column whether it is an example. */
export interface Example {
  readonly rows: readonly number[];
  readonly targets: readonly boolean[];
  /** How much it counts; 1 when it is left out. */
  readonly weight?: number;
}

export interface Trained {
  /** Row by row, `columns` values each. */
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

export interface TrainingOptions {
  columns: number;
  features: number;
  epochs: number;
  rate: number;
  /** Pull towards zero. */
  decay: number;
  /** Fewest features a sentence counts as having. */
  fewest: number;
  /** Share of a sentence's features that a step sees, chosen anew each time: no feature can lean on another (Srivastava et al., "Dropout", 2014). */
  keep: number;
  /** One run each; the mean of several, each with an order of its own, leans on chance less than one. */
  seeds: readonly number[];
}

/**
 * Logistic regression, all columns at once, by stochastic gradient steps with a rate of its own for each weight (Duchi, Hazan and
 * Singer, "Adaptive Subgradient Methods", 2011). Deterministic: the order of each round comes from the seeds.
 */
export function train(examples: readonly Example[], { seeds, ...options }: TrainingOptions): Trained {
  const runs = seeds.map((seed) => run(examples, options, seed));
  const mean = (of: (one: Trained) => Float64Array): Float64Array => {
    const sum = new Float64Array(runs[0] === undefined ? 0 : of(runs[0]).length);
    for (const one of runs) of(one).forEach((value, at) => (sum[at] = (sum[at] ?? 0) + value / runs.length));
    return sum;
  };
  return { weights: mean(({ weights }) => weights), biases: mean(({ biases }) => biases) };
}

function run(examples: readonly Example[], { columns, features, epochs, rate, decay, fewest, keep }: Omit<TrainingOptions, 'seeds'>, seed: number): Trained {
  const weights = new Float64Array(features * columns);
  const squares = new Float64Array(features * columns).fill(1e-6);
  const biases = new Float64Array(columns);
  const biasSquares = new Float64Array(columns).fill(1e-6);
  const pull = decay / examples.length;
  const order = examples.map((_, index) => index);
  const random = generator(seed);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (const index of order) {
      const example = examples[index];
      if (example === undefined) continue;
      const { targets, weight = 1 } = example;
      const rows = example.rows.filter(() => random() < keep);
      const value = 1 / Math.sqrt(Math.max(fewest, example.rows.length)) / keep;
      for (let column = 0; column < columns; column += 1) {
        let sum = biases[column] ?? 0;
        for (const row of rows) sum += (weights[row * columns + column] ?? 0) * value;
        const error = (1 / (1 + Math.exp(-sum)) - (targets[column] === true ? 1 : 0)) * weight;
        const biasSquare = (biasSquares[column] ?? 0) + error * error;
        biasSquares[column] = biasSquare;
        biases[column] = (biases[column] ?? 0) - (rate * error) / Math.sqrt(biasSquare);
        for (const row of rows) {
          const at = row * columns + column;
          const gradient = error * value + pull * (weights[at] ?? 0);
          const square = (squares[at] ?? 0) + gradient * gradient;
          squares[at] = square;
          weights[at] = (weights[at] ?? 0) - (rate * gradient) / Math.sqrt(square);
        }
      }
    }
  }
  return { weights, biases };
}

/** A small linear congruential generator: 0 up to 1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}

function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
}
