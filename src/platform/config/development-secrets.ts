import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const FILE_NAME = 'development-secrets.json';

const storedSchema = z.strictObject({
  JWT_ACCESS_SECRETS: z.string(),
  JWT_REFRESH_SECRETS: z.string(),
  ENCRYPTION_KEYS: z.string(),
  LOOKUP_KEY: z.string(),
});

type Secrets = z.output<typeof storedSchema>;

const fresh = (): Secrets => ({
  JWT_ACCESS_SECRETS: randomBytes(48).toString('base64url'),
  JWT_REFRESH_SECRETS: randomBytes(48).toString('base64url'),
  ENCRYPTION_KEYS: `dev1:${randomBytes(32).toString('hex')}`,
  LOOKUP_KEY: randomBytes(48).toString('base64url'),
});

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/**
 * The secrets of a development server, made once and kept in `dataDir` (mode 600), so that tokens and data outlive a restart.
 * A file that cannot be read stops the start: making new keys would make what is stored unreadable.
 */
export function developmentSecrets(dataDir: string): { secrets: Secrets; file: string; made: boolean } {
  const file = join(dataDir, FILE_NAME);
  try {
    return { secrets: storedSchema.parse(JSON.parse(readFileSync(file, 'utf8'))), file, made: false };
  } catch (error) {
    if (!isMissing(error)) throw new Error(`the development secrets in ${FILE_NAME} cannot be read`, { cause: error });
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const secrets = fresh();
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(unfinished, file);
  return { secrets, file, made: true };
}
