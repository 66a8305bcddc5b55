import { VoiceStream } from '../../../libs/affect/index.js';
import { VOICE_SAMPLE_RATE } from '../../../libs/contracts/realtime.js';
import type { VoiceActivity } from '../../../libs/contracts/signals.js';

/** What somebody said without a pause that would end it. Times in epoch ms. */
export interface SpokenAudio {
  readonly tsStart: number;
  readonly tsEnd: number;
  /** 16 kHz mono. */
  readonly pcm: Int16Array;
}

export interface Heard {
  readonly utterances: SpokenAudio[];
  readonly activity: VoiceActivity[];
}

const NOTHING: Heard = { utterances: [], activity: [] };
const SAMPLES_A_MS = VOICE_SAMPLE_RATE / 1_000;

/** One session's live audio: finds utterances and measures, and holds the samples that an utterance can still need, half a minute at most. */
export class LiveStream {
  private voice = new VoiceStream();
  private held: { start: number; pcm: Int16Array }[] = [];
  private endTs = 0;
  private endSample = 0;

  /** @param isKept whether utterances are wanted; without it no sample is held */
  push(ts: number, pcm: Int16Array, isKept: boolean): Heard {
    const { taken, utterances, activity } = this.voice.push(ts, pcm);
    if (taken === null) return NOTHING;
    this.endTs = ts + pcm.length / SAMPLES_A_MS;
    this.endSample = taken.endSample;
    if (!isKept) this.held = [];
    // The socket's buffer is a part of a larger one.
    else this.held.push({ start: taken.startSample, pcm: pcm.slice() });
    return this.heard(utterances, activity);
  }

  /** Ends what is open. */
  flush(): Heard {
    const { utterances, activity } = this.voice.flush();
    return this.heard(utterances, activity);
  }

  /** Forgets the audio; measures go on. */
  forgetAudio(): void {
    this.held = [];
  }

  /** The end of what was taken, and up to where nothing is open; epoch ms. */
  get heardTo(): number {
    return this.endTs;
  }

  get settledTo(): number {
    return this.endTs - (this.endSample - this.voice.keepFromSample) / SAMPLES_A_MS;
  }

  private heard(found: readonly { startMs: number; endMs: number; startSample: number; endSample: number }[], activity: readonly VoiceActivity[]): Heard {
    const utterances = found.flatMap(({ startMs, endMs, startSample, endSample }) => {
      const pcm = this.cut(startSample, endSample);
      return pcm.length === 0 ? [] : [{ tsStart: Math.round(startMs), tsEnd: Math.round(endMs), pcm }];
    });
    const { keepFromSample } = this.voice;
    const first = this.held.findIndex(({ start, pcm }) => start + pcm.length > keepFromSample);
    this.held.splice(0, first < 0 ? this.held.length : first);
    return { utterances, activity: activity.map((item) => ({ ...item, tsStart: Math.round(item.tsStart), tsEnd: Math.round(item.tsEnd) })) };
  }

  /** What is held of the samples from `from` on, before `to`. */
  private cut(from: number, to: number): Int16Array {
    const parts = this.held.filter(({ start, pcm }) => start < to && start + pcm.length > from);
    const begin = Math.max(from, parts[0]?.start ?? to);
    const joined = new Int16Array(Math.max(0, to - begin));
    for (const { start, pcm } of parts) {
      const part = pcm.subarray(Math.max(0, begin - start), Math.max(0, to - start));
      joined.set(part, Math.max(0, start - begin));
    }
    return joined;
  }
}
