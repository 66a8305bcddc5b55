import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Transaction } from 'sequelize';
import { AppConfig } from '../platform/config/app-config.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { DomainEvents } from '../platform/events/domain-events.js';
import { LiveSession, type Totals } from './live-session.js';
import { decodeItems, type SignalItem } from './signal-payload.js';
import { SignalRepository } from './signal.repository.js';
import { decodeBlock } from './timeline-block.js';
import { TimelineRepository } from './timeline.repository.js';

const MAX_SESSIONS = 5_000;
const REPLAY_ROWS = 1_000;

export const blockRef = (sessionId: string, start: number) => ({ table: 'emotion_blocks', column: 'points_sealed', rowId: `${sessionId}:${start}` });
const signalRef = (rowId: string) => ({ table: 'signals', column: 'payload_sealed', rowId });

/**
 * The folds of the sessions that signals arrive for. One that is not in memory, or that another process has added to, is made anew
 * from the stored signals.
 */
@Injectable()
export class LiveSessions {
  private readonly live = new LRUCache<string, LiveSession>({ max: MAX_SESSIONS });
  /** Changes of one session follow each other. */
  private readonly chains = new Map<string, Promise<unknown>>();

  constructor(
    private readonly signals: SignalRepository,
    private readonly timeline: TimelineRepository,
    private readonly cipher: FieldCipher,
    private readonly config: AppConfig,
    events: DomainEvents,
  ) {
    for (const event of ['session.ended', 'session.deleted', 'session.claimed'] as const) events.on(event, ({ sessionId }) => this.forget(sessionId));
  }

  get size(): number {
    return this.live.size;
  }

  forget(sessionId: string): void {
    this.live.delete(sessionId);
  }

  find(sessionId: string): LiveSession | undefined {
    return this.live.get(sessionId);
  }

  /** Sessions with changes that are not stored. */
  dirty(): LiveSession[] {
    return [...this.live.values()].filter(({ dirty }) => dirty.size > 0);
  }

  /** Runs `work` after everything else that changes this session's fold. */
  async inTurn<T>(sessionId: string, work: () => Promise<T>): Promise<T> {
    const previous = this.chains.get(sessionId) ?? Promise.resolve();
    const own = previous.then(work, work);
    const settled = own.catch(() => undefined);
    this.chains.set(sessionId, settled);
    try {
      return await own;
    } finally {
      if (this.chains.get(sessionId) === settled) this.chains.delete(sessionId);
    }
  }

  /**
   * Adds stored items to the session's fold. Call it in turn.
   * @param totals what the database holds with these items; when the fold comes to anything else, it is made anew
   */
  async add(sessionId: string, personId: string, items: readonly SignalItem[], totals: Readonly<Totals>): Promise<LiveSession> {
    const known = this.live.get(sessionId) ?? this.begin(sessionId, personId, items, totals);
    if (known !== null && isBehindBy(known.totals, items, totals)) {
      await this.restoreFor(known, items);
      known.fold(items);
      return known;
    }
    return this.rebuild(sessionId, personId);
  }

  /** The fold over all that is stored. Call it in turn. */
  async rebuild(sessionId: string, personId: string, tx?: Transaction): Promise<LiveSession> {
    const session = new LiveSession(sessionId, personId, this.config.fusionWeights);
    let after: string | null = null;
    for (;;) {
      const rows = await this.signals.findAfter(sessionId, after, REPLAY_ROWS, tx);
      const fields = rows.map(({ id, payload_sealed: envelope }) => ({ ref: signalRef(id), envelope }));
      const payloads = await this.cipher.openMany(fields, tx);
      rows.forEach(({ modality }, index) => session.fold(decodeItems(modality, payloads[index] ?? Buffer.alloc(0))));
      after = rows.at(-1)?.id ?? after;
      if (rows.length < REPLAY_ROWS) break;
    }
    this.live.set(sessionId, session);
    return session;
  }

  /** A session's first signals need no replay. */
  private begin(sessionId: string, personId: string, items: readonly SignalItem[], totals: Readonly<Totals>): LiveSession | null {
    if (totals.face + totals.voice + totals.text !== items.length) return null;
    const session = new LiveSession(sessionId, personId, this.config.fusionWeights);
    this.live.set(sessionId, session);
    return session;
  }

  private async restoreFor(session: LiveSession, items: readonly SignalItem[]): Promise<void> {
    const missing = session.missingFor(items);
    if (missing.length === 0) return;
    const rows = await this.timeline.findSome(session.sessionId, missing.map((start) => new Date(start)));
    const texts = await this.cipher.openManyTexts(
      rows.map((row) => ({ ref: blockRef(session.sessionId, row.block_start.getTime()), envelope: row.points_sealed })),
    );
    rows.forEach((row, index) => {
      const start = row.block_start.getTime();
      session.restore(start, decodeBlock(start, texts[index] ?? '[]'));
    });
  }
}

function isBehindBy(known: Readonly<Totals>, items: readonly SignalItem[], totals: Readonly<Totals>): boolean {
  const expected: Totals = { ...known };
  for (const { modality } of items) expected[modality] += 1;
  return expected.face === totals.face && expected.voice === totals.voice && expected.text === totals.text;
}
