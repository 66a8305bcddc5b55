/**
 * none      nothing that points to danger for the person who writes.
 * watch     not an alarm: somebody else is in danger, an attempt long ago, or exhaustion without a wish to die. Helplines are offered.
 * elevated  wish to be dead, thoughts of suicide, self-harm, thoughts of harming others, violence suffered (C-SSRS 1–2).
 * high      method, means, intent, preparation, farewell or a recent attempt; violence that goes on now (C-SSRS 3–5).
 * imminent  an act under way, or a plan or means together with "now", "tonight".
 */
export type CrisisLevel = 'none' | 'watch' | 'elevated' | 'high' | 'imminent';

export type CrisisKind =
  | 'suicide-wish'
  | 'suicide-plan'
  | 'suicide-means'
  | 'suicide-preparation'
  | 'farewell'
  | 'self-harm'
  | 'harm-to-others'
  | 'abuse';

/** UTF-16 offsets in the original text, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface CrisisSignal {
  readonly kind: CrisisKind;
  readonly span: Span;
  /** 0…1 */
  readonly confidence: number;
  /** Stable name of the rule that fired, for the audit trail and for corrections. */
  readonly rule: string;
  /** Whose danger it is. */
  readonly about: 'self' | 'other';
  readonly time: 'present' | 'past';
}

/** Why a passage that looks like a signal is none. */
export type SetAsideReason = 'idiom' | 'denial' | 'overcome' | 'bereavement' | 'fiction' | 'work' | 'quotation' | 'general';

export interface SetAside {
  readonly kind: CrisisKind;
  readonly span: Span;
  readonly rule: string;
  readonly reason: SetAsideReason;
}

export interface CrisisAssessment {
  readonly level: CrisisLevel;
  /** level is elevated or above. */
  readonly alarm: boolean;
  /** Strongest first. */
  readonly signals: readonly CrisisSignal[];
  readonly setAside: readonly SetAside[];
  /** insufficient: a transcript of low confidence, which must neither raise nor clear a crisis alone. */
  readonly corroboration: 'sufficient' | 'insufficient';
}

export interface CrisisContext {
  /** Language of the session; both languages are always read, it only decides about romanized Korean. */
  readonly language?: 'ko' | 'en';
  readonly source: 'message' | 'transcript';
  /** The transcriber's confidence in this segment, 0…1; unknown counts as trusted. */
  readonly confidence?: number;
}
