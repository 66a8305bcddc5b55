import { VOICE_SAMPLE_RATE } from '../../../libs/contracts/realtime.js';
import type { PcmPiece } from './pcm.js';

/**
 * Any rate and number of channels to 16 kHz mono, piece by piece. Each new sample is the mean of the old ones that it covers: a low-pass
 * that is good enough to tell speech from silence; what is sent to a vendor is the file itself.
 */
export class Resampler {
  private sampleRate = 0;
  private sum = 0;
  private weight = 0;

  push({ channels, sampleRate }: PcmPiece): Int16Array {
    if (sampleRate !== this.sampleRate) [this.sampleRate, this.sum, this.weight] = [sampleRate, 0, 0];
    const step = sampleRate / VOICE_SAMPLE_RATE;
    const length = channels[0]?.length ?? 0;
    const out = new Int16Array(Math.ceil(length / step) + 2);
    let count = 0;
    for (let index = 0; index < length; index += 1) {
      let value = 0;
      for (const channel of channels) value += channel[index] ?? 0;
      value /= channels.length;
      let left = 1;
      while (this.weight + left >= step) {
        const share = step - this.weight;
        out[count++] = toInt16((this.sum + value * share) / step);
        left -= share;
        this.sum = 0;
        this.weight = 0;
      }
      this.sum += value * left;
      this.weight += left;
    }
    return out.subarray(0, count);
  }
}

const toInt16 = (value: number) => Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768)));
