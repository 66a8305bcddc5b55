import { Injectable } from '@nestjs/common';
import { RealtimeEmitter } from '../platform/realtime/realtime-emitter.js';
import type { LiveSession } from './live-session.js';
import { secondOf } from './timeline-block.js';

const EMOTION_EVERY_MS = 1_000;
const VOICE_EVERY_MS = 10_000;

interface Told {
  emotionAt: number;
  emotionTs: number;
  voiceAt: number;
  voiceItems: number;
}

/** Tells everyone in a session what its signals show: a point of the timeline at most once a second, the voice every ten. */
@Injectable()
export class LiveFeed {
  private readonly told = new WeakMap<LiveSession, Told>();

  constructor(private readonly emitter: RealtimeEmitter) {}

  tell(session: LiveSession, language: 'ko' | 'en'): void {
    const now = Date.now();
    const told = this.toldOf(session, now);
    this.tellEmotion(session, told, now);
    this.tellVoice(session, told, now, language);
  }

  /** The newest second that is over: the one that is going on may still change. */
  private tellEmotion(session: LiveSession, told: Told, now: number): void {
    const ts = secondOf(session.newestTs) - 1_000;
    if (ts <= told.emotionTs || now - told.emotionAt < EMOTION_EVERY_MS) return;
    const point = session.pointAt(ts);
    if (point === null) return;
    told.emotionAt = now;
    told.emotionTs = ts;
    this.emitter.toSession(session.sessionId, 'emotion:update', point, 'all');
  }

  private tellVoice(session: LiveSession, told: Told, now: number, language: 'ko' | 'en'): void {
    if (session.totals.voice === told.voiceItems || now - told.voiceAt < VOICE_EVERY_MS) return;
    told.voiceAt = now;
    told.voiceItems = session.totals.voice;
    const { metrics, indicators } = session.voice.view(language);
    if (metrics !== null) this.emitter.toSession(session.sessionId, 'voice:metrics', { ts: now, metrics, indicators }, 'all');
  }

  private toldOf(session: LiveSession, now: number): Told {
    let told = this.told.get(session);
    if (told === undefined) this.told.set(session, (told = { emotionAt: 0, emotionTs: 0, voiceAt: now, voiceItems: 0 }));
    return told;
  }
}
