import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { TranscriptItem } from '../../libs/contracts/signals.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { AllowEvent, ClientEvent } from '../platform/realtime/client-event.decorators.js';
import { RealtimeEmitter } from '../platform/realtime/realtime-emitter.js';
import type { SessionConnection } from '../platform/realtime/session-connection.js';
import { ClientTranscripts } from './client-transcripts.service.js';

@Injectable()
export class TranscriptGateway implements OnModuleInit {
  constructor(
    private readonly transcripts: ClientTranscripts,
    private readonly emitter: RealtimeEmitter,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.events.on('transcript.added', ({ sessionId, segments }) => {
      for (const segment of segments) this.emitter.toSession(sessionId, 'transcript:segment', segment, 'all');
    });
  }

  @ClientEvent('transcript')
  @AllowEvent('session.signal', ['person'])
  async transcript(item: TranscriptItem, { sessionId }: SessionConnection) {
    return { id: await this.transcripts.addOne(sessionId, item) };
  }
}
