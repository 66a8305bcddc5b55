import { BAND_COUNT, FrameAnalyzer, LOOKAHEAD_HOPS } from './features.js';
import { HOP_MS, HOP_SAMPLES } from './frame.js';
import { NoiseFloor } from './noise-floor.js';

/** A 10 ms frame and whether it belongs to speech. */
export interface VadFrame {
  /** Number of the frame since the start of the stream; it covers the samples 160·index … 160·index + 159. */
  index: number;
  startMs: number;
  /** Part of an utterance; pauses under 250 ms inside it included. */
  isSpeech: boolean;
  /** RMS without DC, 0…1. */
  rms: number;
  /** Fundamental of a voiced frame, 60…500 Hz. */
  pitchHz: number | null;
}

interface Evidence {
  readonly framesBefore: number;
  readonly lively: number;
  readonly share: number;
}

/** A frame sounds when the mean log likelihood ratio of its bands exceeds this; steady noise stays under 0.18 (95 %). */
const ACTIVE_THRESHOLD = 0.25;
/** Below this a frame is not worth a pitch estimate. */
const PITCH_THRESHOLD = 0.12;
const MAX_BAND_SNR = 100;
/** A voiced frame is periodic, reaches over several bands and is no single sine. */
const VOICED_HARMONICITY = 0.55;
const VOICED_BANDS = 4;
const VOICED_BAND_SNR = 4;
const VOICED_PEAK_SHARE = 0.9;
/**
 * A lively frame is voiced and its spectrum moves, as voices do and held notes do not. Noise moves the spectrum by itself,
 * so its share of the power raises what is asked for.
 */
const LIVELY_CHANGE = 0.08;
const LIVELY_CHANGE_OF_NOISE = 0.05;
/** Lively frames needed near a frame, and their share of the voiced ones: more to begin an utterance than to stay in it. */
const BEGIN: Evidence = { framesBefore: 60, lively: 10, share: 0.35 };
const STAY: Evidence = { framesBefore: 80, lively: 6, share: 0.15 };
/** Frames after the one decided on that count as well: the detector's delay. */
const FRAMES_AFTER = 40;
/** Silence shorter than this belongs to speech: 250 ms. */
const GAP_FRAMES = 25;
/** Size of the ring buffers: more than the longest window, a power of two. */
const RING = 128;
const MASK = RING - 1;

/** Delay from a frame's end to its decision, ms. */
export const VAD_DELAY_MS = (FRAMES_AFTER + LOOKAHEAD_HOPS + 1) * HOP_MS;

/**
 * Finds speech in 16 kHz mono 16-bit PCM. Two questions a frame: does it sound, by the likelihood ratio of Sohn et al. (1999)
 * with the signal's maximum-likelihood SNR, over a noise floor by minimum statistics; and is there a voice near it, by
 * periodic frames whose spectrum moves (the idea of long-term signal variability, Ghosh et al. 2011). Steady noise and
 * clicks fail the second, held tones and chords too. Deterministic, whatever the size of the chunks; memory is constant.
 * Whispering has no pitch and is not found; other people's voices are.
 */
export class VoiceActivityDetector {
  private readonly analyzer = new FrameAnalyzer();
  private readonly floor = new NoiseFloor(BAND_COUNT);
  private readonly hop = new Int16Array(HOP_SAMPLES);
  private hopFill = 0;
  private readonly ratio = new Float64Array(RING);
  private readonly active = new Uint8Array(RING);
  /** Running counts up to and with a frame. */
  private readonly voiced = new Float64Array(RING);
  private readonly lively = new Float64Array(RING);
  private readonly rms = new Float64Array(RING);
  private readonly pitch = new Float64Array(RING);
  private analysed = 0;
  private decided = 0;
  private regionStart = -1;
  private lastActive = -1;
  private lastSpeech = -2;

  /** Takes any number of samples; returns the frames that can now be decided, in order. */
  push(pcm: Int16Array): VadFrame[] {
    const frames: VadFrame[] = [];
    let at = 0;
    while (at < pcm.length) {
      if (this.hopFill === 0 && pcm.length - at >= HOP_SAMPLES) {
        this.takeHop(pcm, at, frames);
        at += HOP_SAMPLES;
        continue;
      }
      const count = Math.min(HOP_SAMPLES - this.hopFill, pcm.length - at);
      this.hop.set(pcm.subarray(at, at + count), this.hopFill);
      this.hopFill += count;
      at += count;
      if (this.hopFill === HOP_SAMPLES) {
        this.hopFill = 0;
        this.takeHop(this.hop, 0, frames);
      }
    }
    return frames;
  }

  /** Ends the stream: decides every remaining frame; a begun hop is completed with silence. The detector is spent afterwards. */
  flush(): VadFrame[] {
    const frames: VadFrame[] = [];
    const silence = new Int16Array(HOP_SAMPLES);
    if (this.hopFill > 0) {
      this.hop.fill(0, this.hopFill);
      this.takeHop(this.hop, 0, frames);
    }
    for (let i = 0; i < LOOKAHEAD_HOPS; i++) this.takeHop(silence, 0, frames);
    this.hopFill = 0;
    this.settle(this.analysed);
    while (this.decided < this.analysed) frames.push(this.decide());
    return frames;
  }

  private takeHop(pcm: Int16Array, offset: number, out: VadFrame[]): void {
    if (!this.analyzer.push(pcm, offset)) return;
    this.analyse();
    if (this.analysed - this.decided > FRAMES_AFTER + 1) out.push(this.decide());
  }

  private analyse(): void {
    const { analyzer, floor } = this;
    const frame = this.analysed++;
    const slot = frame & MASK;
    floor.update(analyzer.bands);
    let logSum = 0;
    let bandsAbove = 0;
    let noise = 0;
    let total = 0;
    for (let b = 0; b < BAND_COUNT; b++) {
      noise += floor.power[b] ?? 0;
      total += analyzer.bands[b] ?? 0;
      const snr = Math.min(MAX_BAND_SNR, (analyzer.bands[b] ?? 0) / (floor.power[b] ?? 1));
      if (snr <= 1) continue;
      logSum += Math.log1p(snr - 1 - Math.log(snr));
      if (snr > VOICED_BAND_SNR) bandsAbove++;
    }
    const ratio = logSum / BAND_COUNT;
    const shape = analyzer.shape();
    const pitch = ratio > PITCH_THRESHOLD ? analyzer.pitch() : null;
    const voiced = pitch !== null && pitch.pitchHz !== null && pitch.harmonicity >= VOICED_HARMONICITY;
    const changeNeeded = LIVELY_CHANGE + LIVELY_CHANGE_OF_NOISE * Math.min(1, noise / Math.max(total, 1e-12));
    const full = voiced && bandsAbove >= VOICED_BANDS && shape.peakShare < VOICED_PEAK_SHARE;
    this.ratio[slot] = ratio;
    this.rms[slot] = analyzer.rms;
    this.pitch[slot] = voiced ? (pitch.pitchHz ?? 0) : 0;
    this.voiced[slot] = full ? 1 : 0;
    this.lively[slot] = full && shape.change >= changeNeeded ? 1 : 0;
    if (frame > 0) this.settle(frame);
  }

  /** Settles the frame before `next`, whose smoothed ratio is now known, and turns its marks into running counts. */
  private settle(next: number): void {
    const frame = next - 1;
    const slot = frame & MASK;
    const before = (frame - 1) & MASK;
    const own = this.ratio[slot] ?? 0;
    const left = frame > 0 ? (this.ratio[before] ?? 0) : own;
    const right = next < this.analysed ? (this.ratio[next & MASK] ?? 0) : own;
    const active = 0.25 * left + 0.5 * own + 0.25 * right > ACTIVE_THRESHOLD;
    this.active[slot] = active ? 1 : 0;
    this.voiced[slot] = (frame > 0 ? (this.voiced[before] ?? 0) : 0) + (active ? (this.voiced[slot] ?? 0) : 0);
    this.lively[slot] = (frame > 0 ? (this.lively[before] ?? 0) : 0) + (active ? (this.lively[slot] ?? 0) : 0);
  }

  private decide(): VadFrame {
    const index = this.decided++;
    const slot = index & MASK;
    if ((this.active[slot] ?? 0) === 1) {
      if (this.lastActive < 0 || index - this.lastActive > GAP_FRAMES) this.regionStart = index;
      this.lastActive = index;
    }
    const end = this.lastActive >= 0 ? this.regionEnd(index) : -1;
    const isSpeech = index <= end && this.hasVoice(index, end);
    if (isSpeech) this.lastSpeech = index;
    const pitch = this.pitch[slot] ?? 0;
    return { index, startMs: index * HOP_MS, isSpeech, rms: this.rms[slot] ?? 0, pitchHz: isSpeech && pitch > 0 ? pitch : null };
  }

  /** Last active frame of the region that `index` lies in, as far as is known: gaps up to {@link GAP_FRAMES} are bridged. */
  private regionEnd(index: number): number {
    const known = Math.min(this.analysed - 1, index + FRAMES_AFTER);
    let end = this.lastActive;
    for (let i = index + 1; i <= known && i - end <= GAP_FRAMES; i++) {
      if ((this.active[i & MASK] ?? 0) === 1) end = i;
    }
    return end;
  }

  private hasVoice(index: number, end: number): boolean {
    const needed = this.lastSpeech === index - 1 && this.lastSpeech >= this.regionStart ? STAY : BEGIN;
    const from = Math.max(this.regionStart, index - needed.framesBefore);
    const lively = this.countBetween(this.lively, from, end);
    return lively >= needed.lively && lively >= needed.share * this.countBetween(this.voiced, from, end);
  }

  private countBetween(counts: Float64Array, from: number, to: number): number {
    return (counts[to & MASK] ?? 0) - (from > 0 ? (counts[(from - 1) & MASK] ?? 0) : 0);
  }
}
