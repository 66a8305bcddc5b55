import { mkdir, realpath } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { findBinaries } from './binaries.js';
import type { Binaries } from './binaries.js';
import { clusterPaths, ensureCluster, readPasswords } from './cluster.js';
import type { ClusterPaths, Passwords, ServerRole } from './cluster.js';
import { inspectServer, removeStale } from './pid-file.js';
import { LOOPBACK, freePort, rememberPort, rememberedPort } from './port.js';
import { Presence } from './presence.js';
import { executablePrograms } from './programs.js';
import { provision } from './provision.js';
import { chooseIdentity, handOver } from './server-identity.js';
import type { ServerIdentity } from './server-identity.js';
import { launchServer, shutDownServer } from './server-process.js';

/** Crash recovery replays what was not checkpointed and may take a while; the server is waited for as long as it works. */
const START_DEADLINE_MS = 60_000;
/** A server that does not even launch is tried this long: processes of a killed one need some time to go. */
const LAUNCH_DEADLINE_MS = 15_000;
const STOP_DEADLINE_MS = 15_000;
const RETRY_MS = { first: 50, factor: 1.5, most: 2_000 };
const DATABASE = 'bemore';
/** PostgreSQL's class for a wrong user or password. */
const AUTHENTICATION_FAILED = '28';

export type EmbeddedEvent = 'initialized' | 'started' | 'found' | 'retrying' | 'lost' | 'recovered' | 'stopped' | 'left-running';

export interface EmbeddedPostgresOptions {
  /** DATA_DIR; the server's files go to its folder `postgres`. Made with mode 700 when it is missing. */
  dataDir: string;
  /** The database to make. */
  database?: string;
  /** false trades safety for speed; for tests that do not kill anything. */
  durable?: boolean;
  /** Where the PostgreSQL programs are; by default the npm package of this platform. */
  binaries?: Binaries;
  /** The program that makes a user namespace for root. */
  unshare?: string;
  onEvent?: (event: EmbeddedEvent, detail: { port?: number; reason?: string }) => void;
}

/**
 * A real PostgreSQL server of our own in DATA_DIR.
 *
 * The server outlives a killed process and is found again through `postmaster.pid`. Several processes may use one DATA_DIR:
 * each is present in the server through a shared lock, and the one that stops as the last stops the server, whoever
 * started it. A server that dies under a running process is started again on the same port.
 */
export class EmbeddedPostgres {
  private readonly abort = new AbortController();
  private recovering: Promise<void> = Promise.resolve();
  private stopped: Promise<void> | undefined;

  private constructor(
    private readonly context: Context,
    private presence: Presence,
    readonly port: number,
  ) {
    this.watch(presence);
  }

  /**
   * Makes the cluster if there is none, starts the server or finds it running, and makes roles and database.
   * @throws Error with the server's own words when it does not come up within a minute.
   */
  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
    const paths = clusterPaths(await realpath(options.dataDir));
    const identity = await chooseIdentity(paths.data, options.unshare);
    const binaries = await executablePrograms(options.binaries ?? (await findBinaries()), identity, paths.dataDir);
    const durable = options.durable ?? true;
    if (await ensureCluster(paths, { binaries, identity, durable })) options.onEvent?.('initialized', {});
    await handOver(identity, paths.home, paths.dataDir);
    const context = {
      paths,
      launch: { binaries, identity, durable },
      passwords: await readPasswords(paths),
      database: options.database ?? DATABASE,
      onEvent: options.onEvent ?? (() => undefined),
    };
    const { presence, port } = await bringUp(context, {});
    await provision(presence.client, context.passwords, context.database);
    return new EmbeddedPostgres(context, presence, port);
  }

  /** A connection URL for one of the roles: the owner migrates, the app runs, the reader reads. */
  url(role: ServerRole, database = this.context.database): string {
    return `postgres://${role}:${encodeURIComponent(this.context.passwords[role])}@${LOOPBACK}:${this.port}/${database}`;
  }

  /** Leaves the server, and ends it when no other process uses it. */
  async stop(): Promise<void> {
    this.stopped ??= this.leave();
    await this.stopped;
  }

  private async leave(): Promise<void> {
    this.abort.abort();
    await this.recovering;
    const { paths, onEvent } = this.context;
    const state = await inspectServer(paths.pidFile, paths.data);
    const isLast = await this.presence.isLast().catch(() => false);
    if (isLast && state.kind === 'running') await shutDownServer(paths, state.pid, Date.now() + STOP_DEADLINE_MS);
    await this.presence.leave();
    onEvent(isLast ? 'stopped' : 'left-running', { port: this.port });
  }

  private watch(presence: Presence): void {
    presence.onLost(() => {
      if (this.abort.signal.aborted) return;
      this.context.onEvent('lost', { port: this.port });
      this.recovering = this.recover();
    });
  }

  private async recover(): Promise<void> {
    const { signal } = this.abort;
    while (!signal.aborted) {
      try {
        const { presence } = await bringUp(this.context, { port: this.port, signal });
        this.presence = presence;
        this.watch(presence);
        this.context.onEvent('recovered', { port: this.port });
        return;
      } catch (error) {
        this.context.onEvent('retrying', { reason: (error as Error).message });
      }
    }
  }
}

interface Context {
  paths: ClusterPaths;
  launch: { binaries: Binaries; identity: ServerIdentity; durable: boolean };
  passwords: Passwords;
  database: string;
  onEvent: NonNullable<EmbeddedPostgresOptions['onEvent']>;
}

interface BringUpOptions {
  /** The port that must be kept, because connection pools of this process know it. */
  port?: number;
  signal?: AbortSignal;
}

/** Finds the server or starts it, until a connection stands; what goes wrong on the way is tried again until the deadline. */
async function bringUp(context: Context, { port: wanted, signal }: BringUpOptions): Promise<{ presence: Presence; port: number }> {
  const { paths, passwords, onEvent } = context;
  const began = Date.now();
  for (let wait = RETRY_MS.first; ; wait = Math.min(wait * RETRY_MS.factor, RETRY_MS.most)) {
    signal?.throwIfAborted();
    let reason: string;
    let limit = START_DEADLINE_MS;
    try {
      const port = await ensureRunning(context, wanted, began + START_DEADLINE_MS);
      const presence = await Presence.announce(port, passwords.bemore_owner);
      if ((await presence.dataFolder()) === paths.data) return { presence, port };
      await presence.leave();
      reason = `another server answers on port ${port}`;
    } catch (error) {
      reason = (error as Error).message;
      if (error instanceof LaunchError) limit = LAUNCH_DEADLINE_MS;
      if ((error as { code?: string }).code?.startsWith(AUTHENTICATION_FAILED) === true) limit = 0;
    }
    if (Date.now() - began > limit) throw new Error(`The embedded PostgreSQL in ${paths.home} did not start: ${reason}`);
    onEvent('retrying', { reason });
    await delay(wait);
  }
}

class LaunchError extends Error {}

async function ensureRunning({ paths, launch, onEvent }: Context, wanted: number | undefined, deadline: number): Promise<number> {
  const state = await inspectServer(paths.pidFile, paths.data);
  if (state.kind === 'running') {
    if (!state.ready) throw new Error('the server is starting or stopping');
    onEvent('found', { port: state.port });
    return state.port;
  }
  if (state.kind === 'stale') await removeStale(paths.pidFile, state.content);
  const port = wanted ?? (await freePort(await rememberedPort(paths.port)));
  const result = await launchServer(paths, { ...launch, port }, deadline);
  if (!result.started) throw new LaunchError(result.reason);
  await rememberPort(paths.port, port);
  onEvent('started', { port });
  return port;
}
