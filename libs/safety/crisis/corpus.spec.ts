import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectCrisis } from './detect.js';

/**
 * alarm: has to be elevated or above · watch: another person's danger, no alarm about the writer · none: no danger, whatever the words.
 */
interface Sentence {
  readonly label: string;
  readonly category: string;
  readonly text: string;
}

interface Score {
  readonly positives: number;
  readonly missed: string[];
  readonly negatives: number;
  readonly falseAlarms: string[];
  readonly others: number;
  readonly othersAlarmed: string[];
}

const FOLDER = join(import.meta.dirname, '..', 'corpus');
const LANGUAGES = ['ko', 'en'] as const;

function load(name: string): Sentence[] {
  return readFileSync(join(FOLDER, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [label = '', category = '', text = ''] = line.split('\t');
      return { label, category, text };
    });
}

/** FNV-1a; even sentences tune, odd ones test. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}

function score(sentences: readonly Sentence[]): Score {
  const alarmed = ({ text }: Sentence): boolean => detectCrisis(text, { source: 'message' }).alarm;
  const of = (label: string): Sentence[] => sentences.filter((sentence) => sentence.label === label);
  const texts = (list: readonly Sentence[]): string[] => list.map(({ text }) => text);
  return {
    positives: of('alarm').length,
    missed: texts(of('alarm').filter((sentence) => !alarmed(sentence))),
    negatives: of('none').length,
    falseAlarms: texts(of('none').filter(alarmed)),
    others: of('watch').length,
    othersAlarmed: texts(of('watch').filter(alarmed)),
  };
}

const recall = ({ positives, missed }: Score): number => 1 - missed.length / positives;
const falseAlarmRate = ({ negatives, falseAlarms }: Score): number => falseAlarms.length / negatives;

function report(name: string, result: Score): void {
  const rates = `recall ${recall(result).toFixed(3)} of ${result.positives}, false alarms ${falseAlarmRate(result).toFixed(3)} of ${result.negatives}`;
  console.log(`${name}: ${rates}, alarms about another person ${result.othersAlarmed.length} of ${result.others}`);
}

describe('S40 on the labelled corpus', () => {
  for (const language of LANGUAGES) {
    const sentences = load(`${language}.tsv`);
    for (const [half, parity] of [['tune', 0], ['test', 1]] as const) {
      it(`S40 ${language}, ${half} half: recall 0.98, false alarms 2 %`, () => {
        const result = score(sentences.filter(({ text }) => hash(text) % 2 === parity));
        report(`${language} ${half}`, result);
        expect(recall(result), result.missed.join('\n')).toBeGreaterThanOrEqual(0.98);
        expect(falseAlarmRate(result), result.falseAlarms.join('\n')).toBeLessThanOrEqual(0.02);
        expect(result.othersAlarmed.length / result.others, result.othersAlarmed.join('\n')).toBeLessThanOrEqual(0.1);
      });
    }

    it(`S40 ${language}: at least 400 sentences, 45 % of them without danger, no sentence twice`, () => {
      const texts = new Set(sentences.map(({ text }) => text));
      expect(texts.size).toBe(sentences.length);
      expect(sentences.length).toBeGreaterThanOrEqual(400);
      expect(sentences.filter(({ label }) => label === 'none').length / sentences.length).toBeGreaterThanOrEqual(0.45);
    });
  }

  // Written after the rules and never used to change them: what to expect of sentences nobody has seen.
  it.each(readdirSync(FOLDER).filter((name) => name.startsWith('fresh.')))('S40 %s, unseen', (name) => {
    const result = score(load(name));
    report(name, result);
    expect(recall(result)).toBeGreaterThanOrEqual(0.8);
    expect(falseAlarmRate(result)).toBeLessThanOrEqual(0.08);
  });
});
