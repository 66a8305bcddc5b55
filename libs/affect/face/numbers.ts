/** The element at `index`; 0 beyond the end, which callers exclude by construction. */
export function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}

/** `value` within low…high. */
export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** 0 up to `from`, 1 from `to` on, linear between; also falling when `from` > `to`. */
export function ramp(value: number, from: number, to: number): number {
  return clamp((value - from) / (to - from), 0, 1);
}

/** The middle of `values` (mean of the two middle ones when their number is even); 0 when there are none. Sorts `values`. */
export function median(values: Float64Array): number {
  values.sort();
  const half = values.length >> 1;
  return values.length % 2 === 1 ? at(values, half) : (at(values, half - 1) + at(values, half)) / 2;
}
