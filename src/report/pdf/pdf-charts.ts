import { EMOTION_LABELS, type EmotionLabel, type EmotionPoint } from '../../../libs/contracts/emotion.js';
import type { Report } from '../../../libs/contracts/report.js';
import { emotionName, percent } from '../content/words.js';
import { MARGIN, type PdfPage, RULE, SOFT } from './pdf-page.js';
import { clock, textsOf } from './pdf-texts.js';

const LABEL_WIDTH = 64;
const LINE_HEIGHT = 130;
const LANE_HEIGHT = 13;
const BAR_HEIGHT = 15;
const TALK_HEIGHT = 60;

/** Told apart by dark and light as well as by hue. */
const COLORS: Readonly<Record<EmotionLabel, string>> = {
  happy: '#c98a00', sad: '#2f5fa8', angry: '#b3261e', anxious: '#7a4fa3', fearful: '#4b2e6b', disgusted: '#4f7a28', surprised: '#0f8a8a', neutral: '#8a919c',
};
const VALENCE = '#1f5fbf';
const AROUSAL = '#c4561b';

interface TimeAxis {
  readonly from: number;
  readonly to: number;
  /** Length of one point, ms. */
  readonly step: number;
  readonly x: (ts: number) => number;
}

function timeAxis(page: PdfPage, points: readonly { ts: number }[]): TimeAxis {
  const from = points[0]?.ts ?? 0;
  const last = points.at(-1)?.ts ?? from;
  const gaps = points.slice(1).map(({ ts }, index) => ts - (points[index]?.ts ?? ts));
  const step = Math.max(1_000, gaps.length === 0 ? 1_000 : Math.min(...gaps));
  const to = last + step;
  const left = MARGIN + LABEL_WIDTH;
  const width = page.width - LABEL_WIDTH;
  return { from, to, step, x: (ts) => left + ((ts - from) / (to - from)) * width };
}

function drawTimes(page: PdfPage, axis: TimeAxis, y: number): void {
  const steps = [10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000];
  const length = axis.to - axis.from;
  const every = steps.find((step) => length / step <= 8) ?? 3_600_000;
  for (let at = 0; at <= length; at += every) {
    const x = axis.x(axis.from + at);
    if (x <= MARGIN + page.width - 20) page.label(clock(at), x, y, { size: 7.5 });
  }
}

/** Valence and arousal over time; the lines break where nothing could be read. */
export function drawTimeline(page: PdfPage, { emotionTimeline: points, language }: Report): void {
  const texts = textsOf(language);
  const axis = timeAxis(page, points);
  const alt = texts.figureTimeline(clock(0), clock(axis.to - axis.from));
  page.figure(alt, LINE_HEIGHT + 30, (left, top) => {
    const { doc } = page;
    const plotLeft = left + LABEL_WIDTH;
    const y = (value: number) => top + 12 + ((1 - value) / 2) * LINE_HEIGHT;
    for (const [value, name] of [[1, '+1'], [0, '0'], [-1, '−1']] as const) {
      doc.moveTo(plotLeft, y(value)).lineTo(left + page.width, y(value)).lineWidth(0.5).stroke(RULE);
      page.label(name, left, y(value) - 5, { width: LABEL_WIDTH - 8, align: 'right' });
    }
    drawLine(page, points, axis, ({ valence }) => valence, y, VALENCE, false);
    drawLine(page, points, axis, ({ arousal }) => arousal, y, AROUSAL, true);
    drawKey(page, plotLeft, top, texts.valence, VALENCE, false);
    drawKey(page, plotLeft + 110, top, texts.arousal, AROUSAL, true);
    drawTimes(page, axis, top + LINE_HEIGHT + 17);
  });
}

function drawLine(
  { doc }: PdfPage,
  points: readonly EmotionPoint[],
  axis: TimeAxis,
  valueOf: (point: EmotionPoint) => number | null,
  y: (value: number) => number,
  color: string,
  isDashed: boolean,
): void {
  doc.save().lineWidth(1.1).lineJoin('round').strokeColor(color);
  if (isDashed) doc.dash(3, { space: 1.5 });
  let before: number | null = null;
  let isDrawn = false;
  for (const point of points) {
    const value = valueOf(point);
    if (value === null) continue;
    const x = axis.x(point.ts + axis.step / 2);
    if (before === null || point.ts - before > axis.step * 2.5) doc.moveTo(x - 0.4, y(value)).lineTo(x, y(value));
    else doc.lineTo(x, y(value));
    before = point.ts;
    isDrawn = true;
  }
  if (isDrawn) doc.stroke();
  doc.restore();
}

function drawKey(page: PdfPage, x: number, y: number, text: string, color: string, isDashed: boolean): void {
  const { doc } = page;
  doc.save().lineWidth(1.5).strokeColor(color);
  if (isDashed) doc.dash(3, { space: 1.5 });
  doc.moveTo(x, y + 4).lineTo(x + 20, y + 4).stroke().restore();
  page.label(text, x + 25, y, { color: SOFT });
}

/** One row for each label that was read, marked where it was. */
export function drawLanes(page: PdfPage, { emotionTimeline: points, emotionSummary, language }: Report): void {
  const axis = timeAxis(page, points);
  const labels = EMOTION_LABELS.filter((label) => emotionSummary.mix[label] > 0 && points.some((point) => point.label === label));
  if (labels.length === 0) return;
  const alt = `${textsOf(language).figureLanes} ${mixWords(emotionSummary.mix, language)}`;
  page.figure(alt, labels.length * LANE_HEIGHT + 14, (left, top) => {
    labels.forEach((label, index) => {
      const y = top + index * LANE_HEIGHT;
      page.label(emotionName(label, language), left, y + 1, { width: LABEL_WIDTH - 8, align: 'right' });
      page.doc.rect(left + LABEL_WIDTH, y, page.width - LABEL_WIDTH, LANE_HEIGHT - 3).fill('#eef0f4');
      for (const { ts, label: own } of points) {
        if (own !== label) continue;
        const x = axis.x(ts);
        page.doc.rect(x, y, Math.max(0.8, axis.x(ts + axis.step) - x), LANE_HEIGHT - 3).fill(COLORS[label]);
      }
    });
    drawTimes(page, axis, top + labels.length * LANE_HEIGHT + 1);
  });
}

/** Shares of the labels, largest first. */
export function drawMix(page: PdfPage, { emotionSummary: { mix }, language }: Report): void {
  const labels = shownLabels(mix);
  const alt = `${textsOf(language).figureMix} ${mixWords(mix, language)}`;
  page.figure(alt, labels.length * BAR_HEIGHT, (left, top) => {
    const width = page.width - LABEL_WIDTH - 40;
    labels.forEach((label, index) => {
      const y = top + index * BAR_HEIGHT;
      page.label(emotionName(label, language), left, y + 1, { width: LABEL_WIDTH - 8, align: 'right' });
      page.doc.rect(left + LABEL_WIDTH, y, Math.max(0.5, width * mix[label]), BAR_HEIGHT - 4).fill(COLORS[label]);
      page.label(percent(mix[label]), left + LABEL_WIDTH + width * mix[label] + 5, y + 1);
    });
  });
}

/** The share of speech over time. */
export function drawTalk(page: PdfPage, { voice: { series }, language }: Report): void {
  const [first] = series;
  if (first === undefined) return;
  const axis = timeAxis(page, series);
  const texts = textsOf(language);
  page.figure(texts.figureVoice, TALK_HEIGHT + 28, (left, top) => {
    page.label(texts.talkChart, left + LABEL_WIDTH, top);
    const base = top + 12 + TALK_HEIGHT;
    for (const [ratio, name] of [[1, '100%'], [0.5, '50%'], [0, '0%']] as const) {
      const y = base - ratio * TALK_HEIGHT;
      page.doc.moveTo(left + LABEL_WIDTH, y).lineTo(left + page.width, y).lineWidth(0.5).stroke(RULE);
      page.label(name, left, y - 5, { width: LABEL_WIDTH - 8, align: 'right' });
    }
    for (const { ts, durationMs, talkRatio } of series) {
      const x = axis.x(ts);
      page.doc.rect(x, base - talkRatio * TALK_HEIGHT, Math.max(0.6, axis.x(ts + durationMs) - x - 0.5), talkRatio * TALK_HEIGHT).fill(VALENCE);
    }
    drawTimes(page, axis, base + 5);
  });
}

/** The labels that were read, largest share first. */
export function shownLabels(mix: Report['emotionSummary']['mix']): EmotionLabel[] {
  return EMOTION_LABELS.filter((label) => mix[label] > 0).sort((a, b) => mix[b] - mix[a]);
}

const mixWords = (mix: Report['emotionSummary']['mix'], language: Report['language']) =>
  shownLabels(mix).map((label) => `${emotionName(label, language)} ${percent(mix[label])}`).join(', ');
