import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DISTORTIONS } from '../types.js';
import type { CbtLanguage, Distortion } from '../types.js';

/** A labelled sentence: its pattern, undefined for everyday speech, and other patterns that are a fair reading. */
export interface Labelled {
  text: string;
  label: Distortion | undefined;
  also: Distortion[];
}

const EVERYDAY = 'everyday';

/** Reads a file of `label⇥other,labels⇥text` lines. Throws on an unknown label. */
export function readLabelled(folder: string, name: string): Labelled[] {
  return readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [label = '', also = '', text = ''] = line.split('\t');
      if (text === '') throw new Error(`No text: ${line}`);
      return { text, label: label === EVERYDAY ? undefined : distortionOf(label), also: also.split(',').filter(Boolean).map(distortionOf) };
    });
}

/**
 * The corpus in its two halves by the number of the line: what rules and weights were tuned on, and what only the measuring sees.
 */
export function halvesOf(folder: string, language: CbtLanguage): { tuned: Labelled[]; held: Labelled[] } {
  const all = readLabelled(folder, `${language}.tsv`);
  return { tuned: all.filter((_, line) => line % 2 === 0), held: all.filter((_, line) => line % 2 === 1) };
}

function distortionOf(label: string): Distortion {
  const known = DISTORTIONS.find((distortion) => distortion === label);
  if (!known) throw new Error(`Unknown label: ${label}`);
  return known;
}
