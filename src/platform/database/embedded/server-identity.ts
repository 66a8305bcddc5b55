import { execFile } from 'node:child_process';
import { chmod, chown, lchown, readdir, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** "nobody" on Linux: owns nothing but what is given to it here. */
export const NOBODY = 65534;

/**
 * As whom the server runs. PostgreSQL refuses to run as root, so root either maps itself to nobody in a user namespace
 * (the files stay root's) or, where namespaces are forbidden, becomes uid 65534 (the files are handed over).
 */
export type ServerIdentity = { kind: 'self' } | { kind: 'user-namespace'; unshare: string } | { kind: 'uid'; uid: number };

export interface Launch {
  file: string;
  args: string[];
  options: { uid?: number; gid?: number };
}

export function launchAs(identity: ServerIdentity, file: string, args: string[]): Launch {
  switch (identity.kind) {
    case 'self':
      return { file, args, options: {} };
    case 'user-namespace':
      return { file: identity.unshare, args: [...namespaceArguments, file, ...args], options: {} };
    case 'uid':
      return { file, args, options: { uid: identity.uid, gid: identity.uid } };
  }
}

const namespaceArguments = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];

/**
 * @param home the cluster's folder, when there is one already: who owns it decides, because files of uid 65534 cannot be
 *   used from inside a namespace that maps only root.
 * @param unshare the program that makes the namespace.
 */
export async function chooseIdentity(home: string, unshare = 'unshare'): Promise<ServerIdentity> {
  if (process.getuid?.() !== 0) {
    // initdb refuses a uid without an account, such as containers are started with.
    return hasAccount() || !(await namespacesAllowed(unshare)) ? { kind: 'self' } : { kind: 'user-namespace', unshare };
  }
  const owner = await stat(home).then((found) => found.uid, () => 0);
  if (owner === 0 && (await namespacesAllowed(unshare))) return { kind: 'user-namespace', unshare };
  return { kind: 'uid', uid: owner === 0 ? NOBODY : owner };
}

function hasAccount(): boolean {
  try {
    userInfo();
    return true;
  } catch {
    return false;
  }
}

async function namespacesAllowed(unshare: string): Promise<boolean> {
  return run(unshare, [...namespaceArguments, 'true']).then(() => true, () => false);
}

/**
 * Gives a folder and all in it to the server's uid and lets that uid pass through the folders that are ours to open.
 * Does nothing unless the server runs under another uid.
 */
export async function handOver(identity: ServerIdentity, folder: string, dataDir: string): Promise<void> {
  if (identity.kind !== 'uid') return;
  const { mode } = await stat(dataDir);
  // Search permission alone: the folder still cannot be listed, and the secrets in it are files of mode 600.
  if ((mode & 0o001) === 0) await chmod(dataDir, (mode & 0o7777) | 0o011);
  await handOverTree(identity.uid, folder);
}

async function handOverTree(uid: number, path: string): Promise<void> {
  const found = await stat(path);
  if (found.uid !== uid) await chown(path, uid, uid);
  if (!found.isDirectory()) return;
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isSymbolicLink()) await lchown(child, uid, uid);
    else await handOverTree(uid, child);
  }
}
