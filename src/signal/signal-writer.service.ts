import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { uuidv7 } from '../platform/database/uuid.js';
import { AppError } from '../platform/errors/app-error.js';
import type { ActiveSession } from '../session/active-session.service.js';
import { SignalFold } from './signal-fold.service.js';
import { encodeItems, type SignalItem } from './signal-payload.js';
import { type SessionSignalCounts, SignalRepository, type SignalRow } from './signal.repository.js';

interface Batch {
  readonly session: ActiveSession;
  readonly items: readonly SignalItem[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Waiting {
  items: number;
  /** Settles with the newest of the session's batches, and so after all of them. */
  newest: Promise<unknown>;
}

/** A short wait gathers the frames of all sessions into one statement and one commit. */
const LINGER_MS = 15;
const MAX_ITEMS_A_FLUSH = 5_000;
const MAX_ITEMS_WAITING = 50_000;
const MAX_ITEMS_WAITING_A_SESSION = 2_000;
const RETRY_AFTER_MS = 1_000;

/**
 * Puts signals of all sessions into the database, many at a time, and then into their folds. What `write` resolved for is
 * committed. The queue is bounded: beyond it a client is told to wait.
 */
@Injectable()
export class SignalWriter implements BeforeApplicationShutdown {
  private queue: Batch[] = [];
  private waiting = 0;
  private readonly waitingOf = new Map<string, Waiting>();
  private flushing: Promise<void> | null = null;

  constructor(
    private readonly repository: SignalRepository,
    private readonly cipher: FieldCipher,
    private readonly fold: SignalFold,
  ) {}

  /** Items that wait to be stored. */
  get length(): number {
    return this.waiting;
  }

  /** How full the queue is, 0…1. */
  get fullness(): number {
    return this.waiting / MAX_ITEMS_WAITING;
  }

  /**
   * @throws AppError RATE_LIMITED when the queue is full, INVALID_STATE when the session is not active
   */
  write(session: ActiveSession, items: readonly SignalItem[]): Promise<void> {
    const { sessionId } = session;
    const ofSession = this.waitingOf.get(sessionId)?.items ?? 0;
    if (this.waiting + items.length > MAX_ITEMS_WAITING || ofSession + items.length > MAX_ITEMS_WAITING_A_SESSION)
      return Promise.reject(new AppError('RATE_LIMITED', { retryAfterMs: RETRY_AFTER_MS }));
    const written = new Promise<void>((resolve, reject) => {
      this.queue.push({ session, items, resolve, reject });
    });
    this.waiting += items.length;
    this.waitingOf.set(sessionId, { items: ofSession + items.length, newest: written.catch(() => undefined) });
    this.flushing ??= this.flushAll();
    return written;
  }

  /** Resolves when everything of the session that waits now is stored and folded, or refused. */
  async settle(sessionId: string): Promise<void> {
    await this.waitingOf.get(sessionId)?.newest;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flushing;
  }

  private async flushAll(): Promise<void> {
    while (this.queue.length > 0) {
      if (this.waiting < MAX_ITEMS_A_FLUSH) await sleep(LINGER_MS);
      await this.flush(this.takeSome());
    }
    this.flushing = null;
  }

  private takeSome(): Batch[] {
    let items = 0;
    let count = 0;
    for (const batch of this.queue) {
      if (count > 0 && items + batch.items.length > MAX_ITEMS_A_FLUSH) break;
      items += batch.items.length;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  private async flush(batches: readonly Batch[]): Promise<void> {
    const bySession = [...Map.groupBy(batches, ({ session }) => session.sessionId).values()];
    try {
      await this.store(bySession);
    } catch (error) {
      // One session's failure, such as a claim in the same moment, must not be another's.
      if (bySession.length === 1) refuse(batches, error);
      else for (const own of bySession) await this.store([own]).catch((failure: unknown) => refuse(own, failure));
    } finally {
      for (const { session, items } of batches) this.release(session.sessionId, items.length);
    }
  }

  private async store(bySession: readonly (readonly Batch[])[]): Promise<void> {
    const rows: SignalRow[] = [];
    for (const own of bySession) rows.push(...(await this.toRows(own)));
    const counts = new Map((await this.repository.append(rows)).map((row) => [row.id, row]));
    for (const own of bySession) {
      const row = counts.get(own[0]?.session.sessionId ?? '');
      if (row === undefined) refuse(own, new AppError('INVALID_STATE'));
      else this.foldThenResolve(own, row);
    }
  }

  /** The next flush does not wait for the fold, which may have to read the session's signals again. */
  private foldThenResolve(batches: readonly Batch[], row: SessionSignalCounts): void {
    const [first] = batches;
    if (first === undefined) return;
    const items = batches.length === 1 ? first.items : batches.flatMap((batch) => batch.items);
    const totals = { face: row.frame_count, voice: row.voice_event_count, text: row.text_count };
    // What is stored is stored: a fold that failed is made anew with the session's next signals.
    const resolveAll = () => {
      for (const { resolve } of batches) resolve();
    };
    this.fold.add(first.session, items, totals).then(resolveAll, resolveAll);
  }

  private async toRows(batches: readonly Batch[]): Promise<SignalRow[]> {
    const [first] = batches;
    if (first === undefined) return [];
    const { sessionId, personId } = first.session;
    const rows: SignalRow[] = [];
    for (const [modality, items] of Map.groupBy(batches.flatMap((batch) => batch.items), (item) => item.modality)) {
      const id = uuidv7();
      const ref = { table: 'signals', column: 'payload_sealed', rowId: id };
      const payload = await this.cipher.seal(personId, ref, encodeItems(items));
      const { from, to } = spanOf(items);
      rows.push({ id, sessionId, personId, modality, tsFrom: new Date(from), tsTo: new Date(to), itemCount: items.length, payload });
    }
    return rows;
  }

  private release(sessionId: string, count: number): void {
    this.waiting -= count;
    const left = this.waitingOf.get(sessionId);
    if (left === undefined) return;
    left.items -= count;
    if (left.items <= 0) this.waitingOf.delete(sessionId);
  }
}

function refuse(batches: readonly Batch[], error: unknown): void {
  for (const { reject } of batches) reject(error);
}

function spanOf(items: readonly SignalItem[]): { from: number; to: number } {
  let from = Infinity;
  let to = -Infinity;
  for (const item of items) {
    from = Math.min(from, item.ts);
    to = Math.max(to, item.modality === 'voice' ? item.tsEnd : item.ts);
  }
  return { from, to };
}
