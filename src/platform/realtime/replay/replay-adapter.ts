import { RedisAdapter } from '@socket.io/redis-adapter';
import type { Namespace, Socket } from 'socket.io';
import { Adapter, type BroadcastOptions, type Session } from 'socket.io-adapter';
import { rooms, sessionOfRoom } from '../rooms.js';
import {
  type EventLog,
  type EventSink,
  fromOffset,
  type Position,
  type ResumeRecord,
  type SentEvent,
  toOffset,
} from './event-log.js';

/** socket.io's number for an event without binary parts. */
const EVENT = 2;
const TAKEOVER = 'bemore:takeover';

interface Packet {
  type: number;
  id?: number;
  data: unknown[];
}

/** What `Socket.data` holds between the restoring of a connection and its authentication. */
export interface ResumeRequest {
  readonly record: ResumeRecord;
  readonly position: Position;
}

/** Redis clients as the adapter uses them: without a handler of its own for what fails. */
export interface AdapterClients {
  readonly publisher: object;
  readonly subscriber: object;
  readonly prefix: string;
}

type AdapterClass = new (namespace: Namespace) => Adapter;

const isConnected = (namespace: Namespace, id: string): Socket | undefined => namespace.sockets.get(id);

/** The adapter class of the namespace: rooms in this process, or over all instances when there are `clients`. */
export function replayAdapter(log: EventLog, clients: AdapterClients | null): new (namespace: Namespace) => ReplayAdapter {
  const Base: AdapterClass = clients === null ? Adapter : sharedAdapter(clients);
  return replaying(Base, log);
}

function sharedAdapter({ publisher, subscriber, prefix }: AdapterClients): AdapterClass {
  return class extends RedisAdapter {
    constructor(namespace: Namespace) {
      super(namespace, publisher, subscriber, { key: `${prefix}adapter` });
    }
  };
}

export interface ReplayAdapter extends Adapter {
  /** Sends the socket what it missed, then what came meanwhile; false when it cannot be had any more. */
  replay(socket: Socket, sessionId: string, position: Position): Promise<boolean>;
}

interface Held {
  readonly event: SentEvent;
  readonly position: Position | null;
}

/** A socket that is being sent what it missed, or was and may get the same again from the log's line. */
interface Resuming {
  /** What came meanwhile; null when everything was sent. */
  waiting: Held[] | null;
  /** The newest that was sent. */
  through: Position;
}

/**
 * socket.io's own recovery, with other insides: events are kept by session and bounded, a line that the server does not yet
 * know to be dead can be taken over, a connection can go on at another instance, and what was missed is sent only after the
 * client was authenticated again (socket.io sends it before). Clients see the standard protocol: a private id, and an offset
 * behind each event's arguments.
 */
function replaying(Base: AdapterClass, log: EventLog): new (namespace: Namespace) => ReplayAdapter {
  return class extends Base implements ReplayAdapter, EventSink {
    private readonly namespace: Namespace;
    /** By session and socket. */
    private readonly resuming = new Map<string, Map<string, Resuming>>();

    constructor(namespace: Namespace) {
      super(namespace);
      this.namespace = namespace;
      log.start(this);
      namespace.on(TAKEOVER, (socketId: string) => isConnected(namespace, socketId)?.disconnect(true));
    }

    override broadcast(packet: Packet, options: BroadcastOptions): void {
      const sessionId = isKept(packet, options) ? this.sessionOf(options.rooms) : undefined;
      if (sessionId === undefined) super.broadcast(packet, options);
      else log.append(sessionId, { data: packet.data, rooms: [...options.rooms], except: [...(options.except ?? [])] });
    }

    /** socket.io calls it for some reasons of disconnecting; the log is told of all of them elsewhere. */
    override persistSession(): void {
      return;
    }

    override async restoreSession(pid: string, offset: string): Promise<Session> {
      const position = fromOffset(offset);
      const record = position === null ? null : await log.find(pid);
      const isWhole = position !== null && record !== null && (await log.after(record.sessionId, position)) !== null;
      // socket.io takes anything but a session for "begin afresh", though its types know only sessions.
      if (!isWhole) return null as unknown as Session;
      isConnected(this.namespace, record.socketId)?.disconnect(true);
      this.serverSideEmit([TAKEOVER, record.socketId]);
      const request: ResumeRequest = { record, position };
      return { sid: record.socketId, pid, rooms: [], data: { resume: request }, missedPackets: [] };
    }

    async replay(socket: Socket, sessionId: string, position: Position): Promise<boolean> {
      const waiting: Held[] = [];
      const state: Resuming = { waiting, through: position };
      const ofSession = this.resuming.get(sessionId) ?? new Map<string, Resuming>();
      this.resuming.set(sessionId, ofSession.set(socket.id, state));
      try {
        const missed = await log.after(sessionId, position);
        if (missed === null) return false;
        state.through = missed.at(-1)?.position ?? position;
        for (const { event, position: place } of missed) if (this.isMeant(socket.id, event)) this.send(event, place, socket.id);
        for (const { event, position: place } of waiting) if (!isBefore(place, state.through)) this.send(event, place, socket.id);
        state.waiting = null;
        return true;
      } catch {
        return false;
      }
    }

    deliver(sessionId: string, event: SentEvent, position: Position | null): void {
      const except = new Set(event.except);
      for (const [socketId, state] of this.resuming.get(sessionId) ?? []) {
        if (state.waiting !== null) {
          if (this.isMeant(socketId, event)) state.waiting.push({ event, position });
          except.add(socketId);
        } else if (isBefore(position, state.through)) except.add(socketId);
        else this.resumed(sessionId, socketId);
      }
      super.broadcast(packetOf(event, position), { rooms: new Set(event.rooms), except, flags: { local: true } });
    }

    override delAll(socketId: string): void {
      const sessionId = this.sessionOfSocket(socketId);
      if (sessionId !== undefined) this.resumed(sessionId, socketId);
      super.delAll(socketId);
    }

    private resumed(sessionId: string, socketId: string): void {
      const ofSession = this.resuming.get(sessionId);
      ofSession?.delete(socketId);
      if (ofSession?.size === 0) this.resuming.delete(sessionId);
    }

    lost(sessionId: string): void {
      for (const id of this.rooms.get(rooms.session(sessionId, 'all')) ?? []) isConnected(this.namespace, id)?.conn.close();
    }

    hasSession(sessionId: string): boolean {
      return this.rooms.has(rooms.session(sessionId, 'all'));
    }

    override close(): Promise<void> | void {
      log.close();
      return super.close();
    }

    override serverSideEmit(packet: unknown[]): void {
      if (clientsOf(this)) super.serverSideEmit(packet);
    }

    private send(event: SentEvent, position: Position | null, socketId: string): void {
      super.broadcast(packetOf(event, position), { rooms: new Set([socketId]), except: new Set(), flags: { local: true } });
    }

    private isMeant(socketId: string, event: SentEvent): boolean {
      const own = this.sids.get(socketId);
      if (own === undefined || event.except.some((room) => own.has(room))) return false;
      return event.rooms.length === 0 || event.rooms.some((room) => own.has(room));
    }

    /** Events to a session's rooms, or to one of its connections. */
    private sessionOf(names: Set<string>): string | undefined {
      for (const name of names) {
        const sessionId = sessionOfRoom(name) ?? this.sessionOfSocket(name);
        if (sessionId !== undefined) return sessionId;
      }
      return undefined;
    }

    private sessionOfSocket(socketId: string): string | undefined {
      for (const room of this.sids.get(socketId) ?? []) {
        const sessionId = sessionOfRoom(room);
        if (sessionId !== undefined) return sessionId;
      }
      return undefined;
    }
  };
}

const clientsOf = (adapter: Adapter): boolean => adapter instanceof RedisAdapter;

const packetOf = (event: SentEvent, position: Position | null): Packet => ({
  type: EVENT,
  data: position === null ? [...event.data] : [...event.data, toOffset(position)],
});

const isKept = ({ type, id }: Packet, { flags }: BroadcastOptions): boolean =>
  type === EVENT && id === undefined && flags?.volatile !== true && flags?.local !== true;

const isBefore = (position: Position | null, other: Position): boolean =>
  position !== null && position.epoch === other.epoch && position.number <= other.number;
