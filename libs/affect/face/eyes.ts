/** What is remembered of the lids. Plain JSON. */
export interface EyeState {
  /** Since when the eyes are closed, epoch milliseconds; null while open. */
  closedSince: number | null;
  /** Blinks, each counting e^(−age / 1 min). */
  blinks: number;
  /** Time watched, milliseconds, to 10 minutes. */
  watchedMs: number;
  /** Usual time between frames, milliseconds. */
  frameGapMs: number;
}

/** A spontaneous blink lasts 100–400 ms (Stern, Walrath & Goldstein 1984, Psychophysiology 21, 22–33); one frame of tolerance. */
const LONGEST_BLINK_MS = 500;
const MINUTE_MS = 60_000;
/** Less watching gives no rate; slower frames miss blinks. */
const LEAST_WATCHED_MS = 20_000;
const LONGEST_FRAME_GAP_MS = 150;

export function createEyes(): EyeState {
  return { closedSince: null, blinks: 0, watchedMs: 0, frameGapMs: 0 };
}

/**
 * Notes whether the eyes are closed in the frame at `ts` (epoch milliseconds), `elapsed` ms after the one before.
 * @returns true when this frame ends a blink
 */
export function watchEyes(eyes: EyeState, ts: number, elapsed: number, closed: boolean): boolean {
  eyes.blinks *= Math.exp(-elapsed / MINUTE_MS);
  if (elapsed > 0 && elapsed < 1000) {
    eyes.watchedMs = Math.min(eyes.watchedMs + elapsed, 10 * MINUTE_MS);
    eyes.frameGapMs += (eyes.frameGapMs === 0 ? 1 : 0.1) * (elapsed - eyes.frameGapMs);
  }
  if (closed) {
    eyes.closedSince ??= ts;
    return false;
  }
  if (eyes.closedSince === null) return false;
  const lasted = ts - eyes.closedSince;
  eyes.closedSince = null;
  if (lasted < 0 || lasted > LONGEST_BLINK_MS) return false;
  eyes.blinks += 1;
  return true;
}

/** Blinks a minute over about the last minute; null before 20 s of watching and below about 7 frames a second. */
export function blinksPerMinute(eyes: EyeState): number | null {
  if (eyes.watchedMs < LEAST_WATCHED_MS || eyes.frameGapMs > LONGEST_FRAME_GAP_MS) return null;
  return eyes.blinks / (1 - Math.exp(-eyes.watchedMs / MINUTE_MS));
}
