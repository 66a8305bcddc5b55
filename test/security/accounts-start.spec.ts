import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AppConfig, ConfigError } from '../../src/platform/config/app-config.js';

const secret = () => randomBytes(48).toString('base64url');
const folder = mkdtempSync(join(tmpdir(), 'bemore-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const GOOD = {
  NODE_ENV: 'production',
  DATA_DIR: folder,
  JWT_ACCESS_SECRETS: secret(),
  JWT_REFRESH_SECRETS: secret(),
  LOOKUP_KEY: secret(),
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('hex')}`,
};

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    AppConfig.from(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}

describe('the secrets of a start', () => {
  it('S41 a production start takes strong ones', () => {
    expect(problemsOf(GOOD)).toEqual([]);
  });

  it('S41 lists every one that is missing, and makes none in production', () => {
    const problems = problemsOf({ NODE_ENV: 'production', DATA_DIR: folder });
    for (const name of ['JWT_ACCESS_SECRETS', 'JWT_REFRESH_SECRETS', 'ENCRYPTION_KEYS', 'LOOKUP_KEY'])
      expect(problems).toContain(`${name}: is required in production`);
    expect(() => statSync(join(folder, 'development-secrets.json'))).toThrow('ENOENT');
  });

  it('S41 lists everything that is weak or contradicts itself at once, and quotes no value', () => {
    const shared = secret();
    const weak = {
      ...GOOD,
      JWT_ACCESS_SECRETS: `short,${'a'.repeat(64)}`,
      LOOKUP_KEY: 'ab'.repeat(40),
      ENCRYPTION_KEYS: `k1:${'00'.repeat(32)}`,
      BCRYPT_COST: '8',
      CORS_ORIGINS: 'http://app.example.org',
      PORT: 'many',
    };
    const text = problemsOf(weak).join('\n');
    for (const name of ['JWT_ACCESS_SECRETS', 'LOOKUP_KEY', 'ENCRYPTION_KEYS', 'PORT']) expect(text).toContain(name);
    for (const value of ['short', 'aaaa', 'abab', '0000', 'many']) expect(text).not.toContain(value);
    expect(problemsOf({ ...GOOD, JWT_ACCESS_SECRETS: shared, JWT_REFRESH_SECRETS: `${secret()},${shared}` }).join()).toContain('must share no secret');
    expect(problemsOf({ ...GOOD, BCRYPT_COST: '8', CORS_ORIGINS: 'http://app.example.org' })).toHaveLength(2);
  });

  it('S3 takes several, of which the newest has no end', () => {
    const [newest, older] = [secret(), secret()];
    expect(AppConfig.from({ ...GOOD, JWT_ACCESS_SECRETS: `${newest}, ${older}@2030-01-31` }).secrets.access).toEqual([
      { secret: newest },
      { secret: older, verifyUntilMs: Date.parse('2030-01-31T23:59:59.999Z') },
    ]);
    expect(problemsOf({ ...GOOD, JWT_ACCESS_SECRETS: `${newest}@2030-01-31` })).toHaveLength(1);
    expect(problemsOf({ ...GOOD, JWT_ACCESS_SECRETS: `${newest},${older}@2030-99-99` })).toHaveLength(1);
    expect(problemsOf({ ...GOOD, JWT_ACCESS_SECRETS: `${newest},${newest}` })).toHaveLength(1);
  });

  it('S41 development makes its own once, for its user alone, says so, and keeps them', () => {
    const own = mkdtempSync(join(folder, 'development-'));
    const first = AppConfig.from({ DATA_DIR: own });
    const file = join(own, 'development-secrets.json');
    expect(first.secrets.announced).toBe(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const second = AppConfig.from({ DATA_DIR: own });
    expect(second.secrets.announced).toBeNull();
    expect(second.secrets.access).toEqual(first.secrets.access);
    expect(readFileSync(file, 'utf8')).toContain(first.secrets.access[0]?.secret ?? 'nothing');
    writeFileSync(file, '{"JWT_ACCESS_SECRETS":');
    expect(() => AppConfig.from({ DATA_DIR: own })).toThrow('cannot be read');
  });
});
