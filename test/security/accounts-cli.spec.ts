import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCommand } from '../../src/cli/command.js';
import { COMMANDS } from '../../src/cli/commands.js';
import { logIn, newEmail, OTHER_PASSWORD, PASSWORD, signUp } from '../harness/accounts.js';
import { ask } from '../harness/embedded-server.js';
import { startTestApp, type TestApp } from '../harness/test-app.js';

describe('the command line, beside a server that runs', () => {
  let server: TestApp & { environment: Record<string, string> };
  beforeAll(async () => {
    server = await startTestApp();
    Object.assign(process.env, server.environment);
  });
  afterAll(async () => {
    await server.close();
  });

  async function run(...line: string[]): Promise<{ code: number; out: string; err: string }> {
    const [out, err]: [string[], string[]] = [[], []];
    const code = await runCommand(COMMANDS, line, { print: (text) => void out.push(text), warn: (text) => void err.push(text) });
    return { code, out: out.join('\n'), err: err.join('\n') };
  }

  it('S7 makes an account and prints a password that only lets its owner set another', async () => {
    const email = newEmail('counselor');
    const { code, out } = await run('user', 'create', '--email', email, '--role', 'counselor', '--languages', 'ko,en');
    expect(code).toBe(0);
    const password = /^one-time password: (?<password>\S{20})$/.exec(out)?.groups?.['password'] ?? '';
    const { api, user } = await logIn(server.guest, { email, password });
    expect(user).toMatchObject({ role: 'counselor', email });
    expect((await api.get('/session')).error?.code).toBe('SETUP_REQUIRED');
    const rows = await ask<{ text: string }>(server.database.ownerUrl, 'SELECT users::text AS text FROM users');
    expect(JSON.stringify(rows)).not.toContain(password);
    expect(await run('user', 'create', '--email', email, '--role', 'counselor')).toMatchObject({ code: 1, out: '' });
  });

  it('S4 a block reaches the running server at once, an unblock too', async () => {
    const account = await signUp(server.guest);
    expect((await account.api.get('/auth/me')).status).toBe(200);
    expect(await run('user', 'block', '--email', account.email)).toMatchObject({ code: 0 });
    expect((await account.api.get('/auth/me')).error?.code).toBe('TOKEN_INVALID');
    expect((await server.guest.post('/auth/login', { email: account.email, password: PASSWORD })).error?.code).toBe('INVALID_CREDENTIALS');
    await run('user', 'unblock', '--email', account.email);
    await logIn(server.guest, account);
    expect(await run('user', 'block', '--email', newEmail())).toMatchObject({ code: 1, err: 'There is no account with this e-mail.' });
  });

  it('S6 an unlock lifts the locks that the running server set', async () => {
    const account = await signUp(server.guest);
    const log_in = (password: string) => server.guest.post('/auth/login', { email: account.email, password });
    for (let tries = 0; tries < 6; tries += 1) await log_in(OTHER_PASSWORD);
    expect((await log_in(PASSWORD)).error?.code).toBe('ACCOUNT_LOCKED');
    await run('user', 'unlock', '--email', account.email);
    expect((await log_in(PASSWORD)).status).toBe(200);
  });

  it('S27 wraps the data keys anew', async () => {
    expect(await run('keys', 'rotate')).toMatchObject({ code: 0, out: 'wrapped anew: 0, under an older key: 0' });
  });

  it('S39 what changes keys and roles is a security event', async () => {
    const counted = async (kind: string) =>
      (await ask<{ count: number }>(server.database.ownerUrl, `SELECT coalesce(sum(count), 0)::int AS count FROM watched_events WHERE kind = '${kind}'`))[0]?.count ?? 0;
    const before = { keys: await counted('keys.rotated'), accounts: await counted('account.created') };
    await run('keys', 'rotate');
    await run('user', 'create', '--email', newEmail('admin'), '--role', 'admin');
    expect(await counted('keys.rotated')).toBe(before.keys + 1);
    expect(await counted('account.created')).toBeGreaterThan(before.accounts);
  });

  it('says which migrations are applied', async () => {
    const { code, out } = await run('migrate', 'status');
    expect(code).toBe(0);
    expect(out).toMatch(/^applied: 0001-foundation, 0002-accounts/);
    expect(out).toMatch(/missing: none$/);
    expect(await run('migrate', 'up')).toMatchObject({ code: 0, out: 'applied: none' });
  });

  it('writes the API description', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bemore-openapi-'));
    const file = join(folder, 'docs', 'openapi.json');
    expect(await run('openapi', file)).toMatchObject({ code: 0 });
    const { paths } = z.object({ paths: z.record(z.string(), z.unknown()) }).parse(JSON.parse(await readFile(file, 'utf8')));
    expect(Object.keys(paths)).toContain('/api/v1/auth/login');
    await rm(folder, { recursive: true });
  });

  it.each([
    [],
    ['user'],
    ['user', 'create'],
    ['user', 'create', '--email', 'not-an-address', '--role', 'admin'],
    ['user', 'create', '--email', 'a@example.org', '--role', 'emperor'],
    ['user', 'create', '--email', 'a@example.org', '--role', 'admin', '--languages', 'fr'],
    ['user', 'block', '--mail', 'a@example.org'],
    ['migrate', 'down', '--steps', 'many'],
    ['openapi'],
  ])('explains how it is used when it does not understand: %j', async (...line) => {
    const { code, out, err } = await run(...line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('Usage: npm run cli --');
  });
});
