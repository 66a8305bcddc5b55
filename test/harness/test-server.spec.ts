import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine } from '../../src/platform/database/embedded/processes.js';
import { runProgram } from './child-program.js';
import { ask } from './embedded-server.js';
import { createTestDatabase } from './test-database.js';
import { removeAbandoned } from './test-server.js';

describe('the test server', () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'bemore-sweep-'));
  });
  afterEach(async () => {
    await rm(parent, { recursive: true, force: true });
  });

  it('removes what a killed run left, its server too, and nothing of a living one', async () => {
    const living = `bemore-test-${process.pid}-abcdef`;
    await mkdir(join(parent, living));
    await mkdir(join(parent, 'something-else'));
    const run = runProgram(`
      const { EmbeddedPostgres } = await import(${JSON.stringify(new URL('../../src/platform/database/embedded/embedded-postgres.ts', import.meta.url).href)});
      const dataDir = ${JSON.stringify(join(parent, 'bemore-test-'))} + process.pid + '-abcdef';
      const server = await EmbeddedPostgres.start({ dataDir, durable: false });
      console.log(server.url('bemore_owner'));
      setInterval(() => undefined, 1_000);`);
    const url = await run.line();
    const [server] = await ask<{ pid: number }>(url, "SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)::int AS pid");
    await removeAbandoned(parent);
    expect(await readdir(parent)).toHaveLength(3);
    await run.kill();
    await removeAbandoned(parent);
    expect((await readdir(parent)).sort()).toEqual([living, 'something-else']);
    expect(await commandLine(server?.pid ?? 0)).toBe('');
  });

  it('gives each test an empty database and takes it away again', async () => {
    const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await ask(one.url, "INSERT INTO persons (id, kind) VALUES (gen_random_uuid(), 'guest')");
    expect(await ask(two.url, 'SELECT 1 FROM persons')).toEqual([]);
    await Promise.all([one.drop(), two.drop()]);
    await expect(ask(one.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });
});
