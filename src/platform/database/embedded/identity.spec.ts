import { chmod, chown, mkdir, mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../../../../test/harness/child-program.js';
import { ask, EmbeddedTrial } from '../../../../test/harness/embedded-server.js';
import { binariesIn, findBinaries } from './binaries.js';
import { NOBODY } from './server-identity.js';

const isRoot = process.getuid?.() === 0;
/** Any program that fails stands for a system that forbids user namespaces. */
const FORBIDDEN = { unshare: '/bin/false' };

describe('as whom the embedded server runs', { timeout: 60_000 }, () => {
  let trial: EmbeddedTrial;
  beforeEach(async () => {
    trial = await EmbeddedTrial.begin();
  });
  afterEach(async () => {
    await trial.clean();
  });

  const owner = async (...path: string[]) => (await stat(join(trial.dataDir, 'postgres', ...path))).uid;
  const works = async (url: string) => expect(await ask(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);

  it.runIf(isRoot)('runs for root where user namespaces are forbidden, as uid 65534 with files of its own', async () => {
    const server = await trial.start(FORBIDDEN);
    await works(server.url('bemore_app'));
    expect(await owner('data')).toBe(NOBODY);
    expect(await owner('data', 'postmaster.pid')).toBe(NOBODY);
    await server.stop();
    // Where namespaces are allowed again, the files still decide.
    const again = await trial.start();
    await works(again.url('bemore_app'));
    expect(await owner('data')).toBe(NOBODY);
  });

  it.runIf(isRoot)('hands files that root made in a namespace over where namespaces are forbidden', async () => {
    const first = await trial.start();
    expect(await owner('data')).toBe(0);
    await ask(first.url('bemore_owner'), 'CREATE TABLE kept AS SELECT 7 AS n');
    await first.stop();
    const second = await trial.start(FORBIDDEN);
    expect(await ask(second.url('bemore_owner'), 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    expect(await owner('data')).toBe(NOBODY);
  });

  it.runIf(isRoot)('copies programs that only root can reach', async () => {
    const locked = await mkdtemp(join(tmpdir(), 'bemore-locked-'));
    try {
      await symlink((await findBinaries()).root, join(locked, 'native'));
      await chmod(locked, 0o700);
      const server = await trial.start({ ...FORBIDDEN, binaries: binariesIn(join(locked, 'native')) });
      await works(server.url('bemore_app'));
      expect((await stat(join(trial.dataDir, 'postgres-programs', 'bin', 'postgres'))).uid).toBe(NOBODY);
    } finally {
      await rm(locked, { recursive: true, force: true });
    }
  });

  it.runIf(isRoot)('says which folder uid 65534 cannot reach', async () => {
    const hidden = join(trial.dataDir, 'hidden');
    await mkdir(hidden, { mode: 0o700 });
    await expect(trial.start({ ...FORBIDDEN, dataDir: join(hidden, 'data') })).rejects.toThrow(/run as uid 65534, which must be able to reach/);
  });

  it.runIf(isRoot).each([
    ['a user without rights', NOBODY],
    ['a uid without an account', 12_345],
  ])('runs for %s', async (_, uid) => {
    const home = join(trial.dataDir, 'home');
    await chmod(trial.dataDir, 0o711);
    await mkdir(home, { mode: 0o700 });
    await chown(home, uid, uid);
    await expect(startAndStop({ dataDir: join(home, '.data'), uid })).resolves.toBe(0);
  });

  it('runs under umask 077', async () => {
    await expect(startAndStop({ dataDir: trial.dataDir, umask: 0o077 })).resolves.toBe(0);
    if (!isRoot) return;
    await chmod(trial.dataDir, 0o711);
    await expect(startAndStop({ dataDir: join(trial.dataDir, 'second'), umask: 0o077, ...FORBIDDEN })).resolves.toBe(0);
  });
});

interface StartAndStop {
  dataDir: string;
  uid?: number;
  umask?: number;
  unshare?: string;
}

async function startAndStop({ dataDir, uid, umask = 0o022, unshare }: StartAndStop): Promise<number | null> {
  const options = JSON.stringify({ dataDir, unshare });
  const program = runProgram(
    `process.umask(${umask});
     const { EmbeddedPostgres } = await import(${JSON.stringify(new URL('embedded-postgres.ts', import.meta.url).href)});
     for (const round of [1, 2]) {
       const server = await EmbeddedPostgres.start(${options});
       await server.stop();
     }`,
    { ...(uid === undefined ? {} : { uid }) },
  );
  return program.ended;
}
