import type { Report, ReportSummary } from '../../../libs/contracts/report.js';
import { courseOf, coverageOf, downsample, round, summaryOf, TIMELINE_POINTS, vadTimelineOf } from './course.js';
import { momentsOf } from './moments.js';
import { distortionsOf, observationsOf } from './observations.js';
import type { ReportFacts } from './report-facts.js';
import { NOTE } from './words.js';

const MOST_INSIGHTS = 1_000;
const MOST_RECOMMENDATIONS = 5;

export interface ComposedReport {
  readonly report: Report;
  readonly summary: ReportSummary;
}

/** The report and its short form. Equal facts give equal texts, so that a change of either is a change of what they show. */
export function compose(reportId: string, generatedAt: Date, facts: ReportFacts): ComposedReport {
  const { sessionId, language, points, durationMs, voice } = facts;
  const seen = summaryOf(points, durationMs);
  const timeline = downsample(points, TIMELINE_POINTS);
  const course = courseOf(points, durationMs);
  const cbtFindings = facts.cbtFindings.slice(0, MOST_INSIGHTS);
  const report: Report = {
    reportId,
    sessionId,
    status: 'ready',
    language,
    generatedAt: generatedAt.toISOString(),
    session: facts.session,
    emotionSummary: seen,
    course,
    emotionTimeline: timeline,
    vadTimeline: vadTimelineOf(timeline),
    voice,
    coverage: coverageOf(points, durationMs),
    confidence: round(seen.confidence),
    moments: momentsOf(facts, course),
    insights: facts.insights.slice(0, MOST_INSIGHTS),
    cbtFindings,
    conversation: facts.conversation,
    safety: facts.safety,
    note: NOTE[language],
  };
  const { total, mostCommon } = distortionsOf(facts);
  const { dominantEmotion, mix, mean, confidence } = seen;
  const tasks = cbtFindings.flatMap(({ intervention }) => intervention?.tasks.map(({ title }) => title) ?? []);
  const summary: ReportSummary = {
    sessionId,
    reportId,
    status: 'ready',
    durationMs,
    vadVector: mean,
    dominantEmotion: { emotion: dominantEmotion, ratio: dominantEmotion === null ? 0 : mix[dominantEmotion], confidence },
    keyObservations: observationsOf({ facts, seen }),
    cbt: { totalDistortions: total, mostCommon },
    recommendations: [...new Set(tasks)].slice(0, MOST_RECOMMENDATIONS),
  };
  return { report, summary };
}
