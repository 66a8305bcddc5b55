import type { OpenAI } from 'openai';
import { z } from 'zod';
import type { LanguageModelProvider, LanguageModelRequest, ModelPiece, TokenUsage } from '../language-model.js';
import { ProviderError } from '../resilience/provider-error.js';
import { openAiClient, openAiHint, type OpenAiSettings } from './openai-client.js';
import { VendorExchange } from './vendor-exchange.js';

const usageSchema = z
  .object({ prompt_tokens: z.int().nonnegative(), completion_tokens: z.int().nonnegative() })
  .transform((usage): TokenUsage => ({ inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens }));

/** What we read of a `chat.completion.chunk`; vendors add fields as they like. */
const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .max(8),
  usage: usageSchema.nullish().catch(null),
});

const ROLES = { person: 'user', counselor: 'assistant' } as const;
const FINISHES: Readonly<Record<string, 'stop' | 'length'>> = { stop: 'stop', length: 'length' };

/** Chat completions of OpenAI, or of any server that speaks its protocol. */
export class OpenAiLanguageModel implements LanguageModelProvider {
  readonly name = 'openai';
  readonly isThirdParty = true;
  private readonly client: OpenAI;

  constructor(private readonly settings: OpenAiSettings) {
    this.client = openAiClient(settings);
  }

  async *stream(request: LanguageModelRequest, signal: AbortSignal): AsyncGenerator<ModelPiece, void, undefined> {
    const exchange = new VendorExchange(this.name, 'text/event-stream');
    try {
      const chunks = await exchange.run(() => this.client.chat.completions.create(this.body(request), { signal }));
      yield* this.pieces(chunks);
    } catch (error) {
      throw exchange.errorOf(error, signal, openAiHint(error));
    }
  }

  private body({ instructions, turns, maxOutputTokens }: LanguageModelRequest) {
    const { model } = this.settings;
    return {
      model,
      stream: true,
      stream_options: { include_usage: true },
      // Otherwise the vendor may keep conversations.
      store: false,
      max_completion_tokens: maxOutputTokens,
      ...reasoningOf(model),
      messages: [
        { role: 'system', content: instructions },
        ...turns.map(({ role, text }) => ({ role: ROLES[role], content: text })),
      ],
    } satisfies OpenAI.ChatCompletionCreateParamsStreaming;
  }

  private async *pieces(chunks: AsyncIterable<unknown>): AsyncGenerator<ModelPiece, void, undefined> {
    let finish: 'stop' | 'length' | undefined;
    let usage: TokenUsage | null = null;
    let hasBegun = false;
    for await (const raw of chunks) {
      hasBegun = true;
      const parsed = chunkSchema.safeParse(raw);
      if (!parsed.success) throw new ProviderError('bad-answer', this.name);
      usage = parsed.data.usage ?? usage;
      const choice = parsed.data.choices[0];
      if (choice === undefined) continue;
      const { delta, finish_reason: reason } = choice;
      if (reason === 'content_filter' || (delta.refusal ?? '') !== '') throw new ProviderError('refused', this.name);
      yield { type: 'text', text: delta.content ?? '' };
      if (typeof reason !== 'string') continue;
      finish = FINISHES[reason];
      if (finish === undefined) throw new ProviderError('bad-answer', this.name);
    }
    // A stream that was cut off can end without an error; then it has not said how it finished.
    if (finish === undefined) throw new ProviderError(hasBegun ? 'unavailable' : 'bad-answer', this.name);
    yield { type: 'end', finish, usage };
  }
}

/** Hidden reasoning counts against the output limit and delays the first word; models that have it are asked for the least. */
function reasoningOf(model: string): { reasoning_effort?: 'minimal' | 'low' } {
  if (/^gpt-5(?:-mini|-nano)?(?:-\d{4}-\d{2}-\d{2})?$/.test(model)) return { reasoning_effort: 'minimal' };
  return /^(?:o\d|gpt-5\.\d)/.test(model) && !model.includes('chat') ? { reasoning_effort: 'low' } : {};
}
