import type { AppConfig } from '../config/app-config.js';
import { GeminiLanguageModel } from './adapters/gemini-language-model.js';
import { GeminiSpeechToText } from './adapters/gemini-speech-to-text.js';
import { OpenAiLanguageModel } from './adapters/openai-language-model.js';
import { OpenAiSpeechToText } from './adapters/openai-speech-to-text.js';
import type { LanguageModelProvider } from './language-model.js';
import { LanguageModels } from './language-models.service.js';
import { type ChainTools, DEFAULT_RESILIENCE, ProviderChain } from './resilience/provider-chain.js';
import type { SpeechToTextProvider } from './speech-to-text.js';
import { SpeechToText } from './speech-to-text.service.js';

type AiConfig = Pick<AppConfig, 'ai' | 'stt'>;

/** The SDK's limit, where it cannot be switched off, lies this far above ours. */
const SDK_MARGIN_MS = 5_000;

/** The language models for which there is a key, in the configured order. */
export function languageModels({ ai }: AiConfig, tools: ChainTools): LanguageModels {
  const { openai, gemini, timeoutMs } = ai;
  const models = new LanguageModels(
    ai.order,
    new ProviderChain<LanguageModelProvider>({ ...DEFAULT_RESILIENCE, timeoutMs }, tools),
  );
  if (openai.apiKey !== undefined) {
    const { apiKey, baseUrl, chatModel } = openai;
    models.register(new OpenAiLanguageModel({ apiKey, baseUrl, model: chatModel, timeoutMs: timeoutMs + SDK_MARGIN_MS }));
  }
  if (gemini.apiKey !== undefined) models.register(new GeminiLanguageModel({ ...gemini, apiKey: gemini.apiKey }));
  return models;
}

/** The transcribers for which there is a key, in the configured order. */
export function speechToText({ ai, stt }: AiConfig, tools: ChainTools): SpeechToText {
  const { openai, gemini } = ai;
  const make: Record<(typeof stt.order)[number], () => SpeechToTextProvider | undefined> = {
    openai: () => {
      if (openai.apiKey === undefined) return undefined;
      const timeoutMs = stt.timeoutMs + SDK_MARGIN_MS;
      return new OpenAiSpeechToText({ ...openai, apiKey: openai.apiKey, model: openai.sttModel, timeoutMs });
    },
    gemini: () => (gemini.apiKey === undefined ? undefined : new GeminiSpeechToText({ ...gemini, apiKey: gemini.apiKey })),
  };
  const providers = stt.order.map((name) => make[name]()).filter((provider) => provider !== undefined);
  return new SpeechToText(
    providers,
    new ProviderChain<SpeechToTextProvider>({ ...DEFAULT_RESILIENCE, timeoutMs: stt.timeoutMs }, tools),
  );
}
