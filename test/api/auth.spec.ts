import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Device, SignupAnswer, TokenPair, UserAnswer } from '../../libs/contracts/auth.js';
import { dataOf, logIn, newEmail, OTHER_PASSWORD, PASSWORD, signUp } from '../harness/accounts.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

describe('accounts over REST', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp();
  });
  afterAll(async () => {
    await server.close();
  });

  it('S13 signs up with a person, tokens and nothing more', async () => {
    const email = newEmail('Person');
    const answer = await server.guest.post('/auth/signup', { username: '가람', email, password: PASSWORD });
    expect(answer.status).toBe(201);
    const { user } = dataOf(SignupAnswer, answer);
    expect(user).toEqual({
      id: user.id,
      username: '가람',
      email: email.toLowerCase(),
      role: 'user',
      profileImage: null,
      mfaEnabled: false,
      createdAt: user.createdAt,
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('has one account for an e-mail, however it is written', async () => {
    const { email } = await signUp(server.guest);
    for (const again of [email, email.toUpperCase()]) {
      const answer = await server.guest.post('/auth/signup', { username: 'x', email: again, password: PASSWORD });
      expect([answer.status, answer.error?.code]).toEqual([409, 'CONFLICT']);
      expect(JSON.stringify(answer.error)).not.toContain(email);
    }
  });

  it('S13 takes no role, no id and no other field from outside', async () => {
    const account = await signUp(server.guest);
    const body = { username: 'x', email: newEmail(), password: PASSWORD };
    for (const extra of [{ role: 'admin' }, { id: randomUUID() }, { oneTimePassword: false }, { mfaEnabled: true }, { emailLookup: 'x' }]) {
      const answer = await server.guest.post('/auth/signup', { ...body, ...extra });
      expect([answer.status, answer.error?.code, answer.error?.details?.[0]?.path]).toEqual([400, 'VALIDATION_ERROR', `body.${Object.keys(extra)[0] ?? ''}`]);
      expect((await account.api.put('/auth/profile', extra)).error?.code).toBe('VALIDATION_ERROR');
      expect((await account.api.patch('/user/me', extra)).error?.code).toBe('VALIDATION_ERROR');
    }
    expect(dataOf(UserAnswer, await account.api.get('/auth/me')).user.role).toBe('user');
  });

  it('S5 refuses passwords that are short, of few classes, common, or too long to be meant, and names the field', async () => {
    const bad = ['Short1!', 'alllowercase-1', 'ALLUPPERCASE-1', 'NoDigitsInHere!', 'NoSpecial12345', 'P@ssw0rd2024!', 'Qwerty!23456', `Aa1!${'x'.repeat(125)}`, ''];
    for (const password of bad) {
      const answer = await server.guest.post('/auth/signup', { username: 'x', email: newEmail(), password });
      expect([password, answer.status, answer.error?.code, answer.error?.details?.[0]?.path]).toEqual([password, 400, 'VALIDATION_ERROR', 'body.password']);
    }
  });

  it('S5 counts the whole password, beyond 72 bytes and over a NUL', async () => {
    const long = `Aa1!${'가'.repeat(100)}`;
    const account = await signUp(server.guest, newEmail(), `${long}x`);
    expect((await server.guest.post('/auth/login', { email: account.email, password: `${long}y` })).error?.code).toBe('INVALID_CREDENTIALS');
    await logIn(server.guest, account);
  });

  it('S19 keeps a name as it was written, and refuses what cannot be kept', async () => {
    const account = await signUp(server.guest);
    const name = `<img src=x onerror="1"> '; DROP TABLE users; --`.slice(0, 50);
    expect(dataOf(UserAnswer, await account.api.put('/auth/profile', { username: name })).user.username).toBe(name);
    for (const username of ['', ' ', 'x'.repeat(51), 'a\u0000b', '\ud800']) expect((await account.api.put('/auth/profile', { username })).status).toBe(400);
  });

  it('S21 takes https pictures only, and removes one with null', async () => {
    const account = await signUp(server.guest);
    const url = 'https://images.example.org/me.png';
    expect(dataOf(UserAnswer, await account.api.patch('/user/me', { profileImage: url })).user.profileImage).toBe(url);
    for (const bad of ['http://images.example.org/me.png', 'javascript:alert(1)', 'data:text/html,x', 'https://a:b@example.org/', '//example.org'])
      expect((await account.api.patch('/user/me', { profileImage: bad })).error?.details?.[0]?.path).toBe('body.profileImage');
    expect(dataOf(UserAnswer, await account.api.patch('/user/me', { profileImage: null })).user.profileImage).toBeNull();
    expect(dataOf(UserAnswer, await account.api.get('/user/me')).user.username).toBe('가람');
  });

  it('lists the devices that are signed in, and signs one out', async () => {
    const account = await signUp(server.guest.with({ 'User-Agent': 'first/1' }));
    const second = await logIn(server.guest.with({ 'User-Agent': 'second/2' }), account);
    const listed = await account.api.get('/auth/devices');
    const devices = z.array(Device).parse(listed.data);
    expect(listed.meta?.total).toBe(2);
    const shown = devices.map(({ current, userAgent, ipAddress }) => ({ current, userAgent, ipAddress }));
    expect(shown.sort((a, b) => (a.userAgent ?? '').localeCompare(b.userAgent ?? ''))).toEqual([
      { current: true, userAgent: 'first/1', ipAddress: '127.0.0.1' },
      { current: false, userAgent: 'second/2', ipAddress: '127.0.0.1' },
    ]);
    const other = devices.find(({ current }) => !current)?.id ?? '';
    expect((await account.api.delete(`/auth/devices/${other}`)).status).toBe(204);
    expect((await second.api.get('/auth/me')).error?.code).toBe('TOKEN_INVALID');
    expect((await server.guest.post('/auth/refresh', { refreshToken: second.refreshToken })).error?.code).toBe('TOKEN_INVALID');
    expect((await account.api.delete(`/auth/devices/${other}`)).status).toBe(404);
    expect((await account.api.delete('/auth/devices/not-an-id')).error?.code).toBe('VALIDATION_ERROR');
    expect((await account.api.get('/auth/me')).status).toBe(200);
  });

  it('changes the password and goes on with new tokens', async () => {
    const account = await signUp(server.guest);
    const wrong = await account.api.post('/auth/password', { currentPassword: OTHER_PASSWORD, newPassword: 'Long-Bridge-52-Cloud' });
    expect([wrong.status, wrong.error?.code]).toEqual([401, 'INVALID_CREDENTIALS']);
    for (const newPassword of ['short', PASSWORD, 'P@ssw0rd2024!'])
      expect((await account.api.post('/auth/password', { currentPassword: PASSWORD, newPassword })).error?.details?.[0]?.path).toBe('body.newPassword');
    const pair = dataOf(TokenPair, await account.api.post('/auth/password', { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD }));
    expect((await server.guest.as(pair.accessToken).get('/auth/me')).status).toBe(200);
    expect((await server.guest.post('/auth/login', { email: account.email, password: PASSWORD })).error?.code).toBe('INVALID_CREDENTIALS');
    await logIn(server.guest, { ...account, password: OTHER_PASSWORD });
  });

  it('logs out without a body, as the app does', async () => {
    const account = await signUp(server.guest);
    const response = await fetch(`${server.url}/api/auth/logout`, { method: 'POST', headers: { Authorization: `Bearer ${account.accessToken}` } });
    expect(response.status).toBe(200);
    expect((await account.api.get('/auth/me')).status).toBe(401);
  });

  it('S16 refuses a body over 10 kB on these routes', async () => {
    const answer = await server.guest.post('/auth/login', { email: newEmail(), password: 'x'.repeat(11_000) });
    expect([answer.status, answer.error?.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });
});
