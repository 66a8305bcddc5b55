import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const WINDOW = 8;
const BASE = 0x01000193;
const BITS = 20;
const MASK = (1 << BITS) - 1;

export interface Finding {
  /** Name of the file. */
  file: string;
  line: number;
  /** Beginning of what was found. */
  secret: string;
}

/** Where any of many texts (8 bytes or more) stands in a file: one pass over it, whatever the number of texts (Rabin and Karp, 1987). */
export class SecretSearch {
  private readonly filter = new Uint8Array(1 << BITS);
  private readonly byHash = new Map<number, Buffer[]>();
  private readonly leading: number;

  constructor(secrets: Iterable<string>) {
    let leading = 1;
    for (let index = 1; index < WINDOW; index += 1) leading = Math.imul(leading, BASE);
    this.leading = leading;
    for (const secret of new Set(secrets)) {
      // As it is, and as it stands inside of a JSON string.
      for (const form of new Set([secret, JSON.stringify(secret).slice(1, -1)])) this.add(Buffer.from(form));
    }
  }

  in(content: Buffer, file: string): Finding[] {
    const findings: Finding[] = [];
    let hash = 0;
    for (let index = 0; index < content.length; index += 1) {
      if (index >= WINDOW) hash = (hash - Math.imul(content[index - WINDOW] ?? 0, this.leading)) | 0;
      hash = (Math.imul(hash, BASE) + (content[index] ?? 0)) | 0;
      if (index < WINDOW - 1 || this.filter[hash & MASK] === 0) continue;
      const start = index - WINDOW + 1;
      const found = this.byHash.get(hash)?.find((secret) => content.subarray(start, start + secret.length).equals(secret));
      if (found !== undefined) findings.push({ file, line: lineOf(content, start), secret: `${found.toString().slice(0, 12)}…` });
    }
    return findings;
  }

  private add(secret: Buffer): void {
    if (secret.length < WINDOW) return;
    let hash = 0;
    for (let index = 0; index < WINDOW; index += 1) hash = (Math.imul(hash, BASE) + (secret[index] ?? 0)) | 0;
    this.filter[hash & MASK] = 1;
    this.byHash.set(hash, [...(this.byHash.get(hash) ?? []), secret]);
  }
}

function lineOf(content: Buffer, offset: number): number {
  let line = 1;
  for (let index = 0; index < offset; index += 1) if (content[index] === 0x0a) line += 1;
  return line;
}

/** Every registered secret in every log of a run. */
export function findSecretsInLogs(runFolder: string): { logs: number; bytes: number; secrets: number; findings: Finding[] } {
  const names = (folder: string) => {
    try {
      return readdirSync(join(runFolder, folder));
    } catch {
      return [];
    }
  };
  const secrets = names('secrets').flatMap((name) =>
    readFileSync(join(runFolder, 'secrets', name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as string),
  );
  const search = new SecretSearch(secrets);
  const logs = names('logs');
  let bytes = 0;
  const findings = logs.flatMap((name) => {
    const content = readFileSync(join(runFolder, 'logs', name));
    bytes += content.length;
    return search.in(content, name);
  });
  return { logs: logs.length, bytes, secrets: secrets.length, findings };
}
