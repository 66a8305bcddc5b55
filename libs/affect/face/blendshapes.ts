import {
  ACTION_COUNT, ACTION_LIMIT, emptyMeasures, type FaceMeasures, type FaceSlot, FIRST_ACTION, SLOT, SOURCE_BLENDSHAPES,
} from './measures.js';
import { at, clamp } from './numbers.js';

/** What one blendshape moves at score 1, in interocular distances. */
type Response = Readonly<Partial<Record<FaceSlot, number>>>;

/**
 * ARKit blendshapes (Apple, `ARFaceAnchor.BlendShapeLocation`; MediaPipe's Face Landmarker uses the same names) by the FACS
 * action that each renders. `sided` names exist with `Left` and `Right`, each of which moves half as much. Lengths: the range of
 * a strong expression in landmarks, so that one set of thresholds serves both sources. `eyeBlink` also rises when a person looks
 * down; its length is chosen so that the eyes count as closed from a score of about 0.4 above the person's usual one.
 */
const SIDED: Readonly<Record<string, Response>> = {
  browDown: { au1: -0.07, au2: -0.03, au4: 0.05 },
  browOuterUp: { au2: 0.1 },
  cheekSquint: { au6: 0.06 },
  eyeBlink: { au5: -0.05 },
  eyeSquint: { au7: 0.03 },
  eyeWide: { au5: 0.05 },
  mouthFrown: { au12: -0.12 },
  mouthLowerDown: { au25: 0.1 },
  mouthPress: { au24: 0.08 },
  mouthSmile: { au12: 0.18, au20: 0.25 },
  mouthStretch: { au20: 0.2 },
  mouthUpperUp: { au10: 0.1 },
  noseSneer: { au9: 0.08 },
};

const SINGLE: Readonly<Record<string, Response>> = {
  browInnerUp: { au1: 0.12 },
  jawOpen: { au25: 0.3, au26: 0.5 },
  mouthClose: { au25: -0.3 },
  mouthFunnel: { au20: -0.15 },
  mouthPucker: { au20: -0.3 },
  mouthRollLower: { au24: 0.05 },
  mouthRollUpper: { au24: 0.05 },
};

interface Known {
  readonly name: string;
  readonly slots: readonly number[];
  readonly lengths: readonly number[];
}

const KNOWN: readonly Known[] = [
  ...Object.entries(SINGLE).map(([name, response]) => known(name, response, 1)),
  ...Object.entries(SIDED).flatMap(([name, response]) => ['Left', 'Right'].map((side) => known(name + side, response, 0.5))),
];

/**
 * The measures of one frame of blendshape scores (`{ name: 0…1 }`).
 *
 * Names that are not known, and scores that are no finite number, are ignored; scores are taken within 0…1; a missing score is 0,
 * as in ARKit. Head rotation is not in blendshapes and stays 0. Quality is the share of the actions for which a score came.
 * @returns the empty row when no known score is there; never throws
 */
export function measuresFromBlendshapes(scores: Readonly<Record<string, number>>): FaceMeasures {
  const out = emptyMeasures();
  let covered = 0;
  for (const { name, slots, lengths } of KNOWN) {
    const score = scores[name];
    if (typeof score !== 'number' || !Number.isFinite(score)) continue;
    const share = clamp(score, 0, 1);
    for (let i = 0; i < slots.length; i++) {
      const slot = at(slots, i);
      covered |= 1 << slot;
      out[slot] = clamp(at(out, slot) + share * at(lengths, i), -ACTION_LIMIT, ACTION_LIMIT);
    }
  }
  if (covered === 0) return out;
  let actions = 0;
  for (let slot = FIRST_ACTION; slot < out.length; slot++) actions += (covered >> slot) & 1;
  out[SLOT.source] = SOURCE_BLENDSHAPES;
  out[SLOT.quality] = actions / ACTION_COUNT;
  return out;
}

function known(name: string, response: Response, share: number): Known {
  const entries = Object.entries(response);
  return { name, slots: entries.map(([slot]) => SLOT[slot as FaceSlot]), lengths: entries.map(([, length]) => length * share) };
}
