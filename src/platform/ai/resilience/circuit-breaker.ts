export interface BreakerSettings {
  /** Failures in a row that open it. */
  failures: number;
  /** How long it stays open the first time; doubles with every probe that fails. */
  openMs: number;
  maxOpenMs: number;
}

/** The right to make one call. Exactly one of its methods counts, the first one. */
export interface Permit {
  succeed(): void;
  /** Counts one failure; enough of them in a row open the circuit. */
  fail(): void;
  /** Opens the circuit at once. @param forMs how long, instead of the breaker's own period; bounded by `maxOpenMs` */
  trip(forMs?: number): void;
  /** The call says nothing about the provider. */
  release(): void;
}

/**
 * Keeps calls away from a provider that does not work. Closed: every call passes. Open: none does until a time. Half-open: one
 * probe at a time passes; it closes the circuit or opens it for twice as long, never longer than `maxOpenMs`.
 */
export class CircuitBreaker {
  private failuresInRow = 0;
  private openUntilMs: number | null = null;
  private openings = 0;
  private isProbing = false;
  /** Grows with every change of state, so that calls let in before it no longer count. */
  private epoch = 0;

  constructor(
    private readonly settings: BreakerSettings,
    private readonly now: () => number,
  ) {}

  get state(): 'closed' | 'open' | 'half-open' {
    if (this.openUntilMs === null) return 'closed';
    return this.now() < this.openUntilMs ? 'open' : 'half-open';
  }

  /** How long until a call can pass, in milliseconds; 0 when one can now. */
  get waitMs(): number {
    return this.openUntilMs === null ? 0 : Math.max(0, this.openUntilMs - this.now());
  }

  /** Whether a call would be let in now. */
  get isPassable(): boolean {
    return this.state === 'closed' || (this.state === 'half-open' && !this.isProbing);
  }

  enter(): Permit | null {
    if (!this.isPassable) return null;
    const isProbe = this.state === 'half-open';
    if (isProbe) this.isProbing = true;
    const { epoch } = this;
    let isSettled = false;
    const once = (change: () => void) => {
      if (isSettled) return;
      isSettled = true;
      if (epoch !== this.epoch) return;
      this.isProbing = false;
      change();
    };
    return {
      succeed: () => once(() => this.close()),
      fail: () => once(() => this.count(isProbe)),
      trip: (forMs) => once(() => this.open(forMs)),
      release: () => once(() => undefined),
    };
  }

  private close(): void {
    if (this.openUntilMs !== null) this.epoch += 1;
    this.failuresInRow = 0;
    this.openings = 0;
    this.openUntilMs = null;
  }

  private count(isProbe: boolean): void {
    this.failuresInRow += 1;
    if (isProbe || this.failuresInRow >= this.settings.failures) this.open();
  }

  private open(forMs?: number): void {
    const { openMs, maxOpenMs } = this.settings;
    const period = forMs ?? openMs * 2 ** Math.min(this.openings, 20);
    if (forMs === undefined) this.openings += 1;
    this.epoch += 1;
    this.failuresInRow = 0;
    this.openUntilMs = this.now() + Math.min(period, maxOpenMs);
  }
}
