import type { ClientEventName, LimitWarning } from '../../../libs/contracts/realtime.js';
import { TokenBucket } from '../limits/token-bucket.js';

/** Which bucket an event draws on. */
export type EventClass = 'frames' | 'audio' | 'events';

export type EventRates = Readonly<Record<EventClass, number>>;

const CLASSES: Partial<Record<ClientEventName, EventClass>> = {
  landmarks: 'frames',
  blendshapes: 'frames',
  'voice:audio': 'audio',
};

export const classOf = (event: ClientEventName): EventClass => CLASSES[event] ?? 'events';

const WARN_BELOW = 0.2;
const SECOND_MS = 1_000;
/** A second counts against a client when this share of the rate was refused in it; a little over the rate is only refused. */
const STRIKE_SHARE = 0.25;
const STRIKES = 5;
/** So many seconds' worth refused end it at once. */
const FLOOD_SECONDS = 20;

export interface Verdict {
  /** 0 when the event may pass, else how long until one may. */
  readonly retryAfterMs: number;
  /** To be sent: the limit is near. At most one a second and bucket. */
  readonly warning: LimitWarning | null;
  /** The first refusal in a second; the others are more of the same. */
  readonly isNews: boolean;
  /** The client keeps on and is to be disconnected. */
  readonly isExceeded: boolean;
}

const PASSED: Verdict = { retryAfterMs: 0, warning: null, isNews: false, isExceeded: false };

/** The bucket of one class of events on one connection, and how often the client met its bottom. */
class ClassLimit {
  private readonly bucket: TokenBucket;
  private warnedAt = -Infinity;
  private secondAt = -Infinity;
  private refusedInSecond = 0;
  private refusedInRow = 0;
  private strikes = 0;

  constructor(
    private readonly name: EventClass,
    private readonly rate: number,
    now: number,
  ) {
    this.bucket = new TokenBucket(rate, rate, now);
  }

  take(now: number): Verdict {
    const retryAfterMs = this.bucket.take(now);
    if (retryAfterMs > 0) return this.refuse(now, retryAfterMs);
    const { remaining, resetMs } = this.bucket;
    if (remaining > this.rate * WARN_BELOW || now - this.warnedAt < SECOND_MS) return PASSED;
    this.warnedAt = now;
    return { ...PASSED, warning: { name: this.name, limit: this.rate, remaining, resetMs } };
  }

  private refuse(now: number, retryAfterMs: number): Verdict {
    const sinceSecond = now - this.secondAt;
    if (sinceSecond >= SECOND_MS) {
      const isStrike = this.refusedInSecond > this.rate * STRIKE_SHARE;
      const isRow = isStrike && sinceSecond < 2 * SECOND_MS;
      this.strikes = isRow ? this.strikes + 1 : 0;
      if (!isRow) this.refusedInRow = 0;
      this.secondAt = now;
      this.refusedInSecond = 0;
    }
    this.refusedInSecond++;
    this.refusedInRow++;
    const isExceeded = this.strikes >= STRIKES || this.refusedInRow > this.rate * FLOOD_SECONDS;
    return { retryAfterMs, warning: null, isNews: this.refusedInSecond === 1, isExceeded };
  }
}

/** The buckets of one connection. */
export class ConnectionLimits {
  private readonly limits: Record<EventClass, ClassLimit>;

  constructor(
    readonly rates: EventRates,
    now: number,
  ) {
    this.limits = {
      frames: new ClassLimit('frames', rates.frames, now),
      audio: new ClassLimit('audio', rates.audio, now),
      events: new ClassLimit('events', rates.events, now),
    };
  }

  take(eventClass: EventClass, now: number): Verdict {
    return this.limits[eventClass].take(now);
  }
}
