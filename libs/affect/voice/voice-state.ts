import { createVoiceBaseline, hearStretch, type VoiceBaseline } from './baseline.js';
import { count, createTally, type Stretch, type Tally } from './tally.js';

/** Items may arrive this much after later ones, ms: until then they wait, and their order does not matter. */
export const VOICE_LATENESS_MS = 5000;
/** Items that wait at most; beyond it the earliest are counted. */
const MAX_WAITING = 2000;
/** Longest stretch believed, ms. */
const MAX_STRETCH_MS = 600_000;
const LOWEST_PITCH_HZ = 50;
const HIGHEST_PITCH_HZ = 600;

/** As `voice:activity` reports it: epoch ms, RMS 0…1; pitch absent, null or 0 where unvoiced. */
export interface VoiceActivityItem {
  readonly tsStart: number;
  readonly tsEnd: number;
  readonly isSpeech: boolean;
  readonly rms: number;
  readonly pitchHz?: number | null | undefined;
}

/** What is known of a voice; plain data of bounded size, so it can be stored as JSON and taken up by another process. */
export interface VoiceState {
  /** null before the first item */
  tally: Tally | null;
  waiting: Stretch[];
  baseline: VoiceBaseline;
}

export function createVoiceState(): VoiceState {
  return { tally: null, waiting: [], baseline: createVoiceBaseline() };
}

/**
 * Takes one item. Items that overlap others, come twice or late (up to {@link VOICE_LATENESS_MS}) are counted once: where two
 * speak of the
 * same moment, the one that began earlier is believed. Impossible items (no duration, not a number) are left out.
 * @returns the item as it was understood, for {@link readVoice}; null when it was left out
 */
export function addVoiceActivity(state: VoiceState, item: VoiceActivityItem): Stretch | null {
  const stretch = understand(item);
  if (stretch === null) return null;
  insert(state.waiting, stretch);
  hearStretch(state.baseline, stretch);
  const newest = state.waiting.reduce((latest, { tsEnd }) => Math.max(latest, tsEnd), -Infinity);
  let due = 0;
  while (due < state.waiting.length && isDue(state.waiting[due], newest - VOICE_LATENESS_MS, state.waiting.length - due)) due++;
  if (due > 0) state.tally = countAll(state.tally, state.waiting.splice(0, due));
  return stretch;
}

/** Everything counted, items that still wait included; null without items. Does not change the state. */
export function tallyOf(state: VoiceState): Tally | null {
  return state.waiting.length === 0 ? state.tally : countAll(structuredClone(state.tally), state.waiting);
}

function countAll(tally: Tally | null, stretches: readonly Stretch[]): Tally | null {
  let counted = tally;
  for (const stretch of stretches) {
    counted ??= createTally(stretch.tsStart);
    count(counted, stretch);
  }
  return counted;
}

function isDue(stretch: Stretch | undefined, before: number, waiting: number): boolean {
  return stretch !== undefined && (stretch.tsStart < before || waiting > MAX_WAITING);
}

function understand({ tsStart, tsEnd, isSpeech, rms, pitchHz }: VoiceActivityItem): Stretch | null {
  if (!Number.isFinite(tsStart) || !Number.isFinite(tsEnd) || !Number.isFinite(rms)) return null;
  if (tsEnd <= tsStart || tsEnd - tsStart > MAX_STRETCH_MS) return null;
  const voiced = typeof pitchHz === 'number' && pitchHz >= LOWEST_PITCH_HZ && pitchHz <= HIGHEST_PITCH_HZ;
  return { tsStart, tsEnd, isSpeech: isSpeech, rms: Math.min(1, Math.max(0, rms)), pitchHz: voiced ? pitchHz : null };
}

/** Keeps `waiting` in an order that does not depend on arrival. */
function insert(waiting: Stretch[], stretch: Stretch): void {
  let at = waiting.length;
  for (let before = waiting[at - 1]; before !== undefined && compare(before, stretch) > 0; before = waiting[at - 1]) at--;
  waiting.splice(at, 0, stretch);
}

function compare(a: Stretch, b: Stretch): number {
  return a.tsStart - b.tsStart || b.tsEnd - a.tsEnd || Number(b.isSpeech) - Number(a.isSpeech) || b.rms - a.rms
    || (b.pitchHz ?? 0) - (a.pitchHz ?? 0);
}
