import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Logger } from '../../logging/logger.js';
import type { RedisConnections } from '../../limits/redis-connections.js';
import {
  EventLog,
  type EventSink,
  KEEP_EVENTS_MS,
  type LoggedEvent,
  MAX_EVENTS_PER_SESSION,
  type Position,
  type ResumeRecord,
  type SentEvent,
} from './event-log.js';
import { newEpoch } from './new-epoch.js';
import type { PayloadSeal } from './payload-seal.js';
import { EVENT_SCRIPTS, type EventCommands, parseNotice } from './redis-event-scripts.js';

/** Longer than any connection; only cleans up. */
const KEEP_NUMBERING_MS = 6 * 3_600_000;
const HEAL_MS = 1_000;
const MAX_REMEMBERED = 10_000;

const recordSchema = z.strictObject({ socketId: z.string(), sessionId: z.string(), role: z.string(), holder: z.string() });
const payloadSchema = z.strictObject({
  id: z.string(),
  data: z.array(z.unknown()),
  rooms: z.array(z.string()),
  except: z.array(z.string()),
});

interface OpenedEvent {
  readonly id: string;
  readonly event: SentEvent;
}

/**
 * The log of several instances. Redis numbers the events of a session, keeps the latest and passes them to all instances, so
 * everybody has the same order and a client can go on at another instance, also when its own was killed.
 *
 * While Redis is out events reach the connections of this process only. When it is back the sessions concerned begin a new
 * numbering: clients elsewhere are made to begin afresh, and nobody is told that he has missed nothing when he has.
 */
export class RedisEventLog extends EventLog {
  private readonly redis: Redis & EventCommands;
  private readonly subscriber: Redis;
  private readonly channel: string;
  private readonly instance = randomUUID().slice(0, 8);
  private counter = 0;
  private sink: EventSink | null = null;
  /** How far each session with connections here has been handed on. */
  private readonly positions = new Map<string, Position>();
  private readonly catchingUp = new Map<string, { again: boolean }>();
  /** Sessions whose events went past the log. */
  private readonly gaps = new Set<string>();
  private readonly ownEpochs = new Map<string, string>();
  /** Events handed on by the fallback although Redis may have taken them. */
  private readonly handedOn = new Set<string>();
  private healing: NodeJS.Timeout | null = null;

  constructor(
    connections: RedisConnections,
    private readonly prefix: string,
    private readonly seal: PayloadSeal,
    private readonly logger: Logger,
  ) {
    super();
    for (const [name, definition] of Object.entries(EVENT_SCRIPTS)) connections.commands.defineCommand(name, definition);
    this.redis = connections.commands as Redis & EventCommands;
    this.subscriber = connections.subscriber;
    this.channel = `${prefix}events`;
  }

  override start(sink: EventSink): void {
    this.sink = sink;
    this.subscriber.on('messageBuffer', this.onMessage);
    this.subscriber.on('ready', this.subscribe);
    this.subscribe();
  }

  override close(): void {
    this.subscriber.off('messageBuffer', this.onMessage);
    this.subscriber.off('ready', this.subscribe);
    if (this.healing !== null) clearTimeout(this.healing);
  }

  override async attach(pid: string, record: ResumeRecord): Promise<void> {
    const keys = [this.numbering(record.sessionId), this.connection(pid)] as const;
    try {
      await this.redis.bemoreAttach(...keys, newEpoch(), JSON.stringify(record), KEEP_NUMBERING_MS);
    } catch (error) {
      this.logger.debug({ err: error }, 'a connection cannot be resumed: redis is out');
    }
  }

  override detach(pid: string, sessionId: string, mayResume: boolean): void {
    const done = mayResume ? this.redis.pexpire(this.connection(pid), KEEP_EVENTS_MS) : this.redis.del(this.connection(pid));
    done.catch(() => undefined);
    if (this.sink?.hasSession(sessionId) === true) return;
    this.positions.delete(sessionId);
    this.ownEpochs.delete(sessionId);
  }

  override async find(pid: string): Promise<ResumeRecord | null> {
    const stored = await this.redis.get(this.connection(pid));
    return stored === null ? null : recordSchema.parse(JSON.parse(stored));
  }

  override append(sessionId: string, event: SentEvent): void {
    const id = `${this.instance}-${this.counter++}`;
    const payload = this.seal.seal(sessionId, JSON.stringify({ id, ...event }));
    const keys = [this.numbering(sessionId), this.events(sessionId)] as const;
    this.redis.bemoreAppend(...keys, this.channel, sessionId, payload, MAX_EVENTS_PER_SESSION, KEEP_EVENTS_MS).then(
      (number) => {
        if (number === 0 && this.sink?.hasSession(sessionId) === true) this.handOn(sessionId, id, event);
      },
      () => this.handOn(sessionId, id, event),
    );
  }

  override async after(sessionId: string, position: Position): Promise<LoggedEvent[] | null> {
    const fetched = await this.fetch(sessionId, position);
    return fetched?.map(({ event, position: place }) => ({ event, position: place })) ?? null;
  }

  private readonly subscribe = (): void => {
    this.subscriber.subscribe(this.channel).then(
      () => {
        for (const sessionId of this.positions.keys()) void this.catchUp(sessionId);
      },
      () => undefined,
    );
  };

  private readonly onMessage = (channel: Buffer, message: Buffer): void => {
    if (channel.toString() !== this.channel) return;
    const notice = parseNotice(message);
    if (notice === null || this.sink?.hasSession(notice.sessionId) !== true) return;
    const { sessionId, epoch, number, payload } = notice;
    const seen = this.positions.get(sessionId);
    if (seen?.epoch !== epoch) {
      const isOwn = this.ownEpochs.get(sessionId) === epoch;
      if (seen !== undefined && !isOwn) this.sink.lost(sessionId);
      this.positions.set(sessionId, { epoch, number: isOwn || payload.length === 0 ? 0 : number - 1 });
    }
    if (payload.length === 0) return;

    const catching = this.catchingUp.get(sessionId);
    const expected = (this.positions.get(sessionId)?.number ?? 0) + 1;
    if (catching !== undefined) catching.again = true;
    else if (number > expected) void this.catchUp(sessionId);
    else if (number === expected) this.receive(sessionId, payload, { epoch, number });
  };

  private receive(sessionId: string, payload: Buffer, position: Position): void {
    this.positions.set(sessionId, position);
    try {
      this.deliver(sessionId, this.open(sessionId, payload), position);
    } catch (error) {
      this.logger.error({ err: error, sessionId }, 'an event from another instance cannot be read');
    }
  }

  private deliver(sessionId: string, { id, event }: OpenedEvent, position: Position): void {
    if (!this.handedOn.delete(id)) this.sink?.deliver(sessionId, event, position);
  }

  /** Fetches what did not arrive, after the line was down. */
  private async catchUp(sessionId: string): Promise<void> {
    const running = this.catchingUp.get(sessionId);
    if (running !== undefined) {
      running.again = true;
      return;
    }
    const state = { again: true };
    this.catchingUp.set(sessionId, state);
    try {
      while (state.again) {
        state.again = false;
        const seen = this.positions.get(sessionId);
        if (seen === undefined) return;
        const missed = await this.fetch(sessionId, seen);
        if (missed === null) {
          this.positions.delete(sessionId);
          this.sink?.lost(sessionId);
          return;
        }
        for (const opened of missed) {
          this.positions.set(sessionId, opened.position);
          this.deliver(sessionId, opened, opened.position);
        }
      }
    } catch (error) {
      this.logger.debug({ err: error, sessionId }, 'events cannot be fetched: redis is out');
    } finally {
      this.catchingUp.delete(sessionId);
    }
  }

  /** Redis did not take the event: it goes to this process's connections, and what is kept has a gap. */
  private handOn(sessionId: string, id: string, event: SentEvent): void {
    if (this.gaps.size < MAX_REMEMBERED) this.gaps.add(sessionId);
    if (this.handedOn.size >= MAX_REMEMBERED) this.handedOn.clear();
    this.handedOn.add(id);
    this.sink?.deliver(sessionId, event, null);
    this.scheduleHealing();
  }

  private scheduleHealing(): void {
    if (this.healing !== null) return;
    this.healing = setTimeout(() => {
      this.healing = null;
      void this.heal();
    }, HEAL_MS);
    this.healing.unref();
  }

  private async heal(): Promise<void> {
    for (const sessionId of this.gaps) {
      const epoch = newEpoch();
      this.ownEpochs.set(sessionId, epoch);
      const keys = [this.numbering(sessionId), this.events(sessionId)] as const;
      try {
        await this.redis.bemoreRestart(...keys, this.channel, sessionId, epoch, KEEP_NUMBERING_MS);
        this.gaps.delete(sessionId);
        if (this.sink?.hasSession(sessionId) !== true) this.ownEpochs.delete(sessionId);
      } catch {
        this.scheduleHealing();
        return;
      }
    }
  }

  private async fetch(sessionId: string, { epoch, number }: Position): Promise<(OpenedEvent & LoggedEvent)[] | null> {
    const sealed = await this.redis.bemoreAfterBuffer(this.numbering(sessionId), this.events(sessionId), epoch, number);
    if (sealed === null) return null;
    return sealed.map((payload, index) => {
      const position = { epoch, number: number + 1 + index };
      return { ...this.open(sessionId, payload), position };
    });
  }

  private open(sessionId: string, payload: Buffer): OpenedEvent {
    const { id, ...event } = payloadSchema.parse(JSON.parse(this.seal.open(sessionId, payload)));
    return { id, event };
  }

  private numbering(sessionId: string): string {
    return `${this.prefix}numbering:${sessionId}`;
  }

  private events(sessionId: string): string {
    return `${this.prefix}events:${sessionId}`;
  }

  private connection(pid: string): string {
    return `${this.prefix}connection:${pid}`;
  }
}
