import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CRISIS_LEVELS, type CrisisLevel } from '../../libs/contracts/crisis.js';
import { ReportSources } from '../report/report-sources.service.js';
import { CrisisRepository } from './crisis.repository.js';

const TEXT: Readonly<Record<'ko' | 'en', string>> = {
  ko: '안전을 살펴야 할 말씀이 있어 도움받을 곳을 안내했습니다.',
  en: 'Something was said that called for looking after safety, and helplines were given.',
};

/** What a report says about danger: that it was there, and how much; never the words. */
@Injectable()
export class CrisisReport implements OnModuleInit {
  constructor(
    private readonly sources: ReportSources,
    private readonly repository: CrisisRepository,
  ) {}

  onModuleInit(): void {
    this.sources.register({
      read: async (sessionId, language, tx) => {
        const alerts = await this.repository.alertsOf(sessionId, tx);
        const highest = alerts.reduce<CrisisLevel | null>(
          (best, { level }) => (best === null || CRISIS_LEVELS.indexOf(level) > CRISIS_LEVELS.indexOf(best) ? level : best),
          null,
        );
        return {
          moments: alerts.slice(0, 20).map(({ created_at: at }) => ({ ts: at.getTime(), kind: 'crisis' as const, text: TEXT[language] })),
          safety: { alerts: alerts.length, highestLevel: highest },
        };
      },
    });
  }
}
