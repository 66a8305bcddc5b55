import { AFFECT_LABELS, LABEL_VAD, type AffectLabel, type AffectReading } from '../reading.js';
import { compareWithOwn, type VoiceDeviation } from './baseline.js';
import type { Stretch } from './tally.js';
import type { VoiceState } from './voice-state.js';

/** What a stretch of speech says about one second of it. */
export interface VoiceReading {
  /** Beginning of the second, epoch ms. */
  readonly ts: number;
  /** Share of the second that the stretch covers, 0…1. */
  readonly weight: number;
  readonly reading: AffectReading;
}

/** A stretch speaks for this many seconds at most. */
const MAX_SECONDS = 60;
/** Level, pitch and pace tell arousal moderately and valence hardly: never surer than this. */
const MAX_CONFIDENCE = 0.45;
/** A voice as usual is a weaker sign than one that departs from it. */
const USUAL_SHARE = 0.6;
const WITHOUT_PITCH_SHARE = 0.6;
/** How far from a label's place a voice can be and still have it, and how much valence and dominance count in that. */
const REACH = 0.38;
const VALENCE_SHARE = 0.25;
const DOMINANCE_SHARE = 0.5;
/** How usual each label is in talk: most of it is neutral. */
const NEUTRAL_PRIOR = 2;

/**
 * Affect of a stretch of speech against the person's own voice. Arousal rises with level, pitch and pace (Banse & Scherer 1996;
 * Juslin & Laukka 2003, Psychol. Bull. 129, 770–814); a loud voice that is not high sounds dominant; a soft, low and slow one a
 * little
 * unpleasant. More about valence is not read from a voice.
 * @param stretch as {@link addVoiceActivity} understood it
 * @returns nothing for silence, and until the voice is known well enough to be compared
 */
export function readVoice(state: VoiceState, stretch: Stretch): VoiceReading[] {
  const deviation = stretch.isSpeech ? compareWithOwn(state.baseline, stretch) : null;
  if (deviation === null) return [];
  const reading = affectOf(deviation);
  const readings: VoiceReading[] = [];
  const first = Math.floor(stretch.tsStart / 1000) * 1000;
  for (let ts = first; ts < stretch.tsEnd && readings.length < MAX_SECONDS; ts += 1000) {
    const weight = (Math.min(stretch.tsEnd, ts + 1000) - Math.max(stretch.tsStart, ts)) / 1000;
    if (weight > 0) readings.push({ ts, weight, reading });
  }
  return readings;
}

function affectOf({ level, pitch, pace, known }: VoiceDeviation): AffectReading {
  const drive = pitch === null ? 0.7 * level + 0.2 * pace : 0.45 * level + 0.45 * pitch + 0.15 * pace;
  const arousal = Math.tanh(drive / 1.8);
  const dominance = 0.5 * Math.tanh((0.6 * level - 0.4 * (pitch ?? 0)) / 2);
  const valence = -0.15 * Math.max(0, -arousal);
  const strength = Math.min(1, Math.abs(arousal) / 0.6);
  const trust = known * (pitch === null ? WITHOUT_PITCH_SHARE : 1);
  return {
    ...labelsNear(valence, arousal, dominance),
    confidence: MAX_CONFIDENCE * trust * (USUAL_SHARE + (1 - USUAL_SHARE) * strength),
    valence,
    arousal,
    dominance,
  };
}

function labelsNear(valence: number, arousal: number, dominance: number): Pick<AffectReading, 'label' | 'scores'> {
  const scores: Record<AffectLabel, number> = {
    happy: 0, sad: 0, angry: 0, anxious: 0, fearful: 0, disgusted: 0, surprised: 0, neutral: 0,
  };
  let sum = 0;
  for (const name of AFFECT_LABELS) {
    const place = LABEL_VAD[name];
    const distance = VALENCE_SHARE * (valence - place.valence) ** 2 + (arousal - place.arousal) ** 2
      + DOMINANCE_SHARE * (dominance - place.dominance) ** 2;
    scores[name] = Math.exp(-distance / (2 * REACH * REACH)) * (name === 'neutral' ? NEUTRAL_PRIOR : 1);
    sum += scores[name];
  }
  let label: AffectLabel = AFFECT_LABELS[0];
  for (const name of AFFECT_LABELS) {
    if (scores[name] > scores[label]) label = name;
  }
  for (const name of AFFECT_LABELS) scores[name] /= sum;
  return { label, scores };
}
