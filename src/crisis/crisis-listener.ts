import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { TranscriptSegment } from '../../libs/contracts/realtime.js';
import { Transactions } from '../platform/database/transactions.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import '../transcript/transcript.service.js';
import { CrisisService } from './crisis.service.js';

/** Beside the conversation: what is heard is looked through as well. */
@Injectable()
export class CrisisListener implements OnModuleInit {
  constructor(
    private readonly crisis: CrisisService,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.events.on('transcript.added', async ({ sessionId, language, segments }) => {
      for (const segment of segments) {
        if (segment.speaker === 'user') await this.hear(sessionId, segment.language ?? language, language, segment);
      }
      const trusted = segments.filter(({ speaker, uncertain }) => speaker === 'user' && uncertain !== true);
      const [last] = trusted.slice(-1);
      // A sentence may be cut into segments.
      if (trusted.length > 1 && last !== undefined) {
        const text = trusted.map((segment) => segment.text).join(' ');
        const isFoundAlone = trusted.some((segment) => this.crisis.assess(segment.text, language, 'transcript', segment.confidence).sign.level !== null);
        if (!isFoundAlone) await this.hear(sessionId, language, language, { ...last, text });
      }
    });
  }

  private async hear(sessionId: string, spoken: 'ko' | 'en', language: 'ko' | 'en', segment: TranscriptSegment): Promise<void> {
    const { assessment, sign } = this.crisis.assess(segment.text, spoken, 'transcript', segment.uncertain === true ? Math.min(segment.confidence ?? 0, 0.3) : segment.confidence);
    if (sign.level === null && !sign.isSafetyStep) return;
    const observation = { sessionId, language, source: 'transcript' as const, sourceId: segment.id, text: segment.text, sign, kinds: sign.kinds };
    const standing = await this.transactions.run((tx) => this.crisis.record(observation, assessment.level === 'watch', tx));
    this.crisis.announce(sessionId, standing);
  }
}
