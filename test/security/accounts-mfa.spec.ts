import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MfaEnrollAnswer, TokenPair, UserAnswer } from '../../libs/contracts/auth.js';
import { AccountAdmin } from '../../src/auth/account-admin.service.js';
import { dataOf, enrollMfa, logIn, newEmail, OTHER_PASSWORD, PASSWORD, signUp, staff, startSession, totpOf } from '../harness/accounts.js';
import { ask } from '../harness/embedded-server.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

describe('the second factor', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp({ RATE_LIMIT_AUTH_FAILURES: '100', RATE_LIMIT_AUTH_FAILURES_IP: '1000' });
  });
  afterAll(async () => {
    await server.close();
  });

  const codeOf = async (body: object) => {
    const { status, error } = await server.guest.post('/auth/login', body);
    return error?.code ?? status;
  };

  it('S7 a secret counts for nothing until a code of it was shown', async () => {
    const account = await signUp(server.guest);
    const { secret, otpauthUrl } = dataOf(MfaEnrollAnswer, await account.api.post('/auth/mfa/enroll'));
    expect(otpauthUrl).toMatch(/^otpauth:\/\/totp\/BeMore/);
    expect(otpauthUrl).toContain(secret);
    await logIn(server.guest, account);
    const wrong = await account.api.post('/auth/mfa/verify', { code: totpOf(secret, 50) });
    expect([wrong.status, wrong.error?.code]).toEqual([401, 'INVALID_CREDENTIALS']);
    expect(dataOf(UserAnswer, await account.api.get('/auth/me')).user.mfaEnabled).toBe(false);
    expect((await account.api.post('/auth/mfa/verify', { code: totpOf(secret) })).status).toBe(200);
    expect(dataOf(UserAnswer, await account.api.get('/auth/me')).user.mfaEnabled).toBe(true);
    for (const [path, body] of [['/auth/mfa/enroll', {}], ['/auth/mfa/verify', { code: totpOf(secret, 1) }]] as const)
      expect((await account.api.post(path, body)).error?.code).toBe('INVALID_STATE');
  });

  it('S7 the password alone does not sign in, and says only then that a code is asked for', async () => {
    const account = await signUp(server.guest);
    const { secret } = await enrollMfa(account.api);
    const { email } = account;
    expect(await codeOf({ email, password: PASSWORD })).toBe('MFA_REQUIRED');
    expect(await codeOf({ email, password: OTHER_PASSWORD })).toBe('INVALID_CREDENTIALS');
    expect(await codeOf({ email, password: OTHER_PASSWORD, mfaCode: totpOf(secret, 1) })).toBe('INVALID_CREDENTIALS');
    for (const mfaCode of ['000000', '12345', 'abcdef', '０００００１', totpOf(secret, 50), totpOf(secret, -50)])
      expect(await codeOf({ email, password: PASSWORD, mfaCode })).toBe('INVALID_CREDENTIALS');
    expect(await codeOf({ email, password: PASSWORD, mfaCode: totpOf(secret, 1) })).toBe(200);
  });

  it('S7 a code is good once, also for two who use it at the same moment, and the one of the set-up is used', async () => {
    const account = await signUp(server.guest);
    const { secret } = dataOf(MfaEnrollAnswer, await account.api.post('/auth/mfa/enroll'));
    const setUp = totpOf(secret);
    await account.api.post('/auth/mfa/verify', { code: setUp });
    const credentials = { email: account.email, password: PASSWORD };
    expect(await codeOf({ ...credentials, mfaCode: setUp })).toBe('INVALID_CREDENTIALS');
    const next = totpOf(secret, 1);
    const answers = await Promise.all(Array.from({ length: 8 }, () => codeOf({ ...credentials, mfaCode: next })));
    expect(answers.filter((answer) => answer === 200)).toHaveLength(1);
    expect(await codeOf({ ...credentials, mfaCode: setUp })).toBe('INVALID_CREDENTIALS');
  });

  it('S7 a recovery code is good once, however it is typed, and stored as a hash', async () => {
    const account = await signUp(server.guest);
    const { recoveryCodes } = await enrollMfa(account.api);
    expect(new Set(recoveryCodes).size).toBe(10);
    const [first = '', second = '', third = ''] = recoveryCodes;
    const credentials = { email: account.email, password: PASSWORD };
    expect(await codeOf({ ...credentials, mfaCode: first })).toBe(200);
    expect(await codeOf({ ...credentials, mfaCode: first })).toBe('INVALID_CREDENTIALS');
    expect(await codeOf({ ...credentials, mfaCode: second.toLowerCase().replaceAll('-', ' ') })).toBe(200);
    const answers = await Promise.all(Array.from({ length: 8 }, () => codeOf({ ...credentials, mfaCode: third })));
    expect(answers.filter((answer) => answer === 200)).toHaveLength(1);
    const rows = await ask<{ text: string }>(server.database.ownerUrl, 'SELECT recovery_codes::text AS text FROM recovery_codes');
    for (const code of recoveryCodes) expect(JSON.stringify(rows)).not.toContain(code);
    const other = await signUp(server.guest);
    await enrollMfa(other.api);
    expect(await codeOf({ email: other.email, password: PASSWORD, mfaCode: recoveryCodes[4] })).toBe('INVALID_CREDENTIALS');
  });

  it('S7 turning it off takes the password and a code; then neither secret nor recovery codes are left', async () => {
    const account = await signUp(server.guest);
    const { secret, recoveryCodes } = await enrollMfa(account.api);
    const off = async (body: object) => (await account.api.post('/auth/mfa/disable', body)).error?.code ?? 'done';
    expect(await off({ password: OTHER_PASSWORD, code: totpOf(secret, 1) })).toBe('INVALID_CREDENTIALS');
    expect(await off({ password: PASSWORD, code: '000000' })).toBe('INVALID_CREDENTIALS');
    expect(await off({ password: PASSWORD })).toBe('VALIDATION_ERROR');
    expect(await off({ password: PASSWORD, code: recoveryCodes[0] })).toBe('done');
    await logIn(server.guest, account);
    const rows = await ask(server.database.ownerUrl, `SELECT 1 FROM users WHERE id = '${account.id}' AND mfa_secret_sealed IS NULL`);
    expect(rows).toHaveLength(1);
    expect(await ask(server.database.ownerUrl, `SELECT 1 FROM recovery_codes WHERE user_id = '${account.id}'`)).toHaveLength(0);
  });

  it('S7 an account of the command line sees nothing but its set-up until it has a password of its own', async () => {
    const email = newEmail();
    const { oneTimePassword } = await server.app.get(AccountAdmin).create({ email, username: 'x', role: 'user', languages: [] });
    const { api } = await logIn(server.guest, { email, password: oneTimePassword });
    expect((await api.get('/auth/me')).status).toBe(200);
    for (const path of ['/user/me', '/session', '/auth/devices', '/user/security-events', '/counselors', '/user/preferences'])
      expect([path, (await api.get(path)).error?.code]).toEqual([path, 'SETUP_REQUIRED']);
    expect((await api.post('/session/start', { counselorId: 'ai' })).error?.code).toBe('SETUP_REQUIRED');
    expect((await api.post('/auth/password', { currentPassword: oneTimePassword, newPassword: oneTimePassword })).error?.code).toBe('VALIDATION_ERROR');
    const pair = dataOf(TokenPair, await api.post('/auth/password', { currentPassword: oneTimePassword, newPassword: PASSWORD }));
    expect((await server.guest.as(pair.accessToken).get('/session')).status).toBe(200);
    expect(await codeOf({ email, password: oneTimePassword })).toBe('INVALID_CREDENTIALS');
  });

  it.each(['counselor', 'admin'] as const)('S7 a %s sees nobody’s data without MFA, and loses sight of it by turning it off', async (role) => {
    const email = newEmail(role);
    const { oneTimePassword } = await server.app.get(AccountAdmin).create({ email, username: role, role, languages: ['ko'] });
    const first = await logIn(server.guest, { email, password: oneTimePassword });
    const pair = dataOf(TokenPair, await first.api.post('/auth/password', { currentPassword: oneTimePassword, newPassword: PASSWORD }));
    const api = server.guest.as(pair.accessToken);
    const session = role === 'counselor' ? await startSession((await signUp(server.guest)).api, { counselorId: first.user.id }) : null;
    const path = session === null ? '/user/me' : `/session/${session.sessionId}`;
    expect((await api.get(path)).error?.code).toBe('SETUP_REQUIRED');
    const { secret } = await enrollMfa(api);
    expect((await api.get(path)).status).toBe(200);
    expect((await api.post('/auth/mfa/disable', { password: PASSWORD, code: totpOf(secret, 1) })).status).toBe(200);
    expect((await api.get(path)).error?.code).toBe('SETUP_REQUIRED');
  });

  it('S26 keeps the secret sealed', async () => {
    const { id, secret } = await staff(server, 'admin');
    const rows = await ask<{ text: string }>(server.database.ownerUrl, `SELECT users::text AS text FROM users WHERE id = '${id}'`);
    expect(rows[0]?.text).not.toContain(secret);
    expect(rows[0]?.text).not.toContain(Buffer.from(secret).toString('hex'));
  });
});
