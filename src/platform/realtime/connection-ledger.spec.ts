import { afterEach, describe, expect, it } from 'vitest';
import { recordingLogger } from '../../../test/harness/recording-logger.js';
import { hasRedis, openTestRedis, REDIS_TITLE } from '../../../test/harness/redis.js';
import { type ConnectionLedger, type LedgerClaim, MemoryConnectionLedger } from './connection-ledger.js';
import { RedisConnectionLedger } from './redis-connection-ledger.js';

const claim = (pid: string, entry = pid, key = 'holder:one', max = 2): LedgerClaim => ({
  counts: [
    { key, max },
    { key: `session:${key}`, max: 10 },
  ],
  pid,
  entry,
});

function counts(open: () => ConnectionLedger): void {
  it('S24 lets in as many as may be, and another when one has left', async () => {
    const ledger = open();
    expect(await ledger.enter(claim('a'))).toBe(true);
    expect(await ledger.enter(claim('b'))).toBe(true);
    expect(await ledger.enter(claim('c'))).toBe(false);
    expect(await ledger.enter(claim('c', 'c', 'holder:two'))).toBe(true);
    ledger.leave(claim('a'));
    await expect.poll(() => ledger.enter(claim('d'))).toBe(true);
    expect(await ledger.enter(claim('e'))).toBe(false);
  });

  it('gives a resumed connection the place of its predecessor, whichever of the two is seen first', async () => {
    const ledger = open();
    await ledger.enter(claim('a', 'first'));
    await ledger.enter(claim('b'));
    expect(await ledger.enter(claim('a', 'second'))).toBe(true);
    ledger.leave(claim('a', 'first'));
    expect(await ledger.enter(claim('c'))).toBe(false);
    ledger.leave(claim('a', 'second'));
    await expect.poll(() => ledger.enter(claim('c'))).toBe(true);
  });
}

describe('MemoryConnectionLedger', () => {
  counts(() => new MemoryConnectionLedger());

  it('keeps nothing of who has left', async () => {
    const ledger = new MemoryConnectionLedger();
    await ledger.enter(claim('a'));
    await ledger.enter(claim('b', 'b', 'holder:two'));
    ledger.leave(claim('a'));
    ledger.leave(claim('b', 'b', 'holder:two'));
    expect(ledger.size).toBe(0);
  });
});

describe.skipIf(!hasRedis)(`RedisConnectionLedger ${REDIS_TITLE}`, () => {
  const cleanUp: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const clean of cleanUp.splice(0)) await clean();
  });
  const open = (redis = openTestRedis()) => {
    const { logger, lines } = recordingLogger();
    const ledger = new RedisConnectionLedger(redis.redis, redis.prefix, logger);
    cleanUp.push(() => ledger.close(), redis.close);
    return { ledger, redis, lines };
  };

  counts(() => open().ledger);

  it('S24 counts over all instances', async () => {
    const redis = openTestRedis();
    const [one, two] = [open(redis).ledger, open(redis).ledger];
    expect(await one.enter(claim('a'))).toBe(true);
    expect(await two.enter(claim('b'))).toBe(true);
    expect(await one.enter(claim('c'))).toBe(false);
  });

  it('does not count what an instance held that is no more', async () => {
    const redis = openTestRedis();
    const [one, two] = [open(redis).ledger, open(redis).ledger];
    await one.enter(claim('a'));
    await one.enter(claim('b'));
    expect(await two.enter(claim('c'))).toBe(false);
    const held = await redis.redis.hget(`${redis.prefix}connections:holder:one`, 'a');
    const [instance = ''] = (held ?? '').split(' ');
    await redis.redis.zadd(`${redis.prefix}instances`, '1', instance);
    expect(await two.enter(claim('c'))).toBe(true);
  });

  it('S23 counts by itself when Redis is out, and says so once', async () => {
    const { ledger, redis, lines } = open();
    redis.redis.defineCommand('bemoreEnter', { lua: 'return redis.error_reply("OUT")' });
    expect(await ledger.enter(claim('a'))).toBe(true);
    expect(await ledger.enter(claim('b'))).toBe(true);
    expect(await ledger.enter(claim('c'))).toBe(false);
    expect(lines.map(({ level }) => level)).toEqual(['error']);
  });
});
