import { access, constants, mkdtemp, readdir, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseEndpoint } from '../../src/platform/database/connection.js';
import { EmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { commandLine, isAlive } from '../../src/platform/database/embedded/processes.js';
import { migrateUp } from '../../src/platform/database/migrate/migrator.js';

const PREFIX = 'bemore-test-';
/** Linux keeps this folder in memory: copying a database there takes 15 ms instead of some hundred. */
const MEMORY_FOLDER = '/dev/shm';
const MEMORY_NEEDED_BYTES = 2_000_000_000;
/** The database that test databases are copied from. */
export const TEMPLATE = 'bemore_template';

interface TestServer {
  access: { host: string; port: number; passwords: Record<'bemore_owner' | 'bemore_app' | 'bemore_reader', string> };
  stop: () => Promise<void>;
}

/** Starts PostgreSQL in a temporary folder of this process, without the guarantees that cost time, and migrates the template. */
export async function startTestServer(): Promise<TestServer> {
  await removeAbandoned(tmpdir());
  await removeAbandoned(MEMORY_FOLDER);
  const folder = await mkdtemp(join(await fastFolder(), `${PREFIX}${process.pid}-`));
  const server = await EmbeddedPostgres.start({ dataDir: folder, database: TEMPLATE, durable: false });
  await migrateUp(parseEndpoint(server.url('bemore_owner'), { production: false }));
  const passwordOf = (role: 'bemore_owner' | 'bemore_app' | 'bemore_reader') => new URL(server.url(role)).password;
  return {
    access: {
      host: '127.0.0.1',
      port: server.port,
      passwords: {
        bemore_owner: passwordOf('bemore_owner'),
        bemore_app: passwordOf('bemore_app'),
        bemore_reader: passwordOf('bemore_reader'),
      },
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function fastFolder(): Promise<string> {
  try {
    await access(MEMORY_FOLDER, constants.W_OK);
    const { bavail, bsize } = await statfs(MEMORY_FOLDER);
    return bavail * bsize >= MEMORY_NEEDED_BYTES ? MEMORY_FOLDER : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** What a run that was killed left: its folder, and the server in it. */
export async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const [, pid] = /^bemore-test-(\d+)-/.exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const folder = join(parent, name);
    await endServer(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

export async function endServer(folder: string): Promise<void> {
  const content = await readFile(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(content, 10);
  const isServer = async () => Number.isSafeInteger(pid) && (await commandLine(pid)).includes(folder);
  if (!(await isServer())) return;
  process.kill(pid, 'SIGQUIT');
  for (const deadline = Date.now() + 5_000; Date.now() < deadline && (await isServer()); ) await delay(10);
}
