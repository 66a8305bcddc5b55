import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';

export const TEST_REDIS_URL = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';

async function isReachable(): Promise<boolean> {
  const redis = new Redis(TEST_REDIS_URL, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 1_000 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return true;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}

/** Whether a Redis for tests answers. */
export const hasRedis = await isReachable();

/** What a suite adds to its title when it is skipped for want of Redis. */
export const REDIS_TITLE = hasRedis ? 'with Redis' : 'with Redis (skipped: nothing answers at TEST_REDIS_URL)';

/** A connection of its own, and a prefix that nobody else uses. */
export function openTestRedis(): { redis: Redis; prefix: string; close: () => Promise<void> } {
  const redis = new Redis(TEST_REDIS_URL);
  const prefix = `test-${randomBytes(6).toString('hex')}:`;
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    const keys = await redis.keys(`${prefix}*`);
    if (keys.length > 0) await redis.del(keys);
    redis.disconnect();
  };
  return { redis, prefix, close };
}
