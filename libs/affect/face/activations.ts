import { type FaceBaseline, NOISE_MARGIN, SPREAD } from './baseline.js';
import { FIRST_ACTION, type FaceSlot, SLOT } from './measures.js';
import { at, ramp } from './numbers.js';

/** How strongly each action is seen, 0 (not above the person's noise) … 1 (a marked action, FACS intensity C–D and more). */
export interface Activations {
  /** AU1: inner brow raised. */
  innerBrowUp: number;
  /** AU2: outer brow raised. */
  outerBrowUp: number;
  /** AU1+4: the inner brow higher over the outer than usual, the oblique brow of grief. */
  browOblique: number;
  /** AU4, downward. */
  browDown: number;
  /** AU4, inward. */
  browGather: number;
  /** AU5. */
  lidUp: number;
  /** AU7 (and the lids' part of AU6): the opening narrowed. */
  lidTight: number;
  /** AU6. */
  cheekUp: number;
  /** AU9. */
  noseUp: number;
  /** AU10. */
  upperLipUp: number;
  /** AU12. */
  cornerUp: number;
  /** AU15. */
  cornerDown: number;
  /** AU20, or the width of AU12. */
  mouthWide: number;
  /** AU23, AU18. */
  mouthNarrow: number;
  /** AU24. */
  lipPress: number;
  /** AU25. */
  lipsPart: number;
  /** AU26. */
  jawDrop: number;
}

/** Share of a population spread that is added to the threshold of an action whose resting value is not settled. */
const DOUBT = 0.75;
/** How far the lip corners follow the jaw when the lips part, without any AU15: it is most of what speech does to the corners. */
const CORNER_FOLLOWS_JAW = 0.25;

const A = Object.fromEntries(Object.entries(SLOT).map(([name, slot]) => [name, slot - FIRST_ACTION])) as Record<FaceSlot, number>;

/**
 * Compares actions with the person's baseline.
 *
 * `from` is the smallest movement that a FACS coder would call a trace, `span` what lies between that and a marked action, in
 * interocular distances (about 63 mm: 0.03 is 2 mm). A threshold is never below `NOISE_MARGIN` standard deviations of the
 * person's noise.
 * @param actions actions in the order of the slots (13)
 */
export function activate(actions: ArrayLike<number>, baseline: FaceBaseline): Activations {
  const moved = (action: number): number => at(actions, action) - at(baseline.offset, action);
  const level = (deviation: number, action: number, from: number, span: number): number => {
    const threshold = Math.max(from, NOISE_MARGIN * at(baseline.noise, action))
      + DOUBT * at(baseline.doubtful, action) * at(SPREAD, action);
    return ramp(deviation, threshold, threshold + span);
  };
  const inner = moved(A.au1), outer = moved(A.au2), corner = moved(A.au12), width = moved(A.au20), part = moved(A.au25);
  return {
    innerBrowUp: level(inner, A.au1, 0.02, 0.06),
    outerBrowUp: level(outer, A.au2, 0.02, 0.06),
    browOblique: level(inner - outer, A.au1, 0.012, 0.03),
    browDown: level(-inner, A.au1, 0.012, 0.04),
    browGather: level(moved(A.au4), A.au4, 0.015, 0.04),
    lidUp: level(moved(A.au5), A.au5, 0.008, 0.025),
    lidTight: level(moved(A.au7) - moved(A.au5), A.au5, 0.006, 0.025),
    cheekUp: level(moved(A.au6), A.au6, 0.015, 0.04),
    noseUp: level(moved(A.au9), A.au9, 0.02, 0.05),
    upperLipUp: level(moved(A.au10), A.au10, 0.03, 0.06),
    cornerUp: level(corner, A.au12, 0.025, 0.07),
    cornerDown: level(-corner - CORNER_FOLLOWS_JAW * Math.max(0, part), A.au12, 0.02, 0.05),
    mouthWide: level(width, A.au20, 0.03, 0.12),
    mouthNarrow: level(-width, A.au20, 0.02, 0.06),
    lipPress: level(moved(A.au24), A.au24, 0.012, 0.04),
    lipsPart: level(part, A.au25, 0.03, 0.12),
    jawDrop: level(moved(A.au26), A.au26, 0.04, 0.16),
  };
}
