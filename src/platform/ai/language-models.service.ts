import {
  boundedTurns,
  type LanguageModelEvent,
  type LanguageModelProvider,
  type LanguageModelRequest,
  type ModelPiece,
} from './language-model.js';
import type { ProviderChain } from './resilience/provider-chain.js';
import { ProviderError } from './resilience/provider-error.js';

/** A token is seldom longer; more than this from a vendor is not the answer that was asked for. */
const CHARACTERS_PER_TOKEN = 8;
const MAX_OUTPUT_CHARACTERS = 16_000;
const MAX_PIECES = 10_000;
/** Everything but line feeds and tabs of the control characters. */
const CONTROL_CHARACTERS = /[^\P{Cc}\n\t]/gu;

/** The language models in order of preference, as one. */
export class LanguageModels {
  private readonly providers = new Map<string, LanguageModelProvider>();

  /** @param order names, the preferred first; one without a registered provider is passed over */
  constructor(
    private readonly order: readonly string[],
    private readonly chain: ProviderChain<LanguageModelProvider>,
  ) {}

  /** Adds a provider; it is asked at its place in the order, and never when its name is not in it. */
  register(provider: LanguageModelProvider): void {
    if (this.providers.has(provider.name)) throw new Error(`the language model ${provider.name} is registered already`);
    this.providers.set(provider.name, provider);
  }

  /**
   * One answer, streamed. Text is bounded (8 characters a token, 16,000 at most) and free of control characters; it is still
   * untrusted. Leaving the loop or aborting the request's signal closes the vendor's connection.
   * @throws ProviderError `aborted` when the request's signal aborts
   * @throws AppError PROVIDER_UNAVAILABLE when no provider answered
   */
  async *stream(request: LanguageModelRequest): AsyncGenerator<LanguageModelEvent, void, undefined> {
    const prepared = { ...request, turns: boundedTurns(request.turns) };
    const asked = this.order
      .map((name) => this.providers.get(name))
      .filter((provider) => provider !== undefined)
      .filter(({ isThirdParty }) => request.allowThirdParty || !isThirdParty);
    const limit = Math.min(MAX_OUTPUT_CHARACTERS, request.maxOutputTokens * CHARACTERS_PER_TOKEN);
    const attempt = (provider: LanguageModelProvider, signal: AbortSignal) =>
      checked(provider.stream({ ...prepared, signal }, signal), provider.name, limit);
    let done: LanguageModelEvent | undefined;
    for await (const event of this.chain.run(asked, request, attempt)) {
      if (event.type === 'reset') yield event;
      else if (event.item.type === 'text') yield { type: 'chunk', provider: event.provider, text: event.item.text };
      else done = { ...event.item, type: 'done', provider: event.provider };
    }
    // After the loop, so that a caller who leaves at `done` leaves a call that has succeeded.
    if (done !== undefined) yield done;
  }
}

/** An answer that has text and an end, within the bounds. */
async function* checked(
  pieces: AsyncIterable<ModelPiece>,
  provider: string,
  limit: number,
): AsyncGenerator<ModelPiece, void, undefined> {
  let room = limit;
  let count = 0;
  let hasText = false;
  let end: ModelPiece | undefined;
  for await (const piece of pieces) {
    if (++count > MAX_PIECES) throw new ProviderError('bad-answer', provider);
    if (piece.type === 'end') {
      end = piece;
      continue;
    }
    const text = piece.text.replace(CONTROL_CHARACTERS, '');
    if (text === '') continue;
    hasText ||= text.trim() !== '';
    if (text.length > room) {
      yield { type: 'text', text: wholeCharacters(text, room) };
      yield { type: 'end', finish: 'length', usage: null };
      return;
    }
    room -= text.length;
    yield { type: 'text', text };
  }
  if (end === undefined || !hasText) throw new ProviderError('bad-answer', provider);
  yield end;
}

/** At most `length` UTF-16 units of `text`, without half of a surrogate pair at the end. */
function wholeCharacters(text: string, length: number): string {
  const cut = text.slice(0, length);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
