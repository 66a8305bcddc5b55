import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../logging/logger.js';

const RETRY_MAX_MS = 2_000;

export interface RedisConnectionOptions {
  /** How long a command may take before it counts as failed. */
  commandTimeoutMs?: number;
}

/**
 * The process's connections to Redis: one for commands, one for subscriptions. Commands fail at once while there is no
 * connection, so that whoever asks can fall back; nothing is queued or sent twice. The loss and the return of the connection
 * are each logged once.
 */
export class RedisConnections {
  readonly commands: Redis;
  readonly subscriber: Redis;

  constructor(url: string, logger: Logger, { commandTimeoutMs = 250 }: RedisConnectionOptions = {}) {
    const shared: RedisOptions = {
      connectTimeout: RETRY_MAX_MS,
      retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), RETRY_MAX_MS),
    };
    this.commands = new Redis(url, {
      ...shared,
      connectionName: 'bemore',
      commandTimeout: commandTimeoutMs,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
    });
    this.subscriber = new Redis(url, { ...shared, connectionName: 'bemore-subscriber', maxRetriesPerRequest: null });
    announce(this.commands, 'commands', logger);
    announce(this.subscriber, 'subscriber', logger);
  }

  /** Resolves when both connections are usable; for whoever must not start without. */
  async ready(): Promise<void> {
    await Promise.all([this.commands, this.subscriber].map(untilReady));
  }

  close(): void {
    this.commands.disconnect();
    this.subscriber.disconnect();
  }
}

const untilReady = (redis: Redis): Promise<void> =>
  redis.status === 'ready' ? Promise.resolve() : new Promise((resolve) => redis.once('ready', () => resolve()));

function announce(redis: Redis, connection: string, logger: Logger): void {
  let isLost = false;
  redis.on('error', (error: Error) => {
    if (isLost) return;
    isLost = true;
    logger.error({ err: error, connection }, 'redis is out');
  });
  redis.on('close', () => {
    if (isLost || redis.status === 'end') return;
    isLost = true;
    logger.error({ connection }, 'redis is out');
  });
  redis.on('ready', () => {
    if (isLost) logger.info({ connection }, 'redis is back');
    isLost = false;
  });
}
