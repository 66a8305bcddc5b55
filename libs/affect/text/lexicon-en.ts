import type { AffectLabel } from '../reading.js';

/** Words that AFINN rates and that in speech mostly carry no feeling of the speaker. */
export const ENGLISH_IGNORED =
  'no wish wishing want wants wanted yes yeah please help god matter matters united share shared increase increased top natural '
  + 'certain chance pretty kind big important interest interested solution solve solved join joined dear friend friendly leave '
  + 'leaving stop stopped drop dropped cut pay free save demand true fire charge charged growth growing keen agree agreed allow '
  + 'spirit strong strength number';

/** Words that AFINN lacks, or rates too weakly for what people tell of themselves, with their valence −1…1. */
export const ENGLISH_ADDITIONS: readonly (readonly [number, string])[] = [
  [-0.6, 'overwhelmed overwhelming exhausting drained burnout panicking panicked sadness grieving nightmare nightmares'],
  [-0.4, 'fought argued argument arguments yelled shouting creepy creeped resent resented lose losing tense heavy uneasy'],
  [0.4, 'relief laugh laughs laughed content cared hugged hug better'],
  [0.2, 'ok okay surprised'],
];

/** Which label a word speaks for, by its beginning; the first that fits. Other positive words speak for `happy`. */
export const ENGLISH_LABELS: readonly (readonly [AffectLabel, string])[] = [
  ['angry', 'anger angr mad furious rage raging annoy irritat frustrat hate hating hatred resent bitter hostile outrag'],
  ['angry', 'fought fight argu yell shout insult betray pissed'],
  ['anxious', 'anxi worr nervous stress tense tension restless overwhelm pressur uneasy concern confus uncertain panick'],
  ['anxious', 'insomnia sleepless agitat doubt'],
  ['fearful', 'afraid fear scare scary terrif frighten horrif panic nightmare threat dread horror'],
  ['disgusted', 'disgust gross nause revolt repuls sicken vile creep'],
  ['surprised', 'surpris shock astonish stunn unexpected amaz'],
  ['sad', 'sad lone alone depress hopeless helpless empt cry cried crying tear grief griev miser unhapp heartb hurt pain loss'],
  ['sad', 'lost lose losing miss disappoint regret guilt asham shame worthless useless tired exhaust drain burnout numb sorry'],
  ['sad', 'fail suicid abandon reject ignored despair mourn'],
];

export const ENGLISH_NEGATIONS =
  'not no never none nobody nothing neither nor without hardly barely scarcely cannot cant dont doesnt didnt isnt wasnt wont';
export const ENGLISH_INTENSIFIERS =
  'very really so extremely incredibly totally completely absolutely deeply truly too always constantly terribly awfully super';
export const ENGLISH_DIMINISHERS = 'slightly somewhat little bit fairly rather sometimes occasionally mildly';

interface Phrase {
  readonly pattern: RegExp;
  readonly valence: number;
  readonly label: AffectLabel | null;
}

/** Expressions of several words. They are looked for first, and stand for one word afterwards. */
export const ENGLISH_PHRASES: readonly Phrase[] = [
  { pattern: /\b(?:want(?:ed)? to die|kill(?:ing)? myself|end(?:ing)? my life|better off dead)\b/gu, valence: -1, label: 'sad' },
  {
    pattern: /\b(?:can ?not|can't|couldn't|don't|didn't|not) (?:really |even )?(?:sleep|fall asleep)(?: well)?\b/gu,
    valence: -0.5,
    label: 'anxious',
  },
  { pattern: /\b(?:can ?not|can't|couldn't) (?:take|stand|bear|handle|cope)\b/gu, valence: -0.6, label: 'angry' },
  { pattern: /\b(?:give up|gave up|giving up)\b/gu, valence: -0.5, label: 'sad' },
  { pattern: /\b(?:burn(?:ed|t) out|worn out|run down)\b/gu, valence: -0.6, label: 'sad' },
  { pattern: /\b(?:fed up|sick of|tired of|had enough)\b/gu, valence: -0.6, label: 'angry' },
  { pattern: /\b(?:freak(?:ed|ing)? out|on edge|stressed out)\b/gu, valence: -0.6, label: 'anxious' },
  { pattern: /\b(?:let (?:me|him|her|us) down|fell apart|falling apart|broke up|break up)\b/gu, valence: -0.5, label: 'sad' },
  { pattern: /\blook(?:ing|ed)? forward to\b/gu, valence: 0.5, label: 'happy' },
  { pattern: /\b(?:at peace|at ease|proud of)\b/gu, valence: 0.5, label: 'happy' },
  { pattern: /\bmade me (?:smile|laugh)\b/gu, valence: 0.6, label: 'happy' },
  { pattern: /\b(?:getting better|feel(?:ing)? better|going well|went well|doing well)\b/gu, valence: 0.5, label: 'happy' },
  { pattern: /\b(?:feel(?:ing|s)? (?:down|low|blue|bad)|felt (?:down|low|blue|bad))\b/gu, valence: -0.6, label: 'sad' },
];
