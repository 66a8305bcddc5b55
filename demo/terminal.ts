import type { ServerPayload } from '../libs/contracts/index.js';

const WIDTH = 21;
const NAMES: Readonly<Record<string, string>> = {
  happy: '기쁨 happy',
  sad: '슬픔 sad',
  angry: '분노 angry',
  anxious: '불안 anxious',
  fearful: '두려움 fearful',
  disgusted: '혐오 disgusted',
  surprised: '놀람 surprised',
  neutral: '평온 neutral',
};

/** −1…1 as a mark on a line. */
function scale(value: number | null): string {
  if (value === null) return '·'.repeat(WIDTH);
  const at = Math.round(((value + 1) / 2) * (WIDTH - 1));
  return Array.from({ length: WIDTH }, (_, index) => (index === at ? '●' : index === (WIDTH - 1) / 2 ? '┼' : '─')).join('');
}

const seconds = (ts: number, startedAt: number) => `${((ts - startedAt) / 1_000).toFixed(0).padStart(3)} s`;

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function showHeader(): void {
  say(`\n  ${'time'.padEnd(7)}${'emotion'.padEnd(18)}${'sure'.padEnd(7)}${'valence − … +'.padEnd(WIDTH + 2)}${'arousal − … +'.padEnd(WIDTH + 2)}from`);
}

export function showPoint(point: ServerPayload<'emotion:update'>, startedAt: number): void {
  const label = point.label === null ? '(not readable)' : (NAMES[point.label] ?? point.label);
  const wide = label.replace(/[^가-힣]/g, '').length;
  const from = Object.entries(point.modalities).flatMap(([name, confidence]) => (confidence === null ? [] : [name])).join('+');
  const sure = `${Math.round(point.confidence * 100)} %`.padEnd(7);
  say(`  ${seconds(point.ts, startedAt).padEnd(7)}${label.padEnd(18 - wide)}${sure}${scale(point.valence)}  ${scale(point.arousal)}  ${from}`);
}

export function showSpeech(segment: ServerPayload<'transcript:segment'>, startedAt: number): void {
  say(`  ${seconds(segment.tsEnd, startedAt).padEnd(7)}“${segment.text}”`);
}
