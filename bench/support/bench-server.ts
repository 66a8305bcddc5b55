import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';

export interface Usage {
  /** User and system time of the process, milliseconds. */
  cpuMs: number;
  rssBytes: number;
}

type Question = 'usage';

/** A server in a process of its own, which tells what it used. */
export class BenchServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** @param program below `bench/servers`, without its ending */
  static async start(program: string, environment: Record<string, string>): Promise<BenchServer> {
    const file = fileURLToPath(new URL(`../servers/${program}.js`, import.meta.url));
    // As production starts it; without SENTRY_DSN it does nothing.
    const instrument = new URL('../../src/instrument.js', import.meta.url).href;
    const child = fork(file, { execArgv: ['--import', instrument], env: { PATH: process.env['PATH'], ...environment }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const [url] = (await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error(`${program} ended`)))])) as [string];
    return new BenchServer(child, url);
  }

  async usage(): Promise<Usage> {
    const answer = once(this.child, 'message');
    this.child.send('usage' satisfies Question);
    return ((await answer) as [Usage])[0];
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill();
    await gone;
  }
}

/** Called by the programs below `bench/servers` when they listen. */
export function reportTo(url: string): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1_000, rssBytes: process.memoryUsage.rss() } satisfies Usage);
  });
  process.once('SIGTERM', () => process.exit());
  process.send?.(url);
}

export interface Ground {
  /** What a server of the application needs to run on the database. */
  environment: Record<string, string>;
  clear: () => Promise<void>;
}

/** A database and secrets for the servers of one benchmark. Durable, as in production. */
export async function prepareGround(environment: Record<string, string> = {}): Promise<Ground> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bemore-bench-'));
  const postgres = await EmbeddedPostgres.start({ dataDir });
  const secret = () => randomBytes(48).toString('base64url');
  return {
    environment: {
      NODE_ENV: 'development',
      PORT: '0',
      DATA_DIR: dataDir,
      DATABASE_URL: postgres.url('bemore_app'),
      DATABASE_READ_URL: postgres.url('bemore_reader'),
      DATABASE_OWNER_URL: postgres.url('bemore_owner'),
      JWT_ACCESS_SECRETS: secret(),
      JWT_REFRESH_SECRETS: secret(),
      LOOKUP_KEY: secret(),
      ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('hex')}`,
      RATE_LIMIT_READ: '10000000',
      RATE_LIMIT_WRITE: '10000000',
      SOCKET_FRAMES_PER_SECOND: '10000',
      SOCKET_MAX_PER_USER: '1000',
      ...environment,
    },
    clear: async () => {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
