import type { Sql } from './migration.js';

/* Failures by kind and time. A kind is a fingerprint of code, place in the source and route, so the table is as large as the program, not as its use. */

const TABLES = `
CREATE TABLE error_rollups (
  span text NOT NULL CHECK (span IN ('minute', 'hour')),
  bucket timestamptz NOT NULL,
  fingerprint text NOT NULL CHECK (length(fingerprint) BETWEEN 1 AND 64),
  code text NOT NULL CHECK (length(code) BETWEEN 1 AND 64),
  status smallint NOT NULL CHECK (status BETWEEN 400 AND 599),
  module text NOT NULL CHECK (length(module) BETWEEN 1 AND 64),
  route text NOT NULL CHECK (length(route) BETWEEN 1 AND 256),
  frame text NOT NULL CHECK (length(frame) <= 256),
  count bigint NOT NULL CHECK (count > 0),
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  PRIMARY KEY (span, bucket, fingerprint)
);
CREATE INDEX error_rollups_recent ON error_rollups (span, last_seen_at DESC);
`;

export async function up(sql: Sql): Promise<void> {
  await sql(TABLES);
}

export async function down(sql: Sql): Promise<void> {
  await sql('DROP TABLE error_rollups');
}
