import { Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io-client';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { happens, RealtimeApp, type RealtimeAppOptions, tokens } from '../../../test/harness/realtime-app.js';
import { AppError } from '../errors/app-error.js';
import { DomainEvents, type DomainEventMap } from '../events/domain-events.js';
import { currentContext } from '../http/request-context.js';
import {
  AllowEvent,
  ClientEvent,
  type Disconnection,
  OnSessionConnected,
  OnSessionDisconnected,
} from './client-event.decorators.js';
import { EventRegistry } from './event-registry.js';
import { RealtimeDrain } from './realtime-drain.js';
import { RealtimeEmitter } from './realtime-emitter.js';
import type { SessionConnection } from './session-connection.js';
import { SessionConnections } from './session-connections.js';

const EITHER = ['person', 'counselor'] as const;

@Injectable()
class TestGateway {
  readonly seen: string[] = [];
  release: () => void = () => undefined;

  constructor(private readonly emitter: RealtimeEmitter) {}

  @OnSessionConnected()
  joined({ sessionId }: SessionConnection): void {
    this.seen.push(`joined ${sessionId}`);
  }

  @OnSessionDisconnected()
  left(_connection: SessionConnection, { reason, mayResume }: Disconnection): void {
    this.seen.push(`left ${reason} ${mayResume}`);
  }

  @ClientEvent('landmarks')
  @AllowEvent('session.signal', ['person'])
  landmarks({ points }: { points: Float32Array }): void {
    this.seen.push(`landmarks ${points.length}`);
  }

  @ClientEvent('typing')
  @AllowEvent('session.converse', EITHER)
  typing({ on }: { on: boolean }, connection: SessionConnection): void {
    this.seen.push(`typing ${currentContext()?.requestId === connection.context.requestId}`);
    this.emitter.toSession(connection.sessionId, 'typing', { role: 'user', on }, 'all', { except: connection });
  }

  @ClientEvent('transcript')
  @AllowEvent('session.signal', EITHER)
  async transcript() {
    await new Promise<void>((resolve) => (this.release = resolve));
    return { id: uuidv7() };
  }

  @ClientEvent('voice:activity')
  @AllowEvent('session.signal', EITHER)
  voice(): void {
    throw new AppError('CONSENT_REQUIRED');
  }

  @ClientEvent('session:end')
  @AllowEvent('session.steer', EITHER)
  end(): never {
    throw Object.assign(new Error('SELECT * FROM users'), { statusCode: 200 });
  }

  @ClientEvent('session:pause')
  @AllowEvent('session.steer', EITHER)
  pause() {
    return { sessionId: uuidv7(), status: 'paused' as const, pausedAt: new Date().toISOString(), passwordHash: 'x' };
  }

  @ClientEvent('session:resume')
  undeclared(): never {
    throw new Error('it ran');
  }
}

const ENGLISH = { extraHeaders: { 'accept-language': 'en' } };
const POINTS = new Float32Array(478 * 3).fill(0.5);
const now = () => Date.now();

interface Failure {
  ok: false;
  error: { code: string; message: string; details?: { path: string }[]; retryAfterMs?: number };
}
const send = (socket: Socket, event: string, ...args: unknown[]) =>
  socket.timeout(5_000).emitWithAck(event, ...args) as Promise<{ ok: true } | Failure>;
const codeOf = (answer: { ok: true } | Failure) => (answer.ok ? 'ok' : answer.error.code);

const heard = (line: WebSocket, event: 'message' | 'close') =>
  new Promise((resolve) => line.addEventListener(event, resolve, { once: true }));

describe('a client event', () => {
  const apps: RealtimeApp[] = [];
  const start = async (options: RealtimeAppOptions = {}) => {
    const app = await RealtimeApp.start({ gateways: [TestGateway], ...options });
    apps.push(app);
    return { app, gateway: app.app.get(TestGateway) };
  };
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  it('is parsed, handled in the context of its connection, and acknowledged', async () => {
    const { app, gateway } = await start();
    const socket = await app.connect();
    expect(await send(socket, 'landmarks', { ts: now(), points: Buffer.from(POINTS.buffer) })).toEqual({ ok: true });
    const points = Array.from({ length: 468 }, () => [0, 0, 0]);
    expect(await send(socket, 'landmarks', { ts: now(), points })).toEqual({ ok: true });
    expect(await send(socket, 'typing', { on: true })).toEqual({ ok: true });
    expect(gateway.seen.slice(1)).toEqual(['landmarks 1434', 'landmarks 1404', 'typing true']);
  });

  it('S10 is refused when its handler declares no policy, and the registry shows it', async () => {
    const { app } = await start();
    const socket = await app.connect();
    expect(codeOf(await send(socket, 'session:resume'))).toBe('FORBIDDEN');
    const open = app.app.get(EventRegistry).all().filter(({ policy }) => policy === null);
    expect(open.map(({ event, handler }) => `${event} ${handler}`)).toEqual(['session:resume TestGateway.undeclared']);
  });

  it('S11 is refused to who stands otherwise to the session', async () => {
    const { app } = await start();
    const counselor = await app.connect(tokens.issue({ role: 'counselor' }));
    expect(codeOf(await send(counselor, 'landmarks', { ts: now(), points: Buffer.from(POINTS.buffer) }))).toBe('FORBIDDEN');
    expect(codeOf(await send(counselor, 'typing', { on: true }))).toBe('ok');
  });

  it('S15 names what is wrong with a payload, whatever is sent', async () => {
    const { app, gateway } = await start();
    const socket = await app.connect(tokens.issue(), ENGLISH);
    const bad: [unknown[], string][] = [
      [[], 'payload'],
      [[null], 'payload'],
      [['text'], 'payload'],
      [[[]], 'payload'],
      [[{}], 'payload.on'],
      [[{ on: 'yes' }], 'payload.on'],
      [[{ on: true, extra: 1 }], 'payload.extra'],
      [[JSON.parse('{"on":true,"__proto__":{"admin":true}}')], 'payload.__proto__'],
      [[{ on: true }, { on: true }], 'payload.1'],
      [[Buffer.from('garbage')], 'payload'],
      [[Buffer.alloc(200_000)], 'payload'],
      [[{ on: Buffer.alloc(200_000) }], 'payload.on'],
      [[Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, 1]))], 'payload'],
    ];
    for (const [args, path] of bad) {
      const answer = (await send(socket, 'typing', ...args)) as Failure;
      expect(answer.error.code).toBe('VALIDATION_ERROR');
      expect(answer.error.details?.map((detail) => detail.path)).toContain(path);
    }
    expect(codeOf(await send(socket, 'landmarks', { ts: now(), points: Buffer.alloc(7) }))).toBe('VALIDATION_ERROR');
    expect(gateway.seen).toHaveLength(1);
  });

  it('is acknowledged even when nobody knows it', async () => {
    const { app } = await start();
    const socket = await app.connect();
    for (const event of ['nonsense', '__proto__', 'constructor', 'error', '', 'message']) {
      expect(codeOf(await send(socket, event, { a: 1 }))).toBe('NOT_FOUND');
    }
  });

  it('works without an acknowledgement being asked for', async () => {
    const { app, gateway } = await start();
    const socket = await app.connect();
    socket.emit('typing', { on: true });
    socket.emit('typing', 'garbage');
    socket.emit('nonsense');
    socket.emit('session:end');
    expect(await send(socket, 'typing', { on: false })).toEqual({ ok: true });
    expect(gateway.seen.filter((line) => line.startsWith('typing'))).toHaveLength(2);
  });

  it('S34 tells what a handler meant to tell, and nothing of an unknown failure', async () => {
    const { app } = await start();
    const socket = await app.connect(tokens.issue(), ENGLISH);
    const activity = { tsStart: now(), tsEnd: now() + 1, isSpeech: true, rms: 0.1 };
    expect(codeOf(await send(socket, 'voice:activity', activity))).toBe('CONSENT_REQUIRED');
    const failure = (await send(socket, 'session:end')) as Failure;
    expect(failure).toEqual({
      ok: false,
      error: { code: 'INTERNAL_ERROR', message: 'Something went wrong on our side. Please try again in a moment.' },
    });
    expect(app.lines.some(({ level }) => level === 'error')).toBe(true);
  });

  it('S13 gives nothing out that the contract does not name', async () => {
    const { app } = await start();
    const socket = await app.connect();
    const answer = await send(socket, 'session:pause');
    expect(codeOf(answer)).toBe('INTERNAL_ERROR');
    expect(JSON.stringify(answer)).not.toContain('passwordHash');
    app.app.get(RealtimeEmitter).toSession('s', 'typing', { role: 'user', on: true, extra: 1 } as never, 'all');
    expect(app.lines.some(({ message }) => message.includes('an event was not sent'))).toBe(true);
  });

  it('that nobody answers in time says so', async () => {
    const { app } = await start({ settings: { eventTimeoutMs: 10 } });
    const socket = await app.connect();
    const item = { tsStart: now(), tsEnd: now() + 1, text: 'x' };
    expect(codeOf(await send(socket, 'transcript', item))).toBe('TIMEOUT');
  });

  it('S24 over its limit is acknowledged as such, each class by itself, and others are unharmed', async () => {
    const { app } = await start({ environment: { SOCKET_EVENTS_PER_SECOND: '5', SOCKET_FRAMES_PER_SECOND: '3' } });
    const socket = await app.connect();
    const other = await app.connect();
    const answers = await Promise.all(Array.from({ length: 9 }, () => send(socket, 'typing', { on: true })));
    expect(answers.slice(0, 5).map(codeOf)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    const refused = answers.slice(5).filter((answer): answer is Failure => !answer.ok);
    expect(refused.length).toBeGreaterThanOrEqual(3);
    for (const { error } of refused) {
      expect(error.code).toBe('RATE_LIMITED');
      expect(error.retryAfterMs).toBeGreaterThan(0);
      expect(error.retryAfterMs).toBeLessThanOrEqual(200);
    }
    expect(codeOf(await send(socket, 'landmarks', { ts: now(), points: Buffer.from(POINTS.buffer) }))).toBe('ok');
    expect(codeOf(await send(other, 'typing', { on: true }))).toBe('ok');
  });

  it('S24 warns before the limit bites, once a second', async () => {
    const { app } = await start({ environment: { SOCKET_EVENTS_PER_SECOND: '10' } });
    const socket = await app.connect();
    const warnings: unknown[] = [];
    socket.on('limit:warning', (warning) => warnings.push(warning));
    await Promise.all(Array.from({ length: 9 }, () => send(socket, 'typing', { on: true })));
    expect(warnings).toEqual([{ name: 'events', limit: 10, remaining: 2, resetMs: expect.any(Number) as number }]);
  });

  it('S24 a client that keeps on is told, disconnected, and reported', async () => {
    const { app } = await start({ environment: { SOCKET_EVENTS_PER_SECOND: '5' } });
    const refused: DomainEventMap['limit.refused'][] = [];
    app.app.get(DomainEvents).on('limit.refused', (event) => void refused.push(event));
    const socket = await app.connect();
    const told = happens(socket, 'limit:exceeded');
    const gone = happens(socket, 'disconnect');
    for (let index = 0; index < 200; index++) socket.emit('typing', { on: true });
    expect((await told)[0]).toMatchObject({ name: 'events', limit: 5 });
    expect((await gone)[0]).toBe('io server disconnect');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(5);
  });

  it('S24 a message over the byte limit ends its sender and nobody else', async () => {
    const { app } = await start({ environment: { SOCKET_MAX_BYTES: '16384' } });
    const other = await app.connect();
    const atTheLimit = Buffer.alloc(16_384);
    expect(codeOf(await send(other, 'typing', { on: atTheLimit }))).toBe('VALIDATION_ERROR');
    for (const payload of [{ on: 'x'.repeat(20_000) }, Buffer.alloc(20_000), [Buffer.alloc(9_000), Buffer.alloc(9_000)]]) {
      const socket = await app.connect(tokens.issue(), { reconnection: false });
      const gone = happens(socket, 'disconnect');
      socket.emit('typing', payload);
      await gone;
    }
    expect(codeOf(await send(other, 'typing', { on: true }))).toBe('ok');
  });

  it('S24 garbage on the line ends its sender and nobody else', async () => {
    const { app } = await start();
    const other = await app.connect();
    const badPlaceholder = '451-/session,["typing",{"_placeholder":true,"num":9}]';
    const bad = ['42', '4', '49/session,["typing"]', '42/session,["typing"', badPlaceholder, '\0', '4🙈'];
    for (const text of bad) {
      const { token, sessionId } = tokens.issue();
      const line = new WebSocket(`ws://127.0.0.1:${app.port}/socket.io/?EIO=4&transport=websocket`);
      await heard(line, 'message');
      line.send(`40/session,${JSON.stringify({ token, sessionId })}`);
      await heard(line, 'message');
      const closed = heard(line, 'close');
      line.send(text);
      line.send(Buffer.from('binary'));
      await closed;
    }
    expect(codeOf(await send(other, 'typing', { on: true }))).toBe('ok');
    await expect.poll(() => app.app.get(SessionConnections).count).toBe(1);
  });

  it('S24 a client that does not read is disconnected before it costs memory', async () => {
    const { app } = await start({ settings: { maxQueue: { bytes: 100_000, packets: 1_000 } } });
    const issued = tokens.issue();
    const socket = await app.connect(issued, { reconnection: false });
    const engine = socket.io.engine as unknown as { transport: { ws: { _socket: { pause(): void } } } };
    engine.transport.ws._socket.pause();
    const connections = app.app.get(SessionConnections);
    const emitter = app.app.get(RealtimeEmitter);
    const segment = { id: uuidv7(), tsStart: now(), tsEnd: now() + 1, text: 'x'.repeat(2_000), speaker: 'user' as const };
    await expect
      .poll(
        () => {
          for (let index = 0; index < 200; index++) emitter.toSession(issued.sessionId, 'transcript:segment', segment, 'all');
          return connections.count;
        },
        { interval: 5, timeout: 10_000 },
      )
      .toBe(0);
  });

  it('reaches the others of the session and not its sender', async () => {
    const { app } = await start();
    const sessionId = uuidv7();
    const person = await app.connect(tokens.issue({ sessionId }));
    const counselor = await app.connect(tokens.issue({ sessionId, role: 'counselor' }));
    const stranger = await app.connect();
    const received: string[] = [];
    person.on('typing', () => received.push('person'));
    stranger.on('typing', () => received.push('stranger'));
    const told = happens(counselor, 'typing');
    await send(person, 'typing', { on: true });
    expect((await told)[0]).toEqual({ role: 'user', on: true });
    const emitter = app.app.get(RealtimeEmitter);
    const reached = happens(counselor, 'typing');
    emitter.toSession(sessionId, 'typing', { role: 'user', on: false }, 'counselor');
    await reached;
    await send(person, 'typing', { on: true });
    await send(stranger, 'session:end');
    expect(received).toEqual([]);
  });
});

describe('a connection', () => {
  const apps: RealtimeApp[] = [];
  const start = async (options: RealtimeAppOptions = {}) => {
    const app = await RealtimeApp.start({ gateways: [TestGateway], ...options });
    apps.push(app);
    return { app, gateway: app.app.get(TestGateway), connections: app.app.get(SessionConnections) };
  };
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  it('S4 ends when its user, device or session is closed', async () => {
    const { app, connections } = await start();
    const one = tokens.issue();
    const others = await app.connect();
    const ways = [
      () => connections.closeUser(one.userId),
      () => connections.closeDevice(one.deviceId),
      () => connections.closeSession(one.sessionId),
    ];
    for (const close of ways) {
      const socket = await app.connect(one, { reconnection: false });
      const gone = happens(socket, 'disconnect');
      close();
      expect((await gone)[0]).toBe('io server disconnect');
    }
    expect(others.connected).toBe(true);
  });

  it('S4 ends when its user is closed while its handshake is under way', async () => {
    const { app, connections } = await start();
    const one = tokens.issue();
    const socket = app.client(one, { reconnection: false });
    const gone = happens(socket, 'disconnect');
    tokens.onAuthenticated = () => connections.closeUser(one.userId);
    socket.connect();
    expect((await gone)[0]).toBe('io server disconnect');
    tokens.onAuthenticated = () => undefined;
  });

  it('comes by polling first, and upgrades', async () => {
    const { app } = await start();
    const socket = await app.connect(tokens.issue(), { transports: ['polling', 'websocket'] });
    expect(codeOf(await send(socket, 'typing', { on: true }))).toBe('ok');
    await expect.poll(() => socket.io.engine.transport.name).toBe('websocket');
    expect(codeOf(await send(socket, 'landmarks', { ts: now(), points: Buffer.from(POINTS.buffer) }))).toBe('ok');
  });

  it('ends with its token, and comes back with a fresh one', async () => {
    const { app, gateway } = await start();
    const first = tokens.issue({ expiresAt: Date.now() + 50 });
    const second = tokens.issue({ sessionId: first.sessionId, userId: first.userId });
    let given = 0;
    const socket = app.client({}, {});
    socket.auth = (cb: (auth: object) => void) => cb(given++ === 0 ? first : second);
    socket.connect();
    await happens(socket, 'connect');
    expect((await happens(socket, 'disconnect'))[0]).toBe('transport close');
    await happens(socket, 'connect');
    expect(gateway.seen.filter((line) => line.startsWith('left'))).toEqual(['left forced close true']);
  });

  it('is drained: work is finished and acknowledged, new events are refused, then the client goes elsewhere', async () => {
    const { app, gateway, connections } = await start();
    const socket = await app.connect(tokens.issue(), { reconnection: false });
    const item = { tsStart: now(), tsEnd: now() + 1, text: 'x' };
    const working = send(socket, 'transcript', item);
    await expect.poll(() => [...connections.all()][0]?.pending.size).toBe(1);
    const drained = app.app.get(RealtimeDrain).run();
    expect(codeOf(await send(socket, 'typing', { on: true }))).toBe('SERVICE_UNAVAILABLE');
    const gone = happens(socket, 'disconnect');
    gateway.release();
    expect(codeOf(await working)).toBe('ok');
    await drained;
    expect((await gone)[0]).toBe('transport close');
    const late = app.client(tokens.issue(), { reconnection: false });
    const turnedAway = happens(late, 'disconnect');
    late.connect();
    expect((await turnedAway)[0]).toBe('transport close');
  });
});
