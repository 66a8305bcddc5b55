import { describe, expect, it } from 'vitest';
import { collect } from '../../../../test/harness/collect.js';
import { recordingLogger } from '../../../../test/harness/recording-logger.js';
import { DomainEvents, type DomainEventMap } from '../../events/domain-events.js';
import { type ChainSettings, ProviderChain } from './provider-chain.js';
import { ProviderError, type ProviderErrorKind } from './provider-error.js';

interface Scripted {
  name: string;
  /** One list an attempt: a kind of failure, `never` for silence, anything else an item. */
  steps: (string | Error)[][];
}

const KINDS = new Set<unknown>(['auth', 'rate-limited', 'timeout', 'unavailable', 'bad-answer', 'refused', 'aborted']);

/** A chain over providers that play one list of steps an attempt: items, a failure, or silence. */
function setUp(settings: Partial<ChainSettings> = {}, retryAfterMs?: number) {
  const { logger, lines } = recordingLogger();
  const events = new DomainEvents(logger);
  const calls: DomainEventMap['provider.called'][] = [];
  events.on('provider.called', (call) => void calls.push(call));
  const clock = { offsetMs: 0 };
  const now = () => performance.now() + clock.offsetMs;
  const breaker = { failures: 3, openMs: 60_000, maxOpenMs: 300_000 };
  const chain = new ProviderChain<Scripted>({ timeoutMs: 2_000, retries: 2, breaker, ...settings }, { events, logger, now });
  const signals: AbortSignal[] = [];
  const play = async function* ({ name, steps }: Scripted, signal: AbortSignal) {
    signals.push(signal);
    for (const step of steps.shift() ?? ['unavailable']) {
      if (step instanceof Error) throw step;
      if (step === 'never') await new Promise(() => undefined);
      else if (KINDS.has(step)) throw new ProviderError(step as ProviderErrorKind, name, { retryAfterMs });
      else yield step;
    }
  };
  const run = (
    providers: Scripted[],
    signal = new AbortController().signal,
  ) => chain.run(providers, { purpose: 'test', signal }, play);
  return { run, calls, lines, clock, signals, outcomes: () => calls.map(({ provider, outcome }) => `${provider} ${outcome}`) };
}

const item = (provider: string, value: string) => ({ type: 'item', provider, item: value });

describe('a chain of providers', () => {
  it('gives the items of the first that answers', async () => {
    const { run, outcomes } = setUp();
    expect(
      await collect(run([{ name: 'a', steps: [['1', '2']] }, { name: 'b', steps: [['3']] }])),
    ).toEqual([item('a', '1'), item('a', '2')]);
    expect(outcomes()).toEqual(['a ok']);
  });

  it('asks the same provider again after a passing failure, the next one after a lasting one', async () => {
    const { run, outcomes } = setUp();
    await collect(
      run([
        { name: 'a', steps: [['unavailable'], ['auth']] },
        { name: 'b', steps: [['refused']] },
        { name: 'c', steps: [['3']] },
      ]),
    );
    expect(outcomes()).toEqual(['a unavailable', 'a auth', 'b refused', 'c ok']);
  });

  it('takes back items before a failure', async () => {
    const { run } = setUp();
    const events = await collect(run([{ name: 'a', steps: [['1', 'refused']] }, { name: 'b', steps: [['2']] }]));
    expect(events).toEqual([item('a', '1'), { type: 'reset', provider: 'a' }, item('b', '2')]);
  });

  it('spends no more repetitions than its budget over all providers', async () => {
    const { run, outcomes } = setUp({ retries: 1 });
    await expect(
      collect(run(['a', 'b', 'c'].map((name) => ({ name, steps: [] })))),
    ).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(outcomes()).toEqual(['a unavailable', 'a unavailable', 'b unavailable', 'c unavailable']);
  });

  it('waits as long as a provider asks for, within two seconds', async () => {
    const { run, outcomes } = setUp({}, 100);
    const startedAt = performance.now();
    await collect(run([{ name: 'a', steps: [['rate-limited'], ['1']] }]));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(100);
    expect(outcomes()).toEqual(['a rate-limited', 'a ok']);

    const patient = setUp({ timeoutMs: 60_000 }, 2_001);
    await collect(patient.run([{ name: 'a', steps: [['rate-limited'], ['1']] }, { name: 'b', steps: [['2']] }]));
    expect(patient.outcomes()).toEqual(['a rate-limited', 'b ok']);
  });

  it('passes over a provider whose circuit is open, and asks it again when the time is over', async () => {
    const { run, outcomes, clock } = setUp({ retries: 0 });
    const a = { name: 'a', steps: [['unavailable'], ['unavailable'], ['unavailable'], ['1']] };
    const b = { name: 'b', steps: Array.from({ length: 4 }, () => ['2']) };
    for (let call = 0; call < 4; call++) await collect(run([a, b]));
    expect(outcomes().slice(-3)).toEqual(['a unavailable', 'b ok', 'b ok']);
    clock.offsetMs += 60_000;
    expect(await collect(run([a, b]))).toEqual([item('a', '1')]);
  });

  it('says when to come back only if every circuit is open or the provider said so', async () => {
    const { run } = setUp({ retries: 0 });
    const lasting = await collect(run([{ name: 'a', steps: [['auth']] }])).catch((error: unknown) => error);
    expect(lasting).toMatchObject({ retryAfterMs: expect.closeTo(60_000, -2) as number });
    const passing = await collect(run([{ name: 'b', steps: [['bad-answer']] }])).catch((error: unknown) => error);
    expect(passing).toMatchObject({ retryAfterMs: undefined });
  });

  it('leaves a provider behind that ignores everything, and leaves time for the next', async () => {
    const { run, outcomes, signals } = setUp({ timeoutMs: 200 });
    const events = await collect(run([{ name: 'a', steps: [['never']] }, { name: 'b', steps: [['2']] }]));
    expect(events).toEqual([item('b', '2')]);
    expect(outcomes()).toEqual(['a timeout', 'b ok']);
    expect(signals[0]?.aborted).toBe(true);
  });

  it('does not hold a time-out against a provider that had hardly any time', async () => {
    const { run, outcomes } = setUp({ timeoutMs: 200, retries: 0, breaker: { failures: 1, openMs: 60_000, maxOpenMs: 60_000 } });
    const slow = () => Array.from({ length: 6 }, (_, index) => ({ name: String(index), steps: [['never']] }));
    await expect(collect(run(slow()))).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(outcomes()).toHaveLength(6);
    expect(await collect(run([{ name: '0', steps: [['1']] }]))).toEqual([item('0', '1')]);
  });

  it('ends the attempt when the caller leaves the loop, and blames nobody', async () => {
    const { run, signals, outcomes, lines } = setUp();
    for await (const event of run([{ name: 'a', steps: [['1', 'never']] }])) {
      expect(event).toEqual(item('a', '1'));
      break;
    }
    expect(signals[0]?.aborted).toBe(true);
    expect(outcomes()).toEqual(['a aborted']);
    expect(lines).toEqual([]);
  });

  it('stops while it waits for a repetition when the caller goes away', async () => {
    const { run, outcomes } = setUp({ timeoutMs: 60_000 }, 1_900);
    const caller = new AbortController();
    const call = collect(run([{ name: 'a', steps: [['unavailable'], ['1']] }], caller.signal));
    setImmediate(() => caller.abort());
    await expect(call).rejects.toMatchObject({ kind: 'aborted' });
    expect(outcomes()).toEqual(['a unavailable']);
  });

  it('takes a mistake in a provider for a bad answer and reports it', async () => {
    const { run, lines, outcomes } = setUp();
    await collect(run([{ name: 'a', steps: [[new TypeError('x is not a function')], ['1']] }]));
    expect(outcomes()).toEqual(['a bad-answer', 'a ok']);
    expect(lines.map(({ level }) => level)).toEqual(['error', 'warn']);
  });

  it('cannot answer without providers', async () => {
    await expect(collect(setUp().run([]))).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE', retryAfterMs: undefined });
  });
});
