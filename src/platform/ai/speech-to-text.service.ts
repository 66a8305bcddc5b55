import { AppError } from '../errors/app-error.js';
import type { ProviderChain } from './resilience/provider-chain.js';
import type { SpeechToTextProvider, Transcript, TranscriptionRequest } from './speech-to-text.js';

/** The transcribers in order of preference, as one. The caller sends only audio with speech in it, and only with consent. */
export class SpeechToText {
  /** @param providers the preferred first; those without a key are not among them */
  constructor(
    private readonly providers: readonly SpeechToTextProvider[],
    private readonly chain: ProviderChain<SpeechToTextProvider>,
  ) {}

  /**
   * What was said. An empty answer is a provider's failure like any other.
   * @throws ProviderError `aborted` when the request's signal aborts
   * @throws AppError PROVIDER_UNAVAILABLE when no provider answered
   */
  async transcribe(request: TranscriptionRequest): Promise<Transcript & { provider: string }> {
    const attempt = async function* (provider: SpeechToTextProvider, signal: AbortSignal) {
      yield await provider.transcribe({ ...request, signal }, signal);
    };
    let answer: (Transcript & { provider: string }) | undefined;
    for await (const event of this.chain.run(this.providers, request, attempt)) {
      if (event.type === 'item') answer = { ...event.item, provider: event.provider };
    }
    if (answer === undefined) throw new AppError('PROVIDER_UNAVAILABLE');
    return answer;
  }
}
