import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { halfOf, INDIRECT_OF, PLAIN_OF, readSentences, type Sentence } from '../training/corpus.js';
import { detectCrisis } from './detect.js';

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
/** A little below what is reached. */
const FRESH_FLOORS = [
  ['ko', 0.98, 0.025],
  ['en', 0.98, 0.04],
] as const;
const BESIDE = [
  ['ko', '회사 일은 별일 없었고 퇴근하고 강아지 산책을 시켰어요.', '오늘 점심은 김치찌개를 먹었고 맛있었어요.'],
  ['en', 'We had pasta for dinner and the kids were loud.', 'Work was fine today, the meeting ran late and then I walked the dog.'],
] as const;
const INDIRECT_FLOORS = [
  ['ko', 0.65, 0.05],
  ['en', 0.65, 0.05],
] as const;

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
    const sentences = readSentences(FOLDER, `${language}.tsv`);
    for (const half of ['tune', 'test'] as const) {
      it(`S40 ${language}, ${half} half: recall 0.98, false alarms 2 %`, () => {
        const result = score(sentences.filter((sentence) => halfOf(sentence, PLAIN_OF) === half));
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

  // By hands that had seen no rule and no other sentence; no rule and no weight was made from them. A quarter is indirect, every look-alike is hard.
  for (const [language, recallFloor, alarmCeiling] of FRESH_FLOORS) {
    it(`S40 ${language}, sentences that nothing was made from: recall ${recallFloor}, false alarms ${alarmCeiling}`, () => {
      const result = score(readSentences(FOLDER, `fresh.${language}.tsv`));
      report(`${language}, fresh`, result);
      expect(recall(result), result.missed.join('\n')).toBeGreaterThanOrEqual(recallFloor);
      expect(falseAlarmRate(result), result.falseAlarms.join('\n')).toBeLessThanOrEqual(alarmCeiling);
    });
  }

  // Small talk beside danger must not hide it.
  for (const [language, before, after] of BESIDE) {
    it(`S40 ${language}, the same between other sentences: nothing that was found is lost`, () => {
      const alarmed = (text: string): boolean => detectCrisis(text, { source: 'message' }).alarm;
      const found = ['', 'fresh.'].flatMap((set) => readSentences(FOLDER, `${set}${language}.tsv`)).filter(({ label, text }) => label === 'alarm' && alarmed(text));
      const lost = found.filter(({ text }) => !alarmed(`${before}\n${text}\n${after}`));
      expect(lost.length / found.length, lost.map(({ text }) => text).join('\n')).toBeLessThanOrEqual(0.01);
    });
  }

  // Very indirect words and their harmless look-alikes. What is held out has made no rule and no weight: what to expect of sentences nobody has seen.
  for (const [language, recallFloor, alarmCeiling] of INDIRECT_FLOORS) {
    it(`S40 ${language}, indirect words held out: recall ${recallFloor}, false alarms ${alarmCeiling}`, () => {
      const held = readSentences(FOLDER, `indirect.${language}.tsv`).filter((sentence) => halfOf(sentence, INDIRECT_OF) === 'test');
      const result = score(held);
      report(`${language} indirect, held out`, result);
      expect(recall(result), result.missed.join('\n')).toBeGreaterThanOrEqual(recallFloor);
      expect(falseAlarmRate(result), result.falseAlarms.join('\n')).toBeLessThanOrEqual(alarmCeiling);
    });
  }
});
