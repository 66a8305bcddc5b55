import type { CbtFinding, NotableMoment, Report } from '../../../libs/contracts/report.js';
import type { EmotionPoint, EmotionSummary } from '../../../libs/contracts/emotion.js';
import type { Insight } from '../../../libs/contracts/insights.js';
import type { Language } from '../../../libs/contracts/primitives.js';
import type { VoiceView } from '../../../libs/contracts/voice.js';

/** A session's own figures, as the report shows them. */
export interface SessionFacts {
  readonly sessionId: string;
  readonly personId: string;
  readonly language: Language;
  readonly durationMs: number;
  readonly session: Report['session'];
}

/** What other features found in a session. */
export interface FoundParts {
  readonly insights: readonly Insight[];
  readonly cbtFindings: readonly CbtFinding[];
  readonly moments: readonly NotableMoment[];
  readonly safety: Report['safety'];
}

/** Everything that a report is made of. */
export interface ReportFacts extends SessionFacts, FoundParts {
  readonly points: readonly EmotionPoint[];
  readonly voice: VoiceView;
  readonly conversation: Report['conversation'];
}

/** What was seen, as the texts of a report are made from it. */
export interface SeenFacts {
  readonly facts: ReportFacts;
  readonly seen: EmotionSummary;
}
