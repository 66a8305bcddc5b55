import type { AffectReading } from '../reading.js';
import { activate } from './activations.js';
import { baselineStatus, type BaselineStatus, createBaseline, type FaceBaseline, learn } from './baseline.js';
import { readEmotion } from './emotions.js';
import { blinksPerMinute, createEyes, type EyeState, watchEyes } from './eyes.js';
import { ACTION_COUNT, FIRST_ACTION, isReadable, SLOT, SOURCE_NONE, type FaceMeasures } from './measures.js';
import { at, clamp, ramp } from './numbers.js';
import { NEUTRAL_LID_OPENING, POPULATION } from './population.js';

/**
 * All that is remembered of one face between frames. Plain JSON (no NaN), at most about 6 kB. Folding the same frames gives the
 * same state, here or in another process.
 */
export interface FaceState {
  version: 1;
  /** Source of the last readable frame; another source begins anew, its zero is not the same. */
  source: number;
  /** Time of the newest frame, epoch milliseconds; null before the first. */
  lastTs: number | null;
  /** Smoothed actions; empty before the first frame and after a gap. */
  smooth: number[];
  baseline: FaceBaseline;
  eyes: EyeState;
}

/** Why a frame has no reading; `ok` when it has one. */
export type FaceStatus = 'ok' | 'no-face' | 'poor-quality' | 'turned-away' | 'eyes-closed';

export interface FaceFrame {
  /** Null when the frame says nothing about an emotion: no data, which is not `neutral`. */
  reading: AffectReading | null;
  status: FaceStatus;
  /** How much of a frame's weight this one has, 0…1; 0 without a reading. */
  coverage: number;
  baseline: BaselineStatus;
  eyesClosed: boolean;
  /** True in the frame that ends a blink. */
  blinked: boolean;
  /** Null until enough was watched. */
  blinksPerMinute: number | null;
}

/** Smooths the detector's jitter (about 3 frames at 10 a second) without hiding an expression of half a second. */
const SMOOTHING_MS = 250;
/** After such a hole the smoothed values are of another moment. */
const GAP_MS = 2000;
/** A clock that is set back further than late frames explain. */
const CLOCK_BACK_MS = 5000;
const LEAST_QUALITY = 0.25;
/** Degrees at which the far half of the face begins to be guessed, and at which nothing of it is seen. */
const YAW_BEGIN = 20, YAW_LIMIT = 40;
const PITCH_BEGIN = 15, PITCH_LIMIT = 30;
/** Share of the lids' opening that the upper lid must lose for the eyes to count as closed; more while a smile squeezes them. */
const CLOSED_SHARE = 0.17, REOPENED_SHARE = 0.12;
const SQUINT_ALLOWANCE = 0.2;
const TRUST: Readonly<Record<BaselineStatus, number>> = { population: 0.3, provisional: 0.6, person: 1 };

export function createFaceState(): FaceState {
  return { version: 1, source: SOURCE_NONE, lastTs: null, smooth: [], baseline: createBaseline(), eyes: createEyes() };
}

/**
 * Folds one frame into the state and says what it shows.
 *
 * Before the person's baseline stands (2.5 s of good frames) the population's is used and the confidence is low. A blink, closed
 * eyes, a head turned away and an unreadable frame give no reading and leave the expression's memory as it was. Frames should
 * come in order of time; one that is late is read but moves no clock.
 * @param state is changed
 * @param ts epoch milliseconds; a `ts` that is no finite number makes the frame unreadable
 * @param measures one row as `measuresFromLandmarks` and `measuresFromBlendshapes` give it
 */
export function readFace(state: FaceState, ts: number, measures: FaceMeasures): FaceFrame {
  if (!Number.isFinite(ts) || !isReadable(measures)) return nothing(state, 'no-face', false, false);
  const elapsed = advance(state, ts, at(measures, SLOT.source));
  const quality = at(measures, SLOT.quality);
  if (quality < LEAST_QUALITY) return nothing(state, 'poor-quality', false, false);
  const yaw = Math.abs(at(measures, SLOT.yaw));
  const pitch = Math.abs(at(measures, SLOT.pitch) - state.baseline.pitch);
  const facing = ramp(yaw, YAW_LIMIT, YAW_BEGIN) * ramp(pitch, PITCH_LIMIT, PITCH_BEGIN);
  if (facing === 0) return nothing(state, 'turned-away', false, false);
  const closed = eyesClosed(state.baseline, measures, state.eyes.closedSince !== null);
  const blinked = watchEyes(state.eyes, ts, elapsed, closed);
  if (closed) return nothing(state, 'eyes-closed', true, false);

  smooth(state, measures, elapsed);
  const rate = blinksPerMinute(state.eyes);
  const status = baselineStatus(state.baseline);
  const coverage = quality * facing;
  const reading = readEmotion(activate(state.smooth, state.baseline), rate, coverage * TRUST[status]);
  if (coverage >= 0.5) learn(state.baseline, ts, measures);
  return { reading, status: 'ok', coverage, baseline: status, eyesClosed: false, blinked, blinksPerMinute: rate };
}

function nothing(state: FaceState, status: FaceStatus, closed: boolean, blinked: boolean): FaceFrame {
  return {
    reading: null, status, coverage: 0, baseline: baselineStatus(state.baseline), eyesClosed: closed, blinked,
    blinksPerMinute: blinksPerMinute(state.eyes),
  };
}

/** Moves the state's clock and source; returns the milliseconds since the newest frame, 0 for the first and for a late one. */
function advance(state: FaceState, ts: number, source: number): number {
  if (state.source !== source) {
    state.source = source;
    state.smooth = [];
    state.baseline = createBaseline();
  }
  const elapsed = state.lastTs === null ? 0 : ts - state.lastTs;
  if (elapsed < 0 && elapsed > -CLOCK_BACK_MS) return 0;
  state.lastTs = ts;
  if (elapsed > GAP_MS || elapsed < 0) {
    state.smooth = [];
    state.eyes.closedSince = null;
  }
  return Math.max(0, elapsed);
}

function smooth(state: FaceState, measures: FaceMeasures, elapsed: number): void {
  const share = state.smooth.length === 0 ? 1 : 1 - Math.exp(-elapsed / SMOOTHING_MS);
  for (let i = 0; i < ACTION_COUNT; i++) {
    const before = at(state.smooth, i);
    state.smooth[i] = before + share * (at(measures, FIRST_ACTION + i) - before);
  }
}

/**
 * Closing moves the upper lid, squinting the lower one, so the upper lid's way down decides, as a share of the person's own
 * opening. A broad smile, raised cheeks or a wrinkled nose push the upper lid too and raise the limit.
 */
function eyesClosed(baseline: FaceBaseline, measures: FaceMeasures, before: boolean): boolean {
  const moved = (slot: number): number => at(measures, slot) - at(baseline.offset, slot - FIRST_ACTION);
  const lid = SLOT.au5 - FIRST_ACTION;
  const opening = Math.max(0.04, NEUTRAL_LID_OPENING + at(baseline.offset, lid) - at(baseline.offset, SLOT.au7 - FIRST_ACTION));
  const doubt = 0.75 * at(baseline.doubtful, lid) * POPULATION.au5.spread;
  const smiling = ramp(moved(SLOT.au12), 0.03, 0.1), cheeks = ramp(moved(SLOT.au6), 0.02, 0.06);
  const nose = ramp(moved(SLOT.au9), 0.03, 0.08);
  const share = (before ? REOPENED_SHARE : CLOSED_SHARE) + SQUINT_ALLOWANCE * Math.max(smiling, cheeks, nose);
  const limit = Math.max(share * opening, 3 * at(baseline.noise, lid)) + doubt;
  return -moved(SLOT.au5) > clamp(limit, 0, 0.9 * opening + doubt);
}
