import * as auth from './auth.js';
import { AT, ID, LONE_SURROGATE, NUL, UUID_V4, trySchemas } from './examples.spec-helper.js';

const user: auth.User = {
  id: ID, username: '하늘', email: 'a@b.co', role: 'user', profileImage: null, mfaEnabled: false, createdAt: AT,
};
const signup = { username: '하늘', email: 'A@B.co ', password: 'Correct-horse-1' };
const login = { email: 'a@b.co', password: 'x' };
const tokens = { accessToken: 'a', refreshToken: 'b' };

trySchemas(auth, {
  Role: { valid: ['user', 'counselor', 'admin'], invalid: [['guest', ''], [null, '']] },
  User: {
    valid: [user, { ...user, profileImage: 'https://x.test/a.png' }],
    invalid: [
      [{ ...user, id: UUID_V4 }, 'id'], [{ ...user, createdAt: '2026-11-21' }, 'createdAt'],
      [{ ...user, passwordHash: 'x' }, 'passwordHash'],
    ],
  },
  UserAnswer: { valid: [{ user }], invalid: [[{}, 'user']] },
  SignupBody: {
    valid: [signup, { ...signup, password: `Aa1!${'x'.repeat(124)}` }, { ...signup, username: 'x'.repeat(50) }],
    invalid: [
      [{ ...signup, password: 'Short-1aaaa' }, 'password'],
      [{ ...signup, password: `Aa1!${'x'.repeat(125)}` }, 'password'],
      [{ ...signup, password: 'no-upper-case-1' }, 'password'],
      [{ ...signup, password: 'NO-LOWER-CASE-1' }, 'password'],
      [{ ...signup, password: 'No-digit-at-all' }, 'password'],
      [{ ...signup, password: 'Nothing0special' }, 'password'],
      [{ ...signup, password: `Correct-horse-1\0` }, 'password'],
      [{ ...signup, username: '   ' }, 'username'],
      [{ ...signup, username: 'x'.repeat(51) }, 'username'],
      [{ ...signup, username: 'a\u202eb' }, 'username'],
      [{ ...signup, username: NUL }, 'username'],
      [{ ...signup, email: 'a@b' }, 'email'],
      [{ ...signup, email: `${'a'.repeat(250)}@b.co` }, 'email'],
      [{ ...signup, email: ['a@b.co'] }, 'email'],
      [{ ...signup, role: 'admin' }, 'role'],
      [[], ''],
    ],
  },
  SignupAnswer: { valid: [{ user, ...tokens }], invalid: [[{ user }, 'accessToken']] },
  LoginQuery: { valid: [{}, { mode: 'cookie' }], invalid: [[{ mode: 'other' }, 'mode']] },
  MfaCode: { valid: ['123456', 'abcd-efgh-1234'], invalid: [['', ''], ['x'.repeat(65), ''], [123_456, '']] },
  LoginBody: {
    valid: [login, { ...login, mfaCode: '123456', deviceToken: 'anything at all' }, { ...login, password: 'x'.repeat(1_024) }],
    invalid: [
      [{ ...login, password: '' }, 'password'], [{ ...login, password: 'x'.repeat(1_025) }, 'password'],
      [{ ...login, password: LONE_SURROGATE }, 'password'], [{ email: 'a@b.co' }, 'password'],
      [{ ...login, email: null }, 'email'],
    ],
  },
  LoginAnswer: {
    valid: [{ user, ...tokens, deviceToken: 'd' }, { user, accessToken: 'a', deviceToken: 'd', csrfToken: 'c' }],
    invalid: [[{ user, ...tokens }, 'deviceToken']],
  },
  RefreshBody: {
    valid: [{ refreshToken: 'garbage' }, {}, undefined], invalid: [[{ refreshToken: '' }, 'refreshToken'], [null, '']],
  },
  TokenPair: { valid: [tokens, { accessToken: 'a', csrfToken: 'c' }], invalid: [[{ refreshToken: 'b' }, 'accessToken']] },
  ProfileBody: {
    valid: [{}, { username: 'x' }, { profileImage: 'https://x.test/a.png?b=c#d' }, { profileImage: null }],
    invalid: [
      [{ profileImage: 'http://x.test/a.png' }, 'profileImage'],
      [{ profileImage: 'javascript:alert(1)' }, 'profileImage'],
      [{ profileImage: 'https://user@x.test/' }, 'profileImage'],
      [{ profileImage: 'https://x.test/\na' }, 'profileImage'],
      [{ profileImage: ' https://x.test/' }, 'profileImage'],
      [{ profileImage: `https://x.test/${'a'.repeat(2_048)}` }, 'profileImage'],
      [{ email: 'a@b.co' }, 'email'],
    ],
  },
  Device: {
    valid: [{ id: ID, current: true, userAgent: null, ipAddress: '::1', createdAt: AT, lastUsedAt: AT, expiresAt: AT }],
    invalid: [
      [{ id: ID, current: 'yes', userAgent: null, ipAddress: null, createdAt: AT, lastUsedAt: AT, expiresAt: AT }, 'current'],
    ],
  },
  PasswordChangeBody: {
    valid: [{ currentPassword: 'x', newPassword: signup.password }],
    invalid: [[{ currentPassword: 'x', newPassword: 'x' }, 'newPassword']],
  },
  PasswordForgotBody: { valid: [{ email: 'a@b.co' }], invalid: [[{ email: 'a' }, 'email']] },
  PasswordResetBody: {
    valid: [{ token: 't', newPassword: signup.password }], invalid: [[{ newPassword: signup.password }, 'token']],
  },
  MfaEnrollAnswer: { valid: [{ secret: 'ABC', otpauthUrl: 'otpauth://totp/x' }], invalid: [[{ secret: 'ABC' }, 'otpauthUrl']] },
  MfaVerifyBody: {
    valid: [{ code: '000000' }],
    invalid: [[{ code: '12345' }, 'code'], [{ code: '1234567' }, 'code'], [{ code: '١٢٣٤٥٦' }, 'code']],
  },
  MfaVerifyAnswer: { valid: [{ recoveryCodes: ['a-b'] }], invalid: [[{ recoveryCodes: 'a' }, 'recoveryCodes']] },
  MfaDisableBody: { valid: [{ password: 'x', code: '123456' }], invalid: [[{ code: '123456' }, 'password']] },
});
