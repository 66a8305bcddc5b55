import { type AffectLabel, AFFECT_LABELS, type AffectReading, LABEL_VAD } from '../reading.js';
import type { Activations } from './activations.js';
import { clamp, ramp } from './numbers.js';

/** Strength of each emotion before they are weighed against each other, 0…1. */
type Evidence = Record<Exclude<AffectLabel, 'neutral'>, number>;

/**
 * Evidence that no expression stands against: an emotion below this strength is weaker than "no expression". Squared strengths
 * are shares, so a trace of an action stays neutral and a marked prototype takes nearly everything.
 */
const NEUTRAL_STRENGTH = 0.22;

/** Blinks a minute in conversation: 26 on average, 32.5 the upper limit of normal (Bentivoglio et al. 1997; Doughty 2001). */
const MANY_BLINKS = 33;
const VERY_MANY_BLINKS = 60;

/**
 * Strength of each emotion by the prototypes of EMFACS (Friesen & Ekman 1983; FACS Investigator's Guide 2002, table 10-1):
 * happiness 6+12, sadness 1+4+15, anger 4+5/7+23/24, fear 1+2+4+5+20+25/26, disgust 9/10 (+4, 15), surprise 1+2+5+26. Anxiety
 * has no prototype; in it parts of fear, lip pressing and blinking rise (Harrigan & O'Connell 1996, Pers. Individ. Dif. 21,
 * 205–212), so it is read from a drawn, raised inner brow with those signs and without the full face of fear.
 */
function evidence(a: Activations, blinksPerMinute: number | null): Evidence {
  const raised = Math.min(a.innerBrowUp, a.outerBrowUp);
  const grief = Math.min(a.browOblique, a.browGather);
  const stretched = a.mouthWide * (1 - a.cornerUp);
  const notSmiling = 1 - a.cornerUp;
  const blinking = blinksPerMinute === null ? 0 : ramp(blinksPerMinute, MANY_BLINKS, VERY_MANY_BLINKS);

  const drawnUp = Math.cbrt(raised * Math.max(a.browGather, a.browOblique) * stretched);
  const fearful = drawnUp * (0.6 + 0.4 * Math.max(a.lidUp, a.lipsPart));
  const surprised = raised * (0.35 + 0.65 * any(a.lidUp, a.jawDrop, a.lipsPart)) * (1 - stretched);
  const tension = any(stretched, a.lipPress, blinking);
  const glare = Math.sqrt(a.browDown * any(a.lidTight, a.lipPress, a.mouthNarrow));
  const wrinkled = Math.max(a.noseUp, 0.7 * a.upperLipUp);
  const worried = Math.min(Math.max(a.innerBrowUp, a.browOblique), a.browGather) * (0.25 + 0.75 * tension);
  return {
    happy: a.cornerUp * (0.75 + 0.25 * Math.max(a.cheekUp, a.mouthWide)),
    sad: Math.max(a.cornerDown * (0.65 + 0.35 * Math.max(a.browOblique, grief)), 0.6 * grief) * notSmiling * (1 - raised)
      * (1 - 0.5 * a.browDown),
    angry: glare * (0.75 + 0.25 * Math.max(a.lipPress, a.mouthNarrow)) * notSmiling * (1 - a.noseUp),
    anxious: Math.max(worried, 0.6 * Math.min(blinking, Math.max(stretched, a.lipPress)))
      * notSmiling * (1 - fearful) * (1 - surprised) * (1 - a.cornerDown),
    fearful,
    disgusted: wrinkled * (0.6 + 0.4 * Math.max(Math.min(a.noseUp, a.upperLipUp), a.browDown, a.cornerDown)) * notSmiling,
    surprised,
  };
}

/** At least one of three independent signs (noisy or). */
function any(one: number, two: number, three: number): number {
  return 1 - (1 - one) * (1 - two) * (1 - three);
}

/**
 * The reading of one moment.
 * @param trust what the input and the baseline allow, 0…1; confidence is this times the lead of the first label over the second
 */
export function readEmotion(activations: Activations, blinksPerMinute: number | null, trust: number): AffectReading {
  const strength = evidence(activations, blinksPerMinute);
  const scores: Record<AffectLabel, number> = {
    happy: 0, sad: 0, angry: 0, anxious: 0, fearful: 0, disgusted: 0, surprised: 0, neutral: NEUTRAL_STRENGTH * NEUTRAL_STRENGTH,
  };
  let sum = scores.neutral;
  for (const name of AFFECT_LABELS) {
    if (name === 'neutral') continue;
    scores[name] = strength[name] * strength[name];
    sum += scores[name];
  }
  let label: AffectLabel = 'neutral', first = 0, second = 0, valence = 0, arousal = 0, dominance = 0;
  for (const name of AFFECT_LABELS) {
    const share = scores[name] / sum;
    scores[name] = share;
    const place = LABEL_VAD[name];
    valence += share * place.valence;
    arousal += share * place.arousal;
    dominance += share * place.dominance;
    if (share > first) {
      second = first;
      first = share;
      label = name;
    } else if (share > second) second = share;
  }
  const confidence = clamp(trust * (first - second), 0, 1);
  return { label, scores, confidence, valence, arousal, dominance };
}
