import type { Redis } from 'ioredis';
import { RateStore, type RateDecision, type RateRule } from './rate-store.js';

/**
 * The window of `MemoryRateStore`, in Redis: a key holds {opened, newest, count, newest, count, …}, oldest segment first.
 * KEYS[1] the key; ARGV: 1 what to do, 2 limit, 3 window in ms, 4 the time in ms or '' for the server's own.
 */
const LUA = `
local segments_max = 9
local action, limit, window = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local now = tonumber(ARGV[4])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local packed = redis.call('GET', KEYS[1])
local old = packed and cmsgpack.unpack(packed) or {now}
local state, used = {old[1]}, 0
for i = 2, #old, 2 do
  if now - old[i] < window then
    state[#state + 1] = old[i]
    state[#state + 1] = old[i + 1]
    used = used + old[i + 1]
  end
end

local function keep()
  if #state == 1 then
    redis.call('DEL', KEYS[1])
  else
    redis.call('SET', KEYS[1], cmsgpack.pack(state), 'PX', math.max(1, state[#state - 1] + window - now))
  end
end

local allowed = used < limit
if action == 'take' and allowed then
  if #state == 1 or now - state[1] >= window / (segments_max - 1) then
    if #state == 2 * segments_max + 1 then
      state[5] = state[5] + state[3]
      table.remove(state, 2)
      table.remove(state, 2)
    end
    state[1] = now
    state[#state + 1] = now
    state[#state + 1] = 0
  end
  state[#state - 1] = now
  state[#state] = state[#state] + 1
  used = used + 1
  keep()
elseif action == 'refund' and #state > 1 then
  state[#state] = state[#state] - 1
  if state[#state] == 0 then
    table.remove(state)
    table.remove(state)
  end
  keep()
end

local retry, left = 0, used
for i = 2, #state, 2 do
  if left < limit then break end
  left = left - state[i + 1]
  retry = state[i] + window - now
end
local reset = 0
if #state > 1 then reset = state[#state - 1] + window - now end
return {allowed and 1 or 0, used, reset, retry}
`;

type Action = 'take' | 'peek' | 'refund';
type Reply = [allowed: number, used: number, resetMs: number, retryAfterMs: number];
type Scripted = Redis & {
  bemoreRate(key: string, action: Action, limit: number, windowMs: number, now: number | ''): Promise<Reply>;
};

export interface RedisRateStoreOptions {
  prefix: string;
  /** Milliseconds; only for tests. The server's own clock otherwise, so that instances agree. */
  now?: () => number;
}

/** Counts that all instances share: one round trip a call. Rejects when Redis does. */
export class RedisRateStore extends RateStore {
  private readonly redis: Scripted;

  constructor(
    redis: Redis,
    private readonly options: RedisRateStoreOptions,
  ) {
    super();
    redis.defineCommand('bemoreRate', { numberOfKeys: 1, lua: LUA });
    this.redis = redis as Scripted;
  }

  override take(key: string, rule: RateRule): Promise<RateDecision> {
    return this.run('take', key, rule);
  }

  override peek(key: string, rule: RateRule): Promise<RateDecision> {
    return this.run('peek', key, rule);
  }

  override async refund(key: string, rule: RateRule): Promise<void> {
    await this.run('refund', key, rule);
  }

  override async forget(key: string): Promise<void> {
    await this.redis.del(this.options.prefix + key);
  }

  private async run(action: Action, key: string, { limit, windowMs }: RateRule): Promise<RateDecision> {
    const now = this.options.now === undefined ? '' : Math.floor(this.options.now());
    const reply = await this.redis.bemoreRate(this.options.prefix + key, action, limit, windowMs, now);
    const [allowed, used, resetMs, retryAfterMs] = reply;
    return { allowed: allowed === 1, used, remaining: Math.max(0, limit - used), resetMs, retryAfterMs };
  }
}
