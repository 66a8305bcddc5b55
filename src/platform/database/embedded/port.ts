import { randomInt } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** Below the ranges from which operating systems take the ports of outgoing connections (Linux 32768, others 49152). */
const RANGE = { from: 20_000, to: 32_000 };

export async function rememberedPort(file: string): Promise<number | undefined> {
  const port = Number(await readFile(file, 'utf8').catch(() => ''));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

export async function rememberPort(file: string, port: number): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, String(port), { mode: 0o600 });
  await rename(draft, file);
}

/** A port on the loopback address that nobody listens on: the wished one when it is free. */
export async function freePort(wished?: number): Promise<number> {
  if (wished !== undefined && (await isFree(wished))) return wished;
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const candidate = randomInt(RANGE.from, RANGE.to);
    if (await isFree(candidate)) return candidate;
  }
  throw new Error(`No free port between ${RANGE.from} and ${RANGE.to} on ${LOOPBACK}.`);
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
