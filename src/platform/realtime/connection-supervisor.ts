import { performance } from 'node:perf_hooks';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { TokenBucket } from '../limits/token-bucket.js';
import { Logger } from '../logging/logger.js';
import { RealtimeEmitter } from './realtime-emitter.js';
import { RealtimeSettings } from './realtime-settings.js';
import type { SessionConnection } from './session-connection.js';
import { SessionConnections } from './session-connections.js';

const ROUND_MS = 1_000;
/** What a connection may send in a second, in greatest messages; twice as much at once. */
const MESSAGES_PER_SECOND = 10;

/** What engine.io holds back for a client, and what is under it. */
interface Line {
  readonly writeBuffer: readonly { readonly data?: string | Buffer }[];
  readonly transport: { readonly socket?: { terminate?(): void } };
}

/** Watches what no single event shows: bytes, slow readers, the end of a connection's time, handlers that never answer. */
@Injectable()
export class ConnectionSupervisor implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly connections: SessionConnections,
    private readonly emitter: RealtimeEmitter,
    private readonly settings: RealtimeSettings,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.round(), ROUND_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  /**
   * Counts bytes before they are parsed. A text begins a message and is bounded by engine.io; its binary parts follow and are
   * bounded here together.
   */
  watch(connection: SessionConnection): void {
    const { maxBytes } = this.settings;
    const rate = maxBytes * MESSAGES_PER_SECOND;
    const bucket = new TokenBucket(2 * rate, rate, performance.now());
    let binaryBytes = 0;
    // A message without anything in it has no data at all.
    const count = (data: string | Buffer | undefined): void => {
      const bytes = data?.length ?? 0;
      binaryBytes = typeof data === 'string' ? 0 : binaryBytes + bytes;
      const retryAfterMs = bucket.take(performance.now(), bytes);
      if (binaryBytes <= maxBytes && retryAfterMs === 0) return;
      connection.socket.conn.off('data', count);
      this.emitter.notify(connection, 'limit:exceeded', { name: 'bytes', limit: maxBytes, retryAfterMs });
      connection.close();
    };
    connection.socket.conn.prependListener('data', count);
  }

  /** One look at every connection. */
  round(): void {
    const now = performance.now();
    const today = Date.now();
    for (const connection of this.connections.all()) {
      for (const pending of connection.pending) {
        if (now - pending.startedAt < this.settings.eventTimeoutMs) break;
        pending.expire();
      }
      if (today >= connection.expiresAt) connection.closeForReconnect();
      else if (this.isSlow(connection)) this.drop(connection);
    }
  }

  private isSlow({ socket }: SessionConnection): boolean {
    const { writeBuffer } = socket.conn as unknown as Line;
    if (writeBuffer.length === 0) return false;
    const bytes = writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
    return bytes > this.settings.maxQueue.bytes || writeBuffer.length > this.settings.maxQueue.packets;
  }

  /** At once: waiting for the queue to empty is what does not happen. */
  private drop(connection: SessionConnection): void {
    this.logger.warn({ sessionId: connection.sessionId }, 'a client that reads too slowly was disconnected');
    const { transport } = connection.socket.conn as unknown as Line;
    connection.isClosing = true;
    connection.socket.conn.close(true);
    transport.socket?.terminate?.();
  }
}
