/** KEYS: 1 the session's numbering, 2 the connection. ARGV: 1 epoch if there is none yet, 2 the record, 3 keep for. */
const ATTACH = `
redis.call('HSETNX', KEYS[1], 'epoch', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1
`;

/**
 * Numbers an event, keeps it and tells all instances, in one step, so that everybody has the same order. 0 when no connection
 * was ever attached to the session. KEYS: 1 numbering, 2 events. ARGV: 1 channel, 2 session, 3 payload, 4 most events, 5 keep
 * for.
 */
const APPEND = `
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return 0 end
local number = redis.call('HINCRBY', KEYS[1], 'number', 1)
redis.call('RPUSH', KEYS[2], ARGV[3])
redis.call('LTRIM', KEYS[2], -tonumber(ARGV[4]), -1)
redis.call('PEXPIRE', KEYS[2], ARGV[5])
redis.call('PUBLISH', ARGV[1], ARGV[2] .. '\\n' .. epoch .. '\\n' .. number .. '\\n' .. ARGV[3])
return number
`;

/**
 * The events after a position; false when they are not all there. KEYS as above. ARGV: 1 epoch, 2 number.
 */
const AFTER = `
if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return false end
local last = tonumber(redis.call('HGET', KEYS[1], 'number') or '0')
local missing = last - tonumber(ARGV[2])
if missing < 0 or missing > redis.call('LLEN', KEYS[2]) then return false end
if missing == 0 then return {} end
return redis.call('LRANGE', KEYS[2], -missing, -1)
`;

/**
 * Begins a new numbering, so that nobody goes on across events that were not kept. KEYS as above. ARGV: 1 channel, 2 session, 3
 * epoch, 4 keep for.
 */
const RESTART = `
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('HSET', KEYS[1], 'epoch', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PUBLISH', ARGV[1], ARGV[2] .. '\\n' .. ARGV[3] .. '\\n0\\n')
return 1
`;

export const EVENT_SCRIPTS = {
  bemoreAttach: { numberOfKeys: 2, lua: ATTACH },
  bemoreAppend: { numberOfKeys: 2, lua: APPEND },
  bemoreAfter: { numberOfKeys: 2, lua: AFTER },
  bemoreRestart: { numberOfKeys: 2, lua: RESTART },
};

type Keys = [numbering: string, events: string];

export interface EventCommands {
  bemoreAttach(numbering: string, connection: string, epoch: string, record: string, keepMs: number): Promise<number>;
  bemoreAppend(
    ...args: [...Keys, channel: string, sessionId: string, payload: Buffer, most: number, keepMs: number]
  ): Promise<number>;
  bemoreAfterBuffer(...args: [...Keys, epoch: string, number: number]): Promise<Buffer[] | null>;
  bemoreRestart(...args: [...Keys, channel: string, sessionId: string, epoch: string, keepMs: number]): Promise<number>;
}

export interface EventNotice {
  readonly sessionId: string;
  readonly epoch: string;
  readonly number: number;
  /** Empty when the numbering was begun anew. */
  readonly payload: Buffer;
}

const NEWLINE = 0x0a;

/** What APPEND and RESTART publish. */
export function parseNotice(message: Buffer): EventNotice | null {
  const fields: string[] = [];
  let from = 0;
  while (fields.length < 3) {
    const to = message.indexOf(NEWLINE, from);
    if (to === -1) return null;
    fields.push(message.toString('utf8', from, to));
    from = to + 1;
  }
  const [sessionId = '', epoch = '', number = ''] = fields;
  return { sessionId, epoch, number: Number(number), payload: message.subarray(from) };
}
