import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { inject } from 'vitest';
import { createApp } from '../../src/create-app.js';
import { AppConfig } from '../../src/platform/config/app-config.js';
import { ApiClient } from './api-client.js';
import { keepOut } from './canaries.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** The whole server on a database of its own, listening on loopback. */
export interface TestApp {
  app: NestExpressApplication;
  config: AppConfig;
  database: TestDatabase;
  /** `http://127.0.0.1:<port>` */
  url: string;
  dataDir: string;
  logFile: string;
  /** A caller without a token. */
  guest: ApiClient;
  /** Closes the server; drops the database and the data folder unless they are somebody else's. */
  close: () => Promise<void>;
}

export type Environment = Record<string, string>;

export interface TestAppOptions {
  /** Another server's database and folder, to run a second instance or to start again. */
  on?: { database: TestDatabase; dataDir: string; environment: Environment };
}

/** Figures that no test meets by accident; tests of limits set their own. */
const ROOMY: Environment = {
  LOG_LEVEL: 'debug',
  OVERLOAD_DELAY_MS: '60000',
  RATE_LIMIT_READ: '1000000',
  RATE_LIMIT_WRITE: '1000000',
  RATE_LIMIT_STT: '1000000',
  RATE_LIMIT_AI: '1000000',
  BCRYPT_COST: '4',
};

/** One for all servers of a process: passport keeps its strategies there, and the last server's secret would be everybody's. */
const ACCESS_SECRET = randomBytes(48).toString('base64url');

/** A log that is kept until the end of the run and searched for secrets. */
export const newLogFile = (): string => join(inject('runFolder'), 'logs', `${randomBytes(6).toString('hex')}.log`);

/** Secrets and addresses of a test server; also for one that runs as a process of its own. */
export function testEnvironment(database: TestDatabase, dataDir: string, environment: Environment = {}): Environment {
  const secret = () => {
    const made = randomBytes(48).toString('base64url');
    keepOut(made);
    return made;
  };
  const key = randomBytes(32).toString('hex');
  keepOut(key, ACCESS_SECRET, ...[database.url, database.readUrl, database.ownerUrl].map((url) => new URL(url).password));
  return {
    NODE_ENV: 'test',
    PORT: '0',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    DATABASE_READ_URL: database.readUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    JWT_ACCESS_SECRETS: ACCESS_SECRET,
    JWT_REFRESH_SECRETS: secret(),
    LOOKUP_KEY: secret(),
    ENCRYPTION_KEYS: `test1:${key}`,
    ...ROOMY,
    ...environment,
  };
}

/** Leaves nothing behind, also when the start fails. */
export async function startTestApp(environment: Environment = {}, options: TestAppOptions = {}): Promise<TestApp & { environment: Environment }> {
  const left = new AsyncDisposableStack();
  try {
    return await startOn(left, environment, options);
  } catch (error) {
    await left.disposeAsync();
    throw error;
  }
}

async function startOn(left: AsyncDisposableStack, environment: Environment, { on }: TestAppOptions): Promise<TestApp & { environment: Environment }> {
  const dataDir = on?.dataDir ?? (await mkdtemp(join(tmpdir(), 'bemore-data-')));
  if (on === undefined) left.defer(() => rm(dataDir, { recursive: true, force: true }));
  const database = on?.database ?? (await createTestDatabase());
  if (on === undefined) left.defer(() => database.drop());
  const full = on === undefined ? testEnvironment(database, dataDir, environment) : { ...on.environment, ...environment };
  const config = AppConfig.from(full);
  const logFile = newLogFile();
  mkdirSync(dirname(logFile), { recursive: true });
  // Never closed: what a client that left had begun may still say something when the server is closed.
  const app = await createApp(config, { write: (line: string) => appendFileSync(logFile, line) });
  left.defer(() => app.close());
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return { app, config, database, url, dataDir, logFile, environment: full, guest: new ApiClient(url), close: () => left.disposeAsync() };
}
