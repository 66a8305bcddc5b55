import { Injectable } from '@nestjs/common';
import { measuresFromBlendshapes, measuresFromLandmarks, readText, SLOT } from '../../libs/affect/index.js';
import type { BlendshapeScores } from '../../libs/contracts/face.js';
import type { FrameItem, SignalsAnswer, VoiceActivity } from '../../libs/contracts/signals.js';
import { ConsentService } from '../consent/consent.service.js';
import { type ActiveSession, ActiveSessions } from '../session/active-session.service.js';
import { SessionService } from '../session/session.service.js';
import { LiveSessions } from './live-sessions.service.js';
import type { FaceItem, SignalItem, TextItem, VoiceItem } from './signal-payload.js';
import { SignalWriter } from './signal-writer.service.js';
import { TimelineWriter } from './timeline-writer.service.js';

export interface SpokenWords {
  readonly tsStart: number;
  readonly tsEnd: number;
  readonly text: string;
  readonly language?: 'ko' | 'en' | undefined;
}

/** Takes what camera and microphone tell. Frames become measures at once; what is acknowledged is stored. */
@Injectable()
export class SignalService {
  constructor(
    private readonly active: ActiveSessions,
    private readonly consents: ConsentService,
    private readonly writer: SignalWriter,
    private readonly live: LiveSessions,
    private readonly timeline: TimelineWriter,
    private readonly sessions: SessionService,
  ) {}

  /** A batch over REST: its timeline is stored when it is answered. */
  async addFrames(sessionId: string, frames: readonly FrameItem[]): Promise<SignalsAnswer> {
    const session = await this.active.require(sessionId);
    await this.consents.require(session.personId, sessionId, 'camera');
    this.active.requireWithinLife(session, frames.map(({ ts }, index) => ({ from: ts, to: ts, path: `body.items.${index}.ts` })));
    const items = frames.map(({ ts, landmarks, blendshapes, quality }) => faceItem(ts, landmarks ?? null, blendshapes ?? null, quality));
    return this.storeBatch(session, items);
  }

  async addVoice(sessionId: string, activity: readonly VoiceActivity[]): Promise<SignalsAnswer> {
    const session = await this.active.require(sessionId);
    await this.consents.require(session.personId, sessionId, 'microphone');
    this.active.requireWithinLife(session, activity.map(({ tsStart, tsEnd }, index) => ({ from: tsStart, to: tsEnd, path: `body.items.${index}.tsStart` })));
    return this.storeBatch(session, activity.map(voiceItem));
  }

  /** One frame over the socket. */
  async addLandmarks(sessionId: string, ts: number, landmarks: Float32Array): Promise<void> {
    const session = await this.accept(sessionId, 'camera', ts, ts, 'ts');
    await this.writer.write(session, [faceItem(ts, landmarks, null, undefined)]);
  }

  async addBlendshapes(sessionId: string, ts: number, scores: BlendshapeScores): Promise<void> {
    const session = await this.accept(sessionId, 'camera', ts, ts, 'ts');
    await this.writer.write(session, [faceItem(ts, null, scores, undefined)]);
  }

  async addVoiceActivity(sessionId: string, activity: VoiceActivity): Promise<void> {
    const session = await this.accept(sessionId, 'microphone', activity.tsStart, activity.tsEnd, 'tsStart');
    await this.writer.write(session, [voiceItem(activity)]);
  }

  /** What live audio was measured as, for callers that asked for consent themselves. */
  async addVoiceMeasures(session: ActiveSession, activity: readonly VoiceActivity[]): Promise<void> {
    await this.writer.write(session, activity.map(voiceItem));
  }

  /** Words that the person said or wrote: read for affect, not kept here. */
  async addTexts(session: ActiveSession, texts: readonly SpokenWords[]): Promise<void> {
    const items = texts.flatMap(({ tsEnd, text, language }): TextItem[] => {
      const reading = readText(text, language ?? session.language);
      return reading === null ? [] : [{ modality: 'text', ts: tsEnd, reading }];
    });
    if (items.length > 0) await this.writer.write(session, items);
  }

  private async accept(sessionId: string, kind: 'camera' | 'microphone', from: number, to: number, path: string): Promise<ActiveSession> {
    // Without a turn of the event loop where both are known: this runs for every frame.
    const session = this.active.known(sessionId) ?? (await this.active.require(sessionId));
    if (this.consents.known(session.personId, sessionId)?.[kind] !== true) await this.consents.require(session.personId, sessionId, kind);
    this.active.requireWithinLife(session, [{ from, to, path }]);
    return session;
  }

  private async storeBatch(session: ActiveSession, items: readonly SignalItem[]): Promise<SignalsAnswer> {
    await this.writer.write(session, [...items].sort((a, b) => a.ts - b.ts));
    const live = this.live.find(session.sessionId);
    if (live !== undefined) await this.live.inTurn(session.sessionId, () => this.timeline.save([live]));
    const { counts } = await this.sessions.read(session.sessionId);
    return { accepted: items.length, counts };
  }
}

function faceItem(ts: number, landmarks: Float32Array | null, scores: BlendshapeScores | null, quality: number | undefined): FaceItem {
  const measures = landmarks === null ? measuresFromBlendshapes(scores ?? {}) : measuresFromLandmarks(landmarks);
  if (quality !== undefined) measures[SLOT.quality] = Math.min(measures[SLOT.quality] ?? 0, quality);
  return { modality: 'face', ts, measures };
}

const voiceItem = ({ tsStart, tsEnd, isSpeech, rms, pitchHz }: VoiceActivity): VoiceItem => ({
  modality: 'voice',
  ts: tsStart,
  tsEnd,
  isSpeech,
  rms,
  pitchHz: pitchHz === undefined || pitchHz === 0 ? null : pitchHz,
});
