import { z } from 'zod';
import {
  Email, HttpsUrl, Instant, NewPassword, PresentedPassword, RowId, Token, TotpCode, Username, answerText, text,
} from './primitives.js';
import { strictObject } from './strict-object.js';

export const ROLES = ['user', 'counselor', 'admin'] as const;
export const Role = z.enum(ROLES).describe('What the account may do');
export type Role = z.infer<typeof Role>;

/** An account as its owner sees it, and no more than this. */
export const User = strictObject({
  id: RowId,
  username: answerText(50),
  email: answerText(254),
  role: Role,
  profileImage: answerText(2048).nullable().describe('https URL of a picture'),
  mfaEnabled: z.boolean(),
  createdAt: Instant,
}).meta({ id: 'User' });
export type User = z.infer<typeof User>;

/** The answer of `/auth/me`, `/auth/profile` and `/user/me`. */
export const UserAnswer = strictObject({ user: User });
export type UserAnswer = z.infer<typeof UserAnswer>;

export const SignupBody = strictObject({ username: Username, email: Email, password: NewPassword });
export type SignupBody = z.infer<typeof SignupBody>;

const AccessToken = answerText(4096).describe('JWT for Authorization: Bearer; 15 minutes by default');
const RefreshToken = answerText(4096).describe('For /auth/refresh, once; 7 days by default');
const CsrfToken = answerText(512).describe('Cookie mode: goes back in X-CSRF-Token');

export const SignupAnswer = strictObject({ user: User, accessToken: AccessToken, refreshToken: RefreshToken });
export type SignupAnswer = z.infer<typeof SignupAnswer>;

export const LoginQuery = strictObject({
  mode: z.enum(['cookie']).optional().describe('cookie: the refresh token comes as an HttpOnly cookie, with a CSRF token'),
});
export type LoginQuery = z.infer<typeof LoginQuery>;

/** A TOTP or a recovery code; only bounded, so that a wrong one is refused as wrong. */
export const MfaCode = text(1, 64).describe('Six digits of the authenticator app, or a recovery code');

export const LoginBody = strictObject({
  email: Email,
  password: PresentedPassword,
  mfaCode: MfaCode.optional(),
  deviceToken: Token.optional().describe('From an earlier log-in: makes this a known device'),
});
export type LoginBody = z.infer<typeof LoginBody>;

export const LoginAnswer = strictObject({
  user: User,
  accessToken: AccessToken,
  refreshToken: RefreshToken.optional().describe('Absent in cookie mode'),
  deviceToken: answerText(512).describe('Keep it and send it with the next log-in'),
  csrfToken: CsrfToken.optional().describe('Only in cookie mode'),
});
export type LoginAnswer = z.infer<typeof LoginAnswer>;

/** Empty in cookie mode, where the token is in the cookie. */
export const RefreshBody = strictObject({ refreshToken: Token.optional().describe('Absent in cookie mode') }).prefault({});
export type RefreshBody = z.infer<typeof RefreshBody>;

/** New tokens for this device: after a refresh, and after a password change, which ends the old ones. */
export const TokenPair = strictObject({
  accessToken: AccessToken,
  refreshToken: RefreshToken.optional().describe('Absent in cookie mode'),
  csrfToken: CsrfToken.optional().describe('Only in cookie mode'),
});
export type TokenPair = z.infer<typeof TokenPair>;

export const ProfileBody = strictObject({
  username: Username.optional(),
  profileImage: HttpsUrl.nullable().optional().describe('https URL, or null to remove the picture'),
});
export type ProfileBody = z.infer<typeof ProfileBody>;

/** A signed-in device. */
export const Device = strictObject({
  id: RowId,
  current: z.boolean().describe('The device that asks'),
  userAgent: answerText(512).nullable(),
  ipAddress: answerText(64).nullable().describe('Where it was last used from'),
  createdAt: Instant,
  lastUsedAt: Instant,
  expiresAt: Instant,
}).meta({ id: 'Device' });
export type Device = z.infer<typeof Device>;

export const PasswordChangeBody = strictObject({ currentPassword: PresentedPassword, newPassword: NewPassword });
export type PasswordChangeBody = z.infer<typeof PasswordChangeBody>;

export const PasswordForgotBody = strictObject({ email: Email });
export type PasswordForgotBody = z.infer<typeof PasswordForgotBody>;

export const PasswordResetBody = strictObject({ token: Token, newPassword: NewPassword });
export type PasswordResetBody = z.infer<typeof PasswordResetBody>;

export const MfaEnrollAnswer = strictObject({
  secret: answerText(128).describe('Base32 secret to type in'),
  otpauthUrl: answerText(1024).describe('otpauth:// URL for a QR code'),
});
export type MfaEnrollAnswer = z.infer<typeof MfaEnrollAnswer>;

export const MfaVerifyBody = strictObject({ code: TotpCode });
export type MfaVerifyBody = z.infer<typeof MfaVerifyBody>;

export const MfaVerifyAnswer = strictObject({
  recoveryCodes: z.array(answerText(64)).max(20).describe('Shown once; each is good for one log-in'),
});
export type MfaVerifyAnswer = z.infer<typeof MfaVerifyAnswer>;

export const MfaDisableBody = strictObject({ password: PresentedPassword, code: MfaCode });
export type MfaDisableBody = z.infer<typeof MfaDisableBody>;
