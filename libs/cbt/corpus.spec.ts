import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDistortions } from './detect.js';
import { halvesOf, readLabelled } from './training/corpus.js';
import type { Labelled } from './training/corpus.js';
import { DISTORTIONS } from './types.js';
import type { Distortion } from './types.js';

const FOLDER = join(import.meta.dirname, 'corpus');
/** What the held half reaches, a little below what was measured: it must not get worse. */
const FLOORS = { ko: { recall: 0.9, falseAlarms: 0.03, right: 0.85 }, en: { recall: 0.85, falseAlarms: 0.03, right: 0.78 } } as const;

interface Read {
  sentence: Labelled;
  found: Distortion[];
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Precision and recall of one pattern; a fair second reading is no false alarm. */
function ofType(read: readonly Read[], distortion: Distortion): { precision: number; recall: number } {
  const named = read.filter(({ found }) => found.includes(distortion));
  const meant = read.filter(({ sentence }) => sentence.label === distortion);
  const right = named.filter(({ sentence }) => sentence.label === distortion || sentence.also.includes(distortion));
  return { precision: share(right.length, named.length), recall: share(meant.filter(({ found }) => found.includes(distortion)).length, meant.length) };
}

describe.each(['ko', 'en'] as const)('the labelled corpus in %s', (language) => {
  const { tuned, held } = halvesOf(FOLDER, language);
  const lessons = readLabelled(FOLDER, `${language}-lessons.tsv`);

  it('has at least 400 sentences, a third of them everyday speech, none of them twice and none of the held half in the lessons', () => {
    const all = [...tuned, ...held];
    expect(all.length).toBeGreaterThanOrEqual(400);
    expect(all.filter(({ label }) => label === undefined).length / all.length).toBeGreaterThanOrEqual(1 / 3);
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
    const learned = new Set([...lessons, ...tuned].map(({ text }) => text));
    expect(held.filter(({ text }) => learned.has(text))).toEqual([]);
  });

  it('is read well in the half that nothing was tuned on', () => {
    const read = held.map((sentence): Read => ({ sentence, found: findDistortions(sentence.text, { language }).map(({ distortion }) => distortion) }));
    const distorted = read.filter(({ sentence }) => sentence.label !== undefined);
    const everyday = read.filter(({ sentence }) => sentence.label === undefined);
    const recall = share(distorted.filter(({ found }) => found.length > 0).length, distorted.length);
    const falseAlarms = share(everyday.filter(({ found }) => found.length > 0).length, everyday.length);
    const right = share(distorted.filter(({ sentence: { label, also }, found }) => found.some((one) => one === label || also.includes(one))).length, distorted.length);
    const lines = DISTORTIONS.map((distortion) => {
      const { precision, recall: ofIt } = ofType(read, distortion);
      return `  ${distortion}: precision ${precision.toFixed(2)}, recall ${ofIt.toFixed(2)}`;
    });
    console.log(`${language}, held half: recall ${recall.toFixed(3)}, of a fair type ${right.toFixed(3)}, false alarms ${falseAlarms.toFixed(3)}\n${lines.join('\n')}`);
    expect(recall).toBeGreaterThanOrEqual(FLOORS[language].recall);
    expect(right).toBeGreaterThanOrEqual(FLOORS[language].right);
    expect(falseAlarms).toBeLessThanOrEqual(FLOORS[language].falseAlarms);
  });
});
