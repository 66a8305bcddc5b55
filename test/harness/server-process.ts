import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ApiClient } from './api-client.js';
import { type Environment, newLogFile, testEnvironment } from './test-app.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_MS = 60_000;
const lineSchema = z.object({ msg: z.string(), url: z.string().optional() });

/** The built server in a process of its own, as it runs in production, to be killed. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly logFile: string,
  ) {}

  get api(): ApiClient {
    return new ApiClient(this.url);
  }

  /** Builds when the sources are newer than the build, and starts. @param environment all that the server gets, `DATA_DIR` among it */
  static async start(environment: Environment): Promise<ServerProcess> {
    const built = spawnSync(process.execPath, [join(ROOT, 'scripts/build.mjs'), '--if-needed'], { stdio: 'inherit' });
    if (built.status !== 0) throw new Error('the build failed');
    const args = ['--enable-source-maps', '--import', './dist/src/instrument.js', 'dist/src/main.js'];
    const child = spawn(process.execPath, args, { cwd: ROOT, env: { PATH: process.env['PATH'], ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
    const logFile = newLogFile();
    mkdirSync(dirname(logFile), { recursive: true });
    const log = createWriteStream(logFile);
    const url = await new Promise<string>((resolve, reject) => {
      const deadline = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error('the server did not start in time'));
      }, START_MS);
      child.once('exit', (code) => {
        clearTimeout(deadline);
        reject(new Error(`the server ended with ${String(code)}`));
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        log.write(`${line}\n`);
        const parsed = line.startsWith('{') ? lineSchema.safeParse(JSON.parse(line)) : null;
        if (parsed?.success !== true || parsed.data.msg !== 'listening' || parsed.data.url === undefined) return;
        clearTimeout(deadline);
        resolve(parsed.data.url.replace('localhost', '127.0.0.1'));
      });
    });
    return new ServerProcess(child, url, logFile);
  }

  /** `SIGKILL` unless another one is asked for; resolves with the exit code when the process is gone. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    const [code] = (await gone) as [number | null];
    return code;
  }
}

export interface LoneServer {
  server: ServerProcess;
  database: TestDatabase;
  /** Kills the server; drops the database and the data folder. */
  close: () => Promise<void>;
}

/** A server process on a database and a data folder of its own. Leaves nothing behind, also when the start fails. */
export async function startLoneServer(environment: Environment = {}): Promise<LoneServer> {
  const left = new AsyncDisposableStack();
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'bemore-process-'));
    left.defer(() => rm(dataDir, { recursive: true, force: true }));
    const database = await createTestDatabase();
    left.defer(() => database.drop());
    const server = await ServerProcess.start(testEnvironment(database, dataDir, environment));
    left.defer(async () => {
      await server.kill();
    });
    return { server, database, close: () => left.disposeAsync() };
  } catch (error) {
    await left.disposeAsync();
    throw error;
  }
}
