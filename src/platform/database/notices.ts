import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Transaction } from 'sequelize';
import type { Logger } from '../logging/logger.js';
import type { Endpoint } from './connection.js';
import type { Db } from './db.js';

/** Features add their notices by declaration merging. A notice is small (8000 bytes), holds ids, and is told to every other instance. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled through declaration merging
export interface NoticeMap {}

type Topic = keyof NoticeMap;
type Handler = (data: never) => void;

const CHANNEL = 'bemore_notices';
const CONNECT_MS = 2_000;
/** How soon a line that nobody closed is known to be lost. */
const BEAT_MS = 2_000;
const BEAT_LIMIT_MS = 2_000;
const RETRY_MIN_MS = 100;
const RETRY_MAX_MS = 2_000;
/** PostgreSQL takes less than 8000 bytes. */
const MAX_BYTES = 7_900;

interface Envelope {
  from: string;
  topic: string;
  data: unknown;
}

/**
 * Short messages between the instances of the service, over PostgreSQL's NOTIFY: no part more to run, and a notice that is sent in a
 * transaction arrives exactly when that is committed. It comes on a connection of its own, which is made anew when it is lost.
 * What was said meanwhile is lost: while `isLive` is false nobody may trust what he remembers, and `onRestored` tells when to look again.
 */
export class Notices {
  private readonly instance = randomUUID();
  private readonly handlers = new Map<string, Handler[]>();
  private readonly restored: (() => void)[] = [];
  private client: pg.Client | null = null;
  private beat: NodeJS.Timeout | null = null;
  private isClosed = false;
  private wasLost = false;
  private connecting: Promise<void> = Promise.resolve();

  constructor(
    private readonly endpoint: Endpoint,
    private readonly db: Db,
    private readonly logger: Logger,
  ) {}

  /** Whether every notice of the other instances gets here. */
  get isLive(): boolean {
    return this.client !== null;
  }

  /** Begins to listen. Without a connection it goes on trying. */
  async open(): Promise<void> {
    const isListening = await this.listen();
    if (!isListening) this.reconnect();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const { client } = this;
    this.release();
    await Promise.allSettled([client?.end(), this.connecting]);
  }

  /** Tells the other instances; with a transaction when it is committed. */
  async publish<T extends Topic>(topic: T, data: NoticeMap[T], tx?: Transaction): Promise<void> {
    const envelope: Envelope = { from: this.instance, topic, data };
    const payload = JSON.stringify(envelope);
    if (Buffer.byteLength(payload) > MAX_BYTES) throw new Error('a notice is too long');
    await this.db.query('SELECT pg_notify($1, $2)', [CHANNEL, payload], tx);
  }

  /** As `publish`, for what has already happened: a failure is logged, and the caches' short lives make up for it. */
  tell<T extends Topic>(topic: T, data: NoticeMap[T]): void {
    this.publish(topic, data).catch((error: unknown) => this.logger.error({ err: error, topic }, 'the other instances could not be told'));
  }

  /** What another instance tells; its own notices do not come back to it. */
  on<T extends Topic>(topic: T, handler: (data: NoticeMap[T]) => void): void {
    this.handlers.set(topic, [...(this.handlers.get(topic) ?? []), handler]);
  }

  /** After a time in which notices were lost. */
  onRestored(handler: () => void): void {
    this.restored.push(handler);
  }

  private async listen(): Promise<boolean> {
    const client = new pg.Client({
      ...this.endpoint,
      application_name: 'bemore-notices',
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: BEAT_LIMIT_MS,
      keepAlive: true,
    });
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    client.on('notification', ({ payload }) => this.receive(payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch {
      client.end().catch(() => undefined);
      return false;
    }
    if (this.isClosed) {
      await client.end();
      return true;
    }
    this.client = client;
    this.beat = setInterval(() => {
      client.query('SELECT 1').catch(() => this.lose(client));
    }, BEAT_MS);
    this.beat.unref();
    return true;
  }

  private lose(client: pg.Client): void {
    if (this.client !== client) return;
    this.release();
    client.end().catch(() => undefined);
    if (this.isClosed) return;
    this.wasLost = true;
    this.logger.error({}, 'notices of the other instances do not arrive: the connection is lost');
    this.reconnect();
  }

  private release(): void {
    this.client = null;
    if (this.beat !== null) clearInterval(this.beat);
    this.beat = null;
  }

  private reconnect(): void {
    this.wasLost = true;
    this.connecting = this.keepTrying();
  }

  private async keepTrying(): Promise<void> {
    for (let wait = RETRY_MIN_MS; !this.isClosed; wait = Math.min(wait * 2, RETRY_MAX_MS)) {
      if (await this.listen()) break;
      await delay(wait, undefined, { ref: false });
    }
    if (this.isClosed || !this.wasLost) return;
    this.wasLost = false;
    this.logger.info({}, 'notices of the other instances arrive again');
    for (const handler of this.restored) this.guarded('restored', handler);
  }

  private receive(payload: string | undefined): void {
    const envelope = parseEnvelope(payload);
    if (envelope === null || envelope.from === this.instance) return;
    for (const handler of this.handlers.get(envelope.topic) ?? []) this.guarded(envelope.topic, () => handler(envelope.data as never));
  }

  private guarded(topic: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.logger.error({ err: error, topic }, 'a notice could not be handled');
    }
  }
}

/** Whoever may connect to the database may notify: what is no envelope of ours is passed over. */
function parseEnvelope(payload: string | undefined): Envelope | null {
  try {
    const value: unknown = JSON.parse(payload ?? '');
    if (typeof value !== 'object' || value === null || !('from' in value) || !('topic' in value) || !('data' in value)) return null;
    const { from, topic, data } = value;
    return typeof from === 'string' && typeof topic === 'string' ? { from, topic, data } : null;
  } catch {
    return null;
  }
}
