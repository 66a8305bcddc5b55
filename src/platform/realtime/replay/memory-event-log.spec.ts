import { describe, expect, it } from 'vitest';
import { type EventSink, fromOffset, type Position, toOffset } from './event-log.js';
import { MemoryEventLog } from './memory-event-log.js';

const MINUTE = 60_000;

function open(maxEvents?: number) {
  const clock = { time: 0 };
  const log = new MemoryEventLog({ now: () => clock.time, ...(maxEvents === undefined ? {} : { maxEvents }) });
  const delivered: (Position | null)[] = [];
  const sink: EventSink = {
    deliver: (_session, _event, position) => void delivered.push(position),
    lost: () => undefined,
    hasSession: () => true,
  };
  log.start(sink);
  log.close();
  const attach = (pid: string, sessionId = 's') => log.attach(pid, { socketId: pid, sessionId, role: 'person', holder: 'h' });
  const append = (text: string, sessionId = 's') => log.append(sessionId, { data: ['event', text], rooms: ['r'], except: [] });
  const textsAfter = async (position: Position | null | undefined, sessionId = 's') => {
    if (position === null || position === undefined) throw new Error('nothing was delivered');
    const events = await log.after(sessionId, position);
    return events?.map(({ event }) => event.data[1]) ?? null;
  };
  return { clock, log, delivered, attach, append, textsAfter };
}

describe('MemoryEventLog', () => {
  it('gives what came after a position, in order', async () => {
    const { delivered, attach, append, textsAfter } = open();
    await attach('a');
    for (const text of ['1', '2', '3']) append(text);
    expect(await textsAfter(delivered[0])).toEqual(['2', '3']);
    expect(await textsAfter(delivered[2])).toEqual([]);
  });

  it('knows a quiet session’s position for as long as somebody is connected', async () => {
    const { clock, log, delivered, attach, append, textsAfter } = open();
    await attach('a');
    append('1');
    clock.time += 60 * MINUTE;
    log.sweep();
    append('2');
    expect(await textsAfter(delivered[0])).toEqual(['2']);
  });

  it('answers with nothing rather than with a part', async () => {
    const { clock, log, delivered, attach, append, textsAfter } = open();
    await attach('a');
    append('1');
    append('2');
    clock.time += 3 * MINUTE;
    log.sweep();
    append('3');
    expect(await textsAfter(delivered[0])).toBeNull();
    expect(await textsAfter(delivered[1])).toEqual(['3']);
    expect(await textsAfter({ epoch: 'other', number: 1 })).toBeNull();
    expect(await textsAfter({ epoch: delivered[0]?.epoch ?? '', number: 99 })).toBeNull();
  });

  it('lets a client come back within two minutes, and forgets it then', async () => {
    const { clock, log, attach } = open();
    await attach('a');
    expect(await log.find('a')).toMatchObject({ socketId: 'a' });
    log.detach('a', 's', true);
    clock.time += 2 * MINUTE;
    expect(await log.find('a')).not.toBeNull();
    clock.time += 1;
    expect(await log.find('a')).toBeNull();
    log.sweep();
    expect(log.size).toEqual({ sessions: 0, events: 0, connections: 0 });
  });

  it('forgets a client that left for good', async () => {
    const { log, attach } = open();
    await attach('a');
    log.detach('a', 's', false);
    expect(await log.find('a')).toBeNull();
  });

  it('keeps nothing of a session that nobody is connected to', () => {
    const { log, append } = open();
    append('1');
    expect(log.size).toEqual({ sessions: 0, events: 0, connections: 0 });
  });

  it('S24 keeps only so many events, of one session and of all', async () => {
    const { log, attach, append } = open(1_000);
    await attach('a', 's');
    await attach('b', 't');
    for (let index = 0; index < 5_000; index++) append('x', 's');
    for (let index = 0; index < 5_000; index++) append('x', 't');
    expect(log.size.events).toBeLessThanOrEqual(1_000);
    const roomy = open();
    await roomy.attach('a');
    for (let index = 0; index < 10_000; index++) roomy.append('x');
    expect(roomy.log.size.events).toBeLessThanOrEqual(2_048);
  });
});

describe('an offset', () => {
  it('is the position as text, and nothing else is one', () => {
    const position = { epoch: 'abc123', number: 1_234_567 };
    expect(fromOffset(toOffset(position))).toEqual(position);
    const others = ['', '.', 'a.', '.1', 'a.1.2', 'A.1', 'a.-1', `${'a'.repeat(17)}.1`, 'a.1\n'];
    for (const text of others) expect(fromOffset(text)).toBeNull();
  });
});
