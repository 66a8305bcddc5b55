import { Injectable } from '@nestjs/common';
import type { VoiceAudioEvent } from '../../../libs/contracts/realtime.js';
import { AllowEvent, ClientEvent, OnSessionConnected } from '../../platform/realtime/client-event.decorators.js';
import { RealtimeEmitter } from '../../platform/realtime/realtime-emitter.js';
import type { SessionConnection } from '../../platform/realtime/session-connection.js';
import { GapRepository } from './gap.repository.js';
import { LiveAudio } from './live-audio.service.js';

const MAX_GAPS = 100;

@Injectable()
export class LiveAudioGateway {
  constructor(
    private readonly audio: LiveAudio,
    private readonly gaps: GapRepository,
    private readonly emitter: RealtimeEmitter,
  ) {}

  @ClientEvent('voice:audio')
  @AllowEvent('session.signal', ['person'])
  async voiceAudio(chunk: VoiceAudioEvent, { sessionId }: SessionConnection): Promise<void> {
    await this.audio.take(sessionId, chunk);
  }

  /** What was lost while nobody was there to be told. A resumed connection gets it sent again anyway. */
  @OnSessionConnected()
  async tellGaps(connection: SessionConnection): Promise<void> {
    if (connection.isResumed) return;
    for (const gap of await this.gaps.findOf(connection.sessionId, MAX_GAPS)) this.emitter.toConnection(connection, 'transcript:gap', gap);
  }
}
