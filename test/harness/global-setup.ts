import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findSecretsInLogs } from './find-secrets.js';
import { startTestServer } from './test-server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where servers under test write their logs, and tests the secrets that must not be in them. */
    runFolder: string;
    database: { host: string; port: number; passwords: Record<'bemore_owner' | 'bemore_app' | 'bemore_reader', string> };
  }
}

/**
 * One embedded PostgreSQL for the whole run, with the migrated template that every test database is a copy of. At the end every line that any
 * server logged is searched for every secret that any test used.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const runFolder = await mkdtemp(join(tmpdir(), 'bemore-run-'));
  project.provide('runFolder', runFolder);
  const server = await startTestServer();
  project.provide('database', server.access);
  return async () => {
    await server.stop();
    const { logs, bytes, secrets, findings } = findSecretsInLogs(runFolder);
    console.log(`S36: ${secrets} secrets looked for in ${logs} logs of ${Math.round(bytes / 1_024)} kB, ${findings.length} found`);
    if (findings.length > 0) {
      for (const { file, line, secret } of findings.slice(0, 20)) console.error(`S36: ${secret} stands in line ${line} of ${join(runFolder, 'logs', file)}`);
      process.exitCode = 1;
      throw new Error('S36: a secret stands in a log');
    }
    await rm(runFolder, { recursive: true, force: true });
  };
}
