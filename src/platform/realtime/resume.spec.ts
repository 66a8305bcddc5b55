import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io-client';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { hasRedis, openTestRedis, REDIS_TITLE, TEST_REDIS_URL } from '../../../test/harness/redis.js';
import { happens, RealtimeApp, type RealtimeAppOptions, tokens } from '../../../test/harness/realtime-app.js';
import { TcpProxy } from '../../../test/harness/tcp-proxy.js';
import { AllowEvent, ClientEvent, OnSessionConnected } from './client-event.decorators.js';
import { RealtimeEmitter } from './realtime-emitter.js';
import type { SessionConnection } from './session-connection.js';
import { SessionConnections } from './session-connections.js';

@Injectable()
class ResumeGateway {
  constructor(private readonly emitter: RealtimeEmitter) {}

  /** Stands for the state that a session sends on joining. */
  @OnSessionConnected()
  joined(connection: SessionConnection): void {
    this.emitter.toConnection(connection, 'typing', { role: 'ai', on: true });
  }

  @ClientEvent('typing')
  @AllowEvent('session.converse', ['person', 'counselor'])
  typing({ on }: { on: boolean }, connection: SessionConnection): void {
    this.emitter.toSession(connection.sessionId, 'typing', { role: 'user', on }, 'all', { except: connection });
  }
}

/** What a client got, in order: the numbers of the segments, and "state" for what it gets on joining. */
function record(socket: Socket): (number | 'state')[] {
  const got: (number | 'state')[] = [];
  socket.on('transcript:segment', ({ tsStart }: { tsStart: number }) => got.push(tsStart - BASE));
  socket.on('typing', ({ role }: { role: string }) => {
    if (role === 'ai') got.push('state');
  });
  return got;
}

const BASE = 1_700_000_000_000;

function say(app: RealtimeApp, sessionId: string, number: number, audience: 'all' | 'person' | 'counselor' = 'all'): void {
  const segment = { id: uuidv7(), tsStart: BASE + number, tsEnd: BASE + number, text: 'x', speaker: 'user' as const };
  app.app.get(RealtimeEmitter).toSession(sessionId, 'transcript:segment', segment, audience);
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** A client that has joined and got the state. */
async function join(app: RealtimeApp, auth: object, port = app.port): Promise<{ socket: Socket; got: (number | 'state')[] }> {
  const socket = app.client(auth, {}, port);
  const got = record(socket);
  socket.connect();
  await expect.poll(() => got, { interval: 5 }).toContain('state');
  return { socket, got };
}

/** The line breaks, and the client stays away until it is called back. */
async function leave(socket: Socket, app: RealtimeApp): Promise<void> {
  const before = app.app.get(SessionConnections).count;
  socket.io.reconnection(false);
  socket.io.engine.close();
  await expect.poll(() => app.app.get(SessionConnections).count, { interval: 5 }).toBe(before - 1);
}

async function comeBack(socket: Socket): Promise<void> {
  const back = happens(socket, 'connect');
  socket.connect();
  await back;
}

const said = (got: (number | 'state')[]): (number | 'state')[] => got.filter((entry) => entry !== 'state');

type Start = (options?: RealtimeAppOptions) => Promise<RealtimeApp>;

function resumes(start: Start): void {
  it('S24 a dropped connection misses nothing, gets nothing twice, and keeps its name', async () => {
    const app = await start();
    const issued = tokens.issue();
    const { socket, got } = await join(app, issued);
    for (const number of numbers(1, 3)) say(app, issued.sessionId, number);
    await expect.poll(() => got).toEqual(['state', 1, 2, 3]);
    const { id } = socket;

    await leave(socket, app);
    for (const number of numbers(4, 40)) say(app, issued.sessionId, number);
    await comeBack(socket);
    for (const number of numbers(41, 45)) say(app, issued.sessionId, number);
    await expect.poll(() => got.at(-1)).toBe(45);
    expect(socket.recovered).toBe(true);
    expect(socket.id).toBe(id);
    expect(said(got)).toEqual(numbers(1, 45));
  });

  it('goes on while events pour in', async () => {
    const app = await start();
    const issued = tokens.issue();
    const { socket, got } = await join(app, issued);
    let number = 0;
    const pouring = setInterval(() => say(app, issued.sessionId, ++number), 1);
    try {
      for (let round = 0; round < 5; round++) {
        const before = number;
        await expect.poll(() => number).toBeGreaterThan(before + 10);
        const back = happens(socket, 'connect');
        socket.io.engine.close();
        await back;
        expect(socket.recovered).toBe(true);
      }
    } finally {
      clearInterval(pouring);
    }
    await expect.poll(() => got.at(-1)).toBe(number);
    expect(said(got)).toEqual(numbers(1, number));
  });

  it('takes over a line that the server still believes in', async () => {
    const app = await start();
    const proxy = await TcpProxy.to(`http://127.0.0.1:${app.port}`);
    const issued = tokens.issue();
    const { socket, got } = await join(app, issued, proxy.port);
    say(app, issued.sessionId, 1);
    await expect.poll(() => got).toContain(1);
    const back = happens(socket, 'connect');
    proxy.strand();
    for (const number of numbers(2, 9)) say(app, issued.sessionId, number);
    await back;
    say(app, issued.sessionId, 10);
    await expect.poll(() => got.at(-1)).toBe(10);
    expect(socket.recovered).toBe(true);
    expect(said(got)).toEqual(numbers(1, 10));
    await expect.poll(() => app.app.get(SessionConnections).count).toBe(1);
    socket.disconnect();
    await proxy.close();
  });

  it('takes its own place again, not a second one', async () => {
    const app = await start({ environment: { SOCKET_MAX_PER_USER: '1' } });
    const { socket } = await join(app, tokens.issue());
    for (let round = 0; round < 5; round++) {
      await leave(socket, app);
      await comeBack(socket);
      expect(socket.recovered).toBe(true);
    }
  });

  it('S4 sends nothing of what was missed to a client whose token is no longer good', async () => {
    const app = await start();
    const issued = tokens.issue();
    const { socket } = await join(app, issued);
    const packets: unknown[] = [];
    socket.io.on('packet', (packet) => packets.push(packet));
    tokens.grants.delete(issued.token);
    await leave(socket, app);
    say(app, issued.sessionId, 1);
    const refused = happens(socket, 'connect_error');
    socket.connect();
    expect((await refused)[0]).toMatchObject({ data: { code: 'TOKEN_INVALID' } });
    expect(packets.length).toBeGreaterThan(0);
    expect(JSON.stringify(packets)).not.toContain('transcript:segment');
  });

  it('S12 resumes nothing of a session that the token is not for', async () => {
    const app = await start();
    const one = tokens.issue();
    const other = tokens.issue();
    const { socket, got } = await join(app, one);
    say(app, one.sessionId, 1);
    await expect.poll(() => got).toContain(1);
    socket.auth = other;
    await leave(socket, app);
    say(app, one.sessionId, 2);
    await comeBack(socket);
    say(app, other.sessionId, 3);
    await expect.poll(() => got.at(-1)).toBe(3);
    expect(socket.recovered).toBe(false);
    expect(got).not.toContain(2);
  });

  it('S12 resumes with what was for its role, and without what it sent itself', async () => {
    const app = await start();
    const issued = tokens.issue();
    const { socket, got } = await join(app, issued);
    say(app, issued.sessionId, 1);
    await expect.poll(() => got).toContain(1);
    await leave(socket, app);
    say(app, issued.sessionId, 2, 'counselor');
    say(app, issued.sessionId, 3, 'person');
    say(app, issued.sessionId, 4);
    await comeBack(socket);
    await expect.poll(() => got.at(-1)).toBe('state');
    expect(said(got)).toEqual([1, 3, 4]);
  });

  it('begins afresh when more was missed than is kept', async () => {
    const app = await start();
    const issued = tokens.issue();
    const { socket, got } = await join(app, issued);
    say(app, issued.sessionId, 1);
    await expect.poll(() => got).toContain(1);
    await leave(socket, app);
    for (const number of numbers(2, 2_200)) say(app, issued.sessionId, number);
    await comeBack(socket);
    say(app, issued.sessionId, 3_000);
    await expect.poll(() => got.at(-1)).toBe(3_000);
    expect(socket.recovered).toBe(false);
    expect(said(got)).toEqual([1, 3_000]);
  });

  it('begins afresh with an id or an offset that was made up', async () => {
    const app = await start();
    const issued = tokens.issue();
    for (const offset of ['', 'x', '0.0', 'abc.zzzzzzzzzzz', `${'a'.repeat(500)}.1`]) {
      const socket = await app.connect({ ...issued, pid: 'made-up', offset });
      expect(socket.recovered).toBe(false);
      socket.disconnect();
      await expect.poll(() => app.app.get(SessionConnections).count).toBe(0);
    }
  });
}

describe('a resumed connection', () => {
  const apps: RealtimeApp[] = [];
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });
  resumes(async (options = {}) => {
    const app = await RealtimeApp.start({ gateways: [ResumeGateway], ...options });
    apps.push(app);
    return app;
  });
});

describe.skipIf(!hasRedis)(`a resumed connection ${REDIS_TITLE}`, () => {
  const cleanUp: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const clean of cleanUp.splice(0).reverse()) await clean();
  });

  const cluster = async (count: number, url = TEST_REDIS_URL, options: RealtimeAppOptions = {}) => {
    const { prefix, close } = openTestRedis();
    cleanUp.push(close);
    const apps: RealtimeApp[] = [];
    for (let index = 0; index < count; index++) {
      const app = await RealtimeApp.start({ gateways: [ResumeGateway], redis: { url, prefix }, ...options });
      cleanUp.push(() => app.close());
      apps.push(app);
    }
    return { apps, prefix };
  };
  const pair = async (url?: string) => {
    const { apps, prefix } = await cluster(2, url);
    const [one, two] = apps;
    if (one === undefined || two === undefined) throw new Error('two servers were to start');
    return { one, two, prefix };
  };

  resumes(async (options) => {
    const { apps } = await cluster(1, TEST_REDIS_URL, options);
    const [app] = apps;
    if (app === undefined) throw new Error('a server was to start');
    return app;
  });

  it('S23 goes on at another instance, also when its own is still there', async () => {
    const { one, two } = await pair();
    const proxy = await TcpProxy.to(`http://127.0.0.1:${one.port}`);
    cleanUp.push(() => proxy.close());
    const issued = tokens.issue();
    const { socket, got } = await join(one, issued, proxy.port);
    say(two, issued.sessionId, 1);
    say(one, issued.sessionId, 2);
    await expect.poll(() => got.length).toBe(3);
    const back = happens(socket, 'connect');
    proxy.retarget(two.port);
    proxy.strand();
    for (const number of numbers(3, 9)) say(number % 2 === 0 ? one : two, issued.sessionId, number);
    await back;
    say(one, issued.sessionId, 10);
    await expect.poll(() => got.at(-1)).toBe(10);
    expect(socket.recovered).toBe(true);
    expect(said(got).toSorted((a, b) => Number(a) - Number(b))).toEqual(numbers(1, 10));
    await expect.poll(() => one.app.get(SessionConnections).count).toBe(0);
    expect(two.app.get(SessionConnections).count).toBe(1);
  });

  it('gives all instances one order', async () => {
    const { one, two } = await pair();
    const sessionId = uuidv7();
    const { got: first } = await join(one, tokens.issue({ sessionId }));
    const { got: second } = await join(two, tokens.issue({ sessionId, role: 'counselor' }));
    for (const number of numbers(1, 200)) say(number % 3 === 0 ? one : two, sessionId, number);
    await expect.poll(() => first.length + second.length).toBe(402);
    expect(said(first)).toEqual(said(second));
  });

  it('S4 ends connections at every instance', async () => {
    const { one, two } = await pair();
    const issued = tokens.issue();
    const sockets = [await one.connect(issued), await two.connect(issued)];
    const gone = sockets.map((socket) => happens(socket, 'disconnect'));
    one.app.get(SessionConnections).closeUser(issued.userId);
    expect((await Promise.all(gone)).flat()).toEqual(expect.arrayContaining(['io server disconnect', 'io server disconnect']));
  });

  it('S24 counts the connections of a user over all instances', async () => {
    const { one, two } = await pair();
    const issued = tokens.issue();
    await one.connect(issued);
    await two.connect(issued);
    expect(await one.refusal(issued)).toMatchObject({ code: 'CONNECTION_LIMIT' });
    expect(await two.refusal(issued)).toMatchObject({ code: 'CONNECTION_LIMIT' });
  });

  it('S26 puts nothing that was said into Redis as it is', async () => {
    const { one, prefix } = await pair();
    const issued = tokens.issue();
    const canary = `canary-${randomBytes(8).toString('hex')}`;
    const { redis, close } = openTestRedis();
    cleanUp.push(close);
    const heard: string[] = [];
    redis.on('pmessage', (_pattern, _channel, message: string) => heard.push(message));
    await redis.psubscribe(`${prefix}*`);
    const socket = await one.connect(issued);
    const arrived = happens(socket, 'transcript:segment');
    const segment = { id: uuidv7(), tsStart: BASE, tsEnd: BASE, text: canary, speaker: 'user' as const };
    one.app.get(RealtimeEmitter).toSession(issued.sessionId, 'transcript:segment', segment, 'all');
    await arrived;
    const other = openTestRedis();
    cleanUp.push(other.close);
    const kept = await Promise.all(
      (await other.redis.keys(`${prefix}*`)).map((key) => other.redis.call('DUMP', key).then(String, () => '')),
    );
    const lists = await other.redis.lrange(`${prefix}realtime:events:${issued.sessionId}`, 0, -1);
    expect(lists.length).toBeGreaterThan(0);
    expect(heard.length).toBeGreaterThan(0);
    expect([...kept, ...lists, ...heard].join('\n')).not.toContain(canary);
  });

  it('S23 goes on without Redis, and when it is back lets nobody believe that he missed nothing', async () => {
    const proxy = await TcpProxy.to(TEST_REDIS_URL);
    cleanUp.push(() => proxy.close());
    const { one, two } = await pair(`redis://127.0.0.1:${proxy.port}`);
    const sessionId = uuidv7();
    const { socket: person, got: first } = await join(one, tokens.issue({ sessionId }));
    const { socket: counselor, got: second } = await join(two, tokens.issue({ sessionId, role: 'counselor' }));
    say(one, sessionId, 1);
    await expect.poll(() => [first.at(-1), second.at(-1)]).toEqual([1, 1]);

    proxy.cut();
    await expect.poll(() => one.lines.some(({ message }) => message === 'redis is out')).toBe(true);
    say(one, sessionId, 2);
    await expect.poll(() => first.at(-1)).toBe(2);
    expect(person.connected && counselor.connected).toBe(true);
    await one.connect(tokens.issue());

    const afresh = happens(counselor, 'connect', 15_000);
    proxy.mend();
    await afresh;
    expect(counselor.recovered).toBe(false);
    say(one, sessionId, 3);
    await expect.poll(() => [first.at(-1), second.at(-1)]).toEqual([3, 3]);
    expect(said(first)).toEqual([1, 2, 3]);
    expect(person.connected).toBe(true);
  });

  it('S23 catches up on what was said while the line for messages was down', async () => {
    const { one, two } = await pair();
    const issued = tokens.issue();
    const { got } = await join(one, issued);
    say(two, issued.sessionId, 1);
    await expect.poll(() => got.at(-1)).toBe(1);
    one.cutSubscriptions();
    for (const number of numbers(2, 20)) say(two, issued.sessionId, number);
    await expect.poll(() => got.at(-1), { timeout: 10_000 }).toBe(20);
    expect(said(got)).toEqual(numbers(1, 20));
  });
});
