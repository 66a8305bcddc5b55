/** An event as it was sent: its name and arguments, to which rooms, but not to whom. */
export interface SentEvent {
  readonly data: readonly unknown[];
  readonly rooms: readonly string[];
  readonly except: readonly string[];
}

/** A place in the course of one session's events. Numbers of different epochs cannot be compared. */
export interface Position {
  readonly epoch: string;
  readonly number: number;
}

export interface LoggedEvent {
  readonly event: SentEvent;
  readonly position: Position;
}

/** What must be known of a connection to go on with it. */
export interface ResumeRecord {
  readonly socketId: string;
  readonly sessionId: string;
  readonly role: string;
  readonly holder: string;
}

/** Where the events of a log go. */
export interface EventSink {
  /** In the order of the session's events. Without a position it cannot be resumed from (the log was out). */
  deliver(sessionId: string, event: SentEvent, position: Position | null): void;
  /** Clients of the session have missed events that cannot be had any more, and are to begin afresh. */
  lost(sessionId: string): void;
  /** Whether this process has connections of the session. */
  hasSession(sessionId: string): boolean;
}

/**
 * The latest events of every session with connections, in order, and the connections that may be resumed. Bounded in time and
 * number: what is asked for and no longer there is answered by null, never by a part.
 */
export abstract class EventLog {
  /** Remembers a connection under its private id, and from now on keeps the events of its session. */
  abstract attach(pid: string, record: ResumeRecord): Promise<void>;
  /** The connection is gone; `mayResume` tells whether its client may come back to it. */
  abstract detach(pid: string, sessionId: string, mayResume: boolean): void;
  abstract find(pid: string): Promise<ResumeRecord | null>;
  /** Keeps the event and hands it to the sink with its position, at once or a little later. */
  abstract append(sessionId: string, event: SentEvent): void;
  /** What came after the position; null when some of it is gone. */
  abstract after(sessionId: string, position: Position): Promise<LoggedEvent[] | null>;
  abstract start(sink: EventSink): void;
  abstract close(): void;
}

/** How long a client may stay away, as it sees it. */
export const RESUME_WITHIN_MS = 120_000;
/** The server notices a dead line only when a ping stays unanswered; until then events go nowhere. */
export const NOTICE_MS = 30_000;
export const KEEP_EVENTS_MS = RESUME_WITHIN_MS + NOTICE_MS;
export const MAX_EVENTS_PER_SESSION = 2_048;

const OFFSET = /^([a-z0-9]{1,16})\.([a-z0-9]{1,11})$/;

/** The position as the client carries it. */
export const toOffset = ({ epoch, number }: Position): string => `${epoch}.${number.toString(36)}`;

export function fromOffset(offset: string): Position | null {
  const [, epoch, number] = OFFSET.exec(offset) ?? [];
  return epoch === undefined || number === undefined ? null : { epoch, number: Number.parseInt(number, 36) };
}
