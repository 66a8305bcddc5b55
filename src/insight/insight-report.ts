import { Injectable, type OnModuleInit } from '@nestjs/common';
import { distortionName } from '../../libs/cbt/names.js';
import type { Insight } from '../../libs/contracts/insights.js';
import type { CbtFinding } from '../../libs/contracts/report.js';
import { ReportSources } from '../report/report-sources.service.js';
import { DoneTasks } from './done-tasks.service.js';

/** Gives the report what was found, in its own form and in the one that the single-page app reads. */
@Injectable()
export class InsightReport implements OnModuleInit {
  constructor(
    private readonly sources: ReportSources,
    private readonly tasks: DoneTasks,
  ) {}

  onModuleInit(): void {
    this.sources.register({
      read: async (sessionId, language, tx) => {
        const insights = await this.tasks.listInsights(sessionId, tx);
        return { insights, cbtFindings: findingsOf(insights, language) };
      },
    });
  }
}

/** One entry for each utterance in which something was found. */
export function findingsOf(insights: readonly Insight[], language: 'ko' | 'en'): CbtFinding[] {
  return [...Map.groupBy(insights, ({ span }) => span.sourceId).values()].map((found): CbtFinding => {
    const offered = found.find(({ questions, tasks }) => questions.length + tasks.length > 0);
    return {
      hasDistortions: true,
      needsIntervention: offered !== undefined,
      detections: found.slice(0, 50).map(({ distortion, severity, confidence, span }) => ({
        type: distortion,
        name_ko: distortionName(distortion, 'ko'),
        severity,
        confidence,
        examples: [span.text],
      })),
      ...(offered === undefined
        ? {}
        : {
            intervention: {
              distortionName: distortionName(offered.distortion, language),
              urgency: offered.urgency,
              questions: offered.questions,
              tasks: offered.tasks,
            },
          }),
    };
  });
}
