import { distortionName } from '../../../libs/cbt/names.js';
import { notableChanges } from '../../../libs/affect/index.js';
import type { CourseStretch, NotableMoment } from '../../../libs/contracts/report.js';
import type { Insight } from '../../../libs/contracts/insights.js';
import type { Language } from '../../../libs/contracts/primitives.js';
import type { ReportFacts } from './report-facts.js';
import { emotionName, signed } from './words.js';

const MOST = 100;
const MOST_CHANGES = 10;
const MOST_INSIGHTS = 20;
/** A minute whose mean lies this far from the middle stands out. */
const STRONG = 0.3;

/** Moments worth looking at again, in the order of time. */
export function momentsOf(facts: ReportFacts, course: readonly CourseStretch[]): NotableMoment[] {
  const { points, insights, language, moments } = facts;
  const own = [...changeMoments(points, language), ...courseMoments(course, language), ...insightMoments(insights, language)];
  return [...moments, ...own].slice(0, MOST).sort((a, b) => a.ts - b.ts);
}

function changeMoments(points: ReportFacts['points'], language: Language): NotableMoment[] {
  return notableChanges(points, MOST_CHANGES).map(({ ts, from, to }) => {
    const [before, after] = [emotionName(from, language), emotionName(to, language)];
    const text =
      language === 'ko'
        ? `읽힌 신호가 ‘${before}’에서 ‘${after}’${directionParticle(after)} 바뀌었습니다.`
        : `What was read changed from “${before}” to “${after}”.`;
    return { ts, kind: 'emotion', text };
  });
}

/** The minutes of lowest valence and of highest arousal, when they stand out. */
function courseMoments(course: readonly CourseStretch[], language: Language): NotableMoment[] {
  const lowest = extreme(course, ({ mean }) => (mean.valence === null ? null : -mean.valence));
  const liveliest = extreme(course, ({ mean }) => mean.arousal);
  const moments: NotableMoment[] = [];
  if (lowest !== null) {
    const value = signed(-lowest.value);
    const text = language === 'ko' ? `정서가가 가장 낮았던 때입니다(평균 ${value}).` : `Valence was lowest here (mean ${value}).`;
    moments.push({ ts: lowest.stretch.tsStart, kind: 'emotion', text });
  }
  if (liveliest !== null) {
    const value = signed(liveliest.value);
    const text = language === 'ko' ? `각성이 가장 높았던 때입니다(평균 ${value}).` : `Arousal was highest here (mean ${value}).`;
    moments.push({ ts: liveliest.stretch.tsStart, kind: 'emotion', text });
  }
  return moments;
}

function extreme(course: readonly CourseStretch[], valueOf: (stretch: CourseStretch) => number | null) {
  let found: { stretch: CourseStretch; value: number } | null = null;
  for (const stretch of course) {
    const value = valueOf(stretch);
    if (value !== null && value >= STRONG && (found === null || value > found.value)) found = { stretch, value };
  }
  return found;
}

function insightMoments(insights: readonly Insight[], language: Language): NotableMoment[] {
  return insights
    .filter(({ severity, urgency }) => severity === 'high' || urgency === 'immediate')
    .slice(0, MOST_INSIGHTS)
    .map(({ ts, distortion }) => {
      const name = distortionName(distortion, language);
      const text = language === 'ko' ? `‘${name}’의 모습이 뚜렷하게 보인 말이 있었습니다.` : `Something said here clearly looked like ${name}.`;
      return { ts, kind: 'insight', text };
    });
}

const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const RIEUL = 8;

/** `으로` after a final consonant other than ㄹ, else `로`. */
function directionParticle(word: string): string {
  const code = word.codePointAt(word.length - 1) ?? 0;
  if (code < HANGUL_FIRST || code > HANGUL_LAST) return '로';
  const final = (code - HANGUL_FIRST) % 28;
  return final === 0 || final === RIEUL ? '로' : '으로';
}
