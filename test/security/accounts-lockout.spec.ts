import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountAdmin } from '../../src/auth/account-admin.service.js';
import { enrollMfa, logIn, newEmail, OTHER_PASSWORD, PASSWORD, signUp, totpOf } from '../harness/accounts.js';
import type { ApiClient } from '../harness/api-client.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

/** Tells addresses apart by the header that the one trusted proxy sets. */
const from = (api: ApiClient, address: string): ApiClient => api.with({ 'X-Forwarded-For': address });

/** Addresses that no other test of the file uses. */
let used = 0;
const address = () => `198.51.${Math.floor(++used / 250)}.${(used % 250) + 1}`;

describe('guessing', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp({ TRUST_PROXY: '1' });
  });
  afterAll(async () => {
    await server.close();
  });

  const guess = async (api: ApiClient, email: string, password = OTHER_PASSWORD, more: object = {}) => {
    const { status, error, headers } = await api.post('/auth/login', { email, password, ...more });
    return { status, code: error?.code, message: error?.message, retryAfter: headers.get('retry-after') };
  };

  it('S6 five failures lock the account for the address for 15 minutes, and say how long', async () => {
    const { email } = await signUp(server.guest);
    const stranger = from(server.guest, address());
    for (let tries = 0; tries < 5; tries += 1) expect(await guess(stranger, email)).toMatchObject({ status: 401, code: 'INVALID_CREDENTIALS' });
    const locked = await guess(stranger, email);
    expect(locked).toMatchObject({ status: 429, code: 'ACCOUNT_LOCKED' });
    expect(Number(locked.retryAfter)).toBeGreaterThan(14 * 60);
    expect(Number(locked.retryAfter)).toBeLessThanOrEqual(15 * 60);
    expect(await guess(stranger, email, PASSWORD)).toMatchObject({ code: 'ACCOUNT_LOCKED' });
    expect(await guess(from(server.guest, address()), email, PASSWORD)).toMatchObject({ status: 200 });
  });

  it('S6 an e-mail without an account, a wrong password and a blocked account are one answer, failure by failure', async () => {
    const [known, blocked] = [await signUp(server.guest), await signUp(server.guest)];
    await server.app.get(AccountAdmin).block(blocked.email);
    const answers = await Promise.all(
      [known.email, newEmail(), blocked.email].map(async (email) => {
        const [stranger, series] = [from(server.guest, address()), []] as [ApiClient, unknown[]];
        for (let tries = 0; tries < 7; tries += 1) {
          const { retryAfter, ...answer } = await guess(stranger, email, email === blocked.email ? PASSWORD : OTHER_PASSWORD);
          series.push({ ...answer, hasRetryAfter: retryAfter !== null });
        }
        return series;
      }),
    );
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('S6 right ones are not counted, however many', async () => {
    const account = await signUp(server.guest);
    const home = from(server.guest, address());
    for (let tries = 0; tries < 4; tries += 1) await guess(home, account.email);
    for (let tries = 0; tries < 8; tries += 1) await logIn(home, account);
    expect(await guess(home, account.email)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await guess(home, account.email)).toMatchObject({ code: 'ACCOUNT_LOCKED' });
  });

  it('S6 parallel guesses get no further than five', async () => {
    const { email } = await signUp(server.guest);
    const stranger = from(server.guest, address());
    const answers = await Promise.all(Array.from({ length: 40 }, () => guess(stranger, email)));
    expect(answers.filter(({ code }) => code === 'INVALID_CREDENTIALS')).toHaveLength(5);
    expect(answers.filter(({ code }) => code === 'ACCOUNT_LOCKED')).toHaveLength(35);
  });

  it('S6 twenty devices of one person may sign in at once from one address', async () => {
    const account = await signUp(server.guest);
    const home = from(server.guest, address());
    const answers = await Promise.all(Array.from({ length: 20 }, () => guess(home, account.email, PASSWORD)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  });

  it('S6 many addresses against one account get little further than a few', async () => {
    const { email } = await signUp(server.guest);
    let compared = 0;
    for (let stranger = 0; stranger < 40; stranger += 1) {
      const { code } = await guess(from(server.guest, address()), email);
      if (code === 'INVALID_CREDENTIALS') compared += 1;
      else expect(code).toBe('ACCOUNT_LOCKED');
    }
    expect(compared).toBe(20);
  });

  it('S6 one address against many accounts is stopped after fifty, and other addresses are not', async () => {
    const account = await signUp(server.guest);
    const stranger = from(server.guest, address());
    for (let tries = 0; tries < 50; tries += 1) expect(await guess(stranger, newEmail())).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    const refused = await guess(stranger, newEmail());
    expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    await logIn(from(server.guest, address()), account);
  });

  it('S6 an IPv6 network counts as one address', async () => {
    const { email } = await signUp(server.guest);
    for (let tries = 0; tries < 5; tries += 1) await guess(from(server.guest, `2001:db8:1:${tries.toString(16)}::${tries}`), email);
    expect(await guess(from(server.guest, '2001:db8:1:ff::9'), email)).toMatchObject({ code: 'ACCOUNT_LOCKED' });
  });

  it('S6 strangers cannot lock the owner out of a device that signed in before, whatever address they guess from', async () => {
    const account = await signUp(server.guest);
    const home = from(server.guest, address());
    const { deviceToken } = await logIn(home, account);
    for (let tries = 0; tries < 60; tries += 1) await guess(tries % 2 === 0 ? home : from(server.guest, address()), account.email);
    expect(await guess(home, account.email, PASSWORD)).toMatchObject({ code: 'ACCOUNT_LOCKED' });
    expect(await guess(from(server.guest, address()), account.email, PASSWORD)).toMatchObject({ code: 'ACCOUNT_LOCKED' });
    const back = await logIn(home, account, { deviceToken });
    expect(back.deviceToken).toBe(deviceToken);
  });

  it('S6 a known device has five guesses of its own, and is known to its own account alone', async () => {
    const [account, other] = [await signUp(server.guest), await signUp(server.guest)];
    const { deviceToken } = await logIn(from(server.guest, address()), account);
    const thief = from(server.guest, address());
    for (let tries = 0; tries < 5; tries += 1) expect(await guess(thief, account.email, OTHER_PASSWORD, { deviceToken })).toMatchObject({ status: 401 });
    expect(await guess(thief, account.email, PASSWORD, { deviceToken })).toMatchObject({ code: 'ACCOUNT_LOCKED' });
    const stranger = from(server.guest, address());
    for (let tries = 0; tries < 5; tries += 1) await guess(stranger, other.email, OTHER_PASSWORD, { deviceToken });
    expect(await guess(stranger, other.email, PASSWORD, { deviceToken })).toMatchObject({ code: 'ACCOUNT_LOCKED' });
    expect(await guess(stranger, other.email, PASSWORD, { deviceToken: 'made-up' })).toMatchObject({ code: 'ACCOUNT_LOCKED' });
  });

  it('S6 password changes and codes share the count with log-ins', async () => {
    const account = await signUp(server.guest);
    const home = from(server.guest, address());
    const api = home.as(account.accessToken);
    const { secret } = await enrollMfa(api);
    await guess(home, account.email);
    await api.post('/auth/password', { currentPassword: OTHER_PASSWORD, newPassword: 'Long-Bridge-52-Cloud' });
    await api.post('/auth/mfa/disable', { password: PASSWORD, code: '000000' });
    await api.post('/auth/mfa/disable', { password: OTHER_PASSWORD, code: totpOf(secret, 1) });
    expect(await guess(home, account.email, PASSWORD, { mfaCode: '000000' })).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await guess(home, account.email, PASSWORD, { mfaCode: totpOf(secret, 1) })).toMatchObject({ code: 'ACCOUNT_LOCKED' });
    for (const [path, body] of [
      ['/auth/password', { currentPassword: PASSWORD, newPassword: 'Long-Bridge-52-Cloud' }],
      ['/auth/mfa/disable', { password: PASSWORD, code: totpOf(secret, 1) }],
    ] as const) {
      const answer = await api.post(path, body);
      expect([path, answer.status, answer.error?.code, Number(answer.headers.get('retry-after')) > 0]).toEqual([path, 429, 'ACCOUNT_LOCKED', true]);
    }
  });

  it('S6 an admin lifts the locks', async () => {
    const account = await signUp(server.guest);
    const home = from(server.guest, address());
    for (let tries = 0; tries < 6; tries += 1) await guess(home, account.email);
    expect(await guess(home, account.email, PASSWORD)).toMatchObject({ code: 'ACCOUNT_LOCKED' });
    await server.app.get(AccountAdmin).unlock(account.email);
    await logIn(home, account);
  });

  it('S9 asking for accounts by signing up is counted as guessing', async () => {
    const { email } = await signUp(server.guest);
    const stranger = from(server.guest, address());
    const probe = (address: string) => stranger.post('/auth/signup', { username: 'x', email: address, password: PASSWORD });
    for (let tries = 0; tries < 50; tries += 1) expect((await probe(email)).status).toBe(409);
    expect((await probe(newEmail())).error?.code).toBe('RATE_LIMITED');
  });
});

describe('the time that guessing takes', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp({ BCRYPT_COST: '10', RATE_LIMIT_AUTH_FAILURES: '1000', RATE_LIMIT_AUTH_FAILURES_IP: '1000' });
  });
  afterAll(async () => {
    await server.close();
  });

  it('S6 is the same for an e-mail with an account and one without', { timeout: 60_000 }, async () => {
    const { email } = await signUp(server.guest);
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    for (let round = 0; round < 15; round += 1) {
      for (const kind of round % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
        const startedAt = performance.now();
        await server.guest.post('/auth/login', { email: kind === 'known' ? email : newEmail(), password: OTHER_PASSWORD });
        times[kind].push(performance.now() - startedAt);
      }
    }
    // The shortest of each: whatever else the machine does only adds.
    const [known, unknown] = [Math.min(...times.known), Math.min(...times.unknown)];
    expect(Math.min(known, unknown)).toBeGreaterThan(15);
    expect(Math.abs(known - unknown) / Math.max(known, unknown)).toBeLessThan(0.25);
  });
});
