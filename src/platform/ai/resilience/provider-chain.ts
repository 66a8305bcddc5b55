import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors/app-error.js';
import type { DomainEvents } from '../../events/domain-events.js';
import type { Logger } from '../../logging/logger.js';
import type { ProviderOutcome } from '../provider-events.js';
import { CallBudget } from './call-budget.js';
import { type BreakerSettings, CircuitBreaker, type Permit } from './circuit-breaker.js';
import { paced } from './paced.js';
import { ProviderError } from './provider-error.js';

export interface ChainSettings {
  /** For the whole call, over all providers and repetitions. */
  timeoutMs: number;
  /** Repetitions in the whole call, over all providers; asking the next provider is none. */
  retries: number;
  breaker: BreakerSettings;
}

export const DEFAULT_RESILIENCE: Omit<ChainSettings, 'timeoutMs'> = {
  retries: 2,
  breaker: { failures: 5, openMs: 10_000, maxOpenMs: 300_000 },
};

export interface ChainTools {
  events: DomainEvents;
  logger: Logger;
  /** Monotonic, in milliseconds. */
  now?: () => number;
}

export interface ChainCall {
  /** What the call is for: a constant of the caller, the label of metrics. */
  purpose: string;
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** One answer, as it comes; `reset` takes back every item before it, because the provider failed after them. */
export type ChainEvent<Item> = { type: 'item'; provider: string; item: Item } | { type: 'reset'; provider: string };

type Attempt<Provider, Item> = (provider: Provider, signal: AbortSignal) => AsyncIterable<Item>;

/** Asks providers in order of preference until one answers: one time limit, one budget of repetitions, a circuit breaker each. */
export class ProviderChain<Provider extends { readonly name: string }> {
  private readonly breakers = new Map<string, CircuitBreaker>();
  private readonly now: () => number;

  constructor(
    private readonly settings: ChainSettings,
    private readonly tools: ChainTools,
  ) {
    this.now = tools.now ?? (() => performance.now());
  }

  /**
   * Leaving the loop early or aborting `call.signal` ends the running attempt and its connection.
   * @throws ProviderError `aborted`
   * @throws AppError PROVIDER_UNAVAILABLE when no provider answered
   */
  async *run<Item>(
    providers: readonly Provider[],
    call: ChainCall,
    attempt: Attempt<Provider, Item>,
  ): AsyncGenerator<ChainEvent<Item>, void, undefined> {
    const budget = new CallBudget(this.settings.timeoutMs, this.settings.retries, this.now);
    let failure: ProviderError | undefined;
    for (const [index, provider] of providers.entries()) {
      const later = providers.slice(index + 1);
      for (let waitMs: number | null = 0; waitMs !== null; ) {
        if (waitMs > 0) await pause(waitMs, call.signal, provider.name);
        const permit = this.breakerOf(provider.name).enter();
        if (permit === null || budget.remainingMs === 0) {
          permit?.release();
          break;
        }
        const pace = budget.paceFor(1 + later.filter(({ name }) => this.breakerOf(name).isPassable).length);
        let hasYielded = false;
        try {
          for await (const item of this.once(provider, permit, pace, call, attempt)) {
            hasYielded = true;
            yield { type: 'item', provider: provider.name, item };
          }
          return;
        } catch (error) {
          if (!(error instanceof ProviderError) || error.kind === 'aborted') throw error;
          failure = error;
          if (hasYielded) yield { type: 'reset', provider: provider.name };
          waitMs = budget.takeRetry(error);
        }
      }
    }
    throw new AppError('PROVIDER_UNAVAILABLE', this.reasons(providers, failure));
  }

  private async *once<Item>(
    provider: Provider,
    permit: Permit,
    pace: { itemMs: number; totalMs: number; isFair: boolean },
    { purpose, signal }: ChainCall,
    attempt: Attempt<Provider, Item>,
  ): AsyncGenerator<Item, void, undefined> {
    const { name } = provider;
    const startedAt = this.now();
    const connection = new AbortController();
    let outcome: ProviderOutcome = 'aborted';
    try {
      if (signal.aborted) throw new ProviderError('aborted', name);
      yield* paced(attempt(provider, connection.signal), pace, { signal, provider: name, now: this.now });
      outcome = 'ok';
      permit.succeed();
    } catch (error) {
      const failure = this.asProviderError(error, name);
      outcome = failure.kind;
      if (failure.kind !== 'timeout' || pace.isFair) settle(permit, failure);
      if (failure.kind !== 'aborted')
        this.tools.logger.warn({ provider: name, purpose, kind: failure.kind, status: failure.status }, 'a provider failed');
      throw failure;
    } finally {
      permit.release();
      connection.abort();
      const durationMs = Math.round(this.now() - startedAt);
      this.tools.events.emit('provider.called', { purpose, provider: name, outcome, durationMs });
    }
  }

  private asProviderError(error: unknown, provider: string): ProviderError {
    if (error instanceof ProviderError) return error;
    this.tools.logger.error({ err: error, provider }, 'a provider threw an unexpected error');
    return new ProviderError('bad-answer', provider);
  }

  private reasons(providers: readonly Provider[], failure: ProviderError | undefined) {
    const waits = providers.map(({ name }) => this.breakerOf(name).waitMs).filter((waitMs) => waitMs > 0);
    const retryAfterMs = waits.length > 0 && waits.length === providers.length ? Math.min(...waits) : failure?.retryAfterMs;
    return { cause: failure, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }

  private breakerOf(name: string): CircuitBreaker {
    let breaker = this.breakers.get(name);
    if (breaker === undefined) {
      breaker = new CircuitBreaker(this.settings.breaker, this.now);
      this.breakers.set(name, breaker);
    }
    return breaker;
  }
}

function settle(permit: Permit, { kind, retryAfterMs }: ProviderError): void {
  if (kind === 'aborted') permit.release();
  // The vendor works; it does not want to answer this.
  else if (kind === 'refused') permit.succeed();
  else if (kind === 'auth') permit.trip();
  else if (kind === 'rate-limited' && retryAfterMs !== undefined) permit.trip(retryAfterMs);
  else permit.fail();
}

async function pause(waitMs: number, signal: AbortSignal, provider: string): Promise<void> {
  await sleep(waitMs, undefined, { signal }).catch(() => {
    throw new ProviderError('aborted', provider);
  });
}
