import type { FaceSlot } from './measures.js';

type Action = Extract<FaceSlot, `au${number}`>;

/**
 * What is known of an action before the person is known. Lengths in interocular distances of the reference face.
 *
 * `neutral`: the raw length on a neutral face, the middle between the recordings' face and MediaPipe's canonical face model,
 * both aligned to the reference. `spread`: how far one person's neutral lies from another's (standard deviation), set from the
 * differences between those two and the 5–10 % by which facial proportions vary (Farkas 1994, Anthropometry of the Head and
 * Face). `noise`: frame-to-frame standard deviation of a still face as the detector reports it; a person's own noise counts from
 * there up.
 */
interface PopulationValue {
  readonly neutral: number;
  readonly spread: number;
  readonly noise: number;
}

export const POPULATION: Readonly<Record<Action, PopulationValue>> = {
  au1: { neutral: 0.314, spread: 0.04, noise: 0.006 },
  au2: { neutral: 0.259, spread: 0.04, noise: 0.004 },
  au4: { neutral: 0.42, spread: 0.05, noise: 0.006 },
  au5: { neutral: 0.085, spread: 0.03, noise: 0.0025 },
  au6: { neutral: 0.48, spread: 0.035, noise: 0.003 },
  au7: { neutral: 0.038, spread: 0.015, noise: 0.002 },
  au9: { neutral: 0.577, spread: 0.035, noise: 0.003 },
  au10: { neutral: 0.289, spread: 0.04, noise: 0.008 },
  au12: { neutral: -0.155, spread: 0.03, noise: 0.005 },
  au20: { neutral: 0.8, spread: 0.08, noise: 0.007 },
  au24: { neutral: 0.2, spread: 0.04, noise: 0.006 },
  au25: { neutral: 0.05, spread: 0.05, noise: 0.005 },
  au26: { neutral: 1.79, spread: 0.09, noise: 0.01 },
};

/** Opening of the lids on a neutral face, interocular distances. */
export const NEUTRAL_LID_OPENING = POPULATION.au5.neutral + POPULATION.au7.neutral;
