import type { ActivityStretch } from './activity.js';
import { ActivityStretches } from './activity.js';
import type { VadFrame } from './detector.js';
import { VoiceActivityDetector } from './detector.js';
import { SAMPLE_RATE_HZ } from './frame.js';
import type { SegmenterOptions, Utterance } from './segmenter.js';
import { UtteranceSegmenter } from './segmenter.js';

/** A chunk that begins this much later than the audio before it ended is taken as a gap, ms; less is jitter. */
const GAP_MS = 500;
/**
 * Chunks in order have growing times. One up to this much earlier was sent before; one earlier still comes from a clock set
 * back.
 */
const REPEAT_MS = 30_000;

export interface VoiceStreamResult {
  /**
   * Where the chunk's samples were put in the stream, end exclusive; null for a chunk that is no later than one already taken:
   * it was
   * sent twice or came too late, and is ignored.
   */
  taken: { startSample: number; endSample: number } | null;
  /** Ended utterances: times in epoch ms, samples counted over everything that was taken. */
  utterances: Utterance[];
  /** Stretches for the voice metrics, epoch ms. */
  activity: ActivityStretch[];
}

/**
 * Live audio of one speaker: chunks with their times go in; utterances to transcribe and stretches to measure come out, in order.
 * A gap ends the utterance before it and starts anew, so that audio is never joined over a loss. Memory is constant; the samples
 * themselves are the caller's to keep, from {@link keepFromSample} on.
 */
export class VoiceStream {
  private detector = new VoiceActivityDetector();
  private segmenter: UtteranceSegmenter;
  private stretches = new ActivityStretches();
  /** Epoch ms and stream sample at which the current run without gaps began. */
  private originMs: number | null = null;
  private originSample = 0;
  private samples = 0;
  private lastTs = -Infinity;

  constructor(private readonly options: Partial<SegmenterOptions> = {}) {
    this.segmenter = new UtteranceSegmenter(options);
  }

  /**
   * @param ts epoch ms of the chunk's first sample
   * @param pcm 16 kHz mono, any length
   */
  push(ts: number, pcm: Int16Array): VoiceStreamResult {
    const result: VoiceStreamResult = { taken: null, utterances: [], activity: [] };
    if (ts <= this.lastTs && ts > this.lastTs - REPEAT_MS) return result;
    if (this.originMs !== null) {
      const expected = this.originMs + ((this.samples - this.originSample) * 1000) / SAMPLE_RATE_HZ;
      if (ts > expected + GAP_MS || ts <= this.lastTs) this.endRun(result);
    }
    this.originMs ??= ts;
    this.lastTs = ts;
    result.taken = { startSample: this.samples, endSample: this.samples + pcm.length };
    this.samples += pcm.length;
    this.take(this.detector.push(pcm), result);
    return result;
  }

  /** Ends what is open: after the last chunk, on pause, when the client leaves. The stream can go on with a new chunk. */
  flush(): VoiceStreamResult {
    const result: VoiceStreamResult = { taken: null, utterances: [], activity: [] };
    if (this.originMs !== null) this.endRun(result);
    return result;
  }

  /** Whether somebody is speaking, as far as is decided. */
  get isSpeaking(): boolean {
    return this.segmenter.isOpen;
  }

  /** First stream sample that an utterance yet to come can need. */
  get keepFromSample(): number {
    return Math.min(this.samples, this.originSample + this.segmenter.keepFromSample);
  }

  private endRun(result: VoiceStreamResult): void {
    this.take(this.detector.flush(), result);
    this.addUtterance(this.segmenter.flush(), result);
    this.addStretch(this.stretches.flush(), result);
    this.detector = new VoiceActivityDetector();
    this.segmenter = new UtteranceSegmenter(this.options);
    this.stretches = new ActivityStretches();
    this.originMs = null;
    this.originSample = this.samples;
  }

  private take(frames: readonly VadFrame[], result: VoiceStreamResult): void {
    for (const frame of frames) {
      this.addUtterance(this.segmenter.push(frame), result);
      this.addStretch(this.stretches.push(frame), result);
    }
  }

  private addUtterance(utterance: Utterance | null, result: VoiceStreamResult): void {
    if (utterance === null) return;
    const origin = this.originMs ?? 0;
    result.utterances.push({
      ...utterance,
      startMs: origin + utterance.startMs,
      endMs: origin + utterance.endMs,
      startSample: this.originSample + utterance.startSample,
      // The last frame of a run can reach beyond its last sample.
      endSample: Math.min(this.samples, this.originSample + utterance.endSample),
    });
  }

  private addStretch(stretch: ActivityStretch | null, result: VoiceStreamResult): void {
    if (stretch === null) return;
    const origin = this.originMs ?? 0;
    result.activity.push({ ...stretch, tsStart: origin + stretch.tsStart, tsEnd: origin + stretch.tsEnd });
  }
}
