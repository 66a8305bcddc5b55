import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startTestApp } from './test-app.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bemore-harness-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

it.each([
  ['with its settings', { RATE_LIMIT_READ: 'many' }],
  ['with its database', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }],
])('a test server whose start fails %s leaves nothing behind', async (_title, environment) => {
  await expect(startTestApp(environment)).rejects.toThrow();
  expect(await readdir(folder)).toEqual([]);
});
