import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logging/logger.js';
import { RedisConnections } from './redis-connections.js';

const START_PATIENCE_MS = 2_000;
const PREFIX = 'bemore:';

/** The Redis that instances share, or null when this process is the only one. */
export class SharedRedis {
  private constructor(
    readonly connections: RedisConnections | null,
    /** Of every key and channel. */
    readonly prefix: string,
  ) {}

  /** Waits a moment for Redis; a start without it is possible, and everything falls back until it is there. */
  static async connect(url: string | undefined, logger: Logger, prefix = PREFIX): Promise<SharedRedis> {
    if (url === undefined) return new SharedRedis(null, prefix);
    const connections = new RedisConnections(url, logger);
    await Promise.race([connections.ready(), sleep(START_PATIENCE_MS, undefined, { ref: false })]);
    return new SharedRedis(connections, prefix);
  }
}
