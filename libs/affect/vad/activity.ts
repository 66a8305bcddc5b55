import type { VadFrame } from './detector.js';
import { HOP_MS } from './frame.js';

/** Longest stretch put into one item, ms. */
const MAX_STRETCH_MS = 500;
const MAX_STRETCH_FRAMES = MAX_STRETCH_MS / HOP_MS;
/** Fewer voiced frames than this give no pitch. */
const MIN_VOICED_FRAMES = 3;

/** A stretch of speech or silence as the client's own detector would report it; times in ms since the start of the stream. */
export interface ActivityStretch {
  tsStart: number;
  tsEnd: number;
  isSpeech: boolean;
  /** RMS of the stretch, 0…1. */
  rms: number;
  /** Median of the voiced frames; absent without a clear pitch. */
  pitchHz?: number;
}

/** Joins frames to stretches of up to 500 ms, cut wherever speech begins or ends, so that live audio feeds the voice metrics. */
export class ActivityStretches {
  private start = -1;
  private isSpeech = false;
  private frames = 0;
  private energy = 0;
  private pitches: number[] = [];

  /** @returns the stretch that this frame ended, if any */
  push(frame: VadFrame): ActivityStretch | null {
    const ends = frame.isSpeech !== this.isSpeech || this.frames >= MAX_STRETCH_FRAMES;
    const ended = ends ? this.flush() : null;
    if (this.frames === 0) {
      this.start = frame.startMs;
      this.isSpeech = frame.isSpeech;
    }
    this.frames++;
    this.energy += frame.rms * frame.rms;
    if (frame.pitchHz !== null) this.pitches.push(frame.pitchHz);
    return ended;
  }

  /** @returns what has been gathered, if anything */
  flush(): ActivityStretch | null {
    if (this.frames === 0) return null;
    const { start, frames, isSpeech, energy, pitches } = this;
    const tsEnd = start + frames * HOP_MS;
    const stretch: ActivityStretch = { tsStart: start, tsEnd, isSpeech, rms: Math.sqrt(energy / frames) };
    const middle = pitches.sort((a, b) => a - b)[pitches.length >> 1];
    if (middle !== undefined && pitches.length >= MIN_VOICED_FRAMES) stretch.pitchHz = middle;
    this.frames = 0;
    this.energy = 0;
    this.pitches = [];
    return stretch;
  }
}
