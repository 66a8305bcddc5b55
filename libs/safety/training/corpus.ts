import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * alarm: has to be elevated or above · watch: another person's danger, no alarm about the writer · none: no danger, whatever the words.
 */
export interface Sentence {
  readonly label: string;
  readonly category: string;
  readonly text: string;
}

export type Half = 'tune' | 'test';

/** Reads `label⇥category⇥text` lines. */
export function readSentences(folder: string, name: string): Sentence[] {
  return readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [label = '', category = '', text = ''] = line.split('\t');
      return { label, category, text };
    });
}

/** Which sentences rules and weights may be made from, and which only the measuring sees: by a hash of the text (FNV-1a), one of `of`. */
export function halfOf({ text }: Sentence, of: number): Half {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value % of === 1 ? 'test' : 'tune';
}

/** Every second sentence of the plain corpus is held out, and every fifth of the indirect one. */
export const PLAIN_OF = 2;
export const INDIRECT_OF = 5;
