export interface Result {
  /** What was measured, with its unit. */
  figure: string;
  value: string;
  /** What the figure should be; empty where it is only for information. */
  wanted?: string;
  isMet?: boolean;
}

export interface Benchmark {
  name: string;
  /** How it is measured, against what, and what it leaves out; printed with the figures. */
  method: string;
  run: () => Promise<Result[]>;
}
