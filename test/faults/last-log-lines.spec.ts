import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const LOGGER = JSON.stringify(new URL('../../dist/src/platform/logging/logger.js', import.meta.url).href);

/** What a process that logs a line and then ends like that has written. */
function written(end: string): string {
  const program = `const { createLogger } = await import(${LOGGER});
    createLogger({ level: 'info', files: false, dataDir: '', keepDays: 1 }).error({ code: 'x' }, 'last words');
    ${end}`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }).stdout;
}

describe('S36 the last lines of a log', () => {
  beforeAll(() => {
    expect(spawnSync(process.execPath, [join(ROOT, 'scripts/build.mjs'), '--if-needed'], { stdio: 'inherit' }).status).toBe(0);
  }, 60_000);

  it.each([
    ['ends by itself', ''],
    ['exits', 'process.exit(1);'],
    ['meets an error that nobody handles', "throw new Error('of nobody');"],
    ['meets a rejection that nobody handles', "Promise.reject(new Error('of nobody'));"],
  ])('S36 are written when the process %s', (_how, end) => {
    expect(written(end)).toMatch(/^\{"level":"error",.*"msg":"last words"\}\n$/);
  });
});
