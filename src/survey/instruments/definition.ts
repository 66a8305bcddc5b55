import type { InstrumentId } from '../../../libs/contracts/survey.js';
import type { Language } from '../../../libs/contracts/primitives.js';

export type InBoth = Readonly<Record<Language, string>>;

interface Choice {
  readonly id: string;
  readonly kind: 'choice';
  readonly text: InBoth;
  readonly isRequired: boolean;
  /** Values count from 0. */
  readonly options: readonly InBoth[];
  /** Whether its value enters the score as it is, turned round, or not at all. */
  readonly scoring: 'direct' | 'reversed' | 'none';
}

interface Text {
  readonly id: string;
  readonly kind: 'text';
  readonly text: InBoth;
  readonly isRequired: boolean;
}

export type Question = Choice | Text;

export interface Band {
  readonly id: string;
  readonly label: InBoth;
  readonly min: number;
  readonly max: number;
}

/** A questionnaire as it was published. */
export interface InstrumentDefinition {
  readonly id: InstrumentId;
  /** Another one whenever a question, an option or the scoring changes. */
  readonly version: string;
  readonly title: InBoth;
  readonly instruction: InBoth;
  readonly questions: readonly Question[];
  /** Whether it has a score: the sum of its scored items. */
  readonly isScored: boolean;
  readonly bands: readonly Band[];
  readonly source: string;
}

/** Scored items that share their options. */
export function items(texts: readonly InBoth[], options: readonly InBoth[], reversed: readonly number[] = []): Choice[] {
  return texts.map((text, index) => ({
    id: `q${index + 1}`,
    kind: 'choice',
    text,
    isRequired: true,
    options,
    scoring: reversed.includes(index + 1) ? 'reversed' : 'direct',
  }));
}
