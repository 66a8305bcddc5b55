import {
  type GenerationConfig,
  type GenerativeModel,
  GoogleGenerativeAI,
  GoogleGenerativeAIFetchError,
  HarmBlockThreshold,
  HarmCategory,
} from '@google/generative-ai';
import { z } from 'zod';
import { ProviderError, type ProviderErrorKind } from '../resilience/provider-error.js';
import { watchGlobalFetch } from './vendor-exchange.js';

export interface GeminiSettings {
  apiKey: string;
  baseUrl: string | undefined;
  model: string;
}

/** People in a crisis speak of harm. What they say must not be refused for it; our own code decides about safety. */
const SAFETY_SETTINGS = [
  HarmCategory.HARM_CATEGORY_DANGEROUS_CONTENT,
  HarmCategory.HARM_CATEGORY_HARASSMENT,
  HarmCategory.HARM_CATEGORY_HATE_SPEECH,
  HarmCategory.HARM_CATEGORY_SEXUALLY_EXPLICIT,
].map((category) => ({ category, threshold: HarmBlockThreshold.BLOCK_ONLY_HIGH }));

/** The SDK repeats nothing, has no time limit unless asked, and takes no `fetch` of ours. */
export function geminiModel(
  { apiKey, baseUrl, model }: GeminiSettings,
  instructions: string,
  generationConfig: GenerationConfig,
): GenerativeModel {
  watchGlobalFetch();
  return new GoogleGenerativeAI(apiKey).getGenerativeModel(
    {
      model,
      systemInstruction: instructions,
      safetySettings: SAFETY_SETTINGS,
      generationConfig: { ...generationConfig, ...thinkingOf(model) },
    },
    baseUrl === undefined ? {} : { baseUrl: baseUrl.replace(/\/$/, '') },
  );
}

/** Hidden thinking counts against the output limit and delays the first word; where it can be switched off, it is. */
const thinkingOf = (model: string) => (model.startsWith('gemini-2.5-flash') ? { thinkingConfig: { thinkingBudget: 0 } } : {});

const partSchema = z.object({ text: z.string().optional(), thought: z.boolean().optional() });

/** What we read of a `GenerateContentResponse`; the vendor adds fields as it likes. */
const answerSchema = z.object({
  candidates: z
    .array(
      z.object({
        content: z.object({ parts: z.array(partSchema).optional() }).optional(),
        finishReason: z.string().optional(),
      }),
    )
    .max(8)
    .optional(),
  promptFeedback: z.object({ blockReason: z.string().optional() }).optional(),
  usageMetadata: z
    .object({
      promptTokenCount: z.int().nonnegative().default(0),
      candidatesTokenCount: z.int().nonnegative().default(0),
      thoughtsTokenCount: z.int().nonnegative().default(0),
    })
    .transform((usage) => ({
      inputTokens: usage.promptTokenCount,
      outputTokens: usage.candidatesTokenCount + usage.thoughtsTokenCount,
    }))
    .nullish()
    .catch(null),
});

const REFUSALS: ReadonlySet<string> = new Set(['SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII']);
const FINISHES: Readonly<Record<string, 'stop' | 'length'>> = { STOP: 'stop', MAX_TOKENS: 'length' };

/**
 * One answer, or one event of a streamed one.
 * @throws ProviderError `refused` when the prompt or the answer was blocked, `bad-answer` when it is no such answer
 */
export function readGemini(raw: unknown, provider: string) {
  const parsed = answerSchema.safeParse(raw);
  if (!parsed.success) throw new ProviderError('bad-answer', provider);
  const { candidates, promptFeedback, usageMetadata } = parsed.data;
  const candidate = candidates?.[0];
  const reason = candidate?.finishReason;
  if (promptFeedback?.blockReason !== undefined || REFUSALS.has(reason ?? '')) throw new ProviderError('refused', provider);
  const finish = reason === undefined ? undefined : FINISHES[reason];
  if (reason !== undefined && finish === undefined) throw new ProviderError('bad-answer', provider);
  const parts = candidate?.content?.parts ?? [];
  return {
    text: parts.map((part) => (part.thought === true ? '' : (part.text ?? ''))).join(''),
    finish,
    usage: usageMetadata ?? null,
  };
}

/** A protobuf duration as JSON. */
const RETRY_DELAY = /^(?<seconds>\d{1,6}(?:\.\d{1,9})?)s$/;

const detailsSchema = z.array(z.object({ reason: z.string().optional(), retryDelay: z.string().optional() }));

/** What only the vendor's error body says: an invalid key is 400 here, and the wait after 429 stands in the body (RetryInfo). */
export function geminiHint(error: unknown): { kind?: ProviderErrorKind; retryAfterMs?: number } {
  if (!(error instanceof GoogleGenerativeAIFetchError)) return {};
  const details = detailsSchema.safeParse(error.errorDetails);
  if (!details.success) return {};
  if (details.data.some(({ reason }) => reason === 'API_KEY_INVALID')) return { kind: 'auth' };
  const delay = details.data.map(({ retryDelay }) => RETRY_DELAY.exec(retryDelay ?? '')).find((match) => match !== null);
  return delay === undefined ? {} : { retryAfterMs: Number(delay.groups?.['seconds']) * 1_000 };
}
