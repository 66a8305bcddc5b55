import { createHash } from 'node:crypto';
import pg, { type CustomTypesConfig, type QueryConfig } from 'pg';

/** A statement PostgreSQL keeps for each connection costs it memory; texts beyond these bounds are planned anew each time. */
const MAX_STATEMENTS = 500;
const MAX_TEXT_LENGTH = 4_000;

const names = new Map<string, string>();

/** The name under which a connection keeps a statement; undefined for one that is not to be kept. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= MAX_STATEMENTS || text.length > MAX_TEXT_LENGTH) return undefined;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
  names.set(text, name);
  return name;
}

type TypeOid = Parameters<typeof pg.types.getTypeParser>[0];

/** `count(*)` and other 64-bit integers as numbers; everything else as pg reads it (timestamptz: Date, bytea: Buffer). */
const types: CustomTypesConfig = {
  getTypeParser: (oid: TypeOid, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? toSafeInteger : (pg.types.getTypeParser(oid, format) as (value: string) => unknown),
};

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('A 64-bit integer from the database exceeds the safe range.');
  return value;
}

export function statement(text: string, bind: readonly unknown[]): QueryConfig {
  return { text, values: [...bind], types, ...(bind.length > 0 ? { name: nameOf(text) } : {}) };
}
