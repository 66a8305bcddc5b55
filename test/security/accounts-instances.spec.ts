import { readFileSync } from 'node:fs';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AccountAdmin } from '../../src/auth/account-admin.service.js';
import { Notices } from '../../src/platform/database/notices.js';
import { enrollMfa, logIn, newEmail, OTHER_PASSWORD, PASSWORD, signUp, startSession } from '../harness/accounts.js';
import { TcpProxy } from '../harness/tcp-proxy.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

describe('several instances on one database, without Redis', () => {
  let one: TestApp & { environment: Record<string, string> };
  let two: TestApp;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    one = await startTestApp();
    two = await startTestApp({}, { on: one });
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.disconnect();
  });
  afterAll(async () => {
    await two.close();
    await one.close();
  });

  async function connect(server: TestApp, token: string, sessionId: string): Promise<Socket> {
    const socket = io(`${server.url}/session`, { auth: { token, sessionId }, transports: ['websocket'], forceNew: true, reconnection: false });
    sockets.push(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return socket;
  }

  /** Both instances know the token and hold a socket of it. */
  async function signedIn() {
    const account = await signUp(one.guest);
    const { sessionId } = await startSession(account.api);
    for (const server of [one, two]) expect((await server.guest.as(account.accessToken).get('/auth/me')).status).toBe(200);
    const open = [await connect(one, account.accessToken, sessionId), await connect(two, account.accessToken, sessionId)];
    return { ...account, sessionId, open };
  }

  const ends: Record<string, (account: Awaited<ReturnType<typeof signedIn>>) => Promise<unknown>> = {
    'a log-out': ({ api }) => api.post('/auth/logout'),
    'a log-out everywhere': ({ api }) => api.post('/auth/logout-all'),
    'a password change': ({ api }) => api.post('/auth/password', { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD }),
    'a block': ({ email }) => one.app.get(AccountAdmin).block(email),
  };

  it.each(Object.keys(ends))('S4 %s ends the access token and the sockets at every instance within half a second', async (end) => {
    const account = await signedIn();
    await ends[end]?.(account);
    const at = performance.now();
    expect((await one.guest.as(account.accessToken).get('/auth/me')).error?.code).toBe('TOKEN_INVALID');
    await expect
      .poll(async () => (await two.guest.as(account.accessToken).get('/auth/me')).error?.code, { timeout: 2_000, interval: 10 })
      .toBe('TOKEN_INVALID');
    await expect.poll(() => account.open.map(({ connected }) => connected), { timeout: 2_000, interval: 10 }).toEqual([false, false]);
    expect(performance.now() - at).toBeLessThan(500);
  });

  it('S4 a blocked account cannot come back in until it is unblocked', async () => {
    const account = await signUp(one.guest);
    await one.app.get(AccountAdmin).block(account.email);
    expect((await two.guest.post('/auth/login', account)).error?.code).toBe('VALIDATION_ERROR');
    const credentials = { email: account.email, password: PASSWORD };
    expect((await two.guest.post('/auth/login', credentials)).error?.code).toBe('INVALID_CREDENTIALS');
    expect((await two.guest.post('/auth/refresh', { refreshToken: account.refreshToken })).error?.code).toBe('TOKEN_INVALID');
    await two.app.get(AccountAdmin).unblock(account.email);
    expect((await one.guest.post('/auth/login', credentials)).status).toBe(200);
  });

  it('S4 removing one device ends its sockets and leaves the others’', async () => {
    const account = await signedIn();
    const second = await logIn(two.guest, account);
    const kept = account.open[1];
    const socket = await connect(one, second.accessToken, (await startSession(second.api)).sessionId);
    const devices = (await account.api.get('/auth/devices')).data as { id: string; current: boolean }[];
    expect((await account.api.delete(`/auth/devices/${devices.find(({ current }) => !current)?.id ?? ''}`)).status).toBe(204);
    await expect.poll(() => socket.connected, { timeout: 2_000 }).toBe(false);
    expect(kept?.connected).toBe(true);
  });

  it('S7 finishing the set-up counts at every instance', async () => {
    const email = newEmail('counselor');
    const { oneTimePassword } = await one.app.get(AccountAdmin).create({ email, username: 'x', role: 'counselor', languages: ['ko'] });
    const first = await logIn(one.guest, { email, password: oneTimePassword });
    const changed = (await first.api.post('/auth/password', { currentPassword: oneTimePassword, newPassword: PASSWORD })).data as { accessToken: string };
    const there = two.guest.as(changed.accessToken);
    expect((await there.get('/session')).error?.code).toBe('SETUP_REQUIRED');
    await enrollMfa(one.guest.as(changed.accessToken));
    await expect.poll(async () => (await there.get('/session')).status, { timeout: 900, interval: 10 }).toBe(200);
  });

  it('S14 a claimed guest session ends its guest token and the guest’s sockets at every instance', async () => {
    const { sessionId, guestToken = '' } = await startSession(one.guest);
    for (const server of [one, two]) expect((await server.guest.as(guestToken).get('/user/consents')).status).toBe(200);
    const open = [await connect(one, guestToken, sessionId), await connect(two, guestToken, sessionId)];
    const { api } = await signUp(one.guest);
    expect((await api.post(`/session/${sessionId}/claim`, { guestToken })).status).toBe(200);
    expect((await one.guest.as(guestToken).get('/user/consents')).error?.code).toBe('TOKEN_INVALID');
    await expect.poll(async () => (await two.guest.as(guestToken).get('/user/consents')).error?.code, { timeout: 900, interval: 10 }).toBe('TOKEN_INVALID');
    await expect.poll(() => open.map(({ connected }) => connected), { timeout: 2_000 }).toEqual([false, false]);
  });

  it('S29 a withdrawn consent holds in running sessions, at every instance and on open sockets, within a second', async () => {
    const account = await signUp(one.guest);
    const { sessionId } = await startSession(account.api, { consents: { camera: true } });
    const there = two.guest.as(account.accessToken);
    const socket = await connect(two, account.accessToken, sessionId);
    const frame = () => ({ ts: Date.now(), blendshapes: { jawOpen: 0.1 } });
    const send = async () => (await there.post(`/session/${sessionId}/frames`, { items: [frame()] })).status;
    const emit = async () => {
      const { blendshapes: scores, ts } = frame();
      return ((await socket.timeout(2_000).emitWithAck('blendshapes', { ts, scores })) as { ok: boolean }).ok;
    };
    expect([await send(), await emit()]).toEqual([201, true]);
    await account.api.put('/user/consents', { camera: false });
    const at = performance.now();
    await expect.poll(async () => [await send(), await emit()], { timeout: 2_000, interval: 20 }).toEqual([403, false]);
    expect(performance.now() - at).toBeLessThan(1_000);
  });

  it('S4 an instance that cannot hear the others trusts nothing it remembers, and catches up when it can', async () => {
    const proxy = await TcpProxy.to(one.environment['DATABASE_URL'] ?? '');
    const behind = new URL(one.environment['DATABASE_URL'] ?? '');
    behind.port = String(proxy.port);
    const deaf = await startTestApp({ DATABASE_URL: behind.href, DATABASE_READ_URL: behind.href }, { on: one });
    try {
      const account = await signUp(one.guest);
      const { sessionId } = await startSession(account.api);
      const socket = await connect(deaf, account.accessToken, sessionId);
      const api = deaf.guest.as(account.accessToken);
      expect((await api.get('/auth/me')).status).toBe(200);
      proxy.cut();
      await expect.poll(() => deaf.app.get(Notices).isLive, { timeout: 5_000, interval: 10 }).toBe(false);
      await account.api.post('/auth/logout');
      const unheard = await api.get('/auth/me');
      expect([unheard.status, unheard.error?.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
      expect(socket.connected).toBe(true);
      proxy.mend();
      await expect.poll(async () => (await api.get('/auth/me')).error?.code, { timeout: 8_000, interval: 50 }).toBe('TOKEN_INVALID');
      await expect.poll(() => socket.connected, { timeout: 8_000, interval: 20 }).toBe(false);
    } finally {
      await deaf.close();
      await proxy.close();
    }
  });

  it('no error of these tests went unnoticed into the log', () => {
    const errors = readFileSync(two.logFile, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"level":"error"'))
      .filter((line) => !line.includes('notices') && !/ECONNRESET|ECONNREFUSED|Connection terminated|terminat/i.test(line));
    expect(errors).toEqual([]);
  });
});
