import { connect } from 'node:net';
import { io } from 'socket.io-client';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { happens, RealtimeApp, type RealtimeAppOptions, tokens } from '../../../test/harness/realtime-app.js';
import { DomainEvents, type DomainEventMap } from '../events/domain-events.js';
import { ConnectionLedger, MemoryConnectionLedger } from './connection-ledger.js';
import { SessionConnections } from './session-connections.js';

const apps: RealtimeApp[] = [];
async function start(options: RealtimeAppOptions = {}): Promise<RealtimeApp> {
  const app = await RealtimeApp.start(options);
  apps.push(app);
  return app;
}

describe('the handshake', () => {
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  it('S11 lets in whom the authenticator knows, and nobody else', async () => {
    const app = await start();
    const known = tokens.issue();
    const socket = await app.connect(known);
    expect(socket.connected).toBe(true);
    const { sessionId } = known;
    expect(await app.refusal({ sessionId })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await app.refusal({ token: '', sessionId })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await app.refusal({ token: 'forged', sessionId })).toMatchObject({ code: 'TOKEN_INVALID' });
    expect(await app.refusal({ token: ['list'], sessionId })).toMatchObject({ code: 'TOKEN_INVALID' });
    expect(await app.refusal({ token: known.token, sessionId: uuidv7() })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await app.refusal({ token: known.token, sessionId: '../etc' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await app.refusal({ token: known.token })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await app.refusal({})).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('S34 refuses in the language of the client, and tells nothing of an unknown error', async () => {
    const app = await start();
    const inEnglish = await app.refusal({}, { extraHeaders: { 'accept-language': 'en' } });
    expect(inEnglish.message).toBe('Please sign in first.');
    expect((await app.refusal({})).message).toBe('로그인이 필요해요.');
    const broken = tokens.issue();
    tokens.grants.set(broken.token, null as never);
    const refusal = await app.refusal(broken, { extraHeaders: { 'accept-language': 'en' } });
    const message = 'Something went wrong on our side. Please try again in a moment.';
    expect(refusal).toEqual({ code: 'INTERNAL_ERROR', message });
  });

  it('S35 refuses a foreign origin and takes one of the list, its own, or none', async () => {
    const app = await start({ environment: { CORS_ORIGINS: 'https://app.example.org' } });
    const from = (origin: string) => ({ extraHeaders: { origin } });
    const refused = ['https://evil.example', 'https://app.example.org.evil.example', 'http://app.example.org', 'null'];
    for (const origin of refused) {
      expect(await app.refusal(tokens.issue(), from(origin))).toMatchObject({ code: 'ORIGIN_NOT_ALLOWED' });
    }
    const polling = { transports: ['polling'], ...from('https://evil.example') };
    expect(await app.refusal(tokens.issue(), polling)).toMatchObject({ code: 'ORIGIN_NOT_ALLOWED' });
    await app.connect(tokens.issue(), from('https://app.example.org'));
    await app.connect(tokens.issue(), from(`http://127.0.0.1:${app.port}`));
    await app.connect(tokens.issue());
  });

  it('S35 answers polling with the headers of HTTP, and CORS for the list alone', async () => {
    const app = await start({ environment: { CORS_ORIGINS: 'https://app.example.org' } });
    const url = `http://127.0.0.1:${app.port}/socket.io/?EIO=4&transport=polling`;
    const open = (origin: string) => fetch(url, { headers: { origin } });
    const allowed = await open('https://app.example.org');
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.org');
    expect(allowed.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await open('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('S10 lets nobody into the root namespace', async () => {
    const app = await start();
    const options = { auth: tokens.issue(), transports: ['websocket'], forceNew: true, reconnection: false };
    const socket = io(`http://127.0.0.1:${app.port}`, options);
    const [error] = await happens(socket, 'connect_error');
    expect(error).toMatchObject({ data: { code: 'NOT_FOUND' } });
    socket.disconnect();
  });

  it('S24 takes so many connections of a user, over all his sessions, and a guest likewise', async () => {
    const app = await start({ environment: { SOCKET_MAX_PER_USER: '3' } });
    for (const guest of [false, true]) {
      const userId = uuidv7();
      for (let index = 0; index < 3; index++) await app.connect(tokens.issue({ userId, guest }));
      expect(await app.refusal(tokens.issue({ userId, guest }))).toMatchObject({ code: 'CONNECTION_LIMIT' });
    }
    await app.connect();
  });

  it('S24 takes two connections of a session and role, and a place again when one leaves', async () => {
    const app = await start();
    const sessionId = uuidv7();
    const userId = uuidv7();
    const person = () => tokens.issue({ sessionId, userId });
    const first = await app.connect(person());
    await app.connect(person());
    expect(await app.refusal(person())).toMatchObject({ code: 'CONNECTION_LIMIT' });
    await app.connect(tokens.issue({ sessionId, role: 'counselor' }));
    first.disconnect();
    await expect.poll(() => app.app.get(SessionConnections).count).toBe(2);
    await app.connect(person());
  });

  it('S24 a client that leaves in the middle of the handshake leaves no place behind', async () => {
    const app = await start();
    const ledger = app.app.get<MemoryConnectionLedger>(ConnectionLedger);
    for (let index = 0; index < 20; index++) {
      const before = tokens.calls;
      const socket = app.client(tokens.issue(), { reconnection: false });
      socket.connect();
      socket.io.on('open', () => setImmediate(() => socket.io.engine.close()));
      await expect.poll(() => tokens.calls, { interval: 2, timeout: 200 }).toBeGreaterThan(before).catch(() => undefined);
    }
    await expect.poll(() => ledger.size).toBe(0);
  });

  it('S24 limits how often an address and a user may try', async () => {
    const app = await start({
      settings: { handshakesPerAddress: { limit: 8, windowMs: 60_000 }, handshakesPerHolder: { limit: 3, windowMs: 60_000 } },
    });
    const events: DomainEventMap['limit.refused'][] = [];
    app.app.get(DomainEvents).on('limit.refused', (event) => void events.push(event));
    const userId = uuidv7();
    for (let index = 0; index < 3; index++) (await app.connect(tokens.issue({ userId }))).disconnect();
    expect(await app.refusal(tokens.issue({ userId }))).toMatchObject({ code: 'CONNECTION_LIMIT' });
    for (let index = 0; index < 4; index++) await app.refusal({});
    expect(await app.refusal(tokens.issue())).toMatchObject({ code: 'CONNECTION_LIMIT' });
    expect(events.map(({ surface, tier }) => `${surface} ${tier}`)).toEqual(['handshake holder', 'handshake address']);
  });

  it('S24 holds only so many lines of one address, whether or not they ever say who they are', async () => {
    const app = await start({ settings: { maxLinesPerAddress: 5 } });
    const fields = ['Host: x', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
    const key = `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`;
    const upgrade = ['GET /socket.io/?EIO=4&transport=websocket HTTP/1.1', ...fields, key, '', ''].join('\r\n');
    const lines = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const line = connect(app.port, '127.0.0.1');
        line.write(upgrade);
        await new Promise((resolve) => line.once('data', resolve));
        return line;
      }),
    );
    await expect(app.refusal(tokens.issue())).rejects.toThrow('websocket error');
    for (const line of lines) line.destroy();
    await expect.poll(async () => app.connect(tokens.issue()).then(() => true, () => false), { interval: 50 }).toBe(true);
  });

  it('S22 believes a forwarded address only behind the configured proxies', async () => {
    const settings = { handshakesPerAddress: { limit: 1, windowMs: 60_000 } };
    const forwarded = (address: string) => ({ extraHeaders: { 'x-forwarded-for': address } });
    const direct = await start({ settings });
    await direct.connect(tokens.issue(), forwarded('192.0.2.1'));
    expect(await direct.refusal(tokens.issue(), forwarded('192.0.2.2'))).toMatchObject({ code: 'CONNECTION_LIMIT' });
    const behind = await start({ settings, environment: { TRUST_PROXY: '1' } });
    await behind.connect(tokens.issue(), forwarded('192.0.2.1'));
    await behind.connect(tokens.issue(), forwarded('192.0.2.2'));
    const again = forwarded('198.51.100.1, 192.0.2.1');
    expect(await behind.refusal(tokens.issue(), again)).toMatchObject({ code: 'CONNECTION_LIMIT' });
  });

  it('keeps neither the request nor the token of a connection', async () => {
    const app = await start();
    await app.connect();
    const [connection] = app.app.get(SessionConnections).all();
    expect(connection?.socket.conn.request).toBeNull();
    expect(connection?.socket.handshake.auth).toEqual({});
  });
});
