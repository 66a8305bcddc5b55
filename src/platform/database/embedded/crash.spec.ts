import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram, type ChildProgram } from '../../../../test/harness/child-program.js';
import { ask, EmbeddedTrial } from '../../../../test/harness/embedded-server.js';
import { commandLine, isAlive } from './processes.js';

const SOURCE = JSON.stringify(new URL('embedded-postgres.ts', import.meta.url).href);

/** Starts the server, says so, and stops it in good order when it is told to. */
const USER = `
  const { EmbeddedPostgres } = await import(${SOURCE});
  const server = await EmbeddedPostgres.start({ dataDir: process.argv[1] });
  console.log(server.url('bemore_owner'));
  process.stdin.once('data', async () => {
    await server.stop();
    process.exit(0);
  });`;

/** Writes rows as fast as it can and names each one after it was committed. */
const WRITER = `
  const { EmbeddedPostgres } = await import(${SOURCE});
  const { default: pg } = await import(${JSON.stringify(import.meta.resolve('pg'))});
  const server = await EmbeddedPostgres.start({ dataDir: process.argv[1] });
  const client = new pg.Client(server.url('bemore_owner'));
  await client.connect();
  await client.query('CREATE TABLE IF NOT EXISTS written (n int PRIMARY KEY)');
  for (let n = Number(process.argv[2]); ; n += 1) {
    await client.query('INSERT INTO written VALUES ($1)', [n]);
    console.log(n);
  }`;

describe('EmbeddedPostgres and killed processes', { timeout: 60_000 }, () => {
  let trial: EmbeddedTrial;
  let programs: ChildProgram[];
  beforeEach(async () => {
    trial = await EmbeddedTrial.begin();
    programs = [];
  });
  afterEach(async () => {
    await Promise.all(programs.map((program) => program.kill()));
    await trial.clean();
  });

  function run(code: string, ...args: string[]): ChildProgram {
    const program = runProgram(code, { args: [trial.dataDir, ...args] });
    programs.push(program);
    return program;
  }

  it('lives on after a kill -9 of Node and is found again', async () => {
    const program = run(USER);
    const url = await program.line();
    const pid = await trial.pid();
    await program.kill();
    expect(isAlive(pid ?? 0)).toBe(true);

    const server = await trial.start();
    expect(trial.events.filter((event) => event !== 'retrying')).toEqual(['found']);
    expect(await trial.pid()).toBe(pid);
    expect(server.url('bemore_owner')).toBe(url);
    await server.stop();
    expect(await trial.pid()).toBeUndefined();
  });

  it('recovers after a kill -9 of Node and PostgreSQL and has lost no acknowledged row', async () => {
    const acknowledged: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const program = run(WRITER, String(round * 1_000_000));
      await expect.poll(() => program.lines.length, { timeout: 20_000 }).toBeGreaterThan(200);
      program.process.kill('SIGKILL');
      process.kill((await trial.pid()) ?? 0, 'SIGKILL');
      await program.ended;
      acknowledged.push(...program.lines.map(Number));
    }
    const server = await trial.start();
    const rows = await ask<{ n: number }>(server.url('bemore_owner'), 'SELECT n FROM written');
    const stored = new Set(rows.map(({ n }) => n));
    expect(acknowledged.length).toBeGreaterThan(600);
    expect(acknowledged.filter((n) => !stored.has(n))).toEqual([]);
  });

  it('starts although postmaster.pid names a process that is something else by now', async () => {
    const first = await trial.start();
    await ask(first.url('bemore_owner'), 'CREATE TABLE kept AS SELECT 7 AS n');
    const pid = (await trial.pid()) ?? 0;
    await first.stop();
    const data = join(trial.dataDir, 'postgres', 'data');
    const content = [process.pid, data, 1_700_000_000, first.port, '', '127.0.0.1', '1 1', 'ready'].join('\n');
    await writeFile(join(data, 'postmaster.pid'), `${content}\n`, { mode: 0o600 });

    const second = await trial.start();
    expect(await trial.pid()).not.toBe(pid);
    expect(await ask(second.url('bemore_owner'), 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    expect((await readdir(data)).filter((name) => name.includes('stale'))).toEqual([]);
  });

  it('makes the cluster anew when Node is killed in the middle of initdb', async () => {
    const program = run(USER);
    await expect.poll(() => readdir(trial.dataDir), { timeout: 10_000, interval: 5 }).toEqual([expect.stringMatching(/^postgres\.draft-/)]);
    await program.kill();

    const server = await trial.start();
    expect(trial.events[0]).toBe('initialized');
    expect(await ask(server.url('bemore_app'), 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    expect(await readdir(trial.dataDir)).toEqual(['postgres']);
  });

  it('makes the cluster anew on what a half-done initdb left in its place', async () => {
    const data = join(trial.dataDir, 'postgres', 'data');
    await mkdir(join(data, 'base'), { recursive: true });
    await writeFile(join(data, 'PG_VERSION'), '15\n');
    const server = await trial.start();
    expect(await ask(server.url('bemore_app'), 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('says what is wrong with a cluster of another version or without passwords', async () => {
    const first = await trial.start();
    await first.stop();
    const home = join(trial.dataDir, 'postgres');
    await rm(join(home, 'passwords.json'));
    await expect(trial.start()).rejects.toThrow(/passwords\.json is missing/);
    await writeFile(join(home, 'data', 'PG_VERSION'), '14\n');
    await expect(trial.start()).rejects.toThrow(/made by PostgreSQL 14; this is 15/);
  });
});

describe('EmbeddedPostgres and several processes on one DATA_DIR', { timeout: 60_000 }, () => {
  let trial: EmbeddedTrial;
  let programs: ChildProgram[];
  beforeEach(async () => {
    trial = await EmbeddedTrial.begin();
    programs = [];
  });
  afterEach(async () => {
    await Promise.all(programs.map((program) => program.kill()));
    await trial.clean();
  });

  it('is one server for processes that start together, and the last to stop ends it', async () => {
    programs = [1, 2, 3].map(() => runProgram(USER, { args: [trial.dataDir] }));
    const urls = await Promise.all(programs.map((program) => program.line()));
    expect(new Set(urls).size).toBe(1);
    const [url = ''] = urls;

    const pid = (await trial.pid()) ?? 0;
    for (const program of programs) {
      expect(await ask(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
      program.send('stop');
      expect(await program.ended).toBe(0);
    }
    expect(await trial.pid()).toBeUndefined();
    expect(await commandLine(pid)).toBe('');
    expect(await readdir(trial.dataDir)).toEqual(['postgres']);
  });

  it('gives a starter a living server while the last user stops it', async () => {
    let running = await trial.start();
    for (let round = 0; round < 6; round += 1) {
      const [next] = await Promise.all([trial.start(), running.stop()]);
      expect(await ask(next.url('bemore_app'), 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
      running = next;
    }
  });
});
