import { ProviderError } from './provider-error.js';

export interface Pace {
  /** To the first item and between items. */
  itemMs: number;
  totalMs: number;
}

/**
 * The items of `source` as long as they come in time and `signal` is not aborted. It does not wait for the source to agree: one
 * that ignores everything is left behind.
 * @throws ProviderError `timeout` or `aborted`, and whatever the source throws
 */
export async function* paced<Item>(
  source: AsyncIterable<Item>,
  pace: Pace,
  { signal, provider, now }: { signal: AbortSignal; provider: string; now: () => number },
): AsyncGenerator<Item, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const deadlineMs = now() + pace.totalMs;
  const stop = Promise.withResolvers<never>();
  stop.promise.catch(() => undefined);
  const onAbort = () => stop.reject(new ProviderError('aborted', provider));
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    for (;;) {
      const limitMs = Math.min(pace.itemMs, deadlineMs - now());
      if (limitMs <= 0) throw new ProviderError('timeout', provider);
      const timer = setTimeout(() => stop.reject(new ProviderError('timeout', provider)), limitMs);
      const next = iterator.next();
      next.catch(() => undefined);
      const result = await Promise.race([stop.promise, next]).finally(() => clearTimeout(timer));
      if (result.done === true) return;
      yield result.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    iterator.return?.().catch(() => undefined);
  }
}
