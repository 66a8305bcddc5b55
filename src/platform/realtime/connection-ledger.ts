/** What a connection counts against: its holder's connections, and those of its session in its role. */
export interface LedgerClaim {
  readonly counts: readonly { readonly key: string; readonly max: number }[];
  /** What makes a resumed connection the same one as before: it takes its predecessor's place instead of a second one. */
  readonly pid: string;
  /** Tells it apart from its predecessor, which may leave later than it came. */
  readonly entry: string;
}

/** Counts open connections. */
export abstract class ConnectionLedger {
  /** Enters the connection; false, and nothing entered, when one of its counts is full. */
  abstract enter(claim: LedgerClaim): Promise<boolean>;
  abstract leave(claim: LedgerClaim): void;
}

export class MemoryConnectionLedger extends ConnectionLedger {
  private readonly entries = new Map<string, Map<string, string>>();

  override enter(claim: LedgerClaim): Promise<boolean> {
    for (const { key, max } of claim.counts) {
      const held = this.entries.get(key);
      if (held !== undefined && held.size - Number(held.has(claim.pid)) >= max) return Promise.resolve(false);
    }
    for (const { key } of claim.counts) {
      const held = this.entries.get(key) ?? new Map<string, string>();
      held.set(claim.pid, claim.entry);
      this.entries.set(key, held);
    }
    return Promise.resolve(true);
  }

  override leave({ counts, pid, entry }: LedgerClaim): void {
    for (const { key } of counts) {
      const held = this.entries.get(key);
      if (held?.get(pid) !== entry) continue;
      held.delete(pid);
      if (held.size === 0) this.entries.delete(key);
    }
  }

  get size(): number {
    return this.entries.size;
  }
}
