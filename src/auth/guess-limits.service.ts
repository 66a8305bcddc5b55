import { Injectable } from '@nestjs/common';
import { AppConfig } from '../platform/config/app-config.js';
import { AppError } from '../platform/errors/app-error.js';
import { addressKey } from '../platform/limits/address-key.js';
import { type Attempt, FailureCounter, type FailureCounterOptions, type Lock } from '../platform/limits/failure-counter.js';
import { RateStore } from '../platform/limits/rate-store.js';
import type { UserRow } from '../user/user.service.js';
import { GuessLanes } from './guess-lane.js';

const HOUR_MS = 3_600_000;
/** One account's failures over all addresses: more than a forgetful owner makes on a few devices. */
const ACCOUNT_SHARE = 4;
/** Short at first, because it meets the owner's new devices as well; twice as long each time. */
const ACCOUNT_LOCK_MS = 60_000;

/** Whose secret is being guessed, and who guesses. */
export interface Guess {
  /** Keyed hash of the e-mail address, of an account or of none. */
  readonly emailLookup: Buffer;
  /** Of the account; 0 for none. */
  readonly lockEpoch: number;
  readonly ip: string;
  /** What sets the device apart that signed in before; null for any other. */
  readonly knownDevice: string | null;
  /** The caller holds a token of the account already. */
  readonly isSignedIn: boolean;
}

interface Counters {
  readonly address: FailureCounter;
  readonly pair: FailureCounter;
  readonly account: FailureCounter;
  readonly device: FailureCounter;
}

interface Step {
  readonly counter: keyof Counters;
  readonly key: string;
}

/**
 * Counts wrong guesses of passwords and codes, and refuses further ones before anything is compared.
 *
 * - Account and address: five an hour, then a lock of 15 minutes, longer each time.
 * - Address, over all accounts: fifty an hour.
 * - Account, over all addresses: twenty an hour, then locks that begin with a minute: many addresses get no further than a few.
 * - A device that signed in before is counted for itself and meets no lock that strangers caused.
 */
@Injectable()
export class GuessLimits {
  private readonly counters: Counters;
  private readonly lanes: Record<keyof Counters, GuessLanes>;

  constructor(store: RateStore, { authLimits }: AppConfig) {
    const { failures, failuresPerIp, lockoutMs } = authLimits;
    const counter = (options: Omit<FailureCounterOptions, 'windowMs'>) => new FailureCounter(store, { ...options, windowMs: HOUR_MS });
    this.counters = {
      address: counter({ name: 'guess-address', limit: failuresPerIp, lockMs: null }),
      pair: counter({ name: 'guess-pair', limit: failures, lockMs: lockoutMs }),
      account: counter({ name: 'guess-account', limit: failures * ACCOUNT_SHARE, lockMs: Math.min(ACCOUNT_LOCK_MS, lockoutMs) }),
      device: counter({ name: 'guess-device', limit: failures, lockMs: lockoutMs }),
    };
    const lanes = (name: keyof Counters) => new GuessLanes(this.counters[name]);
    this.lanes = { address: lanes('address'), pair: lanes('pair'), account: lanes('account'), device: lanes('device') };
  }

  /** A guess at a secret of the account that the caller is signed in to. */
  ofSignedIn({ email_lookup: emailLookup, lock_epoch: lockEpoch }: UserRow, { ip }: { ip: string }): Guess {
    return { emailLookup, lockEpoch, ip, knownDevice: null, isSignedIn: true };
  }

  /**
   * Runs one guess. `compare` gives null for a wrong one; what it throws counts neither way.
   * @throws AppError ACCOUNT_LOCKED, RATE_LIMITED before comparing; INVALID_CREDENTIALS for a wrong guess
   */
  async attempt<T>(guess: Guess, compare: () => Promise<T | null>, onWrong?: (isLockedNow: boolean) => void, signal?: AbortSignal): Promise<T> {
    const { gates, tallies } = stepsOf(guess);
    const begun = await this.begin(gates, signal);
    let result: T | null;
    try {
      result = await compare();
    } catch (error) {
      await settle(begun, 'succeeded');
      throw error;
    }
    if (result !== null) {
      await settle(begun, 'succeeded');
      return result;
    }
    const locks = [...(await settle(begun, 'failed')), ...(await Promise.all(tallies.map(({ counter, key }) => this.counters[counter].registerFailure(key))))];
    onWrong?.(locks.some((lock) => lock !== null));
    throw new AppError('INVALID_CREDENTIALS');
  }

  /** Counts against an address what gave away that an account exists. */
  async countProbe(ip: string): Promise<void> {
    await this.counters.address.registerFailure(addressKey(ip));
  }

  /** @throws AppError RATE_LIMITED when too many guesses came from an address */
  async checkAddress(ip: string): Promise<void> {
    const lock = await this.counters.address.check(addressKey(ip));
    if (lock !== null) throw new AppError('RATE_LIMITED', { retryAfterMs: lock.retryAfterMs });
  }

  private async begin(gates: readonly Step[], signal: AbortSignal | undefined): Promise<Attempt[]> {
    const begun: Attempt[] = [];
    try {
      for (const { counter, key } of gates) {
        const attempt = await this.lanes[counter].begin(key, signal);
        if (!('failed' in attempt))
          throw new AppError(counter === 'address' ? 'RATE_LIMITED' : 'ACCOUNT_LOCKED', { retryAfterMs: attempt.retryAfterMs });
        begun.push(attempt);
      }
      return begun;
    } catch (error) {
      await settle(begun, 'succeeded');
      throw error;
    }
  }
}

/** The counts that can refuse the guess, always in this order, and those that only take note of a wrong one. */
function stepsOf({ emailLookup, lockEpoch, ip, knownDevice, isSignedIn }: Guess): { gates: Step[]; tallies: Step[] } {
  const account = `${emailLookup.toString('base64url')}.${lockEpoch}`;
  const address: Step = { counter: 'address', key: addressKey(ip) };
  const pair: Step = { counter: 'pair', key: `${account}|${addressKey(ip)}` };
  const whole: Step = { counter: 'account', key: account };
  if (knownDevice !== null) return { gates: [{ counter: 'device', key: `${account}|${knownDevice}` }], tallies: [address] };
  if (isSignedIn) return { gates: [pair], tallies: [address, whole] };
  return { gates: [address, pair, whole], tallies: [] };
}

async function settle(begun: readonly Attempt[], how: 'failed' | 'succeeded'): Promise<Lock[]> {
  if (how === 'failed') return Promise.all(begun.map((attempt) => attempt.failed()));
  await Promise.all(begun.map((attempt) => attempt.succeeded()));
  return [];
}
