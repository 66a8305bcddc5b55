import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import type { TranscriptGap } from '../../../libs/contracts/realtime.js';
import { DomainEvents } from '../../platform/events/domain-events.js';
import { Logger } from '../../platform/logging/logger.js';
import { RealtimeEmitter } from '../../platform/realtime/realtime-emitter.js';
import { GapRepository } from './gap.repository.js';

export interface LostAudio extends Pick<TranscriptGap, 'id' | 'tsStart' | 'tsEnd' | 'reason'> {
  readonly sessionId: string;
  readonly personId: string;
}

/** Says which live audio has no words: an empty place in a transcript must not look like a calm, silent person. */
@Injectable()
export class Gaps {
  constructor(
    private readonly repository: GapRepository,
    private readonly emitter: RealtimeEmitter,
    private readonly events: DomainEvents,
    private readonly logger: Logger,
  ) {}

  /** Keeps it with the transaction, and tells everyone in the session when that is committed. */
  async lost(audio: LostAudio, tx: Transaction): Promise<void> {
    const { sessionId, personId, ...span } = audio;
    await this.repository.add({ ...span, sessionId, personId, isFinal: true }, tx);
    tx.afterCommit(() => {
      this.logger.warn({ sessionId, reason: span.reason, durationMs: span.tsEnd - span.tsStart }, 'live audio was not transcribed');
      this.events.emit('transcription.ended', { source: 'live', outcome: 'lost' });
      this.emitter.toSession(sessionId, 'transcript:gap', { ...span, isFinal: true }, 'all');
    });
  }

  /** It is tried again. */
  late({ sessionId, id, tsStart, tsEnd, reason }: Omit<LostAudio, 'personId'>): void {
    this.events.emit('transcription.ended', { source: 'live', outcome: 'failed' });
    this.emitter.toSession(sessionId, 'transcript:gap', { id, tsStart, tsEnd, reason, isFinal: false }, 'all');
  }
}
