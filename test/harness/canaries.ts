import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

/** Keys whose values are credentials. */
const CREDENTIALS = new Set([
  'password',
  'currentPassword',
  'newPassword',
  'oneTimePassword',
  'token',
  'accessToken',
  'refreshToken',
  'guestToken',
  'deviceToken',
  'csrfToken',
  'secret',
  'otpauthUrl',
  'recoveryCodes',
  'email',
]);
/** Keys whose values are what people say and are called. */
const WORDS = new Set(['text', 'note', 'username', 'message', 'summary', 'keyObservations', 'span']);
const MIN_CREDENTIAL = 10;
const MIN_WORDS_BYTES = 12;
const MAX_DEPTH = 8;

const known = new Set<string>();

/** Names a text that must be in no log of this run, whoever writes it. The run fails when it is found. */
export function keepOut(...texts: string[]): void {
  const fresh = texts.filter((text) => !known.has(text));
  if (fresh.length === 0) return;
  for (const text of fresh) known.add(text);
  const folder = join(inject('runFolder'), 'secrets');
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${process.pid}.jsonl`), fresh.map((text) => `${JSON.stringify(text)}\n`).join(''));
}

/** Finds the secrets in what a test sends and gets, by the names of their fields. */
export function keepOutOf(value: unknown, key = '', depth = 0): void {
  if (depth > MAX_DEPTH) return;
  if (typeof value === 'string') {
    if (isSecret(key, value)) keepOut(value);
  } else if (Array.isArray(value)) {
    for (const item of value) keepOutOf(item, key, depth + 1);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) keepOutOf(item, name, depth + 1);
  }
}

/** Short and everyday words would be found by chance. */
function isSecret(key: string, value: string): boolean {
  if (CREDENTIALS.has(key)) return value.length >= MIN_CREDENTIAL && /[^a-z]/.test(value);
  return WORDS.has(key) && Buffer.byteLength(value) >= MIN_WORDS_BYTES && /[^\w./:-]/.test(value);
}
