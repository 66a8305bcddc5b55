export type Language = 'ko' | 'en';

export const FEELINGS = [
  'grief', 'hopeless', 'ashamed', 'lonely', 'anxious', 'angry', 'exhausted', 'overwhelmed', 'empty', 'hurt', 'sad', 'confused', 'glad',
] as const;
export type Feeling = (typeof FEELINGS)[number];

export const TOPICS = ['loss', 'sleep', 'work', 'study', 'family', 'partner', 'friends', 'money', 'health', 'self', 'future'] as const;
export type Topic = (typeof TOPICS)[number];

export const EXERCISES = ['breathing', 'grounding', 'thought', 'small-step', 'letter', 'worry-time', 'kindness'] as const;
export type Exercise = (typeof EXERCISES)[number];

/** What a turn of the person is, besides what it tells. */
export type TurnKind =
  | 'greeting'
  | 'goodbye'
  | 'thanks'
  | 'yes'
  | 'no'
  | 'about-ai'
  | 'medical'
  | 'advice'
  | 'complaint'
  | 'short'
  | 'story';

/** A turn of the person as the built-in counselor understands it. */
export interface Heard {
  readonly kind: TurnKind;
  readonly feelings: readonly Feeling[];
  readonly topics: readonly Topic[];
  /** A clause in the person's own words that can be said back; null when none is fit for it. */
  readonly words: string | null;
}

/** Everything that the built-in counselor can say in one language; each list in no particular order. */
export interface Phrases {
  readonly greet: readonly string[];
  readonly greetAgain: readonly string[];
  readonly close: readonly string[];
  readonly closeTopic: (topics: string) => readonly string[];
  readonly thanks: readonly string[];
  readonly aboutAi: readonly string[];
  readonly medical: readonly string[];
  readonly advice: readonly string[];
  readonly complaint: readonly string[];
  readonly shortReply: readonly string[];
  readonly yes: readonly string[];
  readonly no: readonly string[];
  readonly reflect: readonly string[];
  readonly reflectWords: (words: string) => readonly string[];
  readonly reflectFeeling: Readonly<Record<Feeling, readonly string[]>>;
  readonly reflectTopic: Readonly<Record<Topic, readonly string[]>>;
  readonly ask: readonly string[];
  readonly askFeeling: Readonly<Record<Feeling, readonly string[]>>;
  readonly askTopic: Readonly<Record<Topic, readonly string[]>>;
  readonly summary: (topics: string, feelings: string) => readonly string[];
  readonly remember: (topic: string) => readonly string[];
  readonly topicName: Readonly<Record<Topic, string>>;
  readonly feelingName: Readonly<Record<Feeling, string>>;
  readonly join: (names: readonly string[]) => string;
  readonly offer: Readonly<Record<Exercise, readonly string[]>>;
  readonly steps: Readonly<Record<Exercise, readonly string[]>>;
  readonly afterExercise: readonly string[];
  readonly declined: readonly string[];
  /** Ends a reply whose beginning another provider said. */
  readonly goOn: readonly string[];
  readonly budgetUsed: string;
}
