import { Injectable } from '@nestjs/common';
import type { BlendshapesEvent, LandmarksEvent } from '../../libs/contracts/realtime.js';
import type { VoiceActivity } from '../../libs/contracts/signals.js';
import { AllowEvent, ClientEvent } from '../platform/realtime/client-event.decorators.js';
import type { SessionConnection } from '../platform/realtime/session-connection.js';
import { SignalService } from './signal.service.js';

@Injectable()
export class SignalGateway {
  constructor(private readonly signals: SignalService) {}

  @ClientEvent('landmarks')
  @AllowEvent('session.signal', ['person'])
  async landmarks({ ts, points }: LandmarksEvent, { sessionId }: SessionConnection): Promise<void> {
    await this.signals.addLandmarks(sessionId, ts, points);
  }

  @ClientEvent('blendshapes')
  @AllowEvent('session.signal', ['person'])
  async blendshapes({ ts, scores }: BlendshapesEvent, { sessionId }: SessionConnection): Promise<void> {
    await this.signals.addBlendshapes(sessionId, ts, scores);
  }

  @ClientEvent('voice:activity')
  @AllowEvent('session.signal', ['person'])
  async voiceActivity(activity: VoiceActivity, { sessionId }: SessionConnection): Promise<void> {
    await this.signals.addVoiceActivity(sessionId, activity);
  }
}
