import { performance } from 'node:perf_hooks';
import {
  EventLog,
  type EventSink,
  KEEP_EVENTS_MS,
  type LoggedEvent,
  MAX_EVENTS_PER_SESSION,
  type Position,
  RESUME_WITHIN_MS,
  type ResumeRecord,
  type SentEvent,
} from './event-log.js';
import { newEpoch } from './new-epoch.js';

const SWEEP_MS = 10_000;
const MAX_EVENTS = 200_000;

interface Kept {
  readonly event: SentEvent;
  readonly at: number;
}

/** Numbers run on without a gap: the last of `kept` has the number `last`. */
interface SessionLog {
  readonly epoch: string;
  last: number;
  kept: Kept[];
  connections: number;
  /** When the last connection left. */
  leftAt: number;
}

interface Attached {
  readonly record: ResumeRecord;
  /** Null while it is connected. */
  goneAt: number | null;
}

export interface MemoryEventLogOptions {
  maxEvents?: number;
  /** Monotonic milliseconds. */
  now?: () => number;
}

/** The log of a process that is the only one. */
export class MemoryEventLog extends EventLog {
  private readonly sessions = new Map<string, SessionLog>();
  private readonly attached = new Map<string, Attached>();
  private readonly maxEvents: number;
  private readonly now: () => number;
  private sink: EventSink | null = null;
  private timer: NodeJS.Timeout | null = null;
  private events = 0;

  constructor({ maxEvents = MAX_EVENTS, now = () => performance.now() }: MemoryEventLogOptions = {}) {
    super();
    this.maxEvents = maxEvents;
    this.now = now;
  }

  override start(sink: EventSink): void {
    this.sink = sink;
    this.timer = setInterval(() => this.sweep(), SWEEP_MS);
    this.timer.unref();
  }

  override close(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  override attach(pid: string, record: ResumeRecord): Promise<void> {
    const before = this.attached.get(pid);
    this.attached.set(pid, { record, goneAt: null });
    if (before?.goneAt === null) return Promise.resolve();
    const log = this.sessions.get(record.sessionId) ?? { epoch: newEpoch(), last: 0, kept: [], connections: 0, leftAt: 0 };
    log.connections++;
    this.sessions.set(record.sessionId, log);
    return Promise.resolve();
  }

  override detach(pid: string, sessionId: string, mayResume: boolean): void {
    const attached = this.attached.get(pid);
    if (attached?.goneAt !== null) return;
    attached.goneAt = this.now();
    if (!mayResume) this.attached.delete(pid);
    const log = this.sessions.get(sessionId);
    if (log === undefined) return;
    log.connections--;
    log.leftAt = this.now();
  }

  override find(pid: string): Promise<ResumeRecord | null> {
    const attached = this.attached.get(pid);
    if (attached === undefined || this.isForgotten(attached)) return Promise.resolve(null);
    return Promise.resolve(attached.record);
  }

  override append(sessionId: string, event: SentEvent): void {
    const log = this.sessions.get(sessionId);
    if (log === undefined) return;
    log.last++;
    log.kept.push({ event, at: this.now() });
    this.events++;
    if (log.kept.length > MAX_EVENTS_PER_SESSION) this.drop(log, log.kept.length - MAX_EVENTS_PER_SESSION / 2);
    if (this.events > this.maxEvents) this.dropOldest();
    this.sink?.deliver(sessionId, event, { epoch: log.epoch, number: log.last });
  }

  override after(sessionId: string, { epoch, number }: Position): Promise<LoggedEvent[] | null> {
    const log = this.sessions.get(sessionId);
    if (log?.epoch !== epoch) return Promise.resolve(null);
    const missing = log.last - number;
    if (missing < 0 || missing > log.kept.length) return Promise.resolve(null);
    const kept = log.kept.slice(log.kept.length - missing);
    return Promise.resolve(kept.map(({ event }, index) => ({ event, position: { epoch, number: number + 1 + index } })));
  }

  get size(): { sessions: number; events: number; connections: number } {
    return { sessions: this.sessions.size, events: this.events, connections: this.attached.size };
  }

  /** Drops what nobody can come back to any more. */
  sweep(): void {
    const now = this.now();
    for (const [pid, attached] of this.attached) if (this.isForgotten(attached)) this.attached.delete(pid);
    for (const [sessionId, log] of this.sessions) {
      const stale = log.kept.findIndex(({ at }) => at >= now - KEEP_EVENTS_MS);
      this.drop(log, stale === -1 ? log.kept.length : stale);
      if (log.connections === 0 && log.leftAt < now - RESUME_WITHIN_MS) {
        this.drop(log, log.kept.length);
        this.sessions.delete(sessionId);
      }
    }
  }

  private isForgotten({ goneAt }: Attached): boolean {
    return goneAt !== null && goneAt < this.now() - RESUME_WITHIN_MS;
  }

  private drop(log: SessionLog, count: number): void {
    if (count === 0) return;
    log.kept.splice(0, count);
    this.events -= count;
  }

  /** Everybody gives half: nobody's flood is paid by another alone. */
  private dropOldest(): void {
    for (const log of this.sessions.values()) this.drop(log, Math.ceil(log.kept.length / 2));
  }
}
