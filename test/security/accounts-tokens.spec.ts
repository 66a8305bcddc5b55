import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TokenPair } from '../../libs/contracts/auth.js';
import { dataOf, logIn, OTHER_PASSWORD, PASSWORD, signUp, startSession } from '../harness/accounts.js';
import { ask } from '../harness/embedded-server.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

const partsOf = (token: string) => token.split('.') as [string, string, string];
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

describe('tokens', () => {
  let server: TestApp & { environment: Record<string, string> };
  beforeAll(async () => {
    server = await startTestApp();
  });
  afterAll(async () => {
    await server.close();
  });

  const refresh = (refreshToken: string) => server.guest.post('/auth/refresh', { refreshToken });
  const age = (seconds: number) => ask(server.database.ownerUrl, `UPDATE refresh_tokens SET used_at = used_at - interval '${seconds} seconds'`);

  it('S1 the payload holds ids and times and nothing personal', async () => {
    const { accessToken, refreshToken, id } = await signUp(server.guest);
    for (const token of [accessToken, refreshToken]) {
      const payload = decode(partsOf(token)[1]);
      expect(Object.keys(payload).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub', 'typ']);
      expect(payload['sub']).toBe(id);
    }
  });

  it('S1 whatever is not exactly one of ours is TOKEN_INVALID, and no guest', async () => {
    const { accessToken, refreshToken } = await signUp(server.guest);
    const [header, payload, signature] = partsOf(accessToken);
    const key = server.environment['JWT_ACCESS_SECRETS'] ?? '';
    const signed = (head: object, body: object, secret = key, hash = 'sha512') => {
      const content = `${encode(head)}.${encode(body)}`;
      return `${content}.${createHmac(hash, secret).update(content).digest('base64url')}`;
    };
    const forged = [
      `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`,
      `${encode({ ...decode(header), alg: 'none' })}.${payload}.${signature}`,
      signed({ ...decode(header), alg: 'HS256' }, decode(payload), key, 'sha256'),
      signed({ ...decode(header), kid: '../../dev/null' }, decode(payload)),
      signed({ ...decode(header), jwk: { kty: 'oct', k: 'AAAA' } }, decode(payload)),
      signed(decode(header), decode(payload), randomBytes(48).toString('base64url')),
      signed(decode(header), { ...decode(payload), typ: 'refresh' }),
      signed(decode(header), { ...decode(payload), aud: 'somebody-else' }),
      signed(decode(header), { ...decode(payload), iss: 'somebody-else' }),
      signed(decode(header), { ...decode(payload), role: 'admin' }),
      `${header}.${encode({ ...decode(payload), sub: '00000000-0000-7000-8000-000000000000' })}.${signature}`,
      accessToken.slice(0, -2),
      `${header}.${payload}`,
      refreshToken,
      'x',
      `${accessToken}.x`,
      'x'.repeat(6_000),
    ];
    for (const token of forged) {
      const answer = await server.guest.as(token).get('/auth/me');
      expect([token.slice(0, 40), answer.status, answer.error?.code]).toEqual([token.slice(0, 40), 401, 'TOKEN_INVALID']);
      expect((await server.guest.as(token).get('/user/preferences')).error?.code).toBe('TOKEN_INVALID');
    }
    for (const authorization of ['Bearer', 'Basic eDp5', `bearer  ${accessToken} x`, `Token ${accessToken}`])
      expect((await server.guest.with({ Authorization: authorization }).get('/user/preferences')).status).toBe(401);
    expect((await refresh(accessToken)).error?.code).toBe('TOKEN_INVALID');
  });

  it('S1 an expired one says so, and only if it was genuine', async () => {
    const short = await startTestApp({ ACCESS_TOKEN_TTL: '1s' }, { on: server });
    try {
      const { api, accessToken } = await signUp(short.guest);
      await expect.poll(async () => (await api.get('/auth/me')).error?.code, { timeout: 4_000 }).toBe('TOKEN_EXPIRED');
      const broken = `${accessToken.slice(0, -4)}AAAA`;
      expect((await short.guest.as(broken).get('/auth/me')).error?.code).toBe('TOKEN_INVALID');
    } finally {
      await short.close();
    }
  });

  it('S2 an exchanged refresh token gives the same child for ten seconds, and later ends the family although the answer is an error', async () => {
    const { refreshToken, api } = await signUp(server.guest);
    const child = dataOf(TokenPair, await refresh(refreshToken));
    expect(dataOf(TokenPair, await refresh(refreshToken)).refreshToken).toBe(child.refreshToken);
    await age(11);
    expect((await refresh(refreshToken)).error?.code).toBe('TOKEN_INVALID');
    expect((await refresh(child.refreshToken ?? '')).error?.code).toBe('TOKEN_INVALID');
    expect((await api.get('/auth/me')).error?.code).toBe('TOKEN_INVALID');
    expect((await server.guest.as(child.accessToken).get('/auth/me')).error?.code).toBe('TOKEN_INVALID');
  });

  it('S2 a stolen family ends for the thief and leaves the other devices', async () => {
    const account = await signUp(server.guest);
    const other = await logIn(server.guest, account);
    await refresh(account.refreshToken);
    await age(11);
    await refresh(account.refreshToken);
    expect((await other.api.get('/auth/me')).status).toBe(200);
    expect((await refresh(other.refreshToken)).status).toBe(200);
    const events = await other.api.get('/user/security-events');
    expect(JSON.stringify(events.data)).toContain('token.reused');
  });

  it('S2 fifty refreshes at once leave one living child', async () => {
    const { refreshToken, id } = await signUp(server.guest);
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(refreshToken)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
    expect(new Set(answers.map((answer) => dataOf(TokenPair, answer).refreshToken)).size).toBe(1);
    const living = `SELECT 1 FROM refresh_tokens t JOIN device_sessions d ON d.id = t.device_id WHERE d.user_id = '${id}' AND t.used_at IS NULL`;
    expect(await ask(server.database.ownerUrl, living)).toHaveLength(1);
  });

  it('S2 stores refresh tokens, device tokens and resets as hashes', async () => {
    const account = await signUp(server.guest);
    const { refreshToken, deviceToken } = await logIn(server.guest, account);
    const dump = await ask<{ text: string }>(
      server.database.ownerUrl,
      'SELECT refresh_tokens::text AS text FROM refresh_tokens UNION ALL SELECT known_devices::text FROM known_devices',
    );
    const id = String(decode(partsOf(refreshToken)[1])['jti']);
    for (const secret of [refreshToken, deviceToken, id])
      for (const form of [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret, 'base64url').toString('hex')]) expect(JSON.stringify(dump)).not.toContain(form);
  });

  it('S4 a log-out ends the access token at once, and only this device’s', async () => {
    const account = await signUp(server.guest);
    const other = await logIn(server.guest, account);
    await account.api.get('/auth/me');
    await account.api.post('/auth/logout');
    expect((await account.api.get('/auth/me')).error?.code).toBe('TOKEN_INVALID');
    expect((await refresh(account.refreshToken)).error?.code).toBe('TOKEN_INVALID');
    expect((await other.api.get('/auth/me')).status).toBe(200);
  });

  it('S4 log-out everywhere and a password change end every token at once', async () => {
    for (const end of ['logout-all', 'password'] as const) {
      const account = await signUp(server.guest);
      const devices = [account, await logIn(server.guest, account), await logIn(server.guest, account)];
      for (const { api } of devices) expect((await api.get('/auth/me')).status).toBe(200);
      const answer = await account.api.post(`/auth/${end}`, end === 'password' ? { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD } : {});
      expect(answer.status).toBe(200);
      for (const { api, refreshToken } of devices) {
        expect((await api.get('/auth/me')).error?.code).toBe('TOKEN_INVALID');
        expect((await refresh(refreshToken)).error?.code).toBe('TOKEN_INVALID');
      }
    }
  });

  it('S14 a guest token opens its session, and nothing else', async () => {
    const [own, others] = [await startSession(server.guest), await startSession(server.guest)];
    const guest = server.guest.as(own.guestToken ?? '');
    expect((await guest.get(`/session/${own.sessionId}`)).status).toBe(200);
    expect((await guest.get(`/session/${others.sessionId}`)).status).toBe(404);
    for (const path of ['/auth/me', '/user/me', '/session', '/auth/devices', '/user/security-events']) {
      const { status } = await guest.get(path);
      expect([path, [401, 403].includes(status)]).toEqual([path, true]);
    }
    expect((await refresh(own.guestToken ?? '')).error?.code).toBe('TOKEN_INVALID');
    expect((await guest.post('/session/start', { counselorId: 'ai' })).error?.code).toBe('FORBIDDEN');
  });

  it('S14 a guest token dies with its session, whether it was claimed or deleted', async () => {
    const [claimed, deleted] = [await startSession(server.guest), await startSession(server.guest)];
    const { api } = await signUp(server.guest);
    const guests = [server.guest.as(claimed.guestToken ?? ''), server.guest.as(deleted.guestToken ?? '')] as const;
    for (const guest of guests) expect((await guest.get('/user/consents')).status).toBe(200);
    expect((await api.post(`/session/${claimed.sessionId}/claim`, { guestToken: claimed.guestToken })).status).toBe(200);
    expect((await guests[1].delete(`/session/${deleted.sessionId}`)).status).toBe(204);
    for (const guest of guests)
      for (const path of ['/user/consents', `/session/${claimed.sessionId}`, `/session/${deleted.sessionId}`, '/user/preferences'])
        expect([path, (await guest.get(path)).error?.code]).toEqual([path, 'TOKEN_INVALID']);
    expect((await api.get(`/session/${claimed.sessionId}`)).status).toBe(200);
  });
});

describe('the secrets of tokens', () => {
  it('S3 rotate from one to the next while requests run, and none is lost', { timeout: 120_000 }, async () => {
    const secret = () => randomBytes(48).toString('base64url');
    const [oldAccess, newAccess, oldRefresh, newRefresh] = [secret(), secret(), secret(), secret()];
    const secrets = (access: string[], refresh: string[]) => ({ JWT_ACCESS_SECRETS: access.join(), JWT_REFRESH_SECRETS: refresh.join() });
    const first = await startTestApp(secrets([oldAccess], [oldRefresh]));
    const steps = [
      secrets([oldAccess, newAccess], [oldRefresh, newRefresh]),
      secrets([newAccess, oldAccess], [newRefresh, oldRefresh]),
      secrets([newAccess, `${oldAccess}@2099-12-31`], [newRefresh, `${oldRefresh}@2099-12-31`]),
    ];
    const instances: TestApp[] = [first];
    const started: TestApp[] = [];
    const account = await signUp(first.guest);
    let { accessToken, refreshToken }: { accessToken: string; refreshToken?: string | undefined } = account;
    const failures: unknown[] = [];
    let requests = 0;
    const over = new AbortController();
    // Each request goes to any instance that runs at that moment, as behind a balancer; every tenth refreshes.
    const traffic = (async () => {
      while (!over.signal.aborted) {
        const pick = () => instances[Math.floor(Math.random() * instances.length)] ?? first;
        const answer = await pick().guest.as(accessToken).get('/auth/me');
        if (answer.status !== 200) failures.push(answer.error?.code);
        requests += 1;
        if (requests % 10 !== 0) continue;
        const pair = await pick().guest.post('/auth/refresh', { refreshToken });
        if (pair.status === 200) ({ accessToken, refreshToken } = dataOf(TokenPair, pair));
        else failures.push(pair.error?.code);
      }
    })();
    try {
      for (const step of steps) {
        const seen = requests;
        const next = await startTestApp(step, { on: first });
        started.push(next);
        instances.push(next);
        await expect.poll(() => requests, { timeout: 30_000 }).toBeGreaterThan(seen + 20);
        // The one before leaves.
        instances.splice(0, instances.length - 1);
        await expect.poll(() => requests, { timeout: 30_000 }).toBeGreaterThan(seen + 40);
      }
    } finally {
      over.abort();
      await traffic;
    }
    expect(failures).toEqual([]);
    const last = instances[0] ?? first;
    expect((await last.guest.as(account.accessToken).get('/auth/me')).status).toBe(200);
    const after = await startTestApp(secrets([newAccess, `${oldAccess}@2020-01-01`], [newRefresh]), { on: first });
    expect((await after.guest.as(account.accessToken).get('/auth/me')).error?.code).toBe('TOKEN_INVALID');
    expect((await after.guest.as(accessToken).get('/auth/me')).status).toBe(200);
    await Promise.all([...started, after].map((instance) => instance.close()));
    await first.close();
  });
});
