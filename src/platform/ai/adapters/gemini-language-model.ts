import type { LanguageModelProvider, LanguageModelRequest, ModelPiece, TokenUsage } from '../language-model.js';
import { ProviderError } from '../resilience/provider-error.js';
import { geminiHint, geminiModel, type GeminiSettings, readGemini } from './gemini-client.js';
import { VendorExchange } from './vendor-exchange.js';

/** Google's Gemini. */
export class GeminiLanguageModel implements LanguageModelProvider {
  readonly name = 'gemini';
  readonly isThirdParty = true;

  constructor(private readonly settings: GeminiSettings) {}

  async *stream(
    { instructions, turns, maxOutputTokens }: LanguageModelRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ModelPiece, void, undefined> {
    const exchange = new VendorExchange(this.name, 'text/event-stream');
    const contents = turns.map(({ role, text }) => ({ role: role === 'person' ? 'user' : 'model', parts: [{ text }] }));
    try {
      signal.throwIfAborted();
      const model = geminiModel(this.settings, instructions, { maxOutputTokens });
      const { stream, response } = await exchange.run(() => model.generateContentStream({ contents }, { signal }));
      // The SDK also collects the whole answer; nobody waits for that.
      response.catch(() => undefined);
      yield* this.pieces(stream);
    } catch (error) {
      throw exchange.errorOf(error, signal, geminiHint(error));
    }
  }

  private async *pieces(answers: AsyncIterable<unknown>): AsyncGenerator<ModelPiece, void, undefined> {
    let finish: 'stop' | 'length' | undefined;
    let usage: TokenUsage | null = null;
    let hasBegun = false;
    for await (const raw of answers) {
      hasBegun = true;
      const answer = readGemini(raw, this.name);
      usage = answer.usage ?? usage;
      finish = answer.finish ?? finish;
      yield { type: 'text', text: answer.text };
    }
    // A stream that was cut off can end without an error; then it has not said how it finished.
    if (finish === undefined) throw new ProviderError(hasBegun ? 'unavailable' : 'bad-answer', this.name);
    yield { type: 'end', finish, usage };
  }
}
