import { addVoiceActivity, createVoiceState, measureVoice, readVoice, type VoiceReading, voiceIndicators, voiceSeries } from '../../libs/affect/index.js';
import type { VoiceView } from '../../libs/contracts/voice.js';
import type { VoiceItem } from './signal-payload.js';

/** The fold over a session's voice. */
export class LiveVoice {
  private readonly state = createVoiceState();

  /** What the item says about each second that it touches; nothing for silence. */
  add({ ts, tsEnd, isSpeech, rms, pitchHz }: VoiceItem): VoiceReading[] {
    const stretch = addVoiceActivity(this.state, { tsStart: ts, tsEnd, isSpeech, rms, pitchHz });
    return stretch === null ? [] : readVoice(this.state, stretch);
  }

  view(language: 'ko' | 'en'): VoiceView {
    const metrics = measureVoice(this.state);
    return { metrics, indicators: voiceIndicators(metrics, language), series: voiceSeries(this.state) };
  }
}
