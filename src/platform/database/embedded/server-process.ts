import { spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import type { Binaries } from './binaries.js';
import { serverEnvironment } from './cluster.js';
import type { ClusterPaths } from './cluster.js';
import { inspectServer } from './pid-file.js';
import { LOOPBACK } from './port.js';
import { commandLine } from './processes.js';
import { launchAs } from './server-identity.js';
import type { ServerIdentity } from './server-identity.js';

const LOG_LIMIT_BYTES = 5_000_000;
const POLL_MS = 10;

const THROW_AWAY: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '128MB',
};

export interface LaunchOptions {
  binaries: Binaries;
  identity: ServerIdentity;
  port: number;
  durable: boolean;
}

export type LaunchResult = { started: true; pid: number } | { started: false; reason: string };

/**
 * Starts the server in a session of its own, so that neither the end of this process nor a Ctrl-C in its terminal takes the
 * server with it, and waits until it accepts connections (crash recovery included).
 */
export async function launchServer(paths: ClusterPaths, options: LaunchOptions, deadline: number): Promise<LaunchResult> {
  const log = await openLog(paths.log);
  const logStart = (await log.stat()).size;
  const command = launchAs(options.identity, options.binaries.postgres, ['-D', paths.data, ...settings(options)]);
  const server = spawn(command.file, command.args, {
    ...command.options,
    cwd: '/',
    env: serverEnvironment(),
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  const end = { happened: false, reason: '' };
  server.once('error', (error) => {
    end.happened = true;
    end.reason = error.message;
  });
  server.once('exit', () => {
    end.happened = true;
  });
  server.unref();
  try {
    while (!end.happened && Date.now() < deadline) {
      const state = await inspectServer(paths.pidFile, paths.data);
      if (state.kind === 'running' && state.pid === server.pid && state.ready) return { started: true, pid: state.pid };
      await delay(POLL_MS);
    }
    const written = (await readFile(paths.log)).subarray(logStart).toString('utf8').trim();
    return { started: false, reason: end.reason || written || 'it did not become ready in time' };
  } finally {
    await log.close();
  }
}

/** Asks the server to disconnect everyone and end; after the deadline it is ended without a checkpoint. */
export async function shutDownServer(paths: ClusterPaths, pid: number, deadline: number): Promise<void> {
  signal(pid, 'SIGINT');
  while (await isRunning(paths, pid)) {
    if (Date.now() > deadline) {
      signal(pid, 'SIGQUIT');
      return;
    }
    await delay(POLL_MS);
  }
}

/** Until the process is gone: the file goes a moment earlier. */
async function isRunning(paths: ClusterPaths, pid: number): Promise<boolean> {
  return (await commandLine(pid)).includes(paths.data);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function settings({ port, durable }: LaunchOptions): string[] {
  const values: Record<string, string> = {
    port: String(port),
    listen_addresses: LOOPBACK,
    unix_socket_directories: '',
    // Room for several processes with full pools on one DATA_DIR.
    max_connections: '200',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements and the details of errors can hold personal values: the log is about the server alone.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_parameter_max_length_on_error: '0',
    log_min_duration_statement: '-1',
    ...(durable ? {} : THROW_AWAY),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function openLog(path: string): ReturnType<typeof open> {
  const size = await stat(path).then((found) => found.size, () => 0);
  if (size > LOG_LIMIT_BYTES) await rename(path, `${path}.1`);
  return open(path, 'a+', 0o600);
}
