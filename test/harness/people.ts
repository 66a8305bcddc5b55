import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { LoginAnswer, SignupAnswer } from '../../libs/contracts/auth.js';
import { SessionStartAnswer } from '../../libs/contracts/session.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { Db } from '../../src/platform/database/db.js';
import { PasswordHasher } from '../../src/platform/crypto/password-hasher.js';
import { UserService } from '../../src/user/user.service.js';
import type { ApiClient } from './api-client.js';
import type { TestApp } from './test-app.js';

export const PASSWORD = 'Lantern-Quilt-47!';
export const ALL_CONSENTS = { camera: true, microphone: true, transcript: true, thirdPartyAi: true, research: true };

export interface SignedIn {
  id: string;
  email: string;
  accessToken: string;
  refreshToken: string;
  api: ApiClient;
}

/** Signs a new person up, over the API. */
export async function signUp({ guest }: Pick<TestApp, 'guest'>, username = '사람'): Promise<SignedIn> {
  const email = `${randomBytes(6).toString('hex')}@example.org`;
  const answer = await guest.post('/auth/signup', { username, email, password: PASSWORD });
  const { user, accessToken, refreshToken } = SignupAnswer.parse(answer.data);
  return { id: user.id, email, accessToken, refreshToken, api: guest.as(accessToken) };
}

/**
 * A counselor or admin who has finished the setup: the account is put straight into the database, as no route makes one,
 * and signs in over the API.
 */
export async function signInAs(
  { app, guest }: Pick<TestApp, 'app' | 'guest'>,
  role: 'counselor' | 'admin',
  email = `${randomBytes(6).toString('hex')}@example.org`,
): Promise<SignedIn> {
  const passwordHash = await app.get(PasswordHasher, { strict: false }).hash(PASSWORD);
  const account = { username: role, email, passwordHash, role, languages: ['ko', 'en'], oneTimePassword: false };
  const id = await app.get(Transactions, { strict: false }).run((tx) => app.get(UserService, { strict: false }).create(account, tx));
  const login = LoginAnswer.parse((await guest.post('/auth/login', { email, password: PASSWORD })).data);
  // Signed in before MFA was asked of the account: the tests of log-in and setup have their own.
  await app.get(Db, { strict: false }).query("UPDATE users SET mfa_secret_sealed = '\\x00', mfa_enabled_at = now() WHERE id = $1", [id]);
  return { id, email, accessToken: login.accessToken, refreshToken: z.string().parse(login.refreshToken), api: guest.as(login.accessToken) };
}

export interface StartedSession {
  id: string;
  startedAt: number;
  api: ApiClient;
  token: string;
}

/** Starts a session as a signed-in person. */
export async function startSession(person: SignedIn, body: object = {}): Promise<StartedSession> {
  const answer = SessionStartAnswer.parse((await person.api.post('/session/start', { counselorId: 'ai', consents: ALL_CONSENTS, ...body })).data);
  return { id: answer.sessionId, startedAt: Date.parse(answer.startedAt), api: person.api, token: person.accessToken };
}

/** Starts a session as a guest, and speaks with the token that it came with. */
export async function startGuestSession({ guest }: Pick<TestApp, 'guest'>, body: object = {}): Promise<StartedSession> {
  const answer = SessionStartAnswer.parse((await guest.post('/session/start', { counselorId: 'ai', consents: ALL_CONSENTS, ...body })).data);
  const token = z.string().parse(answer.guestToken);
  return { id: answer.sessionId, startedAt: Date.parse(answer.startedAt), api: guest.as(token), token };
}
