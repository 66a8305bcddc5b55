/** One person's or the counselor's contribution, newest last. */
export interface Turn {
  role: 'person' | 'counselor';
  text: string;
}

export interface LanguageModelRequest {
  /** What the answer is for: a constant of the caller, the label of metrics (`reply`, `insight`). */
  purpose: string;
  /** Ours alone. What the person said stands in `turns` and nowhere else. */
  instructions: string;
  /** Brought into the form of `boundedTurns` before a provider sees it; personal values are masked by the caller. */
  turns: readonly Turn[];
  language: 'ko' | 'en';
  maxOutputTokens: number;
  /** Whether the person consented to third-party AI. Without it only providers inside this server are asked. */
  allowThirdParty: boolean;
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** Tokens as the vendor counts and bills them; hidden reasoning counts as output. */
export interface TokenUsage {
  inputTokens: number;
  outputTokens: number;
}

/** What a provider gives: pieces of text, then how it ended. */
export type ModelPiece =
  | { type: 'text'; text: string }
  /** `length`: cut off by `maxOutputTokens` or by our own bound. `usage` is null where the vendor did not say. */
  | { type: 'end'; finish: 'stop' | 'length'; usage: TokenUsage | null };

/** What a caller gets. After `reset` everything before it is void and another answer begins; `done` comes once, last. */
export type LanguageModelEvent =
  | { type: 'chunk'; provider: string; text: string }
  | { type: 'reset'; provider: string }
  | { type: 'done'; provider: string; finish: 'stop' | 'length'; usage: TokenUsage | null };

/** Port of a language model. Failures are `ProviderError`s; text it yields is not yet trusted nor bounded. */
export interface LanguageModelProvider {
  /** As in AI_PROVIDERS. */
  readonly name: string;
  /** Whether what it is asked leaves this server. */
  readonly isThirdParty: boolean;
  /** @param signal aborts when the attempt is over; its connection must close then */
  stream(request: LanguageModelRequest, signal: AbortSignal): AsyncIterable<ModelPiece>;
}

const MAX_TURNS = 40;
const MAX_HISTORY_CHARACTERS = 24_000;

/**
 * The newest turns as every vendor accepts them: alternating, the person's first and last, at most 40 and 24,000 characters.
 * Neighbours of one role become one turn; the newest turn is kept, shortened to its end when it alone is too long.
 * @throws RangeError when the person has not said the last word
 */
export function boundedTurns(turns: readonly Turn[]): Turn[] {
  const merged: Turn[] = [];
  for (const { role, text } of turns) {
    if (text.trim() === '') continue;
    const last = merged.at(-1);
    if (last?.role === role) last.text += `\n${text}`;
    else merged.push({ role, text });
  }
  const newest = merged.at(-1);
  if (newest?.role !== 'person') throw new RangeError('the last turn must be the person\'s');
  newest.text = newest.text.slice(-MAX_HISTORY_CHARACTERS).toWellFormed();
  let characters = 0;
  const kept = merged.findLastIndex((turn) => (characters += turn.text.length) > MAX_HISTORY_CHARACTERS) + 1;
  const recent = merged.slice(Math.max(kept, merged.length - MAX_TURNS));
  return recent[0]?.role === 'person' ? recent : recent.slice(1);
}
