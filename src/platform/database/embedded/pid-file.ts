import { link, readFile, rename, rm } from 'node:fs/promises';

import { commandLine, isAlive } from './processes.js';

/** What `postmaster.pid` says about the server on a data folder. */
export type ServerState =
  | { kind: 'none' }
  /** The file names a process that is not this server: it was killed and the id is in use again, or is a zombie. */
  | { kind: 'stale'; content: string }
  | { kind: 'running'; pid: number; port: number; ready: boolean };

/** Lines of the file (PostgreSQL 10 and later, `src/include/utils/pidfile.h`), from 0. */
const LINE = { pid: 0, port: 3, status: 7 };

export async function inspectServer(pidFile: string, dataFolder: string): Promise<ServerState> {
  const content = await readFile(pidFile, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  });
  const lines = content.split('\n');
  const pid = Math.abs(Number.parseInt(lines[LINE.pid] ?? '', 10));
  if (!Number.isSafeInteger(pid) || !isAlive(pid)) return { kind: 'none' };
  const command = await commandLine(pid);
  if (!command.includes(dataFolder)) return isAlive(pid) ? { kind: 'stale', content } : { kind: 'none' };
  const port = Number.parseInt(lines[LINE.port] ?? '', 10);
  return { kind: 'running', pid, port, ready: lines[LINE.status]?.trim() === 'ready' };
}

/**
 * Removes a stale file, which PostgreSQL itself takes for a running server while its process id is in use.
 * Another process may do the same and start a server at this moment: what is removed is read again and put back if it is new.
 * (PostgreSQL's shared-memory check keeps two servers apart in any case.)
 */
export async function removeStale(pidFile: string, content: string): Promise<void> {
  const aside = `${pidFile}.stale-${process.pid}`;
  await rename(pidFile, aside).catch(() => undefined);
  const removed = await readFile(aside, 'utf8').catch(() => content);
  if (removed !== content) await link(aside, pidFile).catch(() => undefined);
  await rm(aside, { force: true });
}
