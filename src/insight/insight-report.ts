import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Distortion, Insight } from '../../libs/contracts/insights.js';
import type { CbtFinding } from '../../libs/contracts/report.js';
import { ReportSources } from '../report/report-sources.service.js';
import { DoneTasks } from './done-tasks.service.js';

const NAMES: Readonly<Record<Distortion, Readonly<Record<'ko' | 'en', string>>>> = {
  catastrophizing: { ko: '파국화', en: 'Catastrophizing' },
  'all-or-nothing': { ko: '흑백논리', en: 'All-or-nothing thinking' },
  overgeneralization: { ko: '과잉일반화', en: 'Overgeneralization' },
  'mental-filter': { ko: '정신적 여과', en: 'Mental filter' },
  'disqualifying-positive': { ko: '긍정 무시하기', en: 'Disqualifying the positive' },
  'jumping-to-conclusions': { ko: '성급한 결론', en: 'Jumping to conclusions' },
  magnification: { ko: '과장과 축소', en: 'Magnification' },
  'emotional-reasoning': { ko: '감정적 추론', en: 'Emotional reasoning' },
  'should-statements': { ko: '당위적 사고', en: 'Should statements' },
  labeling: { ko: '낙인찍기', en: 'Labeling' },
};

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
        name_ko: NAMES[distortion].ko,
        severity,
        confidence,
        examples: [span.text],
      })),
      ...(offered === undefined
        ? {}
        : {
            intervention: {
              distortionName: NAMES[offered.distortion][language],
              urgency: offered.urgency,
              questions: offered.questions,
              tasks: offered.tasks,
            },
          }),
    };
  });
}
