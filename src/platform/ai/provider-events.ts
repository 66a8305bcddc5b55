import type { ProviderErrorKind } from './resilience/provider-error.js';

export type ProviderOutcome = 'ok' | ProviderErrorKind;

declare module '../events/domain-events.js' {
  interface DomainEventMap {
    /** For counting: one attempt at one provider ended. Repetitions and fallbacks are attempts of their own. */
    'provider.called': { purpose: string; provider: string; outcome: ProviderOutcome; durationMs: number };
  }
}
