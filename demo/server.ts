import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../src/create-app.js';
import { AppConfig } from '../src/platform/config/app-config.js';

export interface DemoServer {
  url: string;
  close: () => Promise<void>;
}

async function isRunning(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}

/** The server at `url` when one runs there, else one of the demo's own, with a database that is gone afterwards. */
export async function findServer(url: string, isRequired: boolean): Promise<DemoServer> {
  if (await isRunning(url)) return { url, close: () => Promise.resolve() };
  if (isRequired) throw new Error(`no server answers at ${url}`);
  const dataDir = await mkdtemp(join(tmpdir(), 'bemore-demo-'));
  const app = await createApp(AppConfig.from({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' }));
  await app.listen(0, '127.0.0.1');
  return {
    url: await app.getUrl(),
    close: async () => {
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
