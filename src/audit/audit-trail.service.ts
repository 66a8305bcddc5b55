import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { KeyObject } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { type Access, AccessTrail } from '../platform/access/access-trail.js';
import { personIdOf, type Principal, roleOf } from '../platform/access/principal.js';
import { AppConfig } from '../platform/config/app-config.js';
import { deriveKey } from '../platform/crypto/derived-key.js';
import { LookupHash } from '../platform/crypto/lookup-hash.js';
import { Transactions } from '../platform/database/transactions.js';
import { currentContext } from '../platform/http/request-context.js';
import { type AuditRow, chainHash, GENESIS } from './audit-chain.js';
import { AuditRepository, type StoredEntry } from './audit.repository.js';
import { networkOf } from './network.js';

export type AuditAction =
  | 'data.accessed'
  | 'data.exported'
  | 'data.deleted'
  | 'session.deleted'
  | 'session.claimed'
  | 'consent.changed'
  | 'account.changed'
  | 'crisis.step'
  | 'keys.rotated'
  | 'retention.purged';

export interface AuditEntry {
  readonly action: AuditAction;
  /** Whose data; null where it is nobody's or that of several. */
  readonly personId: string | null;
  /** Which data, in names of the program: a route, a kind. Nothing of its content. */
  readonly what: string;
  /** Who, and from where; whoever makes the present request when it is left out, else the system itself. */
  readonly actor?: { readonly principal: Principal; readonly ip: string };
}

export interface AuditProblem {
  readonly seq: number;
  readonly problem: 'changed' | 'missing' | 'not the head that was noted';
}

interface Waiting {
  readonly row: AuditRow;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const MAX_WHAT = 256;
const BATCH = 1_000;
const MAX_PROBLEMS = 20;

/** Who saw or changed whose data: an append-only trail in which nothing can be altered unseen. */
@Injectable()
export class AuditTrail extends AccessTrail implements BeforeApplicationShutdown {
  private readonly key: KeyObject;
  private queue: Waiting[] = [];
  private flushing: Promise<void> | null = null;

  constructor(
    private readonly repository: AuditRepository,
    private readonly transactions: Transactions,
    private readonly lookup: LookupHash,
    { secrets }: AppConfig,
  ) {
    super();
    this.key = deriveKey(secrets.lookupKey, 'audit-trail');
  }

  override note({ principal, ip, route, personId }: Access): Promise<void> {
    return this.record({ action: 'data.accessed', personId, what: route, actor: { principal, ip } });
  }

  /**
   * Resolves when the entry is committed. With a transaction it is committed with that one; call it last in it, for it holds up
   * everybody else's entries until then.
   */
  async record(entry: AuditEntry, tx?: Transaction): Promise<void> {
    const row = this.rowOf(entry);
    if (tx !== undefined) {
      await this.append([row], tx);
      return;
    }
    await new Promise<void>((resolve, reject) => {
      this.queue.push({ row, resolve, reject });
      this.flushing ??= this.flushAll();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flushing;
  }

  /**
   * Reads the whole trail and looks for what does not fit.
   * @param noted an entry's number and hash as an earlier verification gave them: finds a trail that was cut off or written anew
   */
  async verify(noted?: { seq: number; hash: string }): Promise<{ entries: number; head: { seq: number; hash: string } | null; problems: AuditProblem[] }> {
    const problems: AuditProblem[] = [];
    let last: { seq: number; hash: Buffer } = { seq: 0, hash: GENESIS };
    let entries = 0;
    let isNotedFound = noted === undefined;
    for (;;) {
      const batch = await this.repository.findAfter(last.seq, BATCH);
      for (const entry of batch) {
        if (problems.length < MAX_PROBLEMS) problems.push(...this.check(entry, last));
        if (entry.seq === noted?.seq) isNotedFound = entry.hash.toString('hex') === noted.hash;
        last = entry;
        entries += 1;
      }
      if (batch.length < BATCH) break;
    }
    if (!isNotedFound && noted !== undefined) problems.push({ seq: noted.seq, problem: 'not the head that was noted' });
    return { entries, head: entries === 0 ? null : { seq: last.seq, hash: last.hash.toString('hex') }, problems };
  }

  private check(entry: StoredEntry, before: { seq: number; hash: Buffer }): AuditProblem[] {
    if (entry.seq !== before.seq + 1) return [{ seq: before.seq + 1, problem: 'missing' }];
    return chainHash(this.key, entry.seq, before.hash, entry).equals(entry.hash) ? [] : [{ seq: entry.seq, problem: 'changed' }];
  }

  private rowOf({ action, personId, what, actor = currentContext() }: AuditEntry): AuditRow {
    const { principal, ip } = actor ?? {};
    return {
      at: new Date(),
      action,
      actorId: principal === undefined ? null : personIdOf(principal),
      actorRole: principal === undefined ? 'system' : roleOf(principal),
      network: ip === undefined ? null : networkOf(ip),
      addressHash: ip === undefined || ip === '' ? null : this.lookup.of('ip', ip),
      personId,
      what: what.slice(0, MAX_WHAT),
    };
  }

  /** Entries that come while others are being written go into the next transaction together. */
  private async flushAll(): Promise<void> {
    while (this.queue.length > 0) {
      const batch = this.queue.splice(0, BATCH);
      try {
        await this.transactions.run((tx) => this.append(batch.map(({ row }) => row), tx));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.flushing = null;
  }

  private async append(rows: readonly AuditRow[], tx: Transaction): Promise<void> {
    let { seq, hash }: { seq: number; hash: Buffer } = (await this.repository.lockHead(tx)) ?? { seq: 0, hash: GENESIS };
    const entries = rows.map((row): StoredEntry => {
      seq += 1;
      hash = chainHash(this.key, seq, hash, row);
      return { ...row, seq, hash };
    });
    await this.repository.add(entries, tx);
  }
}
