/** The ten thinking patterns the service names (Burns, "The Feeling Good Handbook", 1989), in the order of the public contract. */
export const DISTORTIONS = [
  'catastrophizing',
  'all-or-nothing',
  'overgeneralization',
  'mental-filter',
  'disqualifying-positive',
  'jumping-to-conclusions',
  'magnification',
  'emotional-reasoning',
  'should-statements',
  'labeling',
] as const;

export type Distortion = (typeof DISTORTIONS)[number];

export const SEVERITIES = ['low', 'medium', 'high'] as const;
export type Severity = (typeof SEVERITIES)[number];

export type CbtLanguage = 'ko' | 'en';

/** UTF-16 offsets into the text as it was given: `text.slice(start, end)`. */
export interface Span {
  start: number;
  end: number;
}

/** Why a finding was made: the rule's stable id and a sentence for people, in both languages. */
export interface Why {
  rule: string;
  ko: string;
  en: string;
}

export interface Finding {
  distortion: Distortion;
  span: Span;
  /** 0…1. Rules alone stay between 0.5 and 0.95. */
  confidence: number;
  severity: Severity;
  why: Why;
  /** Who saw it: the rules, the second reader, or both at the same place. */
  source: 'rule' | 'model' | 'both';
}
