import { execFile } from 'node:child_process';
import { cp, mkdtemp, realpath, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { binariesIn, type Binaries } from './binaries.js';
import { handOver, launchAs, type ServerIdentity } from './server-identity.js';

const run = promisify(execFile);

/**
 * Programs that the server's uid can execute. Where root installed them for itself alone (umask 077) and the server runs as
 * another uid, that is a copy in DATA_DIR; otherwise the ones that were given.
 */
export async function executablePrograms(binaries: Binaries, identity: ServerIdentity, dataDir: string): Promise<Binaries> {
  if (identity.kind !== 'uid' || (await isExecutable(binaries, identity))) return binaries;
  const copy = binariesIn(join(dataDir, 'postgres-programs'));
  if (await isSameProgram(binaries, copy)) return copy;
  const draft = await mkdtemp(join(dataDir, `postgres.draft-${process.pid}-`));
  await cp(await realpath(binaries.root), draft, { recursive: true, verbatimSymlinks: true });
  await handOver(identity, draft, dataDir);
  await rm(copy.root, { recursive: true, force: true });
  await rename(draft, copy.root);
  return copy;
}

async function isExecutable(binaries: Binaries, identity: ServerIdentity): Promise<boolean> {
  const command = launchAs(identity, binaries.postgres, ['--version']);
  return run(command.file, command.args, { ...command.options, cwd: '/' }).then(() => true, () => false);
}

async function isSameProgram(one: Binaries, other: Binaries): Promise<boolean> {
  const size = async (path: string) => stat(path).then((found) => found.size, () => -1);
  return (await size(one.postgres)) === (await size(other.postgres));
}
