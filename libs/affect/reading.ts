/** The eight labels of the public contract, in the order in which ties are broken. */
export const AFFECT_LABELS = ['happy', 'sad', 'angry', 'anxious', 'fearful', 'disgusted', 'surprised', 'neutral'] as const;

export type AffectLabel = (typeof AFFECT_LABELS)[number];

/** Pleasure (valence), arousal and dominance after Mehrabian (1996), each −1…1. */
export interface Vad {
  valence: number;
  arousal: number;
  dominance: number;
}

/**
 * Where each label lies in pleasure, arousal and dominance: mean ratings of the emotion words happy, sad, angry, anxious,
 * fearful, disgusted and surprised (Russell & Mehrabian 1977, "Evidence for a three-factor theory of emotions", J. Res. Pers.
 * 11, 273–294). Neutral is the origin of the circumplex (Russell 1980, J. Pers. Soc. Psychol. 39, 1161–1178).
 */
export const LABEL_VAD: Readonly<Record<AffectLabel, Readonly<Vad>>> = {
  happy: { valence: 0.81, arousal: 0.51, dominance: 0.46 },
  sad: { valence: -0.63, arousal: -0.27, dominance: -0.33 },
  angry: { valence: -0.51, arousal: 0.59, dominance: 0.25 },
  anxious: { valence: 0.01, arousal: 0.59, dominance: -0.15 },
  fearful: { valence: -0.64, arousal: 0.6, dominance: -0.43 },
  disgusted: { valence: -0.6, arousal: 0.35, dominance: 0.11 },
  surprised: { valence: 0.4, arousal: 0.67, dominance: -0.13 },
  neutral: { valence: 0, arousal: 0, dominance: 0 },
};

/**
 * What one modality says about one moment. "No data" is the absence of a reading (`null` where a reading may be missing),
 * never a reading with the label `neutral`.
 */
export interface AffectReading extends Vad {
  /** The label with the highest score. */
  label: AffectLabel;
  /** Share of each label; every share 0…1, the sum 1. */
  scores: Record<AffectLabel, number>;
  /** How far the reading can be trusted, 0…1: quality of the input, state of the baseline, margin of the label. */
  confidence: number;
}
