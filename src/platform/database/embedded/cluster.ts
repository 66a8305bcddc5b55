import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

import type { Binaries } from './binaries.js';
import { isAlive } from './processes.js';
import { handOver, launchAs } from './server-identity.js';
import type { ServerIdentity } from './server-identity.js';

const run = promisify(execFile);
const MAJOR_VERSION = '15';
const FOLDER = 'postgres';

export type ServerRole = 'bemore_owner' | 'bemore_app' | 'bemore_reader';
export type Passwords = Record<ServerRole, string>;

/** The folders and files of one embedded server below DATA_DIR. */
export interface ClusterPaths {
  dataDir: string;
  home: string;
  data: string;
  passwords: string;
  port: string;
  log: string;
  pidFile: string;
}

export function clusterPaths(dataDir: string, home = join(dataDir, FOLDER)): ClusterPaths {
  return {
    dataDir,
    home,
    data: join(home, 'data'),
    passwords: join(home, 'passwords.json'),
    port: join(home, 'port'),
    log: join(home, 'server.log'),
    pidFile: join(home, 'data', 'postmaster.pid'),
  };
}

export interface InitOptions {
  binaries: Binaries;
  identity: ServerIdentity;
  /** false skips flushing the new files to the disk; for throw-away servers. */
  durable: boolean;
}

/**
 * Makes the cluster unless it is there. It grows in a draft folder and gets its name by one rename when it is complete,
 * so an interrupted initdb never looks like a database, and of two processes that begin together one wins.
 * @returns true when this call made it.
 * @throws Error when what is there is of another major version or lacks its passwords.
 */
export async function ensureCluster(paths: ClusterPaths, options: InitOptions): Promise<boolean> {
  await removeDrafts(paths.dataDir);
  if (await isComplete(paths)) return false;
  const draft = clusterPaths(paths.dataDir, await mkdtemp(join(paths.dataDir, `${FOLDER}.draft-${process.pid}-`)));
  try {
    await initialize(draft, options);
    await rename(draft.home, paths.home);
    await flushFolder(paths.dataDir);
    return true;
  } catch (error) {
    if (isTaken(error) && (await isComplete(paths))) return false;
    throw error;
  } finally {
    await rm(draft.home, { recursive: true, force: true });
  }
}

export async function readPasswords(paths: ClusterPaths): Promise<Passwords> {
  return JSON.parse(await readFile(paths.passwords, 'utf8')) as Passwords;
}

async function isComplete(paths: ClusterPaths): Promise<boolean> {
  if (!(await exists(paths.home))) return false;
  if (!(await holdsDatabase(paths.data))) {
    await discardRemains(paths);
    return false;
  }
  const version = (await readFile(join(paths.data, 'PG_VERSION'), 'utf8')).trim();
  if (version !== MAJOR_VERSION) {
    throw new Error(`${paths.data} was made by PostgreSQL ${version}; this is ${MAJOR_VERSION}. Dump it with that version and restore it here.`);
  }
  if (!(await exists(paths.passwords))) {
    throw new Error(`${paths.passwords} is missing, so nobody can sign in to the database beside it. Restore the file from a backup.`);
  }
  return true;
}

async function holdsDatabase(data: string): Promise<boolean> {
  return (await exists(join(data, 'PG_VERSION'))) && (await exists(join(data, 'global', 'pg_control')));
}

/**
 * Removes a folder on which no server ever ran: an initdb that did not finish. It is moved away first and looked at again,
 * because another process may have put a finished one there in the meantime.
 */
async function discardRemains(paths: ClusterPaths): Promise<void> {
  const aside = await mkdtemp(join(paths.dataDir, `${FOLDER}.draft-${process.pid}-`));
  await rename(paths.home, aside);
  if (await holdsDatabase(join(aside, basename(paths.data)))) await rename(aside, paths.home);
  else await rm(aside, { recursive: true, force: true });
}

async function initialize(draft: ClusterPaths, { binaries, identity, durable }: InitOptions): Promise<void> {
  const passwords: Passwords = { bemore_owner: password(), bemore_app: password(), bemore_reader: password() };
  const firstPassword = join(draft.home, 'owner-password');
  await writeFile(draft.passwords, JSON.stringify(passwords), { mode: 0o600 });
  await writeFile(firstPassword, passwords.bemore_owner, { mode: 0o600 });
  await mkdir(draft.data, { mode: 0o700 });
  await handOver(identity, draft.home, draft.dataDir);
  const command = launchAs(identity, binaries.initdb, [
    `--pgdata=${draft.data}`,
    '--username=bemore_owner',
    `--pwfile=${firstPassword}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-locale',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ]);
  try {
    await run(command.file, command.args, { ...command.options, cwd: '/', env: serverEnvironment() });
  } catch (cause) {
    const output = (cause as { stderr?: string }).stderr?.trim() ?? '';
    const hint = identity.kind === 'uid' ? ` (run as uid ${identity.uid}, which must be able to reach that folder)` : '';
    throw new Error(`initdb failed in ${draft.data}${hint}: ${output}`, { cause });
  }
  await rm(firstPassword);
}

/** PostgreSQL needs nothing of ours, and secrets of this process have no business in its environment. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/** Drafts are named after the process that makes them; those of dead ones are what a kill left behind. */
async function removeDrafts(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const [, pid] = /^postgres\.draft-(\d+)-/.exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(join(dataDir, basename(name)), { recursive: true, force: true });
  }
}

function password(): string {
  return randomBytes(24).toString('base64url');
}

function isTaken(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOTEMPTY' || code === 'EEXIST';
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}

async function flushFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
