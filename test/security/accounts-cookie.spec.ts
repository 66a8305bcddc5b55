import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoginAnswer, TokenPair } from '../../libs/contracts/auth.js';
import { dataOf, OTHER_PASSWORD, PASSWORD, signUp } from '../harness/accounts.js';
import type { ApiAnswer } from '../harness/api-client.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

const ORIGIN = 'https://app.example.org';
const FOREIGN = 'https://evil.example.org';

describe('cookie mode', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp({ CORS_ORIGINS: ORIGIN });
  });
  afterAll(async () => {
    await server.close();
  });

  const cookieIn = (answer: ApiAnswer) => answer.headers.getSetCookie().find((cookie) => cookie.startsWith('__Host-bemore-refresh=')) ?? '';
  const pairOf = (cookie: string) => cookie.split(';')[0] ?? '';

  async function logIn() {
    const account = await signUp(server.guest);
    const answer = await server.guest.with({ Origin: ORIGIN }).post('/auth/login?mode=cookie', { email: account.email, password: PASSWORD });
    const body = dataOf(LoginAnswer, answer);
    const cookie = cookieIn(answer);
    const browser = server.guest.with({ Origin: ORIGIN, Cookie: pairOf(cookie) });
    return { account, answer, body, cookie, browser, csrfToken: body.csrfToken ?? '' };
  }

  it('S8 the refresh token is in a cookie that scripts, other sites and plain HTTP do not get, and not in the body', async () => {
    const { answer, body, cookie } = await logIn();
    expect(body.refreshToken).toBeUndefined();
    expect(body.csrfToken).toMatch(/^[\w-]{43}$/);
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; Secure/);
    expect(cookie).toMatch(/; SameSite=Strict/);
    expect(cookie).toMatch(/; Path=\/(?:;|$)/);
    expect(cookie).toMatch(/; Max-Age=604800/);
    expect(cookie).not.toMatch(/Domain/i);
    expect(JSON.stringify(answer.data)).not.toContain(pairOf(cookie).split('=')[1]);
  });

  it('S8 a refresh by cookie takes the CSRF token of that very sign-in', async () => {
    const { browser, csrfToken } = await logIn();
    const other = await logIn();
    const refresh = (token?: string) => (token === undefined ? browser : browser.with({ 'X-CSRF-Token': token })).post('/auth/refresh');
    for (const bad of [undefined, '', 'x', other.csrfToken, `${csrfToken}x`, csrfToken.slice(1)]) {
      const answer = await refresh(bad);
      expect([bad, answer.status, answer.error?.code]).toEqual([bad, 403, 'CSRF_FAILED']);
    }
    const answer = await refresh(csrfToken);
    const pair = dataOf(TokenPair, answer);
    expect(pair).toEqual({ accessToken: pair.accessToken, csrfToken });
    expect(cookieIn(answer)).not.toBe('');
    expect((await server.guest.as(pair.accessToken).get('/auth/me')).status).toBe(200);
  });

  it('S8 rotates in the cookie as well: the old one ends the family after its grace', async () => {
    const { browser, cookie, csrfToken } = await logIn();
    const first = await browser.with({ 'X-CSRF-Token': csrfToken }).post('/auth/refresh');
    expect(pairOf(cookieIn(first))).not.toBe(pairOf(cookie));
    const again = await browser.with({ 'X-CSRF-Token': csrfToken }).post('/auth/refresh');
    expect(pairOf(cookieIn(again))).toBe(pairOf(cookieIn(first)));
  });

  it('S8 refuses a page of somebody else’s, also with cookie and CSRF token', async () => {
    const { account, browser, csrfToken } = await logIn();
    const foreign: Record<string, string>[] = [
      { Origin: FOREIGN },
      { Origin: 'null' },
      { Origin: `${ORIGIN}.evil.example.org` },
      { Origin: 'http://app.example.org' },
    ];
    for (const headers of foreign) {
      for (const [path, body] of [
        ['/auth/refresh', {}],
        ['/auth/login?mode=cookie', { email: account.email, password: PASSWORD }],
      ] as const) {
        const answer = await browser.with({ 'X-CSRF-Token': csrfToken, ...headers }).post(path, body);
        expect([path, headers, answer.status, answer.error?.code]).toEqual([path, headers, 403, 'ORIGIN_NOT_ALLOWED']);
        expect(cookieIn(answer)).toBe('');
        expect(answer.headers.get('access-control-allow-origin')).not.toBe(headers['Origin']);
      }
    }
    expect((await browser.with({ 'X-CSRF-Token': csrfToken }).post('/auth/refresh')).status).toBe(200);
  });

  it('S8 a log-out takes the CSRF token too, and takes the cookie away', async () => {
    const { browser, body, csrfToken } = await logIn();
    const signedIn = browser.as(body.accessToken);
    expect((await signedIn.post('/auth/logout')).error?.code).toBe('CSRF_FAILED');
    expect((await signedIn.with({ Origin: FOREIGN, 'X-CSRF-Token': csrfToken }).post('/auth/logout')).error?.code).toBe('ORIGIN_NOT_ALLOWED');
    const answer = await signedIn.with({ 'X-CSRF-Token': csrfToken }).post('/auth/logout');
    expect(answer.status).toBe(200);
    expect(cookieIn(answer)).toMatch(/^__Host-bemore-refresh=;.*Expires=Thu, 01 Jan 1970/);
    expect((await browser.with({ 'X-CSRF-Token': csrfToken }).post('/auth/refresh')).error?.code).toBe('TOKEN_INVALID');
  });

  it('S8 a cookie that is none of ours is TOKEN_INVALID, and no cookie is UNAUTHENTICATED', async () => {
    const { account } = await logIn();
    expect((await server.guest.post('/auth/refresh')).error?.code).toBe('UNAUTHENTICATED');
    for (const value of ['x', 'a.b.c', account.accessToken])
      expect((await server.guest.with({ Cookie: `__Host-bemore-refresh=${value}` }).post('/auth/refresh')).error?.code).toBe('TOKEN_INVALID');
  });

  it('S8 a password change goes on in the cookie', async () => {
    const { browser, body, csrfToken } = await logIn();
    const answer = await browser.as(body.accessToken).post('/auth/password', { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD });
    const pair = dataOf(TokenPair, answer);
    expect(pair.refreshToken).toBeUndefined();
    const fresh = browser.with({ Cookie: pairOf(cookieIn(answer)), 'X-CSRF-Token': pair.csrfToken ?? '' });
    expect((await fresh.post('/auth/refresh')).status).toBe(200);
    expect((await browser.with({ 'X-CSRF-Token': csrfToken }).post('/auth/refresh')).error?.code).toBe('TOKEN_INVALID');
  });

  it('the page that this server serves itself may sign in', async () => {
    const account = await signUp(server.guest);
    const answer = await server.guest.with({ Origin: server.url }).post('/auth/login?mode=cookie', { email: account.email, password: PASSWORD });
    expect(answer.status).toBe(200);
    expect((await server.guest.post('/auth/login?mode=other', { email: account.email, password: PASSWORD })).error?.details?.[0]?.path).toBe('query.mode');
  });
});
