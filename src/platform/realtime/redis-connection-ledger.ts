import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from '../logging/logger.js';
import { ConnectionLedger, type LedgerClaim, MemoryConnectionLedger } from './connection-ledger.js';

const BEAT_MS = 5_000;
/** An instance that has not been heard of for so long is gone, and its connections with it. */
const DEAD_AFTER_MS = 20_000;
/** Longer than any connection; only cleans up after a crash. */
const KEEP_MS = 6 * 3_600_000;

/**
 * KEYS: 1 the instances (sorted by their last sign of life), then the counts (hashes of pid → "instance entry").
 * ARGV: 1 this instance, 2 pid, 3 entry, 4 dead after, 5 keep, then the most that each count may hold.
 */
const ENTER = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
for i = 2, #KEYS do
  local held = 0
  local entries = redis.call('HGETALL', KEYS[i])
  for j = 1, #entries, 2 do
    local instance = string.match(entries[j + 1], '^%S+')
    local beat = redis.call('ZSCORE', KEYS[1], instance)
    if not beat or now - tonumber(beat) > tonumber(ARGV[4]) then
      redis.call('HDEL', KEYS[i], entries[j])
    elseif entries[j] ~= ARGV[2] then
      held = held + 1
    end
  end
  if held >= tonumber(ARGV[4 + i]) then return 0 end
end
for i = 2, #KEYS do
  redis.call('HSET', KEYS[i], ARGV[2], ARGV[1] .. ' ' .. ARGV[3])
  redis.call('PEXPIRE', KEYS[i], ARGV[5])
end
return 1
`;

/** KEYS: the counts. ARGV: 1 pid, 2 "instance entry". */
const LEAVE = `
for i = 1, #KEYS do
  if redis.call('HGET', KEYS[i], ARGV[1]) == ARGV[2] then redis.call('HDEL', KEYS[i], ARGV[1]) end
end
return 1
`;

/** KEYS: 1 the instances. ARGV: 1 this instance, 2 dead after. */
const BEAT = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
return 1
`;

type Scripted = Redis & {
  bemoreEnter(keyCount: number, ...keysAndArguments: (string | number)[]): Promise<number>;
  bemoreLeave(keyCount: number, ...keysAndArguments: string[]): Promise<number>;
  bemoreBeat(instances: string, instance: string, deadAfterMs: number): Promise<number>;
};

/** Counts over all instances; what an instance that died still held is not counted. Falls back on this process's own count. */
export class RedisConnectionLedger extends ConnectionLedger {
  private readonly redis: Scripted;
  private readonly instance = randomUUID();
  private readonly local = new MemoryConnectionLedger();
  private readonly beat: NodeJS.Timeout;
  private isOut = false;

  constructor(
    redis: Redis,
    private readonly prefix: string,
    private readonly logger: Logger,
  ) {
    super();
    redis.defineCommand('bemoreEnter', { lua: ENTER });
    redis.defineCommand('bemoreLeave', { lua: LEAVE });
    redis.defineCommand('bemoreBeat', { numberOfKeys: 1, lua: BEAT });
    this.redis = redis as Scripted;
    this.beat = setInterval(() => {
      this.redis.bemoreBeat(this.instances, this.instance, DEAD_AFTER_MS).catch(() => undefined);
    }, BEAT_MS);
    this.beat.unref();
  }

  override async enter(claim: LedgerClaim): Promise<boolean> {
    if (!(await this.local.enter(claim))) return false;
    const keys = [this.instances, ...this.keysOf(claim)];
    const limits = claim.counts.map(({ max }) => max);
    try {
      const values = [this.instance, claim.pid, claim.entry, DEAD_AFTER_MS, KEEP_MS, ...limits];
      const entered = await this.redis.bemoreEnter(keys.length, ...keys, ...values);
      this.isOut = false;
      if (entered === 0) this.local.leave(claim);
      return entered === 1;
    } catch (error) {
      if (!this.isOut) this.logger.error({ err: error }, 'connections are counted in this process only: the shared count failed');
      this.isOut = true;
      return true;
    }
  }

  override leave(claim: LedgerClaim): void {
    this.local.leave(claim);
    const keys = this.keysOf(claim);
    this.redis.bemoreLeave(keys.length, ...keys, claim.pid, `${this.instance} ${claim.entry}`).catch(() => undefined);
  }

  close(): void {
    clearInterval(this.beat);
  }

  private get instances(): string {
    return `${this.prefix}instances`;
  }

  private keysOf({ counts }: LedgerClaim): string[] {
    return counts.map(({ key }) => `${this.prefix}connections:${key}`);
  }
}
