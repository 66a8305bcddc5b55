import { ACTION_COUNT, FACE_SLOTS, FIRST_ACTION, SLOT, type FaceMeasures } from './measures.js';
import { at, clamp, median } from './numbers.js';
import { POPULATION } from './population.js';

/**
 * A person's own neutral face: for each action where it rests and how much it trembles.
 *
 * Good frames fill windows of 2.5 s; a window's median and median absolute deviation withstand up to half of odd frames
 * (Rousseeuw & Croux 1993). The first window becomes the baseline. Nobody can say that it was neutral, so an action that is
 * restless or far from every known face (2 population spreads) stays doubtful: it takes the nearer population value and a higher
 * threshold until later windows agree. Later the baseline follows what stays below the threshold of an expression. In the first
 * two minutes it also goes back to where the face rests nearer to the population, and at any time to wider open eyes, which
 * cannot rest closed; otherwise it never leaves its place, so a mood that lasts is not taken for the person's neutral.
 *
 * Plain JSON, at most 39 rows of 14 numbers and five rows of 13.
 */
export interface FaceBaseline {
  /** Resting value of each action, in the order of the slots. */
  offset: number[];
  /** Standard deviation of each action on the resting face. */
  noise: number[];
  /** 1 while the resting value of an action is not settled. */
  doubtful: number[];
  /** The value that most windows since found, and its lead in windows (majority vote, Boyer & Moore 1981). */
  candidate: number[];
  agreed: number[];
  /** Resting pitch of the head, degrees. */
  pitch: number;
  /** Closed windows, counted to 1000. */
  windows: number;
  windowStart: number;
  /** Rows of actions and pitch in the open window. */
  rows: number[][];
  lastRow: number;
}

const WINDOW_MS = 2500;
/** Rows closer together than this add nothing to a median: the detector's errors are correlated. */
const ROW_GAP_MS = 66;
const LEAST_ROWS = 10;
/** A window that does not fill in this time, or has such a hole, is begun anew. */
const WINDOW_LIMIT_MS = 10_000;
const HOLE_MS = 3000;

const FAR = 2;
const NEAR = 1.2;
const RESTLESS = 5;
/** Lead in windows that a value needs: near the population, far from it, to replace a settled one, to replace closed lids. */
const AGREE_NEAR = 2;
const AGREE_FAR = 12;
const AGREE_RETURN = 8;
const AGREE_LIDS = 4;
/** Windows during which the first impression may be taken back: two minutes. */
const EARLY = 48;
const DRIFT = 0.1;
const LARGEST_NOISE = 4;
/**
 * Standard deviations of one frame's noise below which a deviation is no expression; smoothing over about three frames makes that
 * more than three standard deviations of what is compared.
 */
export const NOISE_MARGIN = 1.6;

/** Median absolute deviation to standard deviation of a normal distribution. */
const MAD_TO_SD = 1.4826;

const UPPER_LID = SLOT.au5 - FIRST_ACTION;

/** Population values by position among the actions. */
const VALUES = FACE_SLOTS.slice(FIRST_ACTION).map((slot) => POPULATION[slot as keyof typeof POPULATION]);
export const SPREAD: readonly number[] = VALUES.map((value) => value.spread);
const NOISE: readonly number[] = VALUES.map((value) => value.noise);

export function createBaseline(): FaceBaseline {
  const zeros = (): number[] => new Array<number>(ACTION_COUNT).fill(0);
  return {
    offset: zeros(), noise: [...NOISE], doubtful: zeros().fill(1), candidate: zeros(), agreed: zeros(),
    pitch: 0, windows: 0, windowStart: 0, rows: [], lastRow: 0,
  };
}

/** Which baseline is in force: the population's, the person's with some actions still doubtful, or the person's. */
export type BaselineStatus = 'population' | 'provisional' | 'person';

export function baselineStatus(baseline: FaceBaseline): BaselineStatus {
  if (baseline.windows === 0) return 'population';
  return baseline.doubtful.includes(1) ? 'provisional' : 'person';
}

/** Adds a good frame (eyes open, facing the camera) at `ts`, epoch milliseconds; closes the window when it is full. */
export function learn(baseline: FaceBaseline, ts: number, measures: FaceMeasures): void {
  const { rows } = baseline;
  const since = ts - baseline.lastRow;
  if (rows.length > 0 && (since > HOLE_MS || since < 0 || ts - baseline.windowStart > WINDOW_LIMIT_MS)) rows.length = 0;
  if (rows.length > 0 && since < ROW_GAP_MS) return;
  if (rows.length === 0) baseline.windowStart = ts;
  rows.push(row(measures));
  baseline.lastRow = ts;
  if (ts - baseline.windowStart < WINDOW_MS || rows.length < LEAST_ROWS) return;
  closeWindow(baseline);
  rows.length = 0;
}

function row(measures: FaceMeasures): number[] {
  const values = new Array<number>(ACTION_COUNT + 1);
  for (let i = 0; i < ACTION_COUNT; i++) values[i] = rounded(at(measures, FIRST_ACTION + i));
  values[ACTION_COUNT] = rounded(at(measures, SLOT.pitch));
  return values;
}

function closeWindow(baseline: FaceBaseline): void {
  const column = new Float64Array(baseline.rows.length);
  const first = baseline.windows === 0;
  for (let action = 0; action <= ACTION_COUNT; action++) {
    baseline.rows.forEach((values, i) => (column[i] = at(values, action)));
    const middle = median(column);
    if (action === ACTION_COUNT) {
      baseline.pitch = first ? middle : rounded(baseline.pitch + DRIFT * (middle - baseline.pitch));
      break;
    }
    for (let i = 0; i < column.length; i++) column[i] = Math.abs(at(column, i) - middle);
    const noise = Math.max(at(NOISE, action), MAD_TO_SD * median(column));
    agree(baseline, action, middle);
    if (first) begin(baseline, action, middle, noise);
    else follow(baseline, action, middle, noise);
  }
  baseline.windows = Math.min(baseline.windows + 1, 1000);
}

function agree(baseline: FaceBaseline, action: number, middle: number): void {
  const candidate = at(baseline.candidate, action), agreed = at(baseline.agreed, action);
  if (agreed > 0 && Math.abs(middle - candidate) <= at(SPREAD, action) / 2) {
    baseline.agreed[action] = Math.min(agreed + 1, 2 * AGREE_FAR);
    baseline.candidate[action] = rounded(candidate + (middle - candidate) / Math.min(agreed + 1, 4));
  } else if (agreed > 1) {
    baseline.agreed[action] = agreed - 1;
  } else {
    baseline.agreed[action] = 1;
    baseline.candidate[action] = rounded(middle);
  }
}

function begin(baseline: FaceBaseline, action: number, middle: number, noise: number): void {
  const spread = at(SPREAD, action);
  const doubtful = Math.abs(middle) > FAR * spread || noise > RESTLESS * at(NOISE, action);
  baseline.doubtful[action] = doubtful ? 1 : 0;
  baseline.offset[action] = rounded(doubtful ? clamp(middle, -spread / 2, spread / 2) : middle);
  baseline.noise[action] = rounded(Math.min(noise, LARGEST_NOISE * at(NOISE, action)));
}

function follow(baseline: FaceBaseline, action: number, middle: number, noise: number): void {
  const offset = at(baseline.offset, action), candidate = at(baseline.candidate, action), agreed = at(baseline.agreed, action);
  const usual = at(baseline.noise, action);
  if (at(baseline.doubtful, action) === 1) {
    if (agreed < (Math.abs(candidate) <= NEAR * at(SPREAD, action) ? AGREE_NEAR : AGREE_FAR)) return;
    baseline.doubtful[action] = 0;
    baseline.offset[action] = candidate;
  } else if (Math.abs(middle - offset) <= NOISE_MARGIN * usual) {
    baseline.offset[action] = rounded(offset + DRIFT * (middle - offset));
  } else if (mayReplace(baseline, action, candidate - offset)) {
    baseline.offset[action] = candidate;
  }
  const next = usual + (noise < usual ? 0.5 : 0.1) * (noise - usual);
  baseline.noise[action] = rounded(Math.min(next, LARGEST_NOISE * at(NOISE, action)));
}

function mayReplace(baseline: FaceBaseline, action: number, change: number): boolean {
  const offset = at(baseline.offset, action), agreed = at(baseline.agreed, action);
  if (action === UPPER_LID && change > 0) return agreed >= AGREE_LIDS;
  const nearer = Math.abs(offset + change) + at(SPREAD, action) / 2 < Math.abs(offset);
  return nearer && baseline.windows < EARLY && agreed >= AGREE_RETURN;
}

/** Five decimals: far below any noise, and a third of the state's size as JSON, which has no −0. */
function rounded(value: number): number {
  return Math.round(value * 1e5) / 1e5 + 0;
}
