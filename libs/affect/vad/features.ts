import { HOP_SAMPLES, SAMPLE_RATE_HZ } from './frame.js';
import { PowerSpectrum } from './fft.js';
import type { PitchEstimate } from './pitch.js';
import { PITCH_SPAN_SAMPLES, PitchTracker } from './pitch.js';

const FFT_SIZE = 512;
/** How many hops after a frame must be known before it can be analysed. */
export const LOOKAHEAD_HOPS = 2;
/** The spectrum is taken over the frame and one hop on each side: 30 ms. */
const WINDOW_SAMPLES = 3 * HOP_SAMPLES;
/** Mel-spaced bands between 100 Hz and 7 kHz. */
export const BAND_COUNT = 24;
const LOWEST_HZ = 100;
const HIGHEST_HZ = 7000;
/** Bins compared between frames: 100 Hz … 4 kHz, where voices have their energy. */
const SHAPE_FROM_BIN = 3;
const SHAPE_BINS = 125;
/** Frames between the two spectra compared: their windows just do not overlap. */
const CHANGE_HOPS = 4;
/** Pole of the DC blocker: −3 dB at 38 Hz. */
const DC_POLE = 0.985;

/** How a frame's spectrum looks. */
export interface SpectralShape {
  /** 1 − cosine of this frame's amplitude spectrum and the one 40 ms earlier, 0…1: near 0 while a tone or chord is held. */
  change: number;
  /** Share of the power in the strongest three neighbouring bins, 0…1: near 1 for a single sine. */
  peakShare: number;
}

/**
 * Cuts a stream into 10 ms frames and measures each, {@link LOOKAHEAD_HOPS} behind the newest sample. The arrays handed
 * out are reused: read them before the next call.
 */
export class FrameAnalyzer {
  /** RMS of the current frame without its DC part, 0…1. */
  rms = 0;
  /** Mean power of the bins of each band; full-scale white noise is about 1/3. */
  readonly bands = new Float64Array(BAND_COUNT);

  private readonly context = new Float64Array(PITCH_SPAN_SAMPLES);
  private readonly spectrum = new PowerSpectrum(FFT_SIZE);
  private readonly windowed = new Float64Array(FFT_SIZE);
  private readonly power = new Float64Array(FFT_SIZE / 2 + 1);
  private readonly window = hannWindow();
  private readonly edges = bandEdges();
  private readonly history = Array.from({ length: CHANGE_HOPS }, () => new Float64Array(SHAPE_BINS));
  private readonly historyPower = new Float64Array(CHANGE_HOPS);
  private readonly pitchTracker = new PitchTracker();
  private lastIn = 0;
  private lastOut = 0;
  private hops = 0;

  /**
   * Takes {@link HOP_SAMPLES} samples of 16-bit PCM from `pcm` at `offset`; missing ones count as 0.
   * @returns whether there is a frame to read: not yet for the first {@link LOOKAHEAD_HOPS} hops
   */
  push(pcm: Int16Array, offset: number): boolean {
    const { context } = this;
    context.copyWithin(0, HOP_SAMPLES);
    const start = context.length - HOP_SAMPLES;
    for (let i = 0; i < HOP_SAMPLES; i++) {
      const value = (pcm[offset + i] ?? 0) / 32_768;
      this.lastOut = value - this.lastIn + DC_POLE * this.lastOut;
      this.lastIn = value;
      context[start + i] = this.lastOut;
    }
    this.hops++;
    if (this.hops <= LOOKAHEAD_HOPS) return false;
    this.measureLevel();
    this.measureBands();
    return true;
  }

  /** Pitch of the current frame; apart because it is only worth its time where something sounds. */
  pitch(): PitchEstimate {
    return this.pitchTracker.estimate(this.context);
  }

  /** Shape of the current frame. Must be called once for every frame: it keeps the spectrum for the comparison. */
  shape(): SpectralShape {
    const slot = this.hops % CHANGE_HOPS;
    const amplitude = this.history[slot] ?? new Float64Array(SHAPE_BINS);
    const powerBefore = this.historyPower[slot] ?? 0;
    let total = 0;
    let dot = 0;
    let peak = 0;
    let last = 0;
    let lastButOne = 0;
    for (let i = 0; i < SHAPE_BINS; i++) {
      const power = this.power[SHAPE_FROM_BIN + i] ?? 0;
      const root = Math.sqrt(power);
      // The slot still holds the spectrum of CHANGE_HOPS frames ago.
      dot += root * (amplitude[i] ?? 0);
      amplitude[i] = root;
      total += power;
      const three = lastButOne + last + power;
      if (three > peak) peak = three;
      lastButOne = last;
      last = power;
    }
    this.historyPower[slot] = total;
    if (total <= 0) return { change: 0, peakShare: 1 };
    const cosine = powerBefore > 0 ? dot / Math.sqrt(total * powerBefore) : 0;
    return { change: Math.min(1, Math.max(0, 1 - cosine)), peakShare: peak / total };
  }

  private measureLevel(): void {
    const { context, windowed, window } = this;
    const frameStart = (context.length - HOP_SAMPLES) / 2;
    let sum = 0;
    for (let i = frameStart; i < frameStart + HOP_SAMPLES; i++) sum += (context[i] ?? 0) ** 2;
    this.rms = Math.min(1, Math.sqrt(sum / HOP_SAMPLES));
    const windowStart = (context.length - WINDOW_SAMPLES) / 2;
    for (let i = 0; i < WINDOW_SAMPLES; i++) windowed[i] = (context[windowStart + i] ?? 0) * (window[i] ?? 0);
  }

  private measureBands(): void {
    const { edges, power, bands } = this;
    this.spectrum.compute(this.windowed, power);
    for (let band = 0; band < BAND_COUNT; band++) {
      const from = edges[band] ?? 0;
      const to = edges[band + 1] ?? 0;
      let sum = 0;
      for (let bin = from; bin < to; bin++) sum += power[bin] ?? 0;
      bands[band] = sum / (to - from);
    }
  }
}

/** Hann window scaled so that the mean bin power of white noise is its variance. */
function hannWindow(): Float64Array {
  const hann = (_: unknown, i: number): number => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / WINDOW_SAMPLES);
  const window = Float64Array.from({ length: WINDOW_SAMPLES }, hann);
  const energy = window.reduce((sum, value) => sum + value * value, 0);
  return window.map((value) => value / Math.sqrt(energy));
}

/** First bin of each band and the end of the last: equal steps in mel (O'Shaughnessy 1987), at least one bin a band. */
function bandEdges(): Uint16Array {
  const mel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
  const hz = (value: number): number => 700 * (10 ** (value / 2595) - 1);
  const edges = new Uint16Array(BAND_COUNT + 1);
  const low = mel(LOWEST_HZ);
  const step = (mel(HIGHEST_HZ) - low) / BAND_COUNT;
  for (let i = 0; i <= BAND_COUNT; i++) {
    const bin = Math.round((hz(low + i * step) * FFT_SIZE) / SAMPLE_RATE_HZ);
    edges[i] = i === 0 ? bin : Math.max(bin, (edges[i - 1] ?? 0) + 1);
  }
  return edges;
}
