import type { VadFrame } from './detector.js';
import { HOP_MS, HOP_SAMPLES } from './frame.js';

export interface SegmenterOptions {
  /** Kept before the first speech, so that a soft onset is not cut off, ms. */
  readonly preRollMs: number;
  /** Silence that ends an utterance, ms; also decides when a turn is over. */
  readonly endSilenceMs: number;
  /** Kept of that silence after the last speech, ms; at most `endSilenceMs`. */
  readonly postRollMs: number;
  /** Utterances with less speech are dropped, ms. */
  readonly minSpeechMs: number;
  /** Longest utterance, ms; a longer one is cut at its quietest frame of the last {@link CUT_SEARCH_MS}. */
  readonly maxMs: number;
}

export const DEFAULT_SEGMENTER: SegmenterOptions = {
  preRollMs: 300, endSilenceMs: 700, postRollMs: 200, minSpeechMs: 200, maxMs: 25_000,
};

const CUT_SEARCH_MS = 2000;
const CUT_SEARCH_FRAMES = CUT_SEARCH_MS / HOP_MS;

/** A stretch of audio worth transcribing. Times in ms and samples since the start of the stream, end exclusive. */
export interface Utterance {
  startMs: number;
  endMs: number;
  startSample: number;
  endSample: number;
  /** How much of it is speech, ms. */
  speechMs: number;
  /** `end-of-turn`: silence followed; `max-length`: cut, the next one goes on; `stream-end`: the audio ended. */
  reason: 'end-of-turn' | 'max-length' | 'stream-end';
}

/**
 * Joins the frames of a {@link VoiceActivityDetector} to utterances, in constant memory. Frames must come in order, without
 * gaps.
 */
export class UtteranceSegmenter {
  private readonly options: SegmenterOptions;
  /** Frame at which the open utterance begins, −1 when none is open. */
  private start = -1;
  private lastSpeech = -1;
  private speechFrames = 0;
  /** First frame that belongs to no earlier utterance. */
  private free = 0;
  private next = 0;
  private readonly levels = new Float64Array(CUT_SEARCH_FRAMES);
  private readonly speech = new Uint8Array(CUT_SEARCH_FRAMES);

  constructor(options: Partial<SegmenterOptions> = {}) {
    const merged = { ...DEFAULT_SEGMENTER, ...options };
    this.options = {
      ...merged,
      postRollMs: Math.min(merged.postRollMs, merged.endSilenceMs),
      maxMs: Math.max(merged.maxMs, merged.preRollMs + merged.endSilenceMs + CUT_SEARCH_MS),
    };
  }

  /** @returns the utterance that this frame ended, if any */
  push(frame: VadFrame): Utterance | null {
    this.next = frame.index + 1;
    this.levels[frame.index % CUT_SEARCH_FRAMES] = frame.rms;
    this.speech[frame.index % CUT_SEARCH_FRAMES] = frame.isSpeech ? 1 : 0;
    if (frame.isSpeech) {
      if (this.start < 0) this.open(frame.index);
      this.lastSpeech = frame.index;
      this.speechFrames++;
    }
    if (this.start < 0) return null;
    if ((frame.index - this.lastSpeech) * HOP_MS >= this.options.endSilenceMs) return this.close('end-of-turn');
    if ((this.next - this.start) * HOP_MS >= this.options.maxMs) return this.cut();
    return null;
  }

  /** Ends the stream. @returns the utterance that was still open, if it is long enough */
  flush(): Utterance | null {
    return this.start < 0 ? null : this.close('stream-end');
  }

  /** Whether an utterance is open. */
  get isOpen(): boolean {
    return this.start >= 0;
  }

  /** First sample that an utterance yet to come can need; everything before it may be forgotten. */
  get keepFromSample(): number {
    if (this.start >= 0) return this.start * HOP_SAMPLES;
    return Math.max(this.free, this.next - this.options.preRollMs / HOP_MS, 0) * HOP_SAMPLES;
  }

  private open(frame: number): void {
    this.start = Math.max(this.free, frame - Math.round(this.options.preRollMs / HOP_MS), 0);
    this.speechFrames = 0;
  }

  private close(reason: Utterance['reason']): Utterance | null {
    const end = Math.min(this.next, this.lastSpeech + 1 + Math.round(this.options.postRollMs / HOP_MS));
    return this.finish(end, this.speechFrames, reason);
  }

  /** Cuts at the quietest of the last frames; what follows it opens the next utterance. */
  private cut(): Utterance | null {
    let at = this.next - 1;
    let quietest = Infinity;
    for (let i = this.next - CUT_SEARCH_FRAMES; i < this.next; i++) {
      const level = this.levels[i % CUT_SEARCH_FRAMES] ?? 0;
      if (level <= quietest) {
        quietest = level;
        at = i;
      }
    }
    let after = 0;
    for (let i = at; i < this.next; i++) after += this.speech[i % CUT_SEARCH_FRAMES] ?? 0;
    const lastSpeech = this.lastSpeech;
    const utterance = this.finish(at, this.speechFrames - after, 'max-length');
    if (after > 0) {
      this.start = at;
      this.speechFrames = after;
      this.lastSpeech = lastSpeech;
    }
    return utterance;
  }

  private finish(end: number, speechFrames: number, reason: Utterance['reason']): Utterance | null {
    const start = this.start;
    this.start = -1;
    this.free = end;
    this.speechFrames = 0;
    if (speechFrames * HOP_MS < this.options.minSpeechMs) return null;
    return {
      startMs: start * HOP_MS, endMs: end * HOP_MS, startSample: start * HOP_SAMPLES, endSample: end * HOP_SAMPLES,
      speechMs: speechFrames * HOP_MS, reason,
    };
  }
}
