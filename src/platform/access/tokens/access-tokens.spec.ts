import { createHmac, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../errors/app-error.js';
import { AccessTokenStrategy } from './access-token.strategy.js';
import { AccessTokens } from './access-tokens.js';
import { bearerToken } from './bearer-token.js';
import type { TokenOptions, TokenSecret } from './token.options.js';
import { refusalOf } from './token-rules.js';

const secret = (seed: string): TokenSecret => ({ secret: createHmac('sha512', 'test').update(seed).digest('hex') });
const MINUTE = 60_000;
const OPTIONS: TokenOptions = {
  access: [secret('access')],
  refresh: [secret('refresh')],
  accessTtlMs: 15 * MINUTE,
  refreshTtlMs: 7 * 24 * 60 * MINUTE,
};
const START = Date.parse('2026-03-01T09:00:00Z');
const device = { userId: randomUUID(), deviceId: randomUUID() };
const guest = { personId: randomUUID(), sessionId: randomUUID(), expiresAtMs: START + 180 * MINUTE };

type Json = Record<string, unknown>;

const encode = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const parts = (token: string) => token.split('.') as [string, string, string];
const headerOf = (token: string) => JSON.parse(Buffer.from(parts(token)[0], 'base64url').toString()) as Json;
const payloadOf = (token: string) => JSON.parse(Buffer.from(parts(token)[1], 'base64url').toString()) as Json;

/** Signs anything with a known secret, as somebody would who got hold of it, or who forgot a claim. */
function forge(header: unknown, payload: unknown, key: string | undefined = OPTIONS.access[0]?.secret, hash = 'sha512'): string {
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${createHmac(hash, key ?? '').update(signed).digest('base64url')}`;
}

/** What passport makes of a token: the claims or the code of the refusal. */
async function byPassport(tokens: AccessTokens, authorization: string): Promise<unknown> {
  const strategy = new AccessTokenStrategy(tokens);
  return new Promise((resolve) => {
    const actions = {
      success: resolve,
      fail: (error: unknown) => resolve(refusalOf(error).code),
      error: (error: unknown) => resolve(refusalOf(error).code),
    };
    strategy.authenticate.call(Object.assign(Object.create(strategy) as AccessTokenStrategy, actions), { headers: { authorization } } as never);
  });
}

function byVerify(tokens: AccessTokens, token: string): unknown {
  try {
    return tokens.verify(token, 'access', 'guest');
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** The verdict of both ways in, which must be one. */
async function verdict(tokens: AccessTokens, token: string): Promise<unknown> {
  const direct = byVerify(tokens, token);
  expect(await byPassport(tokens, `Bearer ${token}`)).toEqual(direct);
  return direct;
}

/** What becomes of a payload in which one claim was replaced: an old time is still a time. */
function expectedFor(claim: string, bad: unknown): unknown {
  if (bad === 0 && claim === 'exp') return 'TOKEN_EXPIRED';
  return bad === 0 && claim === 'iat' ? expect.objectContaining({ type: 'access' }) : 'TOKEN_INVALID';
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the tokens of the service', () => {
  const tokens = new AccessTokens(OPTIONS);
  const valid = () => tokens.signAccess(device).token;

  it('S1 an access token holds ids, times and its type, and nothing personal', async () => {
    const { token, tokenId, expiresAtMs } = tokens.signAccess(device);
    expect(headerOf(token)).toEqual({ alg: 'HS512', typ: 'JWT', kid: expect.stringMatching(/^[\w-]{16}$/) as string });
    const iat = START / 1000;
    const registered = { iss: 'bemore', aud: 'bemore-api', jti: tokenId, iat, exp: iat + 900 };
    expect(payloadOf(token)).toEqual({ typ: 'access', sub: device.userId, sid: device.deviceId, ...registered });
    const claims = { type: 'access', ...device, tokenId, issuedAtMs: START, expiresAtMs };
    expect(await verdict(tokens, token)).toEqual(claims);
    expect(tokens.signAccess(device).tokenId).not.toBe(tokenId);
  });

  it('S14 a guest token names one person and one session and ends with it', async () => {
    const { token } = tokens.signGuest(guest);
    expect(await verdict(tokens, token)).toMatchObject({ type: 'guest', ...guest });
    vi.setSystemTime(guest.expiresAtMs - 1);
    expect(await verdict(tokens, token)).toMatchObject({ type: 'guest' });
    vi.setSystemTime(guest.expiresAtMs);
    expect(await verdict(tokens, token)).toBe('TOKEN_EXPIRED');
  });

  it('S1 a token of another type is refused, whatever it would open elsewhere', async () => {
    const refresh = tokens.signRefresh(device).token;
    expect(tokens.verifyRefresh(refresh)).toMatchObject({ type: 'refresh', ...device });
    expect(await verdict(tokens, refresh)).toBe('TOKEN_INVALID');
    expect(() => tokens.verifyRefresh(valid())).toThrow('TOKEN_INVALID');
    expect(() => tokens.verifyRefresh(tokens.signGuest(guest).token)).toThrow('TOKEN_INVALID');
    expect(() => tokens.verify(tokens.signGuest(guest).token, 'access')).toThrow('TOKEN_INVALID');
    expect(() => tokens.verify(valid(), 'guest')).toThrow('TOKEN_INVALID');
    const asAccess = forge(headerOf(valid()), { ...payloadOf(valid()), typ: 'refresh' });
    expect(await verdict(tokens, asAccess)).toBe('TOKEN_INVALID');
  });

  it('S1 an expired token says so, and an expired one with any other fault does not', async () => {
    const token = valid();
    const refresh = tokens.signRefresh(device).token;
    const wrongType = forge(headerOf(token), { ...payloadOf(token), typ: 'refresh' });
    const wrongAudience = forge(headerOf(token), { ...payloadOf(token), aud: 'other' });
    vi.setSystemTime(START + 15 * MINUTE - 1);
    expect(await verdict(tokens, token)).toMatchObject({ type: 'access' });
    vi.setSystemTime(START + 15 * MINUTE);
    expect(await verdict(tokens, token)).toBe('TOKEN_EXPIRED');
    expect(await verdict(tokens, `${token.slice(0, -3)}AAA`)).toBe('TOKEN_INVALID');
    for (const bad of [wrongType, wrongAudience]) expect(await verdict(tokens, bad)).toBe('TOKEN_INVALID');
    vi.setSystemTime(START + OPTIONS.refreshTtlMs);
    expect(() => tokens.verifyRefresh(refresh)).toThrow('TOKEN_EXPIRED');
  });

  it('S1 no algorithm but ours: none, shorter HMACs, public keys', async () => {
    const token = valid();
    const [, payload, signature] = parts(token);
    const header = headerOf(token);
    for (const alg of ['none', 'None', 'NONE', 'nOnE', '', null, 'HS256', 'HS384', 'hs512', 'RS256', 'ES256', ['HS512']]) {
      const head = encode({ ...header, alg });
      for (const end of ['', signature]) expect(await verdict(tokens, `${head}.${payload}.${end}`)).toBe('TOKEN_INVALID');
    }
    expect(await verdict(tokens, forge({ ...header, alg: 'HS256' }, payloadOf(token), undefined, 'sha256'))).toBe('TOKEN_INVALID');
    const pem = createPublicKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey).export({ type: 'spki', format: 'pem' });
    expect(await verdict(tokens, forge(header, payloadOf(token), pem.toString()))).toBe('TOKEN_INVALID');
    for (const key of ['', 'undefined', 'null', 'secret', String(header['kid']), OPTIONS.refresh[0]?.secret ?? ''])
      expect(await verdict(tokens, forge(header, payloadOf(token), key))).toBe('TOKEN_INVALID');
  });

  it('S1 a header that names no key, another key, or more than a key is refused', async () => {
    const header = headerOf(valid());
    const payload = payloadOf(valid());
    expect(await verdict(tokens, forge(header, payload))).toMatchObject({ type: 'access' });
    const refreshKid = headerOf(tokens.signRefresh(device).token)['kid'];
    for (const kid of [undefined, null, '', 'x', refreshKid, '../../etc/passwd', "' OR 1=1", '__proto__', 'constructor', 1])
      expect(await verdict(tokens, forge({ ...header, kid }, payload))).toBe('TOKEN_INVALID');
    for (const more of [{ jku: 'https://example.org/k' }, { jwk: { kty: 'oct', k: 'AA' } }, { x5u: 'https://example.org' }, { crit: ['b64'] }, { zip: 'DEF' }])
      expect(await verdict(tokens, forge({ ...header, ...more }, payload))).toBe('TOKEN_INVALID');
    for (const head of ['', '[]', 'null', '{', '"HS512"']) expect(await verdict(tokens, forge(head, payload))).toBe('TOKEN_INVALID');
  });

  it('S1 a claim that is missing, wrong or more than ours is refused', async () => {
    const header = headerOf(valid());
    const payload = payloadOf(valid());
    for (const claim of Object.keys(payload)) {
      const without = Object.fromEntries(Object.entries(payload).filter(([name]) => name !== claim));
      expect(await verdict(tokens, forge(header, without))).toBe('TOKEN_INVALID');
      for (const bad of [null, '', 0, -1, [], {}, true, 'x', '1e9', 1e300, { $gt: '' }])
        expect([claim, bad, await verdict(tokens, forge(header, { ...payload, [claim]: bad }))]).toEqual([claim, bad, expectedFor(claim, bad)]);
    }
    for (const more of [{ role: 'admin' }, { email: 'a@example.org' }, { sessionId: randomUUID() }, { nbf: START / 1000 }, { aud: ['bemore-api'] }])
      expect(await verdict(tokens, forge(header, { ...payload, ...more }))).toBe('TOKEN_INVALID');
    const polluted = forge(header, JSON.stringify(payload).replace('{', '{"__proto__":{"role":"admin","type":"guest"},'));
    expect(await verdict(tokens, polluted)).toEqual(await verdict(tokens, forge(header, payload)));
    expect({}).not.toHaveProperty('role');
    for (const text of ['null', '[]', '"x"', '1', 'no json']) expect(await verdict(tokens, forge(header, text))).toBe('TOKEN_INVALID');
  });

  it('S1 a token from the future is refused, but for the difference of two clocks', async () => {
    const header = headerOf(valid());
    const payload = payloadOf(valid());
    const iat = START / 1000;
    expect(await verdict(tokens, forge(header, { ...payload, iat: iat + 5 }))).toMatchObject({ type: 'access' });
    expect(await verdict(tokens, forge(header, { ...payload, iat: iat + 6 }))).toBe('TOKEN_INVALID');
    expect(await verdict(tokens, forge(header, { ...payload, nbf: iat + 60 }))).toBe('TOKEN_INVALID');
  });

  it('S1 a token cut off anywhere, lengthened, or changed by a character is refused', async () => {
    const token = valid();
    for (let length = 0; length < token.length; length += 1) expect(byVerify(tokens, token.slice(0, length))).toBe('TOKEN_INVALID');
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(byVerify(tokens, token.slice(0, at) + other + token.slice(at + 1))).toBe('TOKEN_INVALID');
    }
    const endings = [' ', '=', '.', '\n', '\0', 'A', '.A'];
    for (const end of endings) expect(byVerify(tokens, token + end)).toBe('TOKEN_INVALID');
    for (const end of ['=', '.', 'A', '.A']) expect(await verdict(tokens, token + end)).toBe('TOKEN_INVALID');
  });

  it('S1 the spare bits of the last character do not make a second valid token', () => {
    const token = valid();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const accepted = Array.from(alphabet).filter((last) => typeof byVerify(tokens, token.slice(0, -1) + last) === 'object');
    expect(accepted).toEqual([token.at(-1)]);
  });

  it('S1 the parts of two valid tokens do not make a third', async () => {
    const [header, payload] = parts(valid());
    const other = parts(tokens.signAccess({ ...device, userId: randomUUID() }).token);
    expect(await verdict(tokens, `${header}.${payload}.${other[2]}`)).toBe('TOKEN_INVALID');
    expect(await verdict(tokens, `${header}.${other[1]}.${parts(valid())[2]}`)).toBe('TOKEN_INVALID');
  });

  it('S1 a token over 4 kB is refused before it is parsed', async () => {
    const parse = vi.spyOn(JSON, 'parse');
    const long = forge(headerOf(valid()), { ...payloadOf(valid()), pad: 'x'.repeat(5_000) });
    parse.mockClear();
    expect(await verdict(tokens, long)).toBe('TOKEN_INVALID');
    expect(await verdict(tokens, 'a'.repeat(1_000_000))).toBe('TOKEN_INVALID');
    expect(await verdict(tokens, `${encode('x'.repeat(500))}.a.a`)).toBe('TOKEN_INVALID');
    expect(parse).not.toHaveBeenCalled();
  });

  it('S1 the refusal carries a code and nothing of the token', () => {
    const failure: unknown = (() => {
      try {
        return tokens.verify(`${valid()}x`, 'access');
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toHaveProperty('code', 'TOKEN_INVALID');
    expect(failure).toHaveProperty('message', 'TOKEN_INVALID');
    expect(failure).not.toHaveProperty('cause');
  });

  it('S2 the same refresh token comes out again for the same id and time, so that a parent has one child', () => {
    const first = tokens.signRefresh(device);
    vi.setSystemTime(START + 9_000);
    const again = tokens.signRefresh({ ...device, tokenId: first.tokenId, issuedAtMs: START });
    expect(again).toEqual(first);
    expect(tokens.verifyRefresh(again.token)).toMatchObject({ tokenId: first.tokenId, expiresAtMs: START + OPTIONS.refreshTtlMs });
  });
});

describe('rotation of the secrets', () => {
  const [oldest, older, newest] = [secret('oldest'), secret('older'), secret('newest')];
  const withAccess = (...access: TokenSecret[]) => new AccessTokens({ ...OPTIONS, access });

  it('S3 the newest signs, the older ones verify, and a removed one does not', async () => {
    const [first, second, third] = [withAccess(oldest), withAccess(older, oldest), withAccess(newest, older)];
    const [a, b, c] = [first, second, third].map((tokens) => tokens.signAccess(device).token) as [string, string, string];
    expect(new Set([a, b, c].map((token) => headerOf(token)['kid'])).size).toBe(3);
    expect([await verdict(second, a), await verdict(second, b)]).toMatchObject([{ type: 'access' }, { type: 'access' }]);
    expect([await verdict(third, b), await verdict(third, c)]).toMatchObject([{ type: 'access' }, { type: 'access' }]);
    expect(await verdict(third, a)).toBe('TOKEN_INVALID');
    expect(await verdict(first, b)).toBe('TOKEN_INVALID');
  });

  it('S3 an older secret verifies until its date, guest tokens too', async () => {
    const before = withAccess(older);
    const guestToken = before.signGuest(guest).token;
    const accessToken = before.signAccess(device).token;
    const after = withAccess(newest, { ...older, verifyUntilMs: START + 5 * MINUTE });
    vi.setSystemTime(START + 5 * MINUTE - 1);
    expect([await verdict(after, accessToken), await verdict(after, guestToken)]).toMatchObject([{ type: 'access' }, { type: 'guest' }]);
    vi.setSystemTime(START + 5 * MINUTE);
    expect([await verdict(after, accessToken), await verdict(after, guestToken)]).toEqual(['TOKEN_INVALID', 'TOKEN_INVALID']);
  });

  it('S3 the refresh secrets rotate by themselves', () => {
    const before = new AccessTokens({ ...OPTIONS, refresh: [older] });
    const after = new AccessTokens({ ...OPTIONS, refresh: [newest, older] });
    expect(after.verifyRefresh(before.signRefresh(device).token)).toMatchObject({ type: 'refresh' });
    expect(() => before.verifyRefresh(after.signRefresh(device).token)).toThrow('TOKEN_INVALID');
  });

  it('S1 the same secret in both purposes would still open only its own', async () => {
    const careless = new AccessTokens({ ...OPTIONS, refresh: OPTIONS.access });
    expect(await verdict(careless, careless.signRefresh(device).token)).toBe('TOKEN_INVALID');
    expect(() => careless.verifyRefresh(careless.signAccess(device).token)).toThrow('TOKEN_INVALID');
  });

  it('S41 refuses to start without a secret, or with a newest one that ends', () => {
    expect(() => withAccess()).toThrow(TypeError);
    expect(() => withAccess({ ...newest, verifyUntilMs: START }, older)).toThrow(TypeError);
  });
});

describe('the Authorization header', () => {
  const tokens = new AccessTokens(OPTIONS);
  const read = (authorization?: string) => bearerToken({ headers: { authorization } });

  it('S1 no header is no token; any header that holds no token is refused like a bad one', async () => {
    expect(read()).toBeNull();
    const { token } = tokens.signAccess(device);
    expect([read(`Bearer ${token}`), read(`bearer  ${token}`)]).toEqual([token, token]);
    const malformed = ['', ' ', 'Bearer', 'Bearer ', 'Basic YTpi', token, `Bearer ${token} ${token}`, `Bearer ${token},x`, `Token ${token}`, 'Bearer é'];
    for (const header of malformed) {
      expect([header, await byPassport(tokens, header)]).toEqual([header, 'TOKEN_INVALID']);
      expect([header, read(header)]).not.toEqual([header, null]);
    }
  });
});
