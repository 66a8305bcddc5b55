import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CrisisService } from '../crisis/crisis.service.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import '../transcript/transcript.service.js';
import { InsightService } from './insight.service.js';

/** What was heard is read as what was written is; segments that the transcriber was not sure of are left out. */
@Injectable()
export class InsightListener implements OnModuleInit {
  constructor(
    private readonly insights: InsightService,
    private readonly crisis: CrisisService,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.events.on('transcript.added', async ({ sessionId, language, segments }) => {
      const sure = segments.filter(({ speaker, uncertain }) => speaker === 'user' && uncertain !== true);
      if (sure.length === 0) return;
      const { isActive } = await this.crisis.current(sessionId, language);
      for (const { id, text, tsStart } of sure)
        await this.insights.read({ sessionId, language, source: 'transcript', sourceId: id, text, ts: tsStart, isInDanger: isActive });
    });
  }
}
