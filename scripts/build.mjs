import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = ['src', 'libs', 'migrations', 'bench', 'demo', 'web', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
const lock = join(root, 'dist.lock');
const done = join(root, 'dist', '.built');

const newest = (path) => {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
};

const isFresh = () => existsSync(done) && statSync(done).mtimeMs >= Math.max(...sources.map((name) => newest(join(root, name))));

const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Two that build at the same time would write into each other's output: the second waits, and then has nothing to do. */
function withLock(work) {
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const owner = existsSync(join(lock, 'pid')) ? Number(readFileSync(join(lock, 'pid'), 'utf8')) : null;
      if (owner !== null && !isAlive(owner)) rmSync(lock, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
  try {
    writeFileSync(join(lock, 'pid'), String(process.pid));
    work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error(`the build failed: ${args[0]}`);
}

function build() {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  run(join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json');
  if (existsSync(join(root, 'web', 'vite.config.ts'))) run(join(root, 'node_modules/vite/bin/vite.js'), 'build', 'web', '--logLevel', 'warn');
  writeFileSync(done, '');
}

const onlyIfNeeded = process.argv.includes('--if-needed');
if (!onlyIfNeeded || !isFresh()) {
  withLock(() => {
    if (!onlyIfNeeded || !isFresh()) build();
  });
}
