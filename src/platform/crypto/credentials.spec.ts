import { randomBytes } from 'node:crypto';
import { generateSync } from 'otplib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookupHash, normalizeEmail } from './lookup-hash.js';
import { isRecoveryCode, RecoveryCodes } from './recovery-codes.js';
import { TokenHash } from './token-hash.js';
import { TotpService } from './totp.service.js';

describe('LookupHash', () => {
  const lookup = new LookupHash(randomBytes(32));

  it('S26 is the same for the same address however it is written, and another for any other', () => {
    expect(lookup.email('Mina@Example.ORG ')).toEqual(lookup.email('mina@example.org'));
    expect(lookup.email('ｍina@example.org')).toEqual(lookup.email('mina@example.org'));
    expect(lookup.email('mina@example.org')).not.toEqual(lookup.email('mina1@example.org'));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => normalizeEmail(normalizeEmail(text)) === normalizeEmail(text)));
  });

  it('S26 shares nothing between purposes and between keys', () => {
    expect(lookup.of('email', 'x')).not.toEqual(lookup.of('ip', 'x'));
    expect(lookup.of('email', 'x')).not.toEqual(new LookupHash(randomBytes(32)).of('email', 'x'));
    expect(lookup.of('email', 'x')).toHaveLength(32);
  });

  it('S41 refuses a short key', () => {
    expect(() => new LookupHash(randomBytes(31))).toThrow(TypeError);
  });
});

describe('TokenHash', () => {
  const tokens = new TokenHash();

  it('S9 makes tokens of 256 random bits and knows them by their hash alone', () => {
    const made = Array.from({ length: 200 }, () => tokens.newToken());
    expect(new Set(made).size).toBe(200);
    for (const token of made) {
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(tokens.matches(token, tokens.of(token))).toBe(true);
      expect(tokens.of(token).toString()).not.toContain(token);
    }
  });

  it('S9 refuses every other token and stored values of another length', () => {
    const token = tokens.newToken();
    expect(tokens.matches(tokens.newToken(), tokens.of(token))).toBe(false);
    expect(tokens.matches(token, tokens.of(token).subarray(1))).toBe(false);
    expect(tokens.matches('', Buffer.alloc(0))).toBe(false);
  });
});

describe('TotpService', () => {
  const totp = new TotpService();
  // RFC 6238, appendix B: the secret, and the SHA-1 codes cut to six digits.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

  it('S7 knows the codes of RFC 6238', () => {
    const vectors: [number, string][] = [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_111_111_111, '050471'],
      [1_234_567_890, '005924'],
      [2_000_000_000, '279037'],
      [20_000_000_000, '353130'],
    ];
    for (const [seconds, code] of vectors) expect(totp.match(secret, code, { nowMs: seconds * 1000 })).toBe(Math.floor(seconds / 30));
  });

  it('S7 accepts one step early or late and no more, anywhere within a step', () => {
    for (const within of [0, 1, 15, 29]) {
      const now = 1_800_000_000 - (1_800_000_000 % 30) + within;
      for (const offset of [-2, -1, 0, 1, 2]) {
        const code = generateSync({ secret, epoch: now + offset * 30 });
        const expected = Math.abs(offset) <= 1 ? Math.floor(now / 30) + offset : null;
        expect(totp.match(secret, code, { nowMs: now * 1000 })).toBe(expected);
      }
    }
  });

  it('S7 refuses a code that was accepted before, and older ones', () => {
    const nowMs = 1_800_000_015_000;
    const at = (offset: number) => generateSync({ secret, epoch: nowMs / 1000 + offset * 30 });
    const step = totp.match(secret, at(0), { nowMs });
    expect(step).not.toBeNull();
    const afterStep = step ?? 0;
    expect(totp.match(secret, at(0), { nowMs, afterStep })).toBeNull();
    expect(totp.match(secret, at(-1), { nowMs, afterStep })).toBeNull();
    expect(totp.match(secret, at(1), { nowMs, afterStep })).toBe(afterStep + 1);
  });

  it('S7 takes nothing but six digits for a code', () => {
    const nowMs = 59_000;
    expect(totp.match(secret, '287 082', { nowMs })).toBe(1);
    for (const bad of ['', '28708', '2870822', '-87082', '28708a', '２８７０８２', '287082\0', '2e5', ' '.repeat(1000)])
      expect(totp.match(secret, bad, { nowMs })).toBeNull();
  });

  it('S7 makes secrets of 160 random bits and an address that apps can read', () => {
    const made = totp.newSecret();
    expect(made).toMatch(/^[A-Z2-7]{32}$/);
    expect(totp.newSecret()).not.toBe(made);
    const url = new URL(totp.otpauthUrl(made, 'a b&secret=x@example.org'));
    expect(url.protocol).toBe('otpauth:');
    expect(url.searchParams.getAll('secret')).toEqual([made]);
    expect(url.searchParams.get('issuer')).toBe('BeMore');
  });
});

describe('RecoveryCodes', () => {
  const recovery = new RecoveryCodes(new LookupHash(randomBytes(32)));

  it('S7 are ten of 80 random bits, of which only keyed hashes are kept', () => {
    const { codes, hashes } = recovery.generate();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    codes.forEach((code, index) => expect(recovery.indexOf(code, hashes)).toBe(index));
    const elsewhere = new RecoveryCodes(new LookupHash(randomBytes(32)));
    expect(elsewhere.indexOf(codes[0] ?? '', hashes)).toBe(-1);
  });

  it('S7 are found however they are typed, and no other is', () => {
    const { codes, hashes } = recovery.generate();
    const code = codes[3] ?? '';
    expect(recovery.indexOf(code.toLowerCase().replaceAll('-', ' '), hashes)).toBe(3);
    expect(recovery.indexOf(code.replaceAll('0', 'o').replaceAll('1', 'l'), hashes)).toBe(3);
    for (const bad of ['', '123456', code.slice(1), `${code}A`, `${code.startsWith('A') ? 'B' : 'A'}${code.slice(1)}`, 'U'.repeat(16)])
      expect(recovery.indexOf(bad, hashes)).toBe(-1);
    expect(recovery.indexOf(code, hashes.map((hash) => hash.subarray(1)))).toBe(-1);
  });

  it('S7 are told from the codes of an authenticator by their form', () => {
    expect(isRecoveryCode(recovery.generate().codes[0] ?? '')).toBe(true);
    expect(isRecoveryCode('123456')).toBe(false);
  });
});
