import { randomBytes } from 'node:crypto';
import { generateSync } from 'otplib';
import { z } from 'zod';
import { LoginAnswer, MfaEnrollAnswer, MfaVerifyAnswer, SignupAnswer, TokenPair } from '../../libs/contracts/auth.js';
import { SessionStartAnswer } from '../../libs/contracts/session.js';
import { AccountAdmin } from '../../src/auth/account-admin.service.js';
import type { ApiClient } from './api-client.js';
import type { TestApp } from './test-app.js';

/** Good, and another good one. */
export const PASSWORD = 'Quiet-River-77-Stone';
export const OTHER_PASSWORD = 'Broad-Meadow-31-Lamp';

export const newEmail = (name = 'person'): string => `${name}-${randomBytes(6).toString('hex')}@example.org`;

export interface TestAccount {
  email: string;
  password: string;
  id: string;
  accessToken: string;
  refreshToken: string;
  /** A caller with the access token. */
  api: ApiClient;
}

/** `data` of a success; whatever else came fails the test with its code. */
export function dataOf<Schema extends z.ZodType>(schema: Schema, answer: { status: number; data: unknown; error: { code: string } | undefined }): z.output<Schema> {
  if (answer.error !== undefined) throw new Error(`${answer.status} ${answer.error.code}`);
  return schema.parse(answer.data);
}

export async function signUp(guest: ApiClient, email = newEmail(), password = PASSWORD): Promise<TestAccount> {
  const { user, accessToken, refreshToken } = dataOf(SignupAnswer, await guest.post('/auth/signup', { username: '가람', email, password }));
  return { email, password, id: user.id, accessToken, refreshToken, api: guest.as(accessToken) };
}

export async function logIn(guest: ApiClient, { email, password }: { email: string; password: string }, more: { mfaCode?: string; deviceToken?: string } = {}) {
  const answer = dataOf(LoginAnswer, await guest.post('/auth/login', { email, password, ...more }));
  if (answer.refreshToken === undefined) throw new Error('there is no refresh token in the body');
  return { ...answer, refreshToken: answer.refreshToken, api: guest.as(answer.accessToken) };
}

/** A code of an authenticator app, `steps` of 30 s from now. */
export const totpOf = (secret: string, steps = 0): string => generateSync({ secret, epoch: Math.floor(Date.now() / 1_000) + steps * 30 });

export async function enrollMfa(api: ApiClient): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secret } = dataOf(MfaEnrollAnswer, await api.post('/auth/mfa/enroll'));
  const { recoveryCodes } = dataOf(MfaVerifyAnswer, await api.post('/auth/mfa/verify', { code: totpOf(secret) }));
  return { secret, recoveryCodes };
}

/** A counselor or admin made as those who run the service do, with a password of its own and MFA. */
export async function staff(server: TestApp, role: 'counselor' | 'admin'): Promise<TestAccount & { secret: string; recoveryCodes: string[] }> {
  const email = newEmail(role);
  const { oneTimePassword } = await server.app.get(AccountAdmin).create({ email, username: role, role, languages: ['ko'] });
  const first = await logIn(server.guest, { email, password: oneTimePassword });
  const pair = dataOf(TokenPair, await first.api.post('/auth/password', { currentPassword: oneTimePassword, newPassword: PASSWORD }));
  const api = server.guest.as(pair.accessToken);
  const mfa = await enrollMfa(api);
  return { email, password: PASSWORD, id: first.user.id, accessToken: pair.accessToken, refreshToken: pair.refreshToken ?? '', api, ...mfa };
}

export async function startSession(api: ApiClient, body: object = {}): Promise<z.output<typeof SessionStartAnswer>> {
  return dataOf(SessionStartAnswer, await api.post('/session/start', { counselorId: 'ai', ...body }));
}
