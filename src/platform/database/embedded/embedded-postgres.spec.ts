import { readFile, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, EmbeddedTrial } from '../../../../test/harness/embedded-server.js';
import { commandLine } from './processes.js';

describe('EmbeddedPostgres', { timeout: 60_000 }, () => {
  let trial: EmbeddedTrial;
  beforeEach(async () => {
    trial = await EmbeddedTrial.begin();
  });
  afterEach(async () => {
    await trial.clean();
  });

  const file = (...path: string[]) => join(trial.dataDir, 'postgres', ...path);
  const mode = async (path: string) => (await stat(path)).mode & 0o777;

  it('makes a cluster at the first start and keeps data and port over a stop', async () => {
    const first = await trial.start();
    await ask(first.url('bemore_owner'), 'CREATE TABLE kept (n int)', 'INSERT INTO kept VALUES (7)');
    const pid = await trial.pid();
    await first.stop();
    expect(await trial.pid()).toBeUndefined();
    expect(await commandLine(pid ?? 0)).toBe('');

    const second = await trial.start();
    expect(second.port).toBe(first.port);
    expect(await ask(second.url('bemore_owner'), 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    expect(trial.events.filter((event) => event !== 'retrying')).toEqual(['initialized', 'started', 'stopped', 'started']);
  });

  it('keeps its passwords in a file of mode 600 in folders of mode 700', async () => {
    await trial.start();
    expect(await mode(file('passwords.json'))).toBe(0o600);
    expect(await mode(file())).toBe(0o700);
    expect(await mode(file('data'))).toBe(0o700);
    expect(await mode(file('server.log'))).toBe(0o600);
  });

  it('asks for the scram password and listens on the loopback address alone', async () => {
    const server = await trial.start();
    const wrong = new URL(server.url('bemore_owner'));
    wrong.password = 'wrong';
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    const hash = await ask<{ rolpassword: string }>(server.url('bemore_owner'), "SELECT rolpassword FROM pg_authid WHERE rolname LIKE 'bemore_%'");
    expect(hash).toHaveLength(3);
    expect(hash.every(({ rolpassword }) => rolpassword.startsWith('SCRAM-SHA-256$'))).toBe(true);
    expect(await ask(server.url('bemore_owner'), 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await ask(server.url('bemore_owner'), 'SHOW unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);

    const outside = Object.values(networkInterfaces()).flat().find((found) => found?.internal === false && found.family === 'IPv4');
    if (outside === undefined) return;
    const elsewhere = new URL(server.url('bemore_owner'));
    elsewhere.hostname = outside.address;
    await expect(ask(elsewhere.href, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('S33 gives the running service a role that cannot create anything', async () => {
    const server = await trial.start();
    for (const role of ['bemore_app', 'bemore_reader'] as const) {
      await expect(ask(server.url(role), 'CREATE TABLE t (n int)')).rejects.toMatchObject({ code: '42501' });
      await expect(ask(server.url(role), 'CREATE TEMPORARY TABLE t (n int)')).rejects.toMatchObject({ code: '42501' });
      await expect(ask(server.url(role), 'CREATE SCHEMA s')).rejects.toMatchObject({ code: '42501' });
      await expect(ask(server.url(role), 'CREATE ROLE r')).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('S36 writes no value of a failed statement into its log', async () => {
    const server = await trial.start();
    const owner = server.url('bemore_owner');
    await ask(owner, 'CREATE TABLE t (v text PRIMARY KEY)', "INSERT INTO t VALUES ('canary-1')");
    await expect(ask(owner, "INSERT INTO t VALUES ('canary-1')")).rejects.toMatchObject({ code: '23505' });
    await expect(ask(owner, "SELECT 'canary-2'::int")).rejects.toMatchObject({ code: '22P02' });
    await expect(ask(owner, 'SELECT canary_3')).rejects.toMatchObject({ code: '42703' });
    await server.stop();
    const log = await readFile(file('server.log'), 'utf8');
    expect(log).toContain('database system is ready');
    expect(log).not.toMatch(/canary/);
  });

  it('takes another port when somebody else listens on the one it had', async () => {
    const first = await trial.start();
    await first.stop();
    const squatter = createServer((socket) => socket.destroy());
    await listen(squatter, first.port);
    try {
      const second = await trial.start();
      expect(second.port).not.toBe(first.port);
      expect(await ask(second.url('bemore_app'), 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    } finally {
      squatter.close();
    }
  });

  it('starts a server again that died under it, on the same port, so that pools go on', async () => {
    const server = await trial.start();
    const pool = new pg.Pool({ connectionString: server.url('bemore_owner') });
    pool.on('error', () => undefined);
    await pool.query('CREATE TABLE kept AS SELECT 7 AS n');
    process.kill((await trial.pid()) ?? 0, 'SIGKILL');
    await expect.poll(() => trial.events.at(-1), { timeout: 30_000 }).toBe('recovered');
    expect((await pool.query('SELECT n FROM kept')).rows).toEqual([{ n: 7 }]);
    await pool.end();
  });

  it('can be stopped while it brings a dead server back', async () => {
    const server = await trial.start();
    process.kill((await trial.pid()) ?? 0, 'SIGKILL');
    await expect.poll(() => trial.events, { timeout: 10_000 }).toContain('lost');
    await server.stop();
    await expect(ask(server.url('bemore_owner'), 'SELECT 1')).rejects.toThrow();
  });
});

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}
