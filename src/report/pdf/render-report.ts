import { distortionName } from '../../../libs/cbt/names.js';
import type { CbtFinding, Report, ReportSummary } from '../../../libs/contracts/report.js';
import { emotionName, percent } from '../content/words.js';
import { drawLanes, drawMix, drawTalk, drawTimeline, shownLabels } from './pdf-charts.js';
import { PdfPage, SOFT } from './pdf-page.js';
import { clock, instantWords, textsOf, voiceRows } from './pdf-texts.js';

/** The rest is in the report itself; a paper of hundreds of pages helps nobody. */
const MOST_FINDINGS = 40;
const MOST_EXAMPLES = 3;
const COURSE_HEIGHT = 260;
const FINDING_HEIGHT = 120;
const GROUP_HEIGHT = 50;
const CONVERSATION_HEIGHT = 190;
const HELP_HEIGHT = 80;
const SEVERITIES = ['high', 'medium', 'low'];

export interface PdfContent {
  readonly report: Report;
  readonly keyObservations: ReportSummary['keyObservations'];
}

/**
 * The report as a tagged PDF with its fonts embedded, in its own language.
 * @param onProgress told 0…1 as it goes on
 */
export async function renderReport({ report, keyObservations }: PdfContent, onProgress: (ratio: number) => void): Promise<Buffer> {
  const texts = textsOf(report.language);
  const title = `${texts.title} – ${instantWords(report.session.startedAt, report.language)}`;
  const page = new PdfPage(report.language, { title, created: new Date(report.generatedAt) });
  const sections = [writeHead, writeTrust, writeCourse, writeMoments, writeVoice, writeFindings, writeConversation];
  sections.forEach((write, index) => {
    write(page, report, keyObservations);
    onProgress((index + 1) / (sections.length + 1));
  });
  const pdf = await page.finish(texts.page);
  onProgress(1);
  return pdf;
}

function writeHead(page: PdfPage, report: Report, keyObservations: readonly string[]): void {
  const { session, language } = report;
  const texts = textsOf(language);
  page.paragraph(texts.product, { size: 10, color: SOFT, after: 2 });
  page.heading(1, texts.title);
  page.panel(texts.noteTitle, report.note);
  page.heading(2, texts.inShort);
  page.list(keyObservations);
  page.heading(2, texts.aboutSession);
  page.table(
    [
      [texts.started, instantWords(session.startedAt, language)],
      [texts.duration, clock(session.durationMs)],
      [texts.paused, clock(session.pausedMs)],
      [texts.counselor, session.counselorId.startsWith('ai') ? texts.counselors.ai : texts.counselors.human],
      [texts.generated, instantWords(report.generatedAt, language)],
    ],
    [0.35, 0.65],
    false,
  );
}

function writeTrust(page: PdfPage, { coverage, confidence, emotionSummary, language }: Report): void {
  const texts = textsOf(language);
  page.heading(2, texts.trust);
  for (const words of texts.trustWords) page.paragraph(words);
  page.table(
    [
      [texts.coverage.overall, percent(coverage.overallRatio)],
      [texts.coverage.face, percent(coverage.faceRatio)],
      [texts.coverage.voice, percent(coverage.voiceRatio)],
      [texts.coverage.text, percent(coverage.textRatio)],
      [texts.coverage.confidence, emotionSummary.dominantEmotion === null ? '–' : percent(confidence)],
    ],
    [0.35, 0.65],
    false,
  );
}

function writeCourse(page: PdfPage, report: Report): void {
  const { language, emotionSummary, vadTimeline } = report;
  const texts = textsOf(language);
  // The chart stays with its heading.
  page.room(vadTimeline.length === 0 ? 0 : COURSE_HEIGHT);
  page.heading(2, texts.course);
  if (vadTimeline.length === 0) {
    page.paragraph(texts.noTimeline);
    return;
  }
  page.paragraph(texts.courseWords);
  drawTimeline(page, report);
  page.heading(3, texts.lanes);
  drawLanes(page, report);
  page.heading(2, texts.mix);
  drawMix(page, report);
  const rows = shownLabels(emotionSummary.mix).map((label) => [emotionName(label, language), percent(emotionSummary.mix[label])]);
  page.table([[texts.emotion, texts.share], ...rows], [0.35, 0.65]);
}

function writeMoments(page: PdfPage, { moments, session, language }: Report): void {
  const texts = textsOf(language);
  page.heading(2, texts.moments);
  if (moments.length === 0) {
    page.paragraph(texts.noMoments);
    return;
  }
  const start = Date.parse(session.startedAt);
  page.table([[texts.time, texts.moment], ...moments.map(({ ts, text }) => [clock(ts - start), text])], [0.15, 0.85]);
}

function writeVoice(page: PdfPage, report: Report): void {
  const { voice, language } = report;
  const texts = textsOf(language);
  page.heading(2, texts.voice);
  if (voice.metrics === null) {
    page.paragraph(texts.noVoice);
    return;
  }
  page.list(voice.indicators.map(({ text }) => text));
  drawTalk(page, report);
  page.table([[texts.metric, texts.value], ...voiceRows(voice, language)], [0.5, 0.5]);
}

function writeFindings(page: PdfPage, { cbtFindings, language }: Report): void {
  const texts = textsOf(language);
  const all = cbtFindings.filter(({ hasDistortions }) => hasDistortions);
  page.heading(2, texts.findings);
  if (all.length === 0) {
    page.paragraph(texts.noFindings);
    return;
  }
  page.paragraph(texts.findingsWords);
  const shown = [...all].sort((a, b) => weightOf(a) - weightOf(b)).slice(0, MOST_FINDINGS);
  for (const finding of shown) writeFinding(page, finding, language);
  if (all.length > shown.length) page.paragraph(texts.moreFindings(all.length - shown.length), { color: SOFT });
}

/** The clearest first; those with something to do before those without. */
function weightOf({ detections, intervention }: CbtFinding): number {
  const clearest = Math.min(...detections.map(({ severity }) => SEVERITIES.indexOf(severity)));
  return clearest * 2 + (intervention === undefined ? 1 : 0);
}

function writeFinding(page: PdfPage, { detections, intervention }: CbtFinding, language: Report['language']): void {
  const texts = textsOf(language);
  const names = detections.map(({ type, name_ko: korean, severity }) => `${language === 'ko' ? korean : capitalized(distortionName(type, language))} (${texts.severity[severity]})`);
  page.room(FINDING_HEIGHT);
  page.heading(3, names.join(', '));
  const examples = [...new Set(detections.flatMap((detection) => detection.examples))].slice(0, MOST_EXAMPLES);
  writeGroup(page, texts.examples, examples.map((example) => `“${example}”`));
  if (intervention === undefined) return;
  writeGroup(page, texts.questions, intervention.questions);
  writeGroup(
    page,
    texts.tasks,
    intervention.tasks.map(
      ({ title, description, difficulty, duration, doneAt }) =>
        `${doneAt === undefined ? '' : `[${texts.done}] `}${title} (${texts.difficulty[difficulty]}, ${duration}) – ${description}`,
    ),
  );
}

const capitalized = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function writeGroup(page: PdfPage, title: string, items: readonly string[]): void {
  if (items.length === 0) return;
  page.room(GROUP_HEIGHT);
  page.paragraph(title, { size: 9, color: SOFT, after: 2 });
  page.list(items, { indent: 4 });
}

function writeConversation(page: PdfPage, { conversation, safety, language }: Report): void {
  const texts = textsOf(language);
  page.room(CONVERSATION_HEIGHT + (safety.alerts > 0 ? HELP_HEIGHT : 0));
  page.heading(2, texts.conversation);
  page.table(
    [
      [texts.messages, String(conversation.messages)],
      [texts.byPerson, String(conversation.byPerson)],
      [texts.byCounselor, String(conversation.byCounselor)],
      [texts.byAi, String(conversation.byAi)],
      [texts.transcripts, String(conversation.transcripts)],
      [texts.alerts, String(safety.alerts)],
    ],
    [0.5, 0.5],
    false,
  );
  if (safety.alerts > 0) page.panel(texts.alerts, texts.help);
}
